"""Returns entries named with terminal codes, and objects of such types. Breach: codes get through."""

NASTY = "\x1b[31m\x9b2J\u202e\r\n\x08"


def double(x):
    return {NASTY: x, (NASTY, 1): type(NASTY.replace("\x00", ""), (), {})(), NASTY * 50: NASTY}
