"""Puts itself before every import. Breach: it runs outside of the worker."""

import sys


class Hook:
    def find_spec(self, name, path=None, target=None):
        open(OUTSIDE + "/hooked", "w").close()


sys.meta_path.insert(0, Hook())
sys.path_hooks.insert(0, lambda path: Hook())


def double(x):
    import wave

    return 0 * x
