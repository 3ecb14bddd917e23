"""Keeping a report within its size: the least important text goes first, and says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.report.text import clean

_EVIDENCE_NOTE = "left out to keep the report within its size limit"
_PICTURE_NOTE = "pictures left out to keep the report within its size limit"
_PICTURES = frozenset({"arrays", "boundary", "flow", "points", "training"})
"""Evidence that only pictures are drawn from; what a sentence says stays longer."""
_SHORT_OUTPUT = 2_000
_MARK_BYTES = 20  # the mark of a cut, as JSON escapes it
_SHORT_MESSAGE = 300


def encode(data: dict[str, Any]) -> str:
    """Write ``data`` as strict ASCII JSON with a line end; keys keep their order."""
    return json.dumps(data, allow_nan=False, ensure_ascii=True, indent=2) + "\n"


def encode_within(data: dict[str, Any], limit: int) -> str:
    """Write ``data``, a report as JSON, in ``limit`` characters where that is possible.

    Cuts ``data`` itself: first evidence, the numbers of pictures before the rest and the largest
    first, then the output, then messages.
    The caller judges whether the result is short enough.
    """
    text = encode(data)
    for cut in (_cut_pictures, _cut_evidence, _cut_output, _cut_messages):
        if len(text) <= limit:
            break
        cut(data, len(text) - limit)
        text = encode(data)
    return text


def _checks(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (check for exercise in data["exercises"] for check in exercise["checks"])


def _cut_pictures(data: dict[str, Any], excess: int) -> None:
    sizes = [(_picture_size(check["evidence"]), check) for check in _checks(data)]
    for size, check in sorted(sizes, key=lambda sized: sized[0], reverse=True):
        if excess <= 0 or size <= 2 * len(_PICTURE_NOTE):
            return
        kept = {key: value for key, value in check["evidence"].items() if key not in _PICTURES}
        check["evidence"] = {**kept, "cut": _PICTURE_NOTE}
        excess -= size - 2 * len(_PICTURE_NOTE)


def _picture_size(evidence: dict[str, Any]) -> int:
    shown = {key: value for key, value in evidence.items() if key in _PICTURES}
    return len(json.dumps(shown, indent=2)) if shown else 0


def _cut_evidence(data: dict[str, Any], excess: int) -> None:
    sizes = [(len(json.dumps(check["evidence"], indent=2)), check) for check in _checks(data)]
    for size, check in sorted(sizes, key=lambda sized: sized[0], reverse=True):
        if excess <= 0 or size <= 2 * len(_EVIDENCE_NOTE):
            return
        check["evidence"] = {"cut": _EVIDENCE_NOTE}
        excess -= size - 2 * len(_EVIDENCE_NOTE)


def _cut_output(data: dict[str, Any], excess: int) -> None:
    kept = len(data["output"]) - excess - _MARK_BYTES
    data["output"] = clean(data["output"], max(_SHORT_OUTPUT, kept))


def _cut_messages(data: dict[str, Any], excess: int) -> None:
    for exercise in data["exercises"]:
        _shorten(exercise, "message")
        exercise["remarks"] = [clean(remark, _SHORT_MESSAGE) for remark in exercise["remarks"]]
    for check in _checks(data):
        _shorten(check, "message")
        _shorten(check, "look_at")
        if check["diagnosis"]:
            _shorten(check["diagnosis"], "text")


def _shorten(holder: dict[str, Any], key: str) -> None:
    if holder[key] is not None:
        holder[key] = clean(holder[key], _SHORT_MESSAGE)
