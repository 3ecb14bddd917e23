"""Gives each thread a table of descriptors of its own. Breach: more are open than the limit."""

import ctypes
import os
import threading

libc = ctypes.CDLL(None, use_errno=True)
CLOSE_RANGE, UNSHARE = 436, 2
opened, done = [], threading.Event()


def hoard():
    try:
        if libc.syscall(CLOSE_RANGE, 4000, 4001, UNSHARE):
            return
        while True:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        done.wait(5)


def double(x):
    threads = [threading.Thread(target=hoard, daemon=True) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(0.1)
    if len(opened) > 128:
        breach(len(opened), "descriptors")
    done.set()
    return 0 * x
