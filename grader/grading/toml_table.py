"""Reading a TOML file key by key, so that each complaint names the file and the line."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from .errors import AssignmentError
from .toml_lines import Place, line_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file. Each method reads a key; a default makes the key optional.

    All raise AssignmentError. ``finish`` does so for keys that nobody has asked for.
    """

    _file: _File
    _place: Place
    _data: dict[str, Any]
    _asked: list[str] = field(default_factory=list)

    def text(self, key: str, default: str | None = None) -> str:
        """A string that is not empty."""
        value = self._value(key, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            self.refuse(key, f"must be text in quotes, found {_shown(value)}")
        return str(value)

    def name(self, key: str, pattern: str, rule: str) -> str:
        """A string that all of ``pattern`` matches; ``rule`` says so in words."""
        value = self.text(key)
        if re.fullmatch(pattern, value) is None:
            self.refuse(key, f"must be {rule}, found {value!r}")
        return value

    def number(
        self, key: str, low: float, high: float, default: float | None = None, *, rule: str
    ) -> float:
        """A number from ``low`` to ``high``, both of them allowed."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.refuse(key, f"must be a number, found {_shown(value)}")
        if not low <= value <= high:
            self.refuse(key, f"must be {rule}, found {value:g}")
        return float(value)

    def whole(self, key: str, low: int, default: int | None) -> int | None:
        """An integer of at least ``low``."""
        value = self._value(key, default) if key in self._data else default
        self._asked.append(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            self.refuse(key, f"must be a whole number of at least {low}, found {_shown(value)}")
        return int(value)

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._value(key, default)
        if not isinstance(value, bool):
            self.refuse(key, f"must be true or false, found {_shown(value)}")
        return bool(value)

    def choice(self, key: str, options: Sequence[str]) -> str:
        """One of the options; the first is the default."""
        value = self._value(key, options[0])
        if value not in options:
            listed = ", ".join(f'"{option}"' for option in options)
            self.refuse(key, f"must be one of {listed}, found {_shown(value)}")
        return str(value)

    def texts(self, key: str, pattern: str, rule: str, default: Sequence[str] = ()) -> list[str]:
        """A list of strings that all of ``pattern`` matches; no default makes one item needed."""
        value = self._value(key, list(default) or None)
        if not isinstance(value, list) or not value:
            self.refuse(key, f"must be a list of {rule}, found {_shown(value)}")
        for number, item in enumerate(value):
            if not isinstance(item, str) or re.fullmatch(pattern, item) is None:
                self.refuse(key, f"must hold {rule} only, found {_shown(item)}", number)
        return [str(item) for item in value]

    def moment(self, key: str) -> datetime | None:
        """A date and time with its offset from UTC, or none."""
        self._asked.append(key)
        value: Any = self._data.get(key)
        if value is None:
            return None
        example = "2026-12-01T23:59:00+01:00"
        if not isinstance(value, datetime):
            self.refuse(key, f"must be a date and time such as {example}, found {_shown(value)}")
        if value.tzinfo is None:
            self.refuse(key, f"has no time zone: add the offset from UTC, as in {example}")
        moment: datetime = value
        return moment

    def table(self, key: str) -> Table | None:
        """A table within this one, or none."""
        self._asked.append(key)
        value = self._data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.refuse(key, f"must be a table, written [{key}], found {_shown(value)}")
        return Table(self._file, (*self._place, key), value)

    def tables(self, key: str) -> list[Table]:
        """A list of tables, at least one."""
        value = self._value(key, None)
        listed = isinstance(value, list) and all(isinstance(item, dict) for item in value)
        if not listed or not value:
            self.refuse(key, f"must be tables, each written [[{key}]]")
        places = ((*self._place, key, number) for number in range(len(value)))
        return [Table(self._file, place, item) for place, item in zip(places, value, strict=True)]

    def finish(self) -> None:
        """Refuse the first key that nobody has asked for."""
        for key in self._data:
            if key in self._asked:
                continue
            near = difflib.get_close_matches(key, self._asked, 1)
            advice = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(self._asked)}"
            self.refuse(key, f"is not a key of this table: {advice}")

    def refuse(self, key: str, problem: str, *deeper: int) -> None:
        """Raise AssignmentError on a key (or an item of its list) of this table."""
        known = key in self._data
        line = line_of(self._file.text, (*self._place, key, *deeper) if known else self._place)
        place = "" if line is None else f", line {line}"
        raise AssignmentError(f"{self._file.path}{place}: {key!r} {problem}")

    def _value(self, key: str, default: object) -> Any:
        self._asked.append(key)
        if key not in self._data and default is None:
            self.refuse(key, "is missing")
        return self._data.get(key, default)


def read_table(path: Path) -> Table:
    """The root table of a TOML file. Raises AssignmentError if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return Table(_File(path, text), (), tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        line = (where[1] or text.count("\n") + 1) if where else None
        place = f", line {line}" if line else ""
        reason = _WHERE.sub("", str(error))
        raise AssignmentError(f"{path}{place} cannot be read as TOML: {reason}") from error
    except RecursionError as error:
        raise AssignmentError(f"{path} cannot be read as TOML: nested too deeply") from error
    except (OSError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{path} cannot be read: {error}") from error


def _shown(value: object) -> str:
    """A value as TOML writes it, short."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            text = f'"{value}"'
        case dict():
            return "a table"
        case list():
            return "a list" if value else "an empty list"
        case datetime():
            return value.isoformat()
        case _:
            text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
