"""Leaves threads computing after the call. Breach: they outlive the grading."""

import threading


def spin():
    while True:
        pass


def double(x):
    for _ in range(4):
        threading.Thread(target=spin, daemon=False).start()
    return 0 * x
