"""Returns an array of objects. Breach: the grader calls their methods."""

import numpy as np


class Item:
    def __float__(self):
        open(OUTSIDE + "/called", "w").close()
        return 0.0

    __mul__ = __rmul__ = __sub__ = __rsub__ = lambda self, other: self


def double(x):
    return np.array([[Item()] * 4] * 3, dtype=object)
