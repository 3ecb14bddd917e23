"""Warns without end, each time differently. Breach: the honest exercise suffers."""

import warnings


def double(x):
    for number in range(20_000):
        warnings.warn(f"{number} " + "w" * 5_000)
    return 0 * x
