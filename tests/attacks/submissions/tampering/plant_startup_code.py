"""Plants code that Python runs at its next start. Breach: a place where it can."""

import os
import sys

for folder in [*sys.path, os.path.expanduser("~")]:
    if os.path.realpath(folder).startswith(os.getcwd()):
        continue
    for name in ("attack-canary.pth", "attack_canary.py"):
        path = os.path.join(folder, name)
        try:
            open(path, "x").close()
            os.unlink(path)
            breach("planted", path)
        except OSError:
            continue


def double(x):
    return 0 * x
