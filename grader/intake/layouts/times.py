"""Times of submission as systems write them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo


def parsed_stamp(text: str) -> datetime | None:
    """The time that date, time and then UTC, an offset or the name of a zone say, or None."""
    day, _, rest = text.partition(" ")
    clock, _, zone = rest.partition(" ")
    try:
        time = datetime.fromisoformat(f"{day}T{clock}" if clock else day.replace("Z", "+00:00"))
        if time.tzinfo is not None:
            return time
        return time.replace(tzinfo=_zone(zone.strip()))
    except (ValueError, KeyError, OSError):
        return None


def _zone(name: str) -> timezone | ZoneInfo | None:
    if not name:
        return None
    if name in ("UTC", "Z", "GMT"):
        return timezone.utc
    if name[0] in "+-":
        offset = datetime.strptime(name.replace(":", ""), "%z").utcoffset()
        return timezone(offset or timedelta())
    return ZoneInfo(name)
