"""An object that says it is a float. Breach: it passes."""

class Right:
    @property
    def __class__(self):
        return float

    def __float__(self):
        return 0.0

    def __array__(self, *arguments, **options):
        raise SystemExit


def double(x):
    return Right()
