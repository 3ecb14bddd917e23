"""Runs a shell command that writes outside. Breach: the file appears."""

import os
import subprocess

os.system(f"echo breach > {OUTSIDE}/shell")
subprocess.run(["touch", OUTSIDE + "/subprocess"])


def double(x):
    return 0 * x
