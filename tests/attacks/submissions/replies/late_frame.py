"""A thread goes on writing replies after the call. Breach: a later check believes one."""

import os
import threading


def write():
    while True:
        for descriptor in range(3, 16):
            try:
                os.write(descriptor, b'GRD1{"id": 9, "value": true}')
            except OSError:
                continue


def double(x):
    threading.Thread(target=write, daemon=True).start()
    return 0 * x
