"""Connects to a server on this machine. Breach: the server sees it."""

import socket

socket.create_connection(("127.0.0.1", PORT), timeout=2).close()
breach("connected")


def double(x):
    return 0 * x
