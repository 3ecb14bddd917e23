"""Lifts the worker's limits and nests a thousand deep. Breach: the grader fails."""

import sys

for name in ("MAX_DEPTH", "MAX_NODES", "MAX_TEXT", "MAX_INLINE", "MAX_NDIM", "MAX_HEX"):
    setattr(sys.modules.get("_judge.wire"), name, 1 << 60)
sys.setrecursionlimit(100_000)


def double(x):
    value = 0
    for _ in range(900):
        value = (value,)
    return [value, "t" * 20_000, 1 << 60_000]
