"""Has the kernel send a signal for it. Breach: it may name the victim as receiver."""

import fcntl

with open("own", "w") as file:
    fcntl.fcntl(file, fcntl.F_SETOWN, VICTIM)
breach("owner set")


def double(x):
    return 0 * x
