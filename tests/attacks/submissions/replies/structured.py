"""Returns records with fields. Breach: the grader fails."""

import numpy as np


def double(x):
    return np.zeros(x.shape, dtype=[("a", "f8"), ("b", "O")])
