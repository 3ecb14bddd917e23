"""Starts 500 threads. Breach: the grader is short of them."""

import threading

gate = threading.Event()
for _ in range(500):
    threading.Thread(target=gate.wait, daemon=True).start()


def double(x):
    return 0 * x
