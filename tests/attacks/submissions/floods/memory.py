"""Asks for 8 GB and touches none of it. Breach: it gets them."""

import numpy as np


def double(x):
    taken = np.zeros(1 << 30)
    breach("got 8 GB")
    return 0 * x
