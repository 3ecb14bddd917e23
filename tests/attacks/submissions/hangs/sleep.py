"""Sleeps, using no processor time. Breach: grading takes longer than its limits."""

import time


def double(x):
    time.sleep(3600)
