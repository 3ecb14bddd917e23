"""Makes files whose names are no text. Breach: cleaning up fails."""

for name in (b"\xff\xfe", b"a\nb", b"-rf", b"\x1b[2J", b" "):
    open(name, "w").close()


def double(x):
    return 0 * x
