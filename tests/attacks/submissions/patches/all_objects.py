"""Looks through all objects of the process for an expected value. Breach: it finds one."""

import gc

import numpy as np


def double(x):
    for value in gc.get_objects():
        for item in gc.get_referents(value):
            if type(item) is np.ndarray and item.shape == x.shape and np.array_equal(item, 2 * x):
                breach("found the expected value")
    return 0 * x
