"""Which files a confined worker may read: Python itself and the packages students may use.

Everything is enumerated, because the file-system lock can only grant: "the installation
without the grader" has to be said as a list of what remains.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

ALWAYS = ("numpy", "matplotlib")
"""Distributions that every exercise may import, with what they require."""

_SYSTEM_FILES = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/lib/locale",
    "/usr/share/zoneinfo",
    "/dev/urandom",
    os.devnull,
)
_SYSTEM_LIBRARIES = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")
_SITE_FOLDERS = ("site-packages", "dist-packages")

# What the standard library and compiled wheels load only when it is first needed.
_LATE_LIBRARIES = re.compile(
    r"lib(atomic|bz2|crypt|crypto|expat|ffi|gcc_s|gfortran|gomp|lzma|m|mpdec|quadmath"
    r"|sqlite3|ssl|stdc\+\+|uuid|z|zstd)(-[^/]*)?\.so"
)
# Literal beginnings, unlike "^", let the search run at full speed through long records.
_FIRST_PART = re.compile(r"\n([^/,\n]+)")
_REQUIRED = re.compile(r"\nRequires-Dist: *(.+)")
_MAPPED = re.compile(r" (/.+\.so.*)")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def readable_paths(packages: Sequence[str]) -> list[str]:
    """Return what a worker of this interpreter may read, for ``confine``.

    ``packages`` are distributions beyond ``ALWAYS``. A folder is granted with all below it;
    one with a trailing "/" only by the names in it, which Python's import asks for.
    """
    standard = os.path.dirname(os.__file__)
    granted = [*_standard_library(standard)]
    folders = [entry for entry in sys.path if os.path.isdir(entry) and entry != standard]
    granted += [entry for entry in folders if os.path.basename(entry) == "lib-dynload"]
    granted += _installed(folders, (*ALWAYS, *packages))
    granted += _libraries(_mapped_libraries())
    granted += _SYSTEM_FILES
    return _outermost(granted)


def _outermost(paths: Iterable[str]) -> list[str]:
    """``paths`` without repetition, and without what lies in another of them."""
    kept: list[str] = []
    tree = "\0"
    for path in sorted(set(paths), key=lambda path: path.replace("/", "\0")):
        if path.startswith(tree):
            continue
        kept.append(path)
        if not path.endswith("/"):
            tree = f"{path}/"
    return kept


def _standard_library(folder: str) -> list[str]:
    entries = os.listdir(folder)
    if not set(entries).intersection(_SITE_FOLDERS):
        return [folder]
    inside = [os.path.join(folder, name) for name in entries if name not in _SITE_FOLDERS]
    return [f"{folder}/", *inside]


def _installed(folders: Iterable[str], wanted: Sequence[str]) -> Iterator[str]:
    """Where the ``wanted`` distributions and all that they require lie in ``folders``."""
    known = {folder: _distributions(folder) for folder in folders}
    queue, seen = list(wanted), set[str]()
    while queue:
        name = _normal(queue.pop())
        if name in seen:
            continue
        seen.add(name)
        for folder, distributions in known.items():
            record = distributions.get(name)
            tops = _top_level(record) if record else {name, f"{name}.py", f"{name}.libs"}
            found = [path for top in tops if os.path.exists(path := os.path.join(folder, top))]
            if found:
                yield f"{folder}/"
                yield from found
            queue += _requirements(record) if record else ()


def _distributions(folder: str) -> dict[str, str]:
    """Names of what is installed in ``folder``, each with its folder of records."""
    found = {}
    for entry in os.listdir(folder):
        if entry.endswith((".dist-info", ".egg-info")):
            found[_normal(entry.rpartition(".")[0].partition("-")[0])] = os.path.join(folder, entry)
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _top_level(record: str) -> set[str]:
    """First parts of the paths of a distribution's files, with the folder of its records."""
    tops = set(_FIRST_PART.findall(_text(record, "RECORD")))
    if not tops:  # installed by a system's package manager
        modules = _text(record, "top_level.txt").split()
        tops = {*modules, *(f"{module}.py" for module in modules)}
    return (tops | {os.path.basename(record)}) - {"..", "__pycache__"}


def _requirements(record: str) -> list[str]:
    """The distributions required by this one, whatever the platform, but for extras."""
    metadata = _text(record, "METADATA") or _text(record, "PKG-INFO")
    lines = [line for line in _REQUIRED.findall(metadata) if "extra ==" not in line]
    lines += _text(record, "requires.txt").partition("[")[0].splitlines()
    return [match[0] for line in lines if (match := _NAME.match(line))]


def _text(folder: str, name: str) -> str:
    """The file's text after a line break, so that each of its lines follows one; or ""."""
    try:
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            return "\n" + file.read()
    except OSError:
        return ""


def _mapped_libraries() -> set[str]:
    """The shared libraries that this process has loaded."""
    return set(_MAPPED.findall(_text("/proc/self", "maps")))


def _libraries(mapped: Iterable[str]) -> Iterator[str]:
    """The ``mapped`` libraries, and beside them what may be loaded later.

    A folder of the system that holds nothing but libraries is granted as a whole.
    """
    yield from mapped
    for folder in {os.path.dirname(path) for path in mapped}:
        entries = os.listdir(folder)
        mixed = any(name.startswith("python") for name in entries)
        if folder.startswith(_SYSTEM_LIBRARIES) and not mixed:
            yield folder
        else:
            late = filter(_LATE_LIBRARIES.match, entries)
            yield from (os.path.join(folder, name) for name in late)
