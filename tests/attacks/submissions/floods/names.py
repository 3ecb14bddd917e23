"""Defines a hundred thousand long names. Breach: the honest exercise suffers."""

globals().update({f"{'n' * 200}{number}": number for number in range(100_000)})


def double(x):
    return 0 * x
