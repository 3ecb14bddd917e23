"""Kills its own process. Breach: the grader follows."""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGKILL)
