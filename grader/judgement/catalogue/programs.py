"""Mistakes of a whole program rather than of a formula."""

from __future__ import annotations

from .entries import Bug

PROGRAMS = (
    Bug(
        "raises",
        "{where} raises an exception",
        "Code that raises gives nothing back that could be compared",
        "Read the error's message first, then the line that it names",
    ),
    Bug(
        "unfinished",
        "{where} still raises NotImplementedError",
        "It earns its points once it is written",
        "The docstring says what it should do",
    ),
    Bug(
        "does-not-return",
        "{where} does not come back within its time",
        "A loop that never reaches its end, or far too much work",
        "Look at the loop's condition and at what changes in it",
    ),
    Bug(
        "ends-process",
        "{where} ends the Python process",
        "exit(), os._exit() or a crash takes all later calls with it",
        "Look for exit, quit and sys.exit",
    ),
    Bug(
        "out-of-memory",
        "{where} needs more memory than there is",
        "An array grew far beyond the size of the data",
        "Print the shapes: an outer product or a growing list is the usual cause",
    ),
    Bug(
        "wrong-return-type",
        "{where} returns something else than asked for",
        "The exercise names the type that each function returns",
        "Look at the return statement: is there one on every path?",
    ),
    Bug(
        "wrong-signature",
        "{where} cannot be called as the exercise says",
        "X, y, grads and lr are passed by position",
        "Compare the parameters with those of the stub",
    ),
    Bug(
        "python-2",
        "{where} is written for Python 2",
        "Python 3 has print(), range, input, items() and true division",
        "Run the file with Python 3 once",
    ),
    Bug(
        "numpy-1",
        "{where} uses a name that NumPy has removed",
        "np.int, np.float and the like were other names of int and float",
        "Use int, float, bool",
    ),
)
