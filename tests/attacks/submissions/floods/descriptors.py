"""Opens files until refused, 2,000 at most. Breach: it gets them."""

opened = []
try:
    for _ in range(2_000):
        opened.append(open("/dev/null"))
except OSError:
    for file in opened:
        file.close()
else:
    breach("2,000 open files")


def double(x):
    return 0 * x
