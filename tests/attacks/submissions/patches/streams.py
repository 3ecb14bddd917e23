"""Replaces the standard streams by traps. Breach: the grader fails when it uses them."""

import sys


class Trap:
    def __getattr__(self, name):
        raise SystemExit(0)


sys.stdout = sys.stderr = sys.stdin = sys.__stdout__ = sys.__stderr__ = Trap()
sys.excepthook = lambda *a: None


def double(x):
    raise ValueError
