"""Registers exit handlers that write outside. Breach: the file appears."""

import atexit


@atexit.register
def write():
    with open(OUTSIDE + "/last-words", "w") as file:
        file.write("breach")


def double(x):
    raise SystemExit(0)
