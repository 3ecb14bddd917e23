"""Hears every step of the interpreter from within. Breach: one shows the checks, or another's file."""

import sys

heard = []


def hear(event, arguments):
    text = repr(arguments)
    if "checks" in text or "triple" in text or "neighbour" in text:
        heard.append((event, text))


sys.addaudithook(hear)


def double(x):
    if heard:
        breach(*heard[:3])
    return 0 * x
