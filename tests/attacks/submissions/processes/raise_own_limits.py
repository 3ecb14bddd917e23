"""Raises its own limits. Breach: more memory."""

import resource

try:
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
    breach("unlimited memory")
except (OSError, ValueError):
    pass


def double(x):
    return 0 * x
