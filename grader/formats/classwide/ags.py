"""LTI 1.3 Assignment and Grade Services 2.0: one Score a line, each the body of a POST.

Fields as in the specification, https://www.imsglobal.org/spec/lti-ags/v2p0.
"""

from __future__ import annotations

import json

from grader.formats import identity, moments
from grader.formats.amounts import exact
from grader.formats.exports import Export, FormatError, Note, Target, left_out, no_id
from grader.formats.feedback import as_json, of_standing
from grader.report.records import Json
from grader.report.standings import ClassRecord, Standing, State

KEY = "lti_id"
CARRIES = "points, also above the maximum; the advice as comment; pending and not graded"
CUTS = "missing and excused; the comment at 20,000 bytes"

_PROGRESS: dict[State, tuple[str, str]] = {
    "graded": ("Completed", "FullyGraded"),
    "not_graded": ("Completed", "Failed"),
    "pending": ("Submitted", "Pending"),
}


def render(record: ClassRecord, target: Target) -> Export:
    """Return the Scores; ``userId`` is the LTI ``sub`` that stands in the roster as lti_id.

    Raises:
        FormatError: the assignment has no points, which the specification does not allow.
    """
    if record.max_points <= 0:
        raise FormatError("LTI scores need a maximum above 0; this assignment has 0 points")
    notes: list[Note] = []
    lines = [line for each in record.standings if (line := _line(each, notes))]
    return Export("".join(lines).encode(), tuple(notes))


def _line(standing: Standing, notes: list[Note]) -> str:
    user = identity.column(standing.person, KEY)
    time = moments.of_result(standing)
    if user is None:
        notes.append(no_id(standing, [KEY]))
    elif standing.state not in _PROGRESS:
        notes.append(left_out(standing))
    elif time is None:
        notes.append(Note(standing.person.id, "the gradebook has no time for the result"))
    else:
        return json.dumps(_score(standing, user, time), allow_nan=False) + "\n"
    return ""


def _score(standing: Standing, user: str, time: str) -> dict[str, Json]:
    activity, grading = _PROGRESS[standing.state]
    # Without scoreGiven a platform clears the score: a fault of ours leaves no zero behind.
    given: dict[str, Json] = {}
    if standing.points is not None:
        most = exact(standing.max_points)
        given = {"scoreGiven": exact(max(standing.points, 0.0)), "scoreMaximum": most}
    handed_in = {"submittedAt": moments.utc(standing.submitted_at)} if standing.submitted_at else {}
    return {
        "userId": user,
        **given,
        "comment": of_standing(standing, as_json),
        "timestamp": time,
        "activityProgress": activity,
        "gradingProgress": grading,
        **({"submission": handed_in} if handed_in else {}),
    }
