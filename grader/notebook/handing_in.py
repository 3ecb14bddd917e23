"""The code of a notebook as a submission: a folder like the one a student hands in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from grader.intake.names import is_clutter

OWN = "grader"


def write_submission(folder: Path, names: Sequence[str], cells: Sequence[str]) -> None:
    """Write the notebook once under each of the names, and the modules that it imports.

    The modules are those that this process has imported from its working folder, as they are
    on disk now.
    """
    text = notebook_text(cells)
    for name in names:
        (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    for path, data in own_modules(Path.cwd(), list(sys.modules.values())):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def notebook_text(cells: Sequence[str]) -> str:
    """A notebook of these code cells."""
    entries: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [],
            "source": source.encode("utf-8", "replace").decode("utf-8"),
        }
        for number, source in enumerate(cells, start=1)
    ]
    return json.dumps({"cells": entries, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def own_modules(folder: Path, modules: Sequence[ModuleType]) -> Iterator[tuple[Path, bytes]]:
    """The .py files of ``modules`` that lie in ``folder`` and were not installed there."""
    folder = folder.resolve()
    installed = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)}
    seen: set[Path] = set()
    for module in modules:
        file = getattr(module, "__file__", None)
        if not isinstance(file, str) or getattr(module, "__name__", "").partition(".")[0] == OWN:
            continue
        path = Path(file).resolve()
        if path.suffix != ".py" or not path.is_relative_to(folder) or path in seen:
            continue
        relative = path.relative_to(folder)
        if any(map(is_clutter, relative.parts)) or installed & set(path.parents):
            continue
        seen.add(path)
        try:
            yield relative, path.read_bytes()
        except OSError:
            continue
