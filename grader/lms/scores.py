"""What a gradebook has to say to a platform: the scores, in the form of its export."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.formats.classwide import EXPORTS, identified_by
from grader.formats.exports import STATE_WORDS, Note, Target
from grader.report.records import Json
from grader.report.standings import ClassRecord, State

from .sending import STUDENT, TIME, Score

_EXTENSION = "https://canvas.instructure.com/lti/submission"
"""Without this, Canvas counts every score as another attempt; others ignore it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What can be sent, and for whom nothing can be."""

    scores: tuple[Score, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """How scores are said to a platform: by which export, and for whom at all.

    ``content`` is what one score says, from the export of one student alone.
    """

    export: str
    states: Sequence[State]
    content: Callable[[str], Mapping[str, Json] | None]


def scores_of(record: ClassRecord, wording: Wording, column: str | None) -> Scores:
    """All scores that can be said; ``column`` of the roster has the ids, if not the usual one."""
    form = EXPORTS[wording.export]
    if column:
        record = identified_by(record, form.key, column)
    scores: list[Score] = []
    notes: list[Note] = []
    for standing in record.standings:
        written = form.render(replace(record, standings=(standing,)), Target())
        notes += written.notes
        wanted = standing.state in wording.states
        said = wording.content(written.content.decode()) if wanted else None
        if said is not None:
            scores.append(Score(standing.person.id, standing.points, said))
        elif not written.notes:
            notes.append(Note(standing.person.id, STATE_WORDS[standing.state]))
    return Scores(tuple(scores), tuple(notes))


def _of_line(text: str) -> Mapping[str, Json] | None:
    if not text:
        return None
    score: dict[str, Any] = json.loads(text)
    del score[TIME]
    return {**score, _EXTENSION: {"new_submission": False}}


def _of_grades(text: str) -> Mapping[str, Json] | None:
    grades: dict[str, dict[str, Any]] = json.loads(text)["grade_data"]
    return next(({STUDENT: student, **grade} for student, grade in grades.items()), None)


# Nothing is sent for who has no points: such an LTI score would clear what is there.
AGS = Wording("ags", ("graded",), _of_line)
CANVAS = Wording("canvas", ("graded", "excused"), _of_grades)
