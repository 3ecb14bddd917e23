"""Imports the grader itself. Breach: it can."""

import sys

sys.path.append(ROOT)
import grader

breach(grader.__file__)


def double(x):
    return 0 * x
