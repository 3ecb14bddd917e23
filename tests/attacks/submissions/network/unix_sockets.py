"""Makes local sockets of every kind. Breach: it may make one."""

import socket

for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    try:
        socket.socket(socket.AF_UNIX, kind).close()
        breach("unix socket")
    except OSError:
        continue


def double(x):
    return 0 * x
