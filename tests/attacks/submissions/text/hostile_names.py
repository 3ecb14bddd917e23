"""Names with terminal codes for classes, functions and notes. Breach: codes in report or terminal."""

NASTY = "\x1b]0;owned\x07\x1b[2J\u202e\u2066\x00"
Nasty = type(NASTY, (Exception,), {"__qualname__": NASTY, "__module__": NASTY})


def fail():
    error = Nasty(NASTY)
    error.__notes__ = [NASTY]
    raise error from ValueError(NASTY)


fail.__code__ = fail.__code__.replace(co_name=NASTY, co_filename=__file__ + NASTY)


def double(x):
    fail()
