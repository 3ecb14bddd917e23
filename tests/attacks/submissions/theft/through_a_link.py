"""Reads a file through a link in its own folder. Breach: its content."""

import os

try:
    os.symlink(SECRET, "link")
except OSError:
    os.link(SECRET, "link")
breach(open("link").read())


def double(x):
    return 0 * x
