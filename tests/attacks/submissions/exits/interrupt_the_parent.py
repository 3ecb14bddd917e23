"""Sends SIGINT to the grader. Breach: grading stops with status 130."""

import os
import signal


def double(x):
    os.kill(os.getppid(), signal.SIGINT)
    breach("sent an interrupt")
    return 0 * x
