"""Which code stands after cells were run, changed and run again."""

from __future__ import annotations

import pytest

from grader.notebook.history import MOST_NUMBERED, Execution, standing_cells


def stands(*runs: tuple[str | None, str]) -> list[str]:
    """What stands after these runs of (cell, source), without empty places."""
    executions = [Execution(n, source, cell) for n, (cell, source) in enumerate(runs, start=1)]
    return [source for source in standing_cells(executions) if source]


def test_a_place_is_the_number_beside_the_cell() -> None:
    executions = [Execution(2, "a = 1", "A"), Execution(5, "b = 1", "B")]
    assert standing_cells(executions) == ("", "a = 1", "", "", "b = 1")


def test_nothing_run_is_nothing() -> None:
    assert standing_cells([]) == ()


def test_the_last_run_of_a_cell_stands() -> None:
    assert stands(("A", "f = 1"), ("B", "g = 1"), ("A", "f = 2")) == ["g = 1", "f = 2"]


def test_the_definition_that_ran_last_wins_also_when_its_cell_is_older() -> None:
    runs = [("A", "f = 1"), ("B", "f = 2"), ("A", "f = 1")]
    assert stands(*runs)[-1] == "f = 1"


def test_what_was_taken_out_of_a_cell_is_gone() -> None:
    assert stands(("A", "helper = 1\nf = 1"), ("A", "f = 1")) == ["f = 1"]


def test_a_broken_last_version_stands_since_it_is_what_the_page_shows() -> None:
    assert stands(("A", "f = 1"), ("A", "f = = 1")) == ["f = = 1"]


def test_a_cell_that_others_build_on_also_keeps_its_place_before_them() -> None:
    runs = [("A", "class A: x = 1"), ("B", "class B(A): pass"), ("A", "class A: x = 2")]
    assert stands(*runs) == ["class A: x = 2", "class B(A): pass", "class A: x = 2"]


def test_a_place_before_is_kept_only_where_a_name_would_be_missed() -> None:
    demo = ("D", "print(f(1))")
    assert stands(("A", "f = 1"), ("C", "f = 3"), demo, ("A", "f = 2")) == [
        "f = 3",
        "print(f(1))",
        "f = 2",
    ]
    assert stands(("A", "f = 1"), demo, ("A", "f = 2"), demo) == ["f = 2", "print(f(1))"]


def test_cells_without_ids_stand_until_later_ones_define_the_same() -> None:
    old, new = "def f(): return 1", "def f(): return 2"
    assert stands((None, old), (None, new)) == [new]
    assert stands((None, old + "\nimport math"), (None, new)) == [old + "\nimport math", new]


def test_a_cell_that_ran_before_the_ids_were_told_is_known_by_its_text() -> None:
    assert stands((None, "f = 1"), ("A", "f = 1"), ("A", "f = 2")) == ["f = 2"]
    assert stands((None, "print(1)"), ("A", "print(1)")) == ["print(1)"]


def test_an_unknown_cell_that_is_not_python_has_defined_nothing() -> None:
    assert stands((None, "def f(:"), (None, "g = 1")) == ["g = 1"]


def test_magics_do_not_hide_what_a_cell_defines() -> None:
    old, new = "%matplotlib inline\ndef f(): pass", "%%time\ndef f(): return 1"
    assert stands((None, old), (None, new)) == [new]


@pytest.mark.parametrize("reset", ["%reset -f", "x = 1\n%reset -f -s"])
def test_what_ran_before_a_reset_is_gone(reset: str) -> None:
    assert stands(("A", "f = 1"), ("R", reset), ("B", "g = 1")) == [reset, "g = 1"]


def test_a_selective_reset_is_none() -> None:
    assert "f = 1" in stands(("A", "f = 1"), ("R", "%reset_selective -f x"))


def test_text_that_exhausts_the_parser_stands_as_it_is() -> None:
    deep = "x = " + "(" * 5_000 + ")" * 5_000
    assert stands(("A", deep), ("B", "y = 1")) == [deep, "y = 1"]


def test_after_very_many_runs_only_the_standing_cells_are_left() -> None:
    executions = [Execution(1, "f = 1", "A"), Execution(MOST_NUMBERED + 1, "g = 1", "B")]
    assert standing_cells(executions) == ("f = 1", "g = 1")
