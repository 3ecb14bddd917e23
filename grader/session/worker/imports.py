"""Imports as a student expects them: the submission's own files come first.

Only code of the submission imports this way. NumPy's and matplotlib's own imports go the
ordinary way, so that a student's ``random.py`` or ``types.py`` cannot get under them.
"""

from __future__ import annotations

import builtins
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.machinery import PathFinder
from importlib.util import decode_source
from types import ModuleType
from typing import Any

from . import cells
from .texts import Texts

MAX_FILES = 1_000
TOGETHER = {"mpl_toolkits": "matplotlib", "pylab": "matplotlib"}
"""Modules that are part of another one's installation."""
real_import = builtins.__import__


class Submission:
    """The modules of one submission, by path of the file that they were loaded from."""

    def __init__(self, texts: Texts) -> None:
        self.root = texts.scratch
        self.texts = texts
        self.modules: dict[str, ModuleType] = {}
        self._allowed: tuple[str, ...] | None = None

    def allow(self, names: Sequence[str] | None) -> None:
        """Let the submission import these, Python's own modules and its own; or all there are."""
        self._allowed = None if names is None else tuple(names)

    def new_module(self, name: str, path: str, folder: str) -> ModuleType:
        """An empty module for the file at ``path``, importing from ``folder`` first."""
        module = ModuleType(name)
        module.__file__ = path
        own = {**vars(builtins), **cells.SHELL_NAMES, "__import__": self._importer(folder)}
        module.__dict__["__builtins__"] = own
        self.modules[path] = module
        if _is_free(name, self.root):
            sys.modules[name] = module
        return module

    def forget(self, module: ModuleType, path: str) -> None:
        """Take a module back whose loading failed."""
        self.modules.pop(path, None)
        if sys.modules.get(module.__name__) is module:
            del sys.modules[module.__name__]

    def _importer(self, folder: str) -> Callable[..., Any]:
        def imported(
            name: str,
            globals: Mapping[str, Any] | None = None,
            locals: Mapping[str, Any] | None = None,
            fromlist: Any = (),
            level: int = 0,
        ) -> Any:
            own = self._own(name, folder, fromlist, level)
            if own is not None:
                return own
            try:
                self._check(name.partition(".")[0])
                return real_import(name, globals, locals, fromlist, level)
            except ModuleNotFoundError as error:
                if error.name != name.partition(".")[0]:
                    raise
                found = self._elsewhere(name, fromlist)
                if found is None:
                    raise
                return found

        return imported

    def _check(self, top: str) -> None:
        """What the assignment does not allow is as good as not installed, on any machine."""
        if self._allowed is None or top in sys.stdlib_module_names:
            return
        if top in self._allowed or TOGETHER.get(top) in self._allowed:
            return
        listed = ", ".join(("Python's own modules", *self._allowed))
        text = f"No module named '{top}': this assignment allows {listed}"
        raise ModuleNotFoundError(text, name=top)

    def _own(self, name: str, folder: str, fromlist: Any, level: int) -> Any:
        """The submission's module of that name; ``None`` if it has none."""
        for _ in range(level - 1):
            folder = folder if folder == self.root else os.path.dirname(folder)
        if level and not name:
            return self._members(ModuleType("submission"), folder, fromlist)
        for base in dict.fromkeys((folder, self.root)):
            if _locate(os.path.join(base, name.partition(".")[0])) is not None:
                return self._dotted(name, base, fromlist)
        if level:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)
        return None

    def _dotted(self, name: str, base: str, fromlist: Any) -> ModuleType:
        """Import ``a.b.c`` below a folder as Python does: give ``c`` if names come from it."""
        first = parent = None
        for part in name.split("."):
            base = os.path.join(base, part)
            path = _locate(base)
            if path is None:
                raise ModuleNotFoundError(f"No module named '{name}'", name=name)
            module = self.load(path, part)
            if parent is not None:
                setattr(parent, part, module)
            first, parent = first or module, module
        assert first is not None
        assert parent is not None
        return self._members(parent, base, fromlist) if fromlist else first

    def _members(self, module: ModuleType, folder: str, fromlist: Any) -> ModuleType:
        """Import the modules among the names that are taken from a package."""
        for name in fromlist or ():
            path = None if hasattr(module, name) else _locate(os.path.join(folder, name))
            if path is not None:
                setattr(module, name, self.load(path, name))
        return module

    def _elsewhere(self, name: str, fromlist: Any) -> ModuleType | None:
        """A file of that name in any folder of the submission, or what IPython would give."""
        if name.partition(".")[0] == "IPython":
            return _ipython()
        for folder in _folders(self.root):
            if _locate(os.path.join(folder, name.partition(".")[0])) is not None:
                return self._dotted(name, folder, fromlist)
        return None

    def load(self, path: str, name: str) -> ModuleType:
        """The module of a file, run at its first import; raises what the file raises."""
        if path in self.modules:
            return self.modules[path]
        folder = path if os.path.isdir(path) else os.path.dirname(path)
        module = self.new_module(name, path, folder)
        try:
            for code in self._codes(path):
                exec(code, module.__dict__)
        except BaseException:
            self.forget(module, path)
            raise
        return module

    def _codes(self, path: str) -> Iterator[Any]:
        if os.path.isdir(path):
            return
        with open(path, "rb") as file:
            data = file.read()
        name = os.path.relpath(path, self.root).replace(os.sep, "/")
        if not path.endswith(".ipynb"):
            self.texts.add(path, name, decoded(data))
            yield compile(data, path, "exec", dont_inherit=True)
            return
        for number, cell in enumerate(notebook_cells(data), 1):
            text = cells.plain(cell)
            filename = f"{path} cell {number}"
            self.texts.add(filename, f"{name} cell {number}", cell)
            yield compile("" if text.writes else text.text, filename, "exec", dont_inherit=True)


def decoded(data: bytes) -> str:
    """A source file's text, for showing lines of it; never raises."""
    try:
        return decode_source(data)
    except (SyntaxError, ValueError, LookupError):
        return data.decode("utf-8", "replace")


def notebook_cells(data: bytes) -> list[str]:
    """The code cells of a notebook that another file imports."""
    try:
        found = json.loads(data)["cells"]
        sources = [cell["source"] for cell in found if cell["cell_type"] == "code"]
        return [source if type(source) is str else "".join(source) for source in sources]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ImportError("the notebook cannot be read") from None


def _locate(base: str) -> str | None:
    """The file (or folder) that a module at ``base`` would be loaded from."""
    for path in (os.path.join(base, "__init__.py"), f"{base}.py", f"{base}.ipynb"):
        if os.path.isfile(path):
            return path
    if os.path.isdir(base) and any(name.endswith(".py") for name in os.listdir(base)):
        return base
    return None


def _folders(root: str) -> Iterator[str]:
    seen = 0
    for folder, inner, files in os.walk(root):
        inner.sort()
        seen += len(files) + 1
        if seen > MAX_FILES:
            return
        yield folder


def _is_free(name: str, root: str) -> bool:
    """Whether no module of Python's or a library's goes by that name."""
    if name in sys.modules or name in sys.stdlib_module_names:
        return False
    libraries = [entry for entry in sys.path if entry != root]
    try:
        return PathFinder.find_spec(name, libraries) is None
    except (ImportError, ValueError):
        return False


def _ipython() -> ModuleType:
    """A stand-in for IPython and IPython.display: every name of it does nothing."""
    module = ModuleType("IPython")
    module.__dict__.update(cells.SHELL_NAMES)
    module.__dict__["__getattr__"] = lambda name: cells.SHELL_NAMES["display"]
    return module
