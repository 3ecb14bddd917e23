"""A source whose parser recurses deeply. Breach: compiling it ends the grader."""

source = "x = " + "-" * 80_000 + "1"
compile(source, "deep", "exec")


def double(x):
    return 0 * x
