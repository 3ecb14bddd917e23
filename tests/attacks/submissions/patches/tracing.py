"""Traces and profiles everything that runs after it. Breach: it sees or changes the judgement."""

import sys
import threading


def trace(frame, event, argument):
    for name, value in frame.f_locals.items():
        if "expected" in name:
            breach("saw", name)
    return trace


sys.settrace(trace)
sys.setprofile(trace)
threading.settrace(trace)


def double(x):
    return 0 * x
