"""Rewrites the submission where it was handed in. Breach: it differs afterwards."""

import os

with open(os.path.join(SUBMISSION, "triple.py"), "a") as file:
    file.write("changed = True")
breach("rewritten")


def double(x):
    return 0 * x
