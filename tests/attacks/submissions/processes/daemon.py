"""Leaves a process behind that waits and writes. Breach: it outlives the grading."""

import os
import signal

started, tell = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(OUTSIDE + "/daemon", "w").close()
        os.write(tell, b"!")
        signal.alarm(20)
        signal.pause()
    os._exit(0)
os.close(tell)
os.read(started, 1)  # grading may be over before it has come that far


def double(x):
    return 0 * x
