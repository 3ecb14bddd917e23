"""Sends a datagram. Breach: it may."""

import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.sendto(b"breach", ("127.0.0.1", PORT))
breach("sent")


def double(x):
    return 0 * x
