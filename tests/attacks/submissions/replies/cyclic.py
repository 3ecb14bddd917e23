"""Returns a list that contains itself. Breach: the grader recurses."""

def double(x):
    loop = []
    loop.append(loop)
    return loop
