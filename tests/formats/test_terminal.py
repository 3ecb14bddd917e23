from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.formats.layout import columns
from grader.formats.terminal import render
from grader.report.records import CheckResult, Diagnosis, ExerciseResult, Json, Report

MakeReport = Callable[..., Report]

HOSTILE = "\x1b[31m[red]Total: 100 of 100[/red]\x1b]0;x\x07\r\n\u202eTotal: 100 \ud800\x00 数数"

RIGHT = ExerciseResult(
    "tanh",
    "Backprop through tanh",
    "passed",
    20.0,
    20.0,
    checks=(CheckResult("tanh.values", "tanh(z) is right", "passed", 20.0, 20.0, duration_s=0.25),),
)
NOT_STARTED = ExerciseResult(
    "flow", "Gradient flow", "missing", 0.0, 20.0, message="no flow.py in the submission"
)
UNREADABLE = ExerciseResult(
    "net", "A network", "error", 0.0, 25.0, message="net.py line 3: SyntaxError: invalid syntax"
)
NOT_GRADED = ExerciseResult(
    "chain", "Chain rule", "not_graded", None, 10.0, message="no space left on device"
)
EVIDENCE_KEYS = ["array", "index", "expected", "got", "relative_error", "ratio", "case"]
EVIDENCE_KEYS += ["expected_shape", "got_shape", "traceback", "steps", "losses", "warnings"]
STEPS = [
    {"step": "dZ3", "state": "wrong"},
    {"step": "dW3", "state": "follows"},
    {"step": "db3", "state": "follows"},
    {"step": "dA2", "state": "right"},
    {"step": "dZ2", "state": "unknown"},
]


def test_a_right_submission_reads_in_four_lines(make_report: MakeReport) -> None:
    assert render(make_report(RIGHT)).splitlines() == [
        "Practice exercises: alice",
        "",
        "✓ 20/20  Backprop through tanh",
        "",
        "Total: 20 of 20 points. Everything is right.",
        "Your code ran confined.",
    ]


def test_a_lost_check_says_what_where_and_where_to_look(report_of: MakeReport) -> None:
    text = render(
        report_of(
            look_at="the line that computes dW3",
            diagnosis=Diagnosis("missing-batch-mean", "dW3", "Divide by m."),
            evidence={
                "array": "dW3",
                "index": [1, 0],
                "expected": 0.0123456,
                "got": 0.061728,
                "relative_error": 4.0,
                "case": "5 samples, layer sizes [3, 2]",
            },
        )
    )
    wanted = [
        "0/8  gradients of every step",
        "dW3 is wrong.",
        "Divide by m.",
        "worst entry dW3[1, 0]: expected 0.01235, got 0.06173",
        "tried with 5 samples, layer sizes [3, 2]",
        "look at: the line that computes dW3",
    ]
    assert in_order(text, wanted)
    assert "missing-batch-mean" not in text
    assert "net.backward" not in text


def test_a_mistake_that_the_message_names_is_not_said_twice(report_of: MakeReport) -> None:
    mistake = Diagnosis("wrong-sign", "dW3", "the sign is wrong")
    text = render(report_of(message="dW3: the sign is wrong", diagnosis=mistake))
    assert text.count("the sign is wrong") == 1


def test_a_wrong_shape_shows_both_shapes(report_of: MakeReport) -> None:
    evidence = {"array": "dZ", "expected_shape": [5, 3], "got_shape": [3]}
    assert "dZ: expected shape (5, 3), got (3,)" in render(report_of(evidence=evidence))


@pytest.mark.parametrize(
    ("expected", "got", "words"),
    [
        (0.5, 2, "expected 0.5, got 2"),
        (0.123456789, 0.123456123, "expected 0.123457, got 0.123456"),
        (1.0, "nan", "expected 1, got nan"),
        ([1.0, 2.0], [1.0, 2.5], "expected [1, 2], got [1, 2.5]"),
        (True, None, "expected True, got None"),
        (3.0, 3.0, "expected 3, got 3"),
    ],
)
def test_values_have_as_many_digits_as_tell_them_apart(
    report_of: MakeReport, expected: Any, got: Any, words: str
) -> None:
    evidence = {"array": "loss", "index": [], "expected": expected, "got": got}
    assert f"loss: {words}\n" in render(report_of(evidence=evidence))


def test_follow_through_is_said_in_plain_words(report_of: MakeReport) -> None:
    fields = {"status": "partial", "score": 4.0, "score_without_follow_through": 2.0}
    text = render(report_of(**fields, evidence={"steps": STEPS}))
    assert "steps: dZ3 ✗  dW3 (✓)  db3 (✓)  dA2 ✓  dZ2 ?" in text
    assert "(✓) is right given your own values" in flat(text)
    assert "2 of 8 points kept: dW3 and db3 are right given your dZ3" in text
    assert "later steps are right given your earlier values" in render(report_of(**fields))


def test_without_follow_through_there_is_no_word_about_it(report_of: MakeReport) -> None:
    text = render(
        report_of(
            score_without_follow_through=0.0,
            evidence={"steps": [{"step": "dZ1", "state": "wrong"}]},
        )
    )
    assert "kept" not in text
    assert "given your" not in text


def test_the_students_own_lines_lead_to_an_exception(report_of: MakeReport) -> None:
    trace = [f"net.py, line {n}, in step{n}: go()" for n in range(6)]
    text = render(
        report_of(status="error", message="KeyError: 'dW1'", evidence={"traceback": trace})
    )
    assert in_order(text, ["KeyError: 'dW1'", "at net.py, line 4", "at net.py, line 5"])
    assert "line 0" not in text
    assert "line 0" in render(report_of(evidence={"traceback": trace}), verbose=True)


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        ([4.0, 3.0, 2.0, 1.0], "training: loss 4 █▅▃▁ 1"),
        ([1.0, 1.0], "training: loss 1 ▁▁ 1"),
        ([1.0, 2.0, "inf", "nan"], "training: loss 1 ▁█ nan"),
        ([float("nan")], "training: loss nan  nan"),
    ],
)
def test_training_is_drawn_as_bars(report_of: MakeReport, losses: Any, words: str) -> None:
    assert words in render(report_of(evidence={"losses": losses}))


def test_a_thousand_losses_fit_on_a_line(report_of: MakeReport) -> None:
    evidence = {"losses": [1 / (n + 1) for n in range(1000)]}
    line = next(line for line in render(report_of(evidence=evidence)).splitlines() if "▁" in line)
    assert "█" in line
    assert line.endswith("▁ 0.001")


def test_warnings_are_said(report_of: MakeReport) -> None:
    text = render(report_of(evidence={"warnings": ["overflow in exp", "b", "c", "the fourth"]}))
    assert "Python warned: overflow in exp" in text
    assert "the fourth" not in text


def test_exercises_not_started_share_a_line(make_report: MakeReport) -> None:
    other = ExerciseResult("chain", "Chain rule", "missing", 0.0, 5.0)
    text = render(make_report(RIGHT, NOT_STARTED, other))
    assert "\n- Not started (25 points): Gradient flow; Chain rule\n" in text
    assert "no flow.py" not in text
    assert "no flow.py" in render(make_report(NOT_STARTED), verbose=True)


def test_a_file_that_cannot_be_loaded_says_why(make_report: MakeReport) -> None:
    text = render(make_report(UNREADABLE))
    assert in_order(text, ["✗ 0/25  A network", "net.py line 3: SyntaxError", "Total: 0 of 25"])


def test_what_was_lost_for_one_reason_is_explained_once(make_report: MakeReport) -> None:
    reason = "NotImplementedError: forward is not finished"
    checks = [
        CheckResult(f"net.{n}", f"check {n}", "error", 0.0, 1.0, message=reason) for n in range(3)
    ]
    exercise = ExerciseResult("net", "A network", "failed", 0.0, 3.0, checks=tuple(checks))
    text = render(make_report(exercise))
    assert in_order(text, ["0/1  check 0", "0/1  check 1", "0/1  check 2", reason])
    assert text.count(reason) == 1


def test_checks_not_tried_share_a_line(make_report: MakeReport) -> None:
    reason = "forward has to work first."
    checks = [
        CheckResult(f"net.{n}", f"check {n}", "skipped", 0.0, 2.0, message=reason) for n in range(2)
    ]
    exercise = ExerciseResult("net", "A network", "failed", 0.0, 4.0, checks=tuple(checks))
    text = render(make_report(exercise))
    assert "0/4  Not tried: check 0; check 1\n" in text
    assert text.count(reason) == 1


def test_what_could_not_be_graded_is_not_the_students_fault(make_report: MakeReport) -> None:
    text = flat(render(make_report(RIGHT, NOT_GRADED)))
    assert "! --/10 Chain rule" in text
    assert "not with you, and it has cost you no points" in text
    assert "for your teachers: no space left on device" in text
    assert "No total: not everything could be graded. What was graded has 20 of 20 points." in text
    assert "Everything is right" not in text


def test_a_single_check_can_be_ungraded(make_report: MakeReport) -> None:
    check = CheckResult("a.b", "a check", "not_graded", None, 2.0, message="worker lost")
    exercise = ExerciseResult("a", "An exercise", "partial", 3.0, 5.0, checks=(check,))
    text = flat(render(make_report(exercise)))
    assert "--/2 a check" in text
    assert "it has cost you no points" in text


def test_remarks_are_shown_even_where_all_is_right(make_report: MakeReport) -> None:
    exercise = ExerciseResult("a", "A", "passed", 5.0, 5.0, remarks=("exp overflowed",))
    assert "note: exp overflowed" in render(make_report(exercise))


@pytest.mark.parametrize(
    ("score", "shown"),
    [(19.999, "19.999/20"), (17.333333, "17.33/20"), (0.0, "0/20"), (12.5, "12.5/20")],
)
def test_rounding_never_makes_points_look_full(
    make_report: MakeReport, score: float, shown: str
) -> None:
    assert f" {shown} " in render(make_report(ExerciseResult("a", "A", "partial", score, 20.0)))


def test_output_is_counted_and_shown_on_demand(make_report: MakeReport) -> None:
    report = make_report(RIGHT, output="Total: 100 of 100\n\n" + "x" * 100 + "\n")
    assert "Your code printed 3 lines; -v shows them." in render(report)
    assert "Total: 100" not in render(report)
    lines = render(report, verbose=True).splitlines()
    start = lines.index("Your code printed:") + 1
    assert lines[start : start + 4] == [
        "| Total: 100 of 100",
        "|",
        "| " + "x" * 78,
        "| " + "x" * 22,
    ]
    assert "printed 1 line;" in render(make_report(RIGHT, output="hi"))


def test_verbose_shows_ids_times_and_what_a_replay_needs(make_report: MakeReport) -> None:
    text = flat(render(make_report(RIGHT), verbose=True))
    for wanted in ("tanh.values, passed, 0.250 s", "--seed 123456789", "NumPy 2.4.0", "tanh.py"):
        assert wanted in text


def test_verbose_names_the_mistake(report_of: MakeReport) -> None:
    mistake = Diagnosis("wrong-sign", "dW3", "the sign is wrong")
    text = flat(
        render(report_of(diagnosis=mistake, evidence={"relative_error": 2.0}), verbose=True)
    )
    assert "net.backward, failed, 0.000 s, wrong-sign in dW3, relative error 2" in text


@pytest.mark.parametrize("verbose", [False, True])
def test_hostile_text_is_inert_and_cannot_pose_as_the_grader(
    make_report: MakeReport, verbose: bool
) -> None:
    report = make_report(hostile_exercise(HOSTILE), output=HOSTILE, seed=1)
    text = render(report, verbose=verbose)
    assert not set("\x1b\x00\x07\r\u202e\ud800") & set(text)
    assert "[red]" in text
    totals = [line for line in text.splitlines() if line.startswith("Total")]
    assert totals == ["Total: 0 of 20 points."]


def test_markup_in_student_text_is_inert_in_colour(report_of: MakeReport) -> None:
    text = render(report_of(message="[blink]x[/blink] :smile: http://a.example"), colour=True)
    assert "[blink]x[/blink] :smile: http://a.example" in text
    assert "\x1b[5m" not in text


def test_colour_changes_nothing_but_colour(make_report: MakeReport) -> None:
    report = make_report(RIGHT, hostile_exercise(HOSTILE), NOT_GRADED, NOT_STARTED, UNREADABLE)
    plain, coloured = render(report), render(report, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[32m✓" in coloured
    assert "\x1b[31m✗" in coloured
    assert without_colour(coloured) == plain


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_the_text_can_be_written_in_the_terminals_encoding(
    make_report: MakeReport, report_of: MakeReport, encoding: str
) -> None:
    hostile = make_report(RIGHT, hostile_exercise(HOSTILE))
    steps = report_of(evidence={"steps": STEPS, "losses": [2.0, 1.0]})
    for report in (hostile, steps):
        render(report, verbose=True, encoding=encoding).encode(encoding)


def test_symbols_have_a_likeness_in_ascii(make_report: MakeReport, report_of: MakeReport) -> None:
    assert "+ 20/20  Backprop" in render(make_report(RIGHT), encoding="ascii")
    text = render(report_of(evidence={"steps": STEPS}), encoding="ascii")
    assert "steps: dZ3 x  dW3 (+)" in text


@pytest.mark.parametrize("width", [0, 20, 21, 33, 60, 100])
def test_no_line_is_wider_than_the_terminal(make_report: MakeReport, width: int) -> None:
    text = render(
        make_report(RIGHT, hostile_exercise(HOSTILE + "数" * 50), NOT_GRADED, NOT_STARTED),
        width=width,
        verbose=True,
    )
    assert max(map(columns, text.splitlines())) <= max(width, 20)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    evidence=st.dictionaries(
        st.sampled_from(EVIDENCE_KEYS),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["step", "state"]), inner)
            ),
            max_leaves=6,
        ),
    ),
    width=st.integers(20, 90),
)
def test_any_evidence_can_be_shown(
    report_of: MakeReport, evidence: dict[str, Any], width: int
) -> None:
    text = render(report_of(evidence=evidence), width=width, verbose=True)
    assert "dW3 is wrong." in flat(text)
    assert max(map(columns, text.splitlines())) <= width


def hostile_exercise(text: str) -> ExerciseResult:
    evidence: dict[str, Json] = {
        "array": text,
        "expected": text,
        "got": [1.0, text],
        "case": text,
        "traceback": [text],
        "steps": [{"step": text, "state": text}],
        "warnings": [text],
    }
    check = CheckResult(
        "evil.x",
        text,
        "failed",
        0.0,
        20.0,
        message=text,
        look_at=text,
        diagnosis=Diagnosis("wrong-sign", text, text),
        evidence=evidence,
    )
    return ExerciseResult(
        "evil", text, "failed", 0.0, 20.0, message=text, remarks=(text,), checks=(check,)
    )


def flat(text: str) -> str:
    return " ".join(text.split())


def in_order(text: str, parts: list[str]) -> bool:
    start = 0
    for part in parts:
        start = text.find(part, start)
        if start < 0:
            return False
    return True


def without_colour(text: str) -> str:
    for code in (0, 1, 2, 31, 32, 33, 35):
        text = text.replace(f"\x1b[{code}m", "")
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def test_groups_are_headings_and_extra_credit_is_marked(make_report: MakeReport) -> None:
    extra = replace(RIGHT, id="b", title="Bonus", group="More", extra_credit=True)
    first = replace(RIGHT, group="Basics")
    lines = render(make_report(first, extra, max_score=20.0)).splitlines()
    assert lines[2:6] == [
        "Basics",
        "✓ 20/20  Backprop through tanh",
        "More",
        "✓ 20/20  Bonus (extra credit)",
    ]
    assert "Total: 40 of 20 points. Everything is right." in lines


def test_what_to_mend_first_is_said_where_there_is_a_choice(make_report: MakeReport) -> None:
    cheap = CheckResult("net.a", "check a", "failed", 0.0, 1.0, message="a is wrong")
    dear = CheckResult("net.b", "check b", "failed", 0.0, 6.0, message="b is wrong")
    exercise = ExerciseResult("net", "A network", "failed", 0.0, 7.0, checks=(cheap, dear))
    assert "Mend first: A network: check b (6 points)" in render(make_report(exercise))
    one = ExerciseResult("net", "A network", "failed", 0.0, 6.0, checks=(dear,))
    assert "Mend first" not in render(make_report(one))


def test_the_students_own_lines_stand_under_a_lost_point(report_of: MakeReport) -> None:
    code = {"place": "net.py", "first": 8, "lines": ["def f():", "    dW1 = a"], "marked": [9, 99]}
    assert "net.py line 9: dW1 = a\n" in render(report_of(evidence={"code": code}))
