"""Claims an empty array of 10**15 rows. Breach: the grader fails, or makes room for it."""

import sys

import numpy as np

encoding = sys.modules.get("_judge.encoding")


def double(x):
    if encoding:
        node = "afloat64 0,999999999999999,999999999999999 S"
        encoding.Encoder.node = lambda self, value, depth=0: node
    return np.zeros((0, 4))
