"""Listens for connections. Breach: it may."""

import socket

with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    s.listen()
breach("listens")


def double(x):
    return 0 * x
