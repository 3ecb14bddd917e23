"""Looks for the folders of other workers beside its own. Breach: it can read one."""

import os


def double(x):
    own = os.path.realpath(".")
    parent = os.path.dirname(own)
    for number in range(50):
        folder = os.path.join(parent, f"worker-{number}")
        for path in (folder, os.path.join(folder, "triple.py"), os.path.join(parent, "outside")):
            try:
                if folder != own:
                    os.close(os.open(path, os.O_RDONLY))
                    breach("opened", path)
            except OSError:
                continue
    return 0 * x
