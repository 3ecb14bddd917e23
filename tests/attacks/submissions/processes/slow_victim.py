"""Gives another process the lowest priority. Breach: it can."""

import os


def double(x):
    for action in (
        lambda: os.setpriority(os.PRIO_PROCESS, VICTIM, 19),
        lambda: os.sched_setscheduler(VICTIM, os.SCHED_IDLE, os.sched_param(0)),
        lambda: os.sched_setaffinity(VICTIM, {min(os.sched_getaffinity(0))}),
    ):
        try:
            action()
            breach("slowed another process down")
        except OSError:
            continue
    return 0 * x
