"""Empties a file of the NumPy that everyone uses, if it existed. Breach: the call is allowed."""

import os

import numpy as np

folder = os.path.dirname(np.__file__)
try:
    os.close(os.open(folder + "/attack-canary", os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    os.unlink(folder + "/attack-canary")
    breach("wrote into numpy")
except OSError:
    pass


def double(x):
    return 0 * x
