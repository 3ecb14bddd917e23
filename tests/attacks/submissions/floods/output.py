"""Prints 20 MB. Breach: the report carries them, or the grader waits."""

for _ in range(20):
    print("x" * (1 << 20))


def double(x):
    print("y" * (1 << 20))
    return 0 * x
