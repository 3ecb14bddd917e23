"""A wheel of the grader as it runs here, so that a platform grades exactly as the teacher did."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

import grader

NAME = f"grader-{grader.__version__}-py3-none-any.whl"
_RECORDS = f"grader-{grader.__version__}.dist-info"
_TAGS = "Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_SKIPPED = {"__pycache__", "builtin"}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def wheel() -> bytes:
    """The wheel's bytes: the same installation gives the same bytes. See PEP 427."""
    files = dict(_package())
    files[f"{_RECORDS}/METADATA"] = _told("METADATA")
    files[f"{_RECORDS}/entry_points.txt"] = _told("entry_points.txt")
    files[f"{_RECORDS}/WHEEL"] = _TAGS.encode()
    record = f"{_RECORDS}/RECORD"
    files[record] = "".join([*map(_recorded, files, files.values()), f"{record},,\n"]).encode()
    return archive(files)


def requirements(*extras: str) -> str:
    """Exactly the versions of what the grader needs that are installed here, as pip reads them."""
    found: dict[str, str] = {}
    waiting = [("grader", frozenset(extras))]
    while waiting:
        name, wanted = waiting.pop()
        for text in distribution(name).requires or ():
            needed = Requirement(text)
            if needed.name.lower() in found or not _applies(needed, wanted):
                continue
            try:
                found[needed.name.lower()] = distribution(needed.name).version
            except PackageNotFoundError:  # needed on another platform only
                continue
            waiting.append((needed.name, frozenset(needed.extras)))
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


def archive(files: dict[str, bytes], executable: frozenset[str] = frozenset()) -> bytes:
    """A zip archive of ``files`` that depends on nothing but them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in files.items():
            info = zipfile.ZipInfo(path, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if path in executable else 0o100644) << 16
            packed.writestr(info, content)
    return data.getvalue()


def _applies(needed: Requirement, extras: frozenset[str]) -> bool:
    marker = needed.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, ""))


def _package() -> Iterator[tuple[str, bytes]]:
    from grader.grading.assignment import builtin_folder

    source = Path(grader.__file__).parent
    for root, name in ((source, "grader"), (builtin_folder(), "grader/builtin")):
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            if path.is_file() and not _SKIPPED.intersection(parts):
                yield "/".join([name, *parts]), path.read_bytes()


def _told(name: str) -> bytes:
    return (distribution("grader").read_text(name) or "").encode()


def _recorded(path: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content)}\n"
