"""Starts 20 processes that end at once. Breach: one starts."""

import os

for _ in range(20):
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
breach("20 processes")


def double(x):
    return 0 * x
