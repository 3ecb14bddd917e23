"""Makes 3,000 files. Breach: they are there afterwards."""

for number in range(3_000):
    open(f"file{number}", "w").close()


def double(x):
    return 0 * x
