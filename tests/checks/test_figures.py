"""What a plot shows, whatever it was drawn with, and what a student is told of it."""

from __future__ import annotations

import pytest

from grader import Draw, Drawn, Exercise, Figures, Steps, Student, expect

VALUES = [0.5, 4.0, 0.25]


def seen_in(judge, text: str) -> Drawn:
    """What an exercise's figures show of ``plot(values)``."""
    exercise = Exercise("mine", title="Mine")
    figures = Figures(exercise)
    seen: list[Drawn] = []

    def check(student: Student, draw: Draw) -> None:
        _, drawn = figures.drawn_by(student, student.plot, VALUES, name="plot(values)")
        seen.append(drawn)
        figures.close(student)

    result = judge(check, f"import matplotlib.pyplot as plt\n{text}", exercise)
    assert result.status == "passed", result.message
    return seen[0]


@pytest.mark.parametrize(
    "draw",
    [
        "ax.plot([1, 2, 3], values)",
        "ax.plot([3, 1, 2], [values[2], values[0], values[1]], 'o')",
        "ax.scatter([1, 2, 3], values)",
        "ax.bar([1, 2, 3], values)",
        "ax.bar(['a', 'b', 'c'], values)",
        "ax.vlines([1, 2, 3], 0, values)",
        "[ax.plot(i, v, 'o') for i, v in enumerate(values)]",
    ],
)
def test_heights_are_found_whatever_draws_them(judge, draw: str) -> None:
    shown = seen_in(
        judge, f"def plot(values):\n    fig, ax = plt.subplots()\n    {draw}\n    return ax"
    )
    assert shown.has_heights(VALUES)
    assert not shown.has_heights(VALUES[::-1])
    assert not shown.empty


def test_labels_scales_and_points_are_read(judge) -> None:
    shown = seen_in(
        judge,
        """
def plot(values):
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], values)
    ax.set(xlabel="layer", ylabel="norm", title="flow", yscale="log")
    fig.suptitle("all")
    return ax
""",
    )
    assert (shown.x_label, shown.y_label, shown.y_scale, shown.x_scale) == (
        "layer",
        "norm",
        "log",
        "linear",
    )
    assert "flow" in shown.title
    assert "all" in shown.title
    assert shown.has_points([3, 1, 2], [0.25, 0.5, 4.0])
    assert not shown.has_points([1, 2, 3], [0.25, 0.5, 4.0])


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        ("None", "plot returns None, expected the Axes it drew on"),
        ("plt.figure()", "plot returns a Figure, expected the Axes it drew on"),
        ("3", "plot returns a int, expected the Axes it drew on"),
    ],
)
def test_no_axes_is_said(judge, returned: str, said: str) -> None:
    exercise = Exercise("mine", title="Mine")
    figures = Figures(exercise)

    def check(student: Student, draw: Draw) -> None:
        figures.drawn_by(student, student.plot, VALUES, name="plot(values)")

    text = f"import matplotlib.pyplot as plt\ndef plot(values): return {returned}"
    result = judge(check, text, exercise)
    assert (result.status, result.message) == ("failed", said)


def test_plots_and_looks_are_noted_together(judge) -> None:
    exercise = Exercise("mine", title="Mine")
    figures = Figures(exercise)
    seen: list[Drawn | None] = []

    def check(student: Student, draw: Draw) -> None:
        steps = Steps(student)
        given = figures.noted_axes(steps)
        empty = figures.noted_look(steps, given)
        plot = figures.noted_plot(steps, student.plot, VALUES, ax=given)
        figures.noted_close(steps)
        made = plot()
        assert made.returned == given.value
        seen.extend([empty(), made.shown, made.drawn("plot(values)")])

    text = (
        "import matplotlib.pyplot as plt\ndef plot(values, ax):\n    ax.plot(values)\n    return ax"
    )
    assert judge(check, text, exercise).status == "passed"
    empty, shown, drawn = seen
    assert empty is not None
    assert empty.empty
    assert drawn == shown
    assert drawn is not None
    assert drawn.has_heights(VALUES)


def test_a_figure_takes_the_place_of_the_current_axes(judge) -> None:
    exercise = Exercise("mine", title="Mine")
    figures = Figures(exercise)

    def check(student: Student, draw: Draw) -> None:
        steps = Steps(student)
        given, figure = figures.noted_axes(steps), figures.noted_figure(steps)
        before = figures.noted_look_into(steps, figure)
        steps.call(student.plot, VALUES)
        looks = figures.noted_look(steps, given)(), figures.noted_look_into(steps, figure)()
        assert before() == []
        assert looks[0] is not None
        assert looks[0].empty
        (drawn,) = looks[1]
        assert drawn.has_heights(VALUES)

    text = "import matplotlib.pyplot as plt\ndef plot(values): plt.plot(values)"
    assert judge(check, text, exercise).status == "passed"


@pytest.mark.parametrize("told", ["3", "[None]", "['x']", "[{}]"])
def test_a_figure_that_lies_is_the_students_fault(judge, told: str) -> None:
    exercise = Exercise("mine", title="Mine")
    figures = Figures(exercise)

    def check(student: Student, draw: Draw) -> None:
        steps = Steps(student)
        _ = figures.noted_look_into(steps, steps.keep(student.plot))()

    text = f"""
import sys
class Liar:
    @property
    def axes(self):
        sys._getframe(1).f_globals["_shown_by"] = lambda axes: axes
        return {told}
def plot(): return Liar()
"""
    assert judge(check, text, exercise).status == "error"


def test_a_plot_that_lies_is_the_students_fault(judge) -> None:
    exercise = Exercise("mine", title="Mine")
    figures = Figures(exercise)

    def check(student: Student, draw: Draw) -> None:
        _, drawn = figures.drawn_by(student, student.plot, VALUES, name="plot(values)")
        expect(drawn, "plot").is_true(drawn.empty, "something is drawn")

    text = """
import matplotlib.pyplot as plt
import matplotlib.axes
class Line:
    def get_xdata(self): return 1j
    get_ydata = get_xdata
class Lying(matplotlib.axes.Axes):
    lines = [Line()]
def plot(values):
    return plt.figure().add_subplot(axes_class=Lying)
"""
    assert judge(check, text, exercise).status in ("error", "failed")
