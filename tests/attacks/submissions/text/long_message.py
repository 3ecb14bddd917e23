"""Raises a message of 50 MB. Breach: the report carries it."""

def double(x):
    raise ValueError("x" * (50 << 20))
