"""Raises and prints terminal control codes. Breach: they reach the report."""

CODES = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b1m\r\x08\x00"
print(CODES)


def double(x):
    print(CODES)
    raise ValueError(CODES)
