"""Reads what a submission's files contain, without running them.

Runs in a worker, because parsing a stranger's text can exhaust a process. What it returns
is plain data; whoever receives it must not trust it.
"""

from __future__ import annotations

import ast
import json
import logging
import warnings
from collections.abc import Mapping
from typing import Any

from .cells import is_magic, plain
from .outlining import Outline

MAX_CELLS = 2_000
MAX_SOURCE = 1_000_000  # characters of code in one notebook
MAX_MAGIC_LINES = 200  # each costs another attempt at parsing the cell


class UnreadableError(Exception):
    """The file is not what its name says; the text is for the student."""


def read_sources(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What each .py and .ipynb holds: ``{"files": [{...}, ...]}`` in the order of paths.

    Per file: "path"; "kind" ("py" or "ipynb"); "cells", a notebook's code cells in order
    (None for a .py); "defines", names defined or assigned at top level; "imports", names
    imported there; "unfinished", functions, methods ("Class.method") and classes that are
    still a stub; "spans", where functions, methods and classes stand: [name, number of the
    cell or 0, first line, last line]; "parses", False for a .py with a syntax error; "error",
    None or why the file cannot be read at all. A hostile file costs its own entry only.
    """
    paths = sorted(path for path in files if path.lower().endswith((".py", ".ipynb")))
    return {"files": [_read(path, files[path]) for path in paths]}


def _read(path: str, data: bytes) -> dict[str, Any]:
    notebook = path.lower().endswith(".ipynb")
    entry: dict[str, Any] = {
        "path": path,
        "kind": "ipynb" if notebook else "py",
        "cells": [] if notebook else None,
        "defines": [],
        "imports": [],
        "unfinished": [],
        "spans": [],
        "parses": True,
        "error": None,
    }
    try:
        if not data.strip():
            raise UnreadableError("is empty")
        entry.update(_notebook(data) if notebook else _script(data))
    except UnreadableError as error:
        entry["error"] = str(error)
    except Exception as error:  # RecursionError and MemoryError of the parsers among them
        what = type(error).__name__
        entry["error"] = f"cannot be read, it is too large or nested too deeply ({what})"
    return entry


def _script(data: bytes) -> dict[str, Any]:
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"nbformat"' in data:
        raise UnreadableError("is a notebook, not a Python file; give it the ending .ipynb")
    outline = Outline()
    try:
        outline.add(_parsed(data).body)
    except (SyntaxError, ValueError):
        outline.guess(data.decode("latin-1"))
        return {**outline.data(), "parses": False}
    return outline.data()


def _notebook(data: bytes) -> dict[str, Any]:
    cells = _code_cells(data)
    if not any(cell.strip() for cell in cells):
        raise UnreadableError("has no code cells")
    if len(cells) > MAX_CELLS or sum(map(len, cells)) > MAX_SOURCE:
        raise UnreadableError(f"has more than {MAX_CELLS:,} cells or {MAX_SOURCE:,} characters")
    outline = Outline()
    for number, cell in enumerate(cells, 1):
        try:
            outline.add(_parsed_cell(cell), number)
        except Exception:  # the loader will say what is wrong with this cell
            outline.guess(cell)
    return {"cells": cells, **outline.data()}


# --- The cells of a notebook file


def _code_cells(data: bytes) -> list[str]:
    text = _text(data)
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UnreadableError(_not_json(text, error)) from None
    if not isinstance(document, dict):
        raise UnreadableError("is not a notebook: it has no cells")
    _refuse_other_languages(document)
    cells = _upgraded(text, document)
    if cells is None:
        raise UnreadableError("is not a notebook: it has no cells")
    return [
        _source(cell)
        for cell in cells
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]


def _text(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise UnreadableError("is not a notebook: it is not UTF-8 text; save it again") from None


def _not_json(text: str, error: ValueError) -> str:
    start = text.lstrip()[:1]
    if start == "<":
        return "is a web page, not a notebook; download the notebook file itself"
    if start != "{":
        return "is not a notebook; save it from Jupyter, or give plain Python the ending .py"
    where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
    return f"is a damaged notebook{where}; open it in Jupyter, save it and hand it in again"


def _refuse_other_languages(document: dict[str, Any]) -> None:
    metadata = document.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = kernel.get("language") if isinstance(kernel, dict) else None
    if isinstance(language, str) and "python" not in language.lower():
        raise UnreadableError("is not a Python notebook; choose a Python kernel in Jupyter")


def _upgraded(text: str, document: dict[str, Any]) -> list[Any] | None:
    """The cells in today's format; as they stand where nbformat cannot make sense of the file."""
    plain = _plain_cells(document)
    try:
        import nbformat  # only here: it takes longer to import than everything else together

        logging.getLogger("nbformat").disabled = True
        logging.getLogger("traitlets").disabled = True
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells = nbformat.reads(text, as_version=4)["cells"]  # type: ignore[no-untyped-call]
    except Exception:
        return plain
    # An unknown version number makes nbformat find no code in perfectly good cells.
    return cells if any(cell.get("source") for cell in cells) else plain


def _plain_cells(document: dict[str, Any]) -> list[Any] | None:
    cells = document.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        return None
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    # Half a surrogate pair is legal in JSON and nowhere else.
    return source.encode("utf-8", "replace").decode() if isinstance(source, str) else ""


def _parsed_cell(cell: str) -> list[ast.stmt]:
    """The statements of a cell without its shell lines and magics."""
    if sum(map(is_magic, cell.split("\n"))) > MAX_MAGIC_LINES:
        raise SyntaxError("too many magics")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = plain(cell)
    return [] if code.writes is not None else _parsed(code.text).body


def _parsed(source: str | bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "invalid escape sequence" is the student's to see
        return ast.parse(source)
