"""Points in time as other systems read them: UTC, with milliseconds and its zone."""

from __future__ import annotations

from datetime import datetime, timezone

from grader.formats.exports import FormatError
from grader.report.standings import Standing
from grader.report.text import clean_line


def utc(time: str) -> str:
    """Return an ISO 8601 ``time`` as YYYY-MM-DDTHH:MM:SS.mmmZ; without a zone it is UTC.

    Raises:
        FormatError: it is no such time.
    """
    return _moment(time).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def of_result(standing: Standing) -> str | None:
    """Return when the result that counts came to be, if anything is known of it."""
    given = standing.override.at if standing.override else None
    report = standing.report.started_at if standing.report else None
    times = [time for time in (given, standing.graded_at) if time]
    fallback = [time for time in (report, standing.submitted_at) if time]
    found = [utc(time) for time in times or fallback[:1]]
    return max(found, default=None)


def _moment(time: str) -> datetime:
    try:
        found = datetime.fromisoformat(time.replace("Z", "+00:00"))
        aware = found if found.tzinfo else found.replace(tzinfo=timezone.utc)
        return aware.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise FormatError(f"{clean_line(time, 60)!r} is not a time in ISO 8601") from None
