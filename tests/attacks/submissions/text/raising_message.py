"""An exception that cannot be described. Breach: the grader fails."""

class Broken(Exception):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __getattribute__ = __str__


def double(x):
    raise Broken
