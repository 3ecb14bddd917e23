"""Reads the assignment's checks. Breach: their text."""

breach(open(ASSIGNMENT + "/checks/double.py").read())


def double(x):
    return 0 * x
