from __future__ import annotations

from collections.abc import Sequence

import pytest

from grader.intake import (
    Found,
    IntakeError,
    Outline,
    Span,
    SubmittedBytes,
    find_exercises,
    guess_assignment,
    outlines,
)
from grader.session.worker.reader import read_sources

PRACTICE = {
    "tanh": ("tanh", "tanh_derivative", "TanhNetwork"),
    "gradient_check": ("numerical_gradient", "relative_error", "gradient_check"),
    "softmax_cross_entropy": ("softmax", "cross_entropy", "softmax_backward", "SoftmaxNetwork"),
}
WARMUP = {
    "two_layer": ("sigmoid", "sigmoid_derivative", "relu", "relu_derivative", "two_layer_forward"),
    "network": ("NeuralNetworkBackprop",),
}
NETWORK = WARMUP["network"]
STUB = frozenset({"tanh", "tanh_derivative", "TanhNetwork"})


def file(path: str, *defines: str, unfinished: Sequence[str] = (), **changes: object) -> Outline:
    cells = ("x",) if path.lower().endswith(".ipynb") else None
    return Outline(path, cells, frozenset(defines), frozenset(unfinished), **changes)  # type: ignore[arg-type]


def stub(path: str) -> Outline:
    return file(path, *STUB, unfinished=sorted(STUB))


def chosen(*files: Outline) -> dict[str, str]:
    found = find_exercises(files, PRACTICE)
    return {exercise: answer.path for exercise, answer in found.exercises.items()}


def partly(path: str, *unfinished: str) -> Outline:
    return file(path, *STUB, unfinished=unfinished)


@pytest.mark.parametrize("path", ["tanh.py", "tanh.ipynb", "Tanh.py", "hw/tanh.py", "hw/x/TANH.PY"])
def test_a_file_named_after_the_exercise_answers_it_whatever_it_holds(path: str) -> None:
    found = find_exercises([file(path)], PRACTICE)
    assert found.exercises["tanh"].path == path
    assert found.exercises["tanh"].remarks == ()
    assert found.exercises["tanh"].cells == (("x",) if path.endswith(".ipynb") else None)


@pytest.mark.parametrize(
    "path",
    [
        "tanh (1).py",
        "tanh-1.ipynb",
        "exercise_tanh.py",
        "Ex 2 - tanh.ipynb",
        "doejane_123_456_tanh-2.py",
        "tanh.final.py",
    ],
)
def test_a_name_that_contains_the_exercise_will_do_with_a_remark(path: str) -> None:
    answer = find_exercises([file(path, "tanh")], PRACTICE).exercises["tanh"]
    assert answer.path == path
    assert "expected name is tanh." in answer.remarks[0]


@pytest.mark.parametrize("path", ["GradientCheck.ipynb", "gradient check.py", "gradient-check.py"])
def test_words_of_a_name_may_be_joined_in_other_ways(path: str) -> None:
    assert chosen(file(path, "relative_error")) == {"gradient_check": path}


@pytest.mark.parametrize(
    "path", ["tanh_softmax_cross_entropy.py", "test_tanh.py", "tanhs.py", "network.py"]
)
def test_a_name_that_is_not_clear_says_nothing(path: str) -> None:
    found = find_exercises([file(path, "helper")], PRACTICE)
    assert (dict(found.exercises), found.unrecognised) == ({}, (path,))


def test_one_notebook_of_any_name_may_hold_several_exercises() -> None:
    book = file("Homework 7.ipynb", *PRACTICE["tanh"], "relative_error", "softmax", "extra")
    assert chosen(book) == dict.fromkeys(PRACTICE, "Homework 7.ipynb")


def test_a_helper_in_another_exercises_notebook_is_not_an_answer() -> None:
    assert chosen(file("tanh.ipynb", *PRACTICE["tanh"], "softmax")) == {"tanh": "tanh.ipynb"}
    assert set(chosen(file("tanh.ipynb", "softmax", "cross_entropy"))) == {
        "tanh",
        "softmax_cross_entropy",
    }


def test_a_module_of_another_name_answers_only_with_half_of_the_names() -> None:
    assert chosen(file("mine.py", "tanh")) == {}
    found = find_exercises([file("mine.py", "tanh", "TanhNetwork")], PRACTICE)
    assert found.exercises["tanh"].path == "mine.py"
    assert "tanh.py" in found.exercises["tanh"].remarks[0]


def test_a_named_file_is_better_than_one_that_defines_the_names() -> None:
    assert chosen(file("mine.py", *STUB), file("tanh.py", "tanh"))["tanh"] == "tanh.py"


@pytest.mark.parametrize(
    ("files", "graded"),
    [
        ((stub("tanh.py"), file("tanh.ipynb", *STUB)), "tanh.ipynb"),
        ((file("tanh.py", *STUB), stub("tanh.ipynb")), "tanh.py"),
        ((file("tanh.py", *STUB), file("tanh.ipynb", *STUB)), "tanh.py"),
        ((stub("tanh.py"), stub("tanh.ipynb")), "tanh.py"),
        (
            (file("tanh.py", *STUB, unfinished=["TanhNetwork"]), file("tanh.ipynb", *STUB)),
            "tanh.ipynb",
        ),
        (
            (file("tanh.py", *STUB, unfinished=["TanhNetwork.update"]), file("tanh.ipynb", *STUB)),
            "tanh.ipynb",
        ),
        ((file("tanh.py", *STUB, parses=False), file("tanh.ipynb", *STUB)), "tanh.ipynb"),
        ((file("tanh.py", *STUB), file("tanh.ipynb", error="is damaged")), "tanh.py"),
        ((stub("tanh.py"), file("tanh.ipynb", error="is damaged")), "tanh.ipynb"),
        ((stub("tanh.py"), file("Homework.ipynb", *STUB)), "Homework.ipynb"),
        ((file("tanh.py", *STUB), file("old/tanh.py", *STUB)), "tanh.py"),
        ((stub("tanh.py"), file("work/tanh.py", *STUB)), "work/tanh.py"),
        ((file("b/tanh.py", *STUB), file("a/tanh.py", *STUB)), "a/tanh.py"),
    ],
)
def test_of_several_answers_one_is_graded_and_said(files: Sequence[Outline], graded: str) -> None:
    for order in (files, files[::-1]):
        answer = find_exercises(order, PRACTICE).exercises["tanh"]
        assert answer.path == graded
        (other,) = {f.path for f in files} - {graded}
        assert f"{graded} was graded, not {other}." in answer.remarks[-1]


def test_a_damaged_answer_carries_its_error() -> None:
    answer = find_exercises([file("tanh.ipynb", error="is damaged")], PRACTICE).exercises["tanh"]
    assert answer.error == "is damaged"


# --- which assignment


def guess(*files: Outline) -> str:
    known = {"practice": PRACTICE, "warmup": WARMUP}
    found: dict[str, Found] = {name: find_exercises(files, k) for name, k in known.items()}
    return guess_assignment(found)


@pytest.mark.parametrize(
    ("files", "assignment"),
    [
        ((file("tanh.py"),), "practice"),
        ((file("network.ipynb"), file("notes.py")), "warmup"),
        ((file("hw.ipynb", *STUB, "relu"),), "practice"),
        ((file("hw.ipynb", "relu"),), "warmup"),
        (
            (
                file("tanh.py", *STUB),
                file("network.py", "NeuralNetworkBackprop", unfinished=["NeuralNetworkBackprop"]),
            ),
            "practice",
        ),
        ((stub("tanh.py"),), "practice"),
    ],
)
def test_the_exercise_files_say_which_assignment_it_is(
    files: Sequence[Outline], assignment: str
) -> None:
    assert guess(*files) == assignment


def test_two_assignments_are_an_error_that_names_them_and_the_option() -> None:
    with pytest.raises(IntakeError) as refused:
        guess(file("tanh.py"), file("network.py"))
    for part in ("practice (tanh.py)", "warmup (network.py)", "--assignment practice or"):
        assert part in str(refused.value)


def test_no_assignment_is_an_error_that_says_what_could_not_be_read() -> None:
    with pytest.raises(IntakeError) as refused:
        guess(file("hw.ipynb", error="is a damaged notebook at line 3"))
    assert "known assignment (practice, warmup)" in str(refused.value)
    assert "hw.ipynb is a damaged notebook at line 3." in str(refused.value)


# --- what the worker says is not believed


def source(*paths: str) -> list[SubmittedBytes]:
    return [SubmittedBytes(path, b"def tanh(z): return z") for path in paths]


def test_outlines_are_what_the_reader_read() -> None:
    files = [*source("tanh.py"), SubmittedBytes("x.csv", b"1")]
    (outline,) = outlines(files, lambda some: read_sources({f.path: f.data for f in some}))
    spans = {"tanh": Span(0, 1, 1)}
    assert outline == Outline("tanh.py", None, frozenset({"tanh"}), spans=spans)


@pytest.mark.parametrize("span", [["x", 0, 0, 3], ["x", 0, 4, 3], ["x", -1, 1, 1], ["x", 0], 7])
def test_impossible_places_of_definitions_are_left_out(span: object) -> None:
    entry = ENTRY | {"spans": [span, ["y", 2, 1, 3]]}
    (outline,) = outlines([SubmittedBytes("a.ipynb", b"{}")], lambda _: {"files": [entry]})
    assert outline.spans == {"y": Span(2, 1, 3)}


def test_a_file_that_kills_the_worker_costs_only_itself() -> None:
    def read(files: Sequence[SubmittedBytes]) -> object:
        if any(f.path == "bad.py" for f in files):
            return None
        return read_sources({f.path: f.data for f in files})

    found = {o.path: o for o in outlines(source("a.py", "bad.py", "c.py"), read)}
    assert [path for path, outline in found.items() if outline.error is None] == ["a.py", "c.py"]
    assert "brought the worker down" in str(found["bad.py"].error)


def test_a_submission_of_killers_is_not_read_to_the_end() -> None:
    calls: list[int] = []
    outlines(source(*(f"{i}.py" for i in range(50))), lambda files: calls.append(len(files)))
    assert len(calls) < 10


ENTRY = {"path": "a.ipynb", "cells": ["x"], "defines": ["x"], "unfinished": [], "parses": True}


@pytest.mark.parametrize(
    "reply",
    [
        None,
        7,
        [],
        {},
        {"files": 7},
        {"files": [7, {"path": 7}, {}]},
        {"files": [ENTRY | {"path": "other.ipynb"}]},
        {"files": [ENTRY | {"cells": None}]},
        {"files": [ENTRY | {"cells": [7]}]},
        {"files": [ENTRY | {"cells": ["x"] * 2001}]},
        {"files": [ENTRY | {"cells": ["x" * 1_000_001]}]},
        {"files": [ENTRY | {"error": 7}]},
        {"files": [ENTRY | {"error": ""}]},
    ],
)
def test_a_reply_that_makes_no_sense_is_an_error_of_the_file(reply: object) -> None:
    (outline,) = outlines(source("a.ipynb"), lambda files: reply)
    assert outline.error is not None


def test_names_and_errors_are_bounded() -> None:
    entry = ENTRY | {"defines": ["x" * 10_000, 7, None, "y"], "error": "e" * 10_000}
    (outline,) = outlines(source("a.ipynb"), lambda files: {"files": [entry]})
    assert max(map(len, outline.defines)) <= 201
    assert len(str(outline.error)) <= 300
