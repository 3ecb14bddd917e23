"""Plants caches that later workers or runs would read. Breach: one can be written."""

import os
import sys
import tempfile

import numpy

home = os.path.join(os.path.dirname(OUTSIDE), "home")
FOLDERS = [
    os.path.join(home, ".cache/matplotlib"),
    os.path.join(home, ".config/matplotlib"),
    os.path.join(os.path.dirname(OUTSIDE), "temporary"),
    os.path.dirname(os.getcwd()),
    os.path.dirname(tempfile.__cached__),
    os.path.dirname(numpy.__cached__),
    os.path.dirname(sys.executable),
    *(entry for entry in sys.path if entry != os.getcwd()),
]


def double(x):
    for folder in FOLDERS:
        path = os.path.join(folder, "planted-by-an-attack")
        try:
            os.makedirs(folder, exist_ok=True)
            open(path, "w").close()
            breach("planted", path)
            os.unlink(path)
        except OSError:
            continue
    return 0 * x
