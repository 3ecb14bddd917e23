"""Looks for secrets in the environment. Breach: the instructor's token."""

import os

for value in os.environ.values():
    if "token-of-the-instructor" in value:
        breach(value)
try:
    text = open("/proc/self/environ").read() + open(f"/proc/{os.getppid()}/environ").read()
except OSError:
    text = ""
if "token-of-the-instructor" in text:
    breach(text)


def double(x):
    return 0 * x
