"""Stops its own process, so that its clock stands still. Breach: the grader waits for ever."""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return 0 * x
