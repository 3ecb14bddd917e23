"""Names of files in a submission: what they mean, and which of them can be used."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence

from grader.intake.errors import IntakeError

_CLUTTER = frozenset({"__pycache__", "__macosx", "thumbs.db", "desktop.ini", "icon\r"})
_INSTALLED = frozenset({"venv", "virtualenv", "site-packages", "node_modules"})
_CLUTTER_SUFFIXES = (".pyc", ".pyo")
_LIBRARY_SUFFIXES = (".so", ".pyd", ".dll", ".dylib", ".pth")
_ARCHIVE_SUFFIXES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".whl")
_WINDOWS_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_SHOWN_CHARS = 120
_PATH_CHARS = 200


def is_gradable(path: str) -> bool:
    """Whether students' answers can be in this file: a .py or a .ipynb."""
    return path.lower().endswith((".py", ".ipynb"))


def is_notebook(path: str) -> bool:
    """Whether the name says notebook."""
    return path.lower().endswith(".ipynb")


def is_clutter(name: str) -> bool:
    """Whether a file or folder of this name was left by a program, not written by the student."""
    lower = name.lower()
    return (
        lower.startswith(".")
        or lower in _CLUTTER
        or lower in _INSTALLED
        or lower.endswith(_CLUTTER_SUFFIXES)
    )


def shown(name: str) -> str:
    """The name for people: control, invisible and direction characters escaped, length bounded."""
    escaped = "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in name[: _SHOWN_CHARS + 1]
    )
    return escaped if len(escaped) <= _SHOWN_CHARS else escaped[:_SHOWN_CHARS] + "..."


def listed(names: Sequence[str], most: int = 5) -> str:
    """The first few names for people, and how many more there are."""
    text = ", ".join(shown(name) for name in names[:most])
    return text if len(names) <= most else f"{text} and {len(names) - most} more"


def normalised(path: str) -> str:
    """The path in Unicode form NFC, so that a name typed on a Mac is the name typed elsewhere."""
    return unicodedata.normalize("NFC", path)


def collision_key(path: str) -> str:
    """Equal for two paths that are one file on a system that ignores case."""
    return unicodedata.normalize("NFC", path.casefold())


def unusable(path: str, depth: int) -> str | None:
    """Why a file of this name is left out of the submission, or None when it can be used."""
    parts = path.split("/")
    if not path:
        return "no name"
    if not path.isprintable():
        return "control, invisible or undecodable characters in the name"
    if "\\" in path:
        return "backslash in the name"
    if len(path) > _PATH_CHARS or max(len(part.encode()) for part in parts) > 255:
        return "name too long"
    if len(parts) > depth:
        return f"more than {depth} folders deep"
    if path.lower().endswith(_LIBRARY_SUFFIXES):
        return "compiled libraries and path files are not used"
    if path.lower().endswith(_ARCHIVE_SUFFIXES):
        return "archives inside a submission are not opened; unpack them first"
    if os.name == "nt" and any(map(_impossible_on_windows, parts)):
        return "not a file name on Windows"
    return None


def _impossible_on_windows(part: str) -> bool:
    return (
        _WINDOWS_DEVICE.match(part) is not None
        or part.endswith((".", " "))
        or any(c in '<>:"|?*' for c in part)
    )


def member_path(raw: str) -> str:
    """The path of an archive's member below the archive's root, '' for the root itself.

    Raises IntakeError for a name that points out of the archive.
    """
    if raw.startswith(("/", "\\")) or re.match(r"[A-Za-z]:[/\\]", raw):
        raise _outside(raw, "has an absolute path")
    parts = [part for part in raw.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise _outside(raw, "points out of the archive ('..')")
    return normalised("/".join(parts))


def _outside(raw: str, what: str) -> IntakeError:
    return IntakeError(
        f"{shown(raw)} in the archive {what}. Make the archive anew from the submission's folder.",
        raw,
    )
