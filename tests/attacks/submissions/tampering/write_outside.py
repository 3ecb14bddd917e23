"""Writes a file outside of its folder. Breach: it is there."""

open(OUTSIDE + "/written", "w").close()


def double(x):
    return 0 * x
