"""Stops every clock it can reach. Breach: the time-out never comes."""

import time

for name in ("time", "monotonic", "perf_counter", "process_time", "time_ns", "monotonic_ns"):
    setattr(time, name, lambda *a: 0)


def double(x):
    while True:
        pass
