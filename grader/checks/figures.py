"""What a student's plot shows: read from the Axes as plain data, whatever it was drawn with.

matplotlib is loaded in the worker only. The functions that look are fixtures: their source runs
there, so that each stands on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from grader.session import Remote, Student, StudentFault

from .exercise import Exercise
from .expect import expect

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Series: TypeAlias = "tuple[tuple[float, ...], tuple[float, ...]]"
MAX_SERIES = 1_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an Axes shows.

    ``series`` are the x and y of each line, set of points and set of bars (the middle and the top
    of each bar), in drawing order; points drawn one by one count as one series. ``stalks`` are
    the ends of vertical lines. ``title`` joins those of the Axes and its figure; ``figure`` tells
    figures apart. Scales are matplotlib's names, such as "log".
    """

    series: tuple[Series, ...]
    stalks: tuple[Series, ...]
    x_scale: str
    y_scale: str
    x_label: str
    y_label: str
    title: str
    figure: int

    @property
    def empty(self) -> bool:
        """Whether nothing is drawn."""
        return not self.series and not self.stalks

    def has_heights(self, values: Sequence[float]) -> bool:
        """Whether some series has these heights, from left to right, each at an x of its own.

        To a millionth of each. The ends of vertical lines count where there is nothing else of
        that length.
        """
        marks = [pair for pair in self.series if len(pair[1]) == len(values)] or self.stalks
        return any(len(set(x)) == len(y) == len(values) and _rise(x, y, values) for x, y in marks)

    def has_points(self, x: Sequence[float], y: Sequence[float]) -> bool:
        """Whether some series goes through exactly these points, in any order."""
        wanted = sorted(zip(x, y, strict=True))
        return any(
            len(xs) == len(wanted)
            and np.allclose(sorted(zip(xs, ys, strict=True)), wanted, rtol=1e-6, atol=1e-12)
            for xs, ys in self.series
        )


class Figures:
    """Looks at the plots of an exercise's submissions. Make one beside the exercise."""

    def __init__(self, exercise: Exercise) -> None:
        exercise.preload = (*exercise.preload, "matplotlib.pyplot")
        for fixture in (_shown_by, _new_axes, _close_figures):
            exercise.fixture(fixture)

    def look(self, student: Student, axes: Remote) -> Drawn | None:
        """What an Axes of the worker shows; None if it is no Axes."""
        told = student.fixture("_shown_by")(axes)
        return None if told is None else _checked(told)

    def drawn_by(
        self,
        student: Student,
        function: Remote,
        *args: Any,
        name: str,
        case: str | None = None,
        look_at: str | None = None,
    ) -> tuple[Remote, Drawn]:
        """Call a function that returns the Axes that it drew on; the Axes and what it shows.

        Raises Mismatch if it returns anything else.
        """
        axes = student.keep(function, *args)
        drawn = self.look(student, axes)
        if drawn is None:
            nothing = axes._type == "NoneType"
            bug = "returns-nothing" if nothing else "wrong-return-type"
            kind = "None" if nothing else f"a {axes._type}"
            text = f"{function._label} returns {kind}, expected the Axes it drew on"
            expect(axes, name, case).fails(text, bug, look_at)
        return axes, drawn

    def new_axes(self, student: Student) -> Remote:
        """An empty Axes of a new figure, to be given to the student's function."""
        return student.keep(student.fixture("_new_axes"))

    def close(self, student: Student) -> None:
        """Forget all figures."""
        student.fixture("_close_figures")()


def _rise(x: Sequence[float], y: Sequence[float], values: Sequence[float]) -> bool:
    heights = [height for _, height in sorted(zip(x, y, strict=True))]
    return bool(np.allclose(heights, values, rtol=1e-6, atol=0))


def _checked(told: Any) -> Drawn:
    """What the worker told, which the student's code may have meddled with."""
    try:
        series, stalks = (
            tuple((_numbers(x), _numbers(y)) for x, y in told[key][:MAX_SERIES])
            for key in ("series", "stalks")
        )
        keys = ("x_scale", "y_scale", "x_label", "y_label", "title")
        words = {key: str(told[key])[:1000] for key in keys}
        return Drawn(series, stalks, figure=int(told["figure"]), **words)
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise StudentFault("bad-reply", "the plot cannot be read") from error


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _new_axes() -> Axes:
    import matplotlib.pyplot as plt

    return plt.subplots()[1]


def _close_figures() -> None:
    import matplotlib.pyplot as plt

    plt.close("all")


def _shown_by(axes: Any) -> Any:
    import matplotlib.axes

    if not isinstance(axes, matplotlib.axes.Axes):
        return None
    series: list[Any] = []
    stalks: list[Any] = []
    single: list[list[float]] = [[], []]
    for line in axes.lines:
        x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
        if x.size == 1:
            single[0] += x.ravel().tolist()
            single[1] += y.ravel().tolist()
        else:
            series.append([x.ravel().tolist(), y.ravel().tolist()])
    for points in axes.collections:
        if hasattr(points, "get_segments"):
            ends = [max(map(tuple, s), key=lambda p: p[1]) for s in points.get_segments() if len(s)]
            if ends:
                stalks.append([[float(p[0]) for p in ends], [float(p[1]) for p in ends]])
            continue
        offsets = np.ma.getdata(points.get_offsets())
        if len(offsets) == 1:
            single[0].append(float(offsets[0, 0]))
            single[1].append(float(offsets[0, 1]))
        elif len(offsets):
            series.append([offsets[:, 0].tolist(), offsets[:, 1].tolist()])
    if single[0]:
        series.append(single)
    bars: list[Any] = [p for p in axes.patches if hasattr(p, "get_height")]
    if bars:
        middles = [float(p.get_x() + p.get_width() / 2) for p in bars]
        series.append([middles, [float(p.get_y() + p.get_height()) for p in bars]])
    titles = [axes.get_title(loc=where) for where in ("left", "center", "right")]
    figure: Any = axes.get_figure()
    above = getattr(figure, "get_suptitle", None)
    overall = above() if above else getattr(getattr(figure, "_suptitle", None), "get_text", str)()
    return {
        "series": series,
        "stalks": stalks,
        "x_scale": axes.get_xscale(),
        "y_scale": axes.get_yscale(),
        "x_label": axes.get_xlabel() or getattr(figure, "get_supxlabel", str)(),
        "y_label": axes.get_ylabel() or getattr(figure, "get_supylabel", str)(),
        "title": " ".join([*titles, overall]),
        "figure": id(figure),
    }
