"""Looks for solutions above the working directory and in the repository. Breach: it finds one."""

import glob

for place in ("..", "../..", "../../..", ROOT):
    for path in glob.glob(place + "/**/solutions/**/*.py", recursive=True)[:3]:
        breach(open(path).read())


def double(x):
    return 0 * x
