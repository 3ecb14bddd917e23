"""Ignores every signal and computes on. Breach: it cannot be stopped."""

import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue


def double(x):
    while True:
        pass
