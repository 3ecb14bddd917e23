"""What to do about well-known leftovers of Python 2, NumPy 1 and other frameworks."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMPY_1 = {
    **{name: name for name in ("int", "float", "bool", "object", "str", "complex")},
    "long": "np.int64",
    "float_": "np.float64",
    "complex_": "np.complex128",
    "unicode_": "np.str_",
    "string_": "np.bytes_",
    **dict.fromkeys(("Inf", "Infinity", "PINF", "infty"), "np.inf"),
    "NINF": "-np.inf",
    "NaN": "np.nan",
    "product": "np.prod",
    "cumproduct": "np.cumprod",
    "sometrue": "np.any",
    "alltrue": "np.all",
    "cast": "a.astype",
    "asfarray": "np.asarray(..., dtype=float)",
    "mat": "np.array",
    "row_stack": "np.vstack",
    "in1d": "np.isin",
    "trapz": "np.trapezoid",
    "round_": "np.round",
    "msort": "np.sort(a, axis=0)",
    "asscalar": "a.item()",
}
FRAMEWORKS = frozenset(
    (
        *("torch", "torchvision", "tensorflow", "keras", "jax", "jaxlib", "flax", "autograd"),
        *("tinygrad", "theano", "mxnet", "micrograd", "cupy", "numba"),
        *("sympy", "sklearn", "scipy", "pandas", "seaborn"),
    )
)
PYTHON_2_NAMES = {
    "xrange": "range",
    "raw_input": "input",
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "unichr": "chr",
    "reduce": "functools.reduce",
    "reload": "importlib.reload",
    "execfile": "exec(open(...).read())",
    "cmp": "(a > b) - (a < b)",
}
PYTHON_2_METHODS = {
    "iteritems": "items()",
    "itervalues": "values()",
    "iterkeys": "keys()",
    "has_key": "key in dictionary",
}
PYTHON_2_MODULES = {"cPickle": "pickle", "Queue": "queue", "urllib2": "urllib.request"}
TABS = "Tabs and spaces are mixed in the indentation: use four spaces everywhere."
SYNTAX = (
    (
        r"^\s*print\s+[^(=\s.\[]|^\s*print\s*$|Missing parentheses in call to 'print'",
        "`print x` is Python 2: write print(...).",
    ),
    (
        r"^\s*exec\s+[^(=]|Missing parentheses in call to 'exec'",
        "`exec text` is Python 2: write exec(...).",
    ),
    (r"<>", "`<>` is Python 2: write `!=`."),
    (r"`", "Backticks are Python 2: write repr(...)."),
    (
        r"^\s*except\s+[\w.]+\s*,\s*\w+|multiple exception types must be parenthesized",
        "`except Error, e` is Python 2: write `except Error as e`.",
    ),
    (r"^\s*raise\s+\w+\s*,", "`raise Error, text` is Python 2: write `raise Error(text)`."),
    (r"leading zeros in decimal", "Octal numbers like 017 are Python 2: write 0o17."),
    (r"\b\d+[lL]\b", "Numbers like 10L are Python 2: write 10."),
    (r"^\s*(%|!)", "Shell lines and magics only work in a notebook: delete this line."),
    (r"^(<<<<<<<|=======|>>>>>>>)", "A merge conflict is left in the file: keep one version."),
    (r"[\u201c\u201d\u2018\u2019]", "Curly quotes are not Python: type straight ones."),
)


def hint(type_name: str, message: str, line: str, text: Sequence[str] = ()) -> str | None:
    """Advice on an exception of that type and message, raised by that line of that text."""
    if type_name == "TabError" or "inconsistent use of tabs" in message:
        return TABS
    if type_name == "IndentationError" and _mixes_tabs(text):
        return TABS
    if type_name in ("SyntaxError", "IndentationError"):
        return _syntax(message, line)
    for advice in (_numpy, _module, _name, _call, _ending):
        found = advice(type_name, message, line)
        if found is not None:
            return found
    return None


def _mixes_tabs(text: Sequence[str]) -> bool:
    indents = "".join(line[: len(line) - len(line.lstrip(" \t"))] for line in text)
    return {" ", "\t"} <= set(indents)


def _syntax(message: str, line: str) -> str | None:
    for pattern, advice in SYNTAX:
        if re.search(pattern, line) or re.search(pattern, message):
            return advice
    return None


def _numpy(type_name: str, message: str, line: str) -> str | None:
    found = re.search(r"(?:module 'numpy' has no attribute|`np\.)\s?'?(\w+)", message)
    if type_name == "AttributeError" and found is not None:
        name = found[1]
        return f"np.{name} is NumPy 1: write {NUMPY_1[name]}." if name in NUMPY_1 else None
    if "itemset" in message and type_name == "AttributeError":
        return "a.itemset is NumPy 1: write a[index] = value."
    if "newshape" in message and type_name == "TypeError":
        return "The argument newshape is NumPy 1: pass the shape by position."
    if type_name == "AttributeError" and re.search(r"numpy\.lib' has no attribute 'pad'", message):
        return "np.lib.pad is NumPy 1: write np.pad."
    return None


def _module(type_name: str, message: str, line: str) -> str | None:
    found = re.search(r"No module named '([\w.]+)'", message)
    if found is None or type_name not in ("ModuleNotFoundError", "ImportError"):
        return None
    name = found[1].partition(".")[0]
    if name in FRAMEWORKS and "this assignment allows" not in message:
        return f"{name} is not available here: do without it."
    if name in ("past", "future", "six") or name in PYTHON_2_MODULES:
        instead = f": import {PYTHON_2_MODULES[name]}" if name in PYTHON_2_MODULES else ""
        return f"{name} is a leftover of Python 2{instead or ': delete this import'}."
    return None


def _name(type_name: str, message: str, line: str) -> str | None:
    found = re.search(r"name '(\w+)' is not defined", message)
    if type_name == "NameError" and found is not None and found[1] in PYTHON_2_NAMES:
        return f"{found[1]} is Python 2: write {PYTHON_2_NAMES[found[1]]}."
    if type_name == "NameError" and found is not None and found[1] in ("np", "numpy"):
        return "NumPy is not imported: write `import numpy as np` at the top."
    found = re.search(r"'\w*dict\w*' object has no attribute '(\w+)'", message)
    if type_name == "AttributeError" and found is not None and found[1] in PYTHON_2_METHODS:
        return f".{found[1]} is Python 2: write {PYTHON_2_METHODS[found[1]]}."
    return None


def _call(type_name: str, message: str, line: str) -> str | None:
    if type_name == "TypeError" and "unsupported operand type(s) for >>" in message:
        return "`print >> file` is Python 2: write print(..., file=file)."
    return None


def _ending(type_name: str, message: str, line: str) -> str | None:
    if type_name == "EOFError":
        return "Nobody can answer input() while your code is graded: delete the call."
    if type_name in ("SystemExit", "KeyboardInterrupt"):
        return "Do not end the program: delete the call to exit() or quit()."
    if type_name == "RecursionError":
        return "The function calls itself without end, or too deeply: use a loop."
    return None
