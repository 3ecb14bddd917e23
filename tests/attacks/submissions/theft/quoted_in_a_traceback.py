"""Raises from a line of a foreign file, to be quoted in the traceback. Breach: that line."""

def double(x):
    exec(compile("\n1 / 0", SECRET, "exec"))
