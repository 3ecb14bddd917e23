"""A new assignment from a template: small, whole, and right from the start."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from string import Template

from grader.authoring.errors import AuthoringError

TEMPLATE = Path(__file__).with_name("template")
SUFFIX = ".txt"
"""Keeps the template's Python files from being taken for modules of ours."""


def new_assignment(folder: Path) -> list[Path]:
    """Write an assignment named after ``folder`` into it; the written paths, in order.

    It has one exercise with its checks and its solution, and a README; if it cannot be written,
    nothing stays. Nothing is written over: raises AuthoringError if there is anything at
    ``folder``, and if its name cannot be that of an assignment.
    """
    name = folder.resolve().name
    if re.fullmatch(r"\w[\w.-]*", name) is None:
        raise AuthoringError(
            f"{name!r} cannot name an assignment: use letters, digits, '.', '_' and '-'"
        )
    if folder.exists():
        raise AuthoringError(f"{folder} is there already: name a folder that is not")
    title = re.sub(r"[_-]+", " ", name).strip().capitalize() or name
    try:
        return [_written(source, folder, name, title) for source in _sources()]
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # half an assignment helps nobody
        raise


def _sources() -> list[Path]:
    return sorted(path for path in TEMPLATE.rglob(f"*{SUFFIX}"))


def _written(source: Path, folder: Path, name: str, title: str) -> Path:
    path = folder / source.relative_to(TEMPLATE).with_suffix("")
    text = Template(source.read_text(encoding="utf-8")).substitute(name=name, title=title)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
