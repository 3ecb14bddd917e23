"""An exception class with a hostile name. Breach: the name reaches the report as it is."""

Hostile = type("\x1b[2J<b>Passed</b>\nscore: 20", (Exception,), {})


def double(x):
    raise Hostile("done")
