"""Makes a chain of 1,500 folders, some without rights. Breach: they are there afterwards."""

import os

for _ in range(1_500):
    os.mkdir("d")
    os.chdir("d")
os.chmod(".", 0)


def double(x):
    return 0 * x
