"""Opens terminals, to write into them or type for their users. Breach: one opens."""

import os


def double(x):
    for path in ("/dev/tty", "/dev/console", "/dev/ptmx", *(f"/dev/pts/{n}" for n in range(20))):
        try:
            os.close(os.open(path, os.O_RDWR | os.O_NOCTTY))
            breach("opened", path)
        except OSError:
            continue
    return 0 * x
