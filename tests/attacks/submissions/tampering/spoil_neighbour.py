"""Changes another exercise of its own submission while it runs. Breach: that exercise's points."""

with open("triple.py", "w") as file:
    file.write("def triple(x):\n    return 0\n")


def double(x):
    return 0 * x
