"""Raises an exception whose text never ends. Breach: the report waits for it."""

class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def double(x):
    raise Endless
