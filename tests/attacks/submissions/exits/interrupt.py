"""Raises KeyboardInterrupt as if the instructor had pressed Ctrl-C. Breach: grading stops."""

def double(x):
    raise KeyboardInterrupt
