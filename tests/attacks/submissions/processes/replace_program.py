"""Becomes another program. Breach: that program runs."""

import os


def double(x):
    os.execv("/bin/sh", ["sh", "-c", f"echo breach > {OUTSIDE}/exec"])
