"""Reads a file of the instructor. Breach: its content."""

breach(open(SECRET).read())


def double(x):
    return 0 * x
