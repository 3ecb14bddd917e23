"""Moves its own folder away and puts another in its place. Breach: it can."""

import os


def double(x):
    folder = os.getcwd()
    for action in (
        lambda: os.rename(folder, folder + "-moved"),
        lambda: os.rename(folder, os.path.join(OUTSIDE, "moved")),
        lambda: os.symlink(OUTSIDE, folder + "-link"),
        lambda: os.mkdir(os.path.join(os.path.dirname(folder), "worker-99")),
        lambda: os.rmdir(os.path.dirname(folder)),
    ):
        try:
            action()
            breach("moved its folder")
        except OSError:
            continue
    return 0 * x
