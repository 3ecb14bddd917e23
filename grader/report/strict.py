"""Strict JSON: what every reader of a report would understand alike, and nothing else."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from grader.report.text import clean

# Readers that follow the nesting by recursion are safe at this depth.
_MAX_DEPTH = 64


class ReportError(ValueError):
    """A report that is not what the schema and its rules ask for."""


def parse(text: str, limit: int) -> Any:
    """Read JSON ``text`` of at most ``limit`` bytes in UTF-8.

    Raises:
        ReportError: the text is too long or nested too deeply, is not JSON, repeats a key, holds a
            number that is not finite, a NUL or a lone surrogate.
    """
    if len(text) > limit or len(text.encode("utf-8", "surrogatepass")) > limit:
        raise ReportError(f"the report is longer than {limit} bytes")
    data = _read(text)
    if any(_is_broken(part) for part in _texts(data)):
        raise ReportError("the report's text holds a NUL or a lone surrogate")
    return data


def _read(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_finite, parse_constant=_finite
        )
    except json.JSONDecodeError as error:
        raise ReportError(f"the report is not JSON: {error}") from None
    except ReportError:
        raise
    except ValueError as error:  # an integer of thousands of digits
        raise ReportError(f"the report holds a number out of range: {error}") from None
    except RecursionError:
        raise ReportError("the report is nested too deeply") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ReportError(f"the key {clean(twice, 100)!r} occurs twice in one object")
    return data


def _finite(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):
        raise ReportError(f"{literal[:20]} is not a finite number")
    return number


def _texts(data: Any) -> Iterator[str]:
    waiting = [(data, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > _MAX_DEPTH:
            raise ReportError("the report is nested too deeply")
        if isinstance(part, str):
            yield part
        elif isinstance(part, list):
            waiting += [(item, depth + 1) for item in part]
        elif isinstance(part, dict):
            waiting += [(item, depth + 1) for pair in part.items() for item in pair]


def _is_broken(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text)
