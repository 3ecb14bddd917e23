"""Gradescope's export: submission_metadata.yml and a folder per submission."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import yaml

from grader.intake.names import shown

from .plain import whole
from .records import HandIn, LayoutError, Left, Listing, Part, Sought
from .times import parsed_stamp

NAME = "gradescope"
_METADATA = "submission_metadata.yml"
_BYTES = 100_000_000
_NANOSECONDS = re.compile(r"(\.\d{6})\d+")


def read(folder: Path, found: Sequence[Path], sought: Sought) -> Listing | None:
    """See records.Read."""
    metadata = folder / _METADATA
    if metadata not in found:
        return None
    known = _loaded(metadata)
    places = {path.name: path for path in found if path != metadata}
    hand_ins = [
        hand_in
        for name, entry in known.items()
        if name in places and isinstance(entry, Mapping)
        for hand_in in _hand_ins(name, whole(places[name]), entry)
    ]
    kept = {part.path for hand_in in hand_ins for part in hand_in.parts}
    left = [
        Left(path, f"{_METADATA} names nobody who submitted it")
        for path in places.values()
        if whole(path).path not in kept
    ]
    return Listing(NAME, tuple(hand_ins), tuple(left))


def _loaded(path: Path) -> Mapping[str, object]:
    try:
        with path.open("rb") as file:
            if path.stat().st_size > _BYTES:
                raise LayoutError(f"{_METADATA} is larger than {_BYTES // 1_000_000} MB", str(path))
            # Everything is text to this loader: no tag makes objects, and 0042 stays an id.
            data = yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise LayoutError(
            f"{_METADATA} cannot be read ({type(error).__name__}): export the submissions again",
            str(path),
        ) from error
    if not isinstance(data, Mapping):
        raise LayoutError(f"{_METADATA} lists no submissions: export them again", str(path))
    return {str(name): entry for name, entry in data.items()}


def _hand_ins(submission: str, part: Part, entry: Mapping[object, object]) -> Iterator[HandIn]:
    """One for each member of the group that handed it in."""
    submitters = _get(entry, "submitters")
    time = _get(entry, "created_at")
    for submitter in submitters if isinstance(submitters, list) else []:
        if isinstance(submitter, Mapping):
            sid, email, name = (_text(submitter, key) for key in ("sid", "email", "name"))
            keys = tuple(key for key in (sid, email) if key)
            if not keys:
                raise LayoutError(
                    f"{_METADATA} gives {shown(name)} ({submission}) neither an id nor an email: "
                    "add one to the roster in Gradescope and export again"
                )
            ids = {"sid": sid} if sid else {}
            yield HandIn(keys, (part,), name, email, ids, _time(time))


def _get(entry: Mapping[object, object], key: str) -> object:
    """The value of a key that Ruby wrote as a symbol, with a colon before it."""
    return entry.get(f":{key}", entry.get(key))


def _text(entry: Mapping[object, object], key: str) -> str:
    value = _get(entry, key)
    return "" if not isinstance(value, str) or value in ("null", "~") else value.strip()


def _time(value: object) -> datetime | None:
    return parsed_stamp(_NANOSECONDS.sub(r"\1", value)) if isinstance(value, str) else None
