"""A timer interrupts the worker's own code every millisecond. Breach: the grader fails."""

import signal


def interrupt(number, frame):
    raise KeyboardInterrupt


def double(x):
    for number in (signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF):
        signal.signal(number, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    return 0 * x
