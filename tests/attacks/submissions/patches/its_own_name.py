"""Gives itself other names in sys.modules. Breach: the grader imports it."""

import sys

for name in ("grader", "double", "triple", "checks", "__main__", "json", "assignment"):
    sys.modules[name] = sys.modules.get(__name__)


def double(x):
    return 0 * x
