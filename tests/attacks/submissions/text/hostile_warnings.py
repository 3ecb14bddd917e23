"""Warns in terminal codes, with a category of such a name. Breach: codes in report or terminal."""

import warnings

NASTY = "\x1b[2J\u202e\x07"
Nasty = type(NASTY, (UserWarning,), {})


def double(x):
    warnings.warn(NASTY, Nasty)
    warnings.warn_explicit(NASTY, Nasty, NASTY, 1, module=NASTY)
    return 0 * x
