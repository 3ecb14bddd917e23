"""Lists the instructor's folders. Breach: a name in them."""

import os

for path in (OUTSIDE, "/root", "/home", "/tmp", os.path.dirname(os.getcwd())):
    try:
        breach(os.listdir(path))
    except OSError:
        continue


def double(x):
    return 0 * x
