"""Changes rights and times of the instructor's file. Breach: they differ afterwards."""

import os

os.chmod(SECRET, 0o777)
os.utime(SECRET, (1, 1))


def double(x):
    return 0 * x
