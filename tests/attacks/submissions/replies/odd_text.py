"""Returns text that cannot be encoded. Breach: the grader or its report fails."""

def double(x):
    return "\ud800\x00\u202e\x1b[2J" * 100
