"""Raises text that turns reading direction around. Breach: it reaches the report."""

def double(x):
    raise ValueError("\u202e\u2066 dessap \u2069\u200b\ufeff")
