"""What happened in a check, in words for a student: shared by every format for people."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from grader.report.records import CheckResult, ExerciseResult, Json, Report
from grader.report.text import clean_line

NOT_GRADED = (
    "This could not be graded. The fault lies with the grader or its machine, not with you, "
    "and it has cost you no points."
)

ALL_RIGHT = "Right."
NOT_STARTED = "Not started."

_BARS = "▁▂▃▄▅▆▇█"
_MAX_BARS = 32
_MAX_VALUE = 160
_MAX_NAMES = 6
_WITHOUT_MESSAGE = {
    "error": "Your code raised an error here.",
    "timeout": "Your code did not finish in time.",
    "skipped": "This was not tried, because something it needs is missing.",
}
_OPENING = re.compile(
    "(?:an?|every|gradients|hidden|it|not?|nothing|numbers|only|some|the|there|training|two|what|"
    "with|without) "
)
_STATES = {"right": "✓", "wrong": "✗", "follows": "(✓)"}


def points(score: float | None, most: float) -> str:
    """Return a score beside its maximum, such as "12.5/20", or "--/20" without a score."""
    return f"{'--' if score is None else amount(score, most)}/{amount(most)}"


def amount(value: float, most: float | None = None) -> str:
    """Return points with at most two decimals; rounding never makes them look like ``most``."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    looks_full = most is not None and value < most and float(text) >= most
    return f"{value:.5f}".rstrip("0") if looks_full else text


def exercise_title(exercise: ExerciseResult) -> str:
    """Return the title of an exercise, with a note where its points come on top."""
    return f"{exercise.title} (extra credit)" if exercise.extra_credit else exercise.title


def observation(check: CheckResult) -> str:
    """Return what was seen to be wrong, as sentences, without the named mistake."""
    text = check.message or _WITHOUT_MESSAGE.get(check.status, "This is not right yet.")
    return sentences(text)


def sentences(text: str) -> str:
    """Return text whose every line is a sentence."""
    return "\n".join(map(_sentence, text.split("\n")))


def _sentence(line: str) -> str:
    """The line as a sentence; names of functions and arrays keep their first letter."""
    if _OPENING.match(line):
        line = line[0].upper() + line[1:]
    return line if not line or line[-1] in ".!?:;,]}'\"…" else f"{line}."


def message(check: CheckResult) -> str:
    """Return what was wrong, with the named mistake where the message does not hold it."""
    text = check.message or _WITHOUT_MESSAGE.get(check.status, "This is not right yet.")
    mistake = check.diagnosis.text if check.diagnosis else ""
    if mistake.startswith(text):
        return mistake
    return text if mistake in text else f"{text}\n{mistake}"


def formula(check: CheckResult) -> str | None:
    """Return the right formula of the step at fault, if the report has it."""
    found = check.evidence.get("formula")
    return _line(found) if found else None


def tried_with(check: CheckResult) -> str | None:
    """Return the input that was drawn, unless the message says it already."""
    case = _line(check.evidence.get("case") or "")
    return None if not case or case in (check.message or "") else case


def look_at(check: CheckResult) -> tuple[str, str] | None:
    """Return where to look, and what that begins with, unless the named mistake says the same.

    A check that cannot but follow from others says which to mend first, in a sentence.
    """
    place = check.look_at
    if not place or (check.diagnosis and re.split("[:,]", place)[0] in check.diagnosis.text):
        return None
    sentence = "builds_on" in check.evidence or place.endswith(".")
    return "" if sentence else "look at: ", place


def total(report: Report) -> str:
    """Return the points of the whole, or what is known of them, as a sentence."""
    if report.score is not None:
        score = amount(report.score, report.max_score)
        return f"{score} of {amount(report.max_score)} points."
    graded = [exercise for exercise in report.exercises if exercise.score is not None]
    counted = [exercise for exercise in graded if not exercise.extra_credit]
    score = amount(sum(exercise.score or 0 for exercise in graded))
    most = amount(sum(exercise.max_score for exercise in counted))
    others = f" What was graded has {score} of {most} points." if graded else ""
    return f"not everything could be graded.{others}"


def worst_entry(check: CheckResult) -> str | None:
    """Return where the submission was furthest off, with both values, or both shapes."""
    found = check.evidence
    name = _line(found.get("array") or "the result")
    if "expected_shape" in found and "got_shape" in found:
        shapes = _shape(found["expected_shape"]), _shape(found["got_shape"])
        if all(shape in (check.message or "") for shape in shapes):
            return None
        return f"{name}: expected shape {shapes[0]}, got {shapes[1]}"
    if "expected" not in found or "got" not in found:
        return None
    expected, got = _pair(found["expected"], found["got"])
    index = found.get("index")
    if _is_list(index) and index:
        # Where one factor explains all entries, none is worse than another.
        which = "for example" if "ratio" in found else "worst entry"
        name = f"{which} {name}[{', '.join(map(_line, index))}]"
    return f"{name}: expected {expected}, got {got}"


def derivation(check: CheckResult) -> str | None:
    """Return the steps of a derivation in a line, each with a mark; "(✓)" is right from yours."""
    steps = _steps(check)
    if not steps:
        return None
    # A no-break space keeps a step and its mark on one line.
    marked = "  ".join(
        f"{name}\N{NO-BREAK SPACE}{_STATES.get(state, '?')}" for name, state in steps
    )
    follows = any(state == "follows" for _, state in steps)
    return marked + ("  where (✓) is right given your own values" if follows else "")


def follow_through(check: CheckResult) -> str | None:
    """Return which points were kept because later steps are right given an earlier mistake."""
    if check.score is None or check.score_without_follow_through is None:
        return None
    kept = check.score - check.score_without_follow_through
    if kept < 0.005:
        return None
    follows = [name for name, state in _steps(check) if state == "follows"]
    wrong = [name for name, state in _steps(check) if state == "wrong"]
    which = (
        f"{_names(follows)} {'is' if len(follows) == 1 else 'are'}"
        if follows
        else "later steps are"
    )
    given = f"your {_names(wrong)}" if wrong else "your earlier values"
    return f"{amount(kept)} of {amount(check.max_score)} points kept: {which} right given {given}"


def losses(check: CheckResult) -> str | None:
    """Return the course of the training loss as bars between its first and last value."""
    values = check.evidence.get("losses")
    if not _is_list(values) or not values:
        return None
    finite = [value for value in values if _is_number(value) and math.isfinite(value)]
    return f"loss {number(values[0])} {_bars(finite)} {number(values[-1])}"


def listed(check: CheckResult, key: str) -> list[str]:
    """Return the lines of text that stand in the evidence under ``key``, maybe none."""
    values = check.evidence.get(key)
    return [str(value) for value in values] if _is_list(values) else []


def number(value: Json, digits: int = 4) -> str:
    """Return a value of the evidence with so many significant digits, lists in brackets."""
    return clean_line(_value(value, digits), _MAX_VALUE)


def _value(value: Json, digits: int) -> str:
    if _is_number(value):
        return f"{value:.{digits}g}"
    if _is_list(value):
        return f"[{', '.join(_value(item, digits) for item in value[:_MAX_VALUE])}]"
    return str(value)


def _pair(expected: Json, got: Json) -> tuple[str, str]:
    """Return both with as few digits as tell them apart."""
    for digits in (4, 6, 9, 12, 17):
        texts = number(expected, digits), number(got, digits)
        if texts[0] != texts[1]:
            break
    return texts


def _bars(values: Sequence[float]) -> str:
    if not values:
        return ""
    sparse = values[:: math.ceil(len(values) / _MAX_BARS)]
    low, span = min(sparse), (max(sparse) - min(sparse)) or 1.0
    return "".join(_BARS[int((value - low) / span * (len(_BARS) - 1))] for value in sparse)


def _steps(check: CheckResult) -> list[tuple[str, str]]:
    steps = check.evidence.get("steps")
    if not _is_list(steps):
        return []
    return [
        (_line(step.get("step", "?")), _line(step.get("state", "unknown")))
        for step in steps
        if isinstance(step, Mapping)
    ]


def _names(names: Sequence[str]) -> str:
    if len(names) > _MAX_NAMES:
        return f"{', '.join(names[: _MAX_NAMES - 1])} and {len(names) - _MAX_NAMES + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _shape(shape: Json) -> str:
    if not _is_list(shape):
        return _line(shape)
    return f"({', '.join(map(_line, shape))}{',' if len(shape) == 1 else ''})"


def _line(value: Json) -> str:
    return clean_line(str(value), _MAX_VALUE)


def _is_number(value: Json) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_list(value: Json) -> TypeGuard[Sequence[Json]]:
    return isinstance(value, (list, tuple))
