"""Changes, empties and removes the instructor's file. Breach: any of it."""

import os

for attempt in (
    lambda: open(SECRET, "a").write("changed"),
    lambda: os.truncate(SECRET, 0),
    lambda: os.close(os.open(SECRET, os.O_RDONLY | os.O_TRUNC)),
    lambda: os.rename(SECRET, SECRET + ".moved"),
    lambda: os.unlink(SECRET),
):
    try:
        attempt()
        breach("changed")
    except OSError:
        continue


def double(x):
    return 0 * x
