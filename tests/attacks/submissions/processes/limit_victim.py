"""Sets resource limits of another process. Breach: it may."""

import resource

resource.prlimit(VICTIM, resource.RLIMIT_CORE)
breach("read the limits of the victim")


def double(x):
    return 0 * x
