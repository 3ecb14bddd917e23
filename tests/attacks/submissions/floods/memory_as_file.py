"""Takes 40 MB of memory that limits do not count. Breach: it gets them."""

import os

descriptor = os.memfd_create("flood")
os.write(descriptor, bytes(40 << 20))
breach("got memory outside its limit")


def double(x):
    return 0 * x
