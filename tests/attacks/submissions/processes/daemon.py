"""Leaves a process behind that waits and writes. Breach: it outlives the grading."""

import os
import signal

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(OUTSIDE + "/daemon", "w").close()
        signal.alarm(20)
        signal.pause()
    os._exit(0)


def double(x):
    return 0 * x
