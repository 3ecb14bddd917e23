"""Asks the kernel about the network. Breach: it may."""

import socket

socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()
breach("netlink")


def double(x):
    return 0 * x
