"""Reads the neighbour's solution and uses it. Breach: points."""

exec(open(OUTSIDE + "/neighbour/double.py").read())
breach("copied")
