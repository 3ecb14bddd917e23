"""Reads the system's accounts. Breach: a line of them."""

import pwd

try:
    breach(pwd.getpwall()[0])
except (OSError, IndexError):
    pass
breach(open("/etc/passwd").readline())


def double(x):
    return 0 * x
