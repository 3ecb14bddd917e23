"""What a student's plot shows: read from the Axes as plain data, whatever it was drawn with.

matplotlib is loaded in the worker only. The functions that look are fixtures: their source runs
there, so that they stand on their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from grader.session import Later, Remote, Steps, Student, StudentFault

from .exercise import Exercise
from .expect import expect

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Series: TypeAlias = "tuple[tuple[float, ...], tuple[float, ...]]"
MAX_SERIES = 1_000
MAX_AXES = 100


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


@dataclass(frozen=True, slots=True)
class Plot:
    """What a function that draws returned, and what is drawn there.

    ``shown`` is None if it returned no Axes.
    """

    function: Remote
    returned: Remote
    shown: Drawn | None

    def drawn(self, name: str, case: str | None = None, look_at: str | None = None) -> Drawn:
        """What is drawn on the Axes that it returned.

        Raises Mismatch if it returned anything else.
        """
        if self.shown is None:
            nothing = self.returned._type == "NoneType"
            bug = "returns-nothing" if nothing else "wrong-return-type"
            kind = "None" if nothing else f"a {self.returned._type}"
            text = f"{self.function._label} returns {kind}, expected the Axes it drew on"
            expect(None, name, case).fails(text, bug, look_at)
        return self.shown


class Figures:
    """Looks at the plots of an exercise's submissions. Make one beside the exercise.

    What is noted in :class:`Steps` can be done in one message with other things.
    """

    def __init__(self, exercise: Exercise) -> None:
        exercise.preload = (*exercise.preload, "matplotlib.pyplot")
        for fixture in (_shown_by, _shown_in, _new_axes, _new_figure, _close_figures):
            exercise.fixture(fixture)

    def look(self, student: Student, axes: Remote) -> Drawn | None:
        """What an Axes of the worker shows; None if it is no Axes."""
        return self.noted_look(Steps(student), axes)()

    def noted_look(self, steps: Steps, axes: Remote | Later) -> Callable[[], Drawn | None]:
        """Note a look; a function that tells what the Axes showed then, None if it is no Axes."""
        told = steps.call(self._fixture(steps, "_shown_by"), axes)
        return lambda: None if told.value is None else _checked(told.value)

    def noted_look_into(self, steps: Steps, figure: Remote | Later) -> Callable[[], list[Drawn]]:
        """Note a look into a figure; a function that tells what each of its Axes showed then."""
        told = steps.call(self._fixture(steps, "_shown_in"), figure)
        return lambda: [_checked(each) for each in _a_list(told.value)]

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
        plot = self.noted_plot(Steps(student), function, *args)()
        return plot.returned, plot.drawn(name, case, look_at)

    def noted_plot(
        self, steps: Steps, function: Remote, /, *args: Any, **kwargs: Any
    ) -> Callable[[], Plot]:
        """Note a call of a function that draws, and a look; a function that tells both."""
        returned = steps.keep(function, *args, **kwargs)
        look = self.noted_look(steps, returned)
        return lambda: Plot(function, returned.value, look())

    def new_axes(self, student: Student) -> Remote:
        """An empty Axes of a new figure, to be given to the student's function."""
        axes: Remote = self.noted_axes(Steps(student)).value
        return axes

    def noted_axes(self, steps: Steps) -> Later:
        """Note that there is to be an empty Axes of a new figure."""
        return steps.keep(self._fixture(steps, "_new_axes"))

    def noted_figure(self, steps: Steps) -> Later:
        """Note that there is to be a new figure without Axes, which is then the current one."""
        return steps.keep(self._fixture(steps, "_new_figure"))

    def close(self, student: Student) -> None:
        """Forget all figures."""
        _ = self.noted_close(Steps(student)).value

    def noted_close(self, steps: Steps) -> Later:
        """Note that all figures are to be forgotten."""
        return steps.call(self._fixture(steps, "_close_figures"))

    @staticmethod
    def _fixture(steps: Steps, name: str) -> Remote:
        return steps._session.student.fixture(name)


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


def _a_list(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise StudentFault("bad-reply", "the figure cannot be read")
    return told[:MAX_AXES]


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _new_axes() -> Axes:
    import matplotlib.pyplot as plt

    return plt.subplots()[1]


def _new_figure() -> Figure:
    import matplotlib.pyplot as plt

    return plt.figure()


def _close_figures() -> None:
    import matplotlib.pyplot as plt

    plt.close("all")


def _shown_in(figure: Any) -> Any:
    return [_shown_by(axes) for axes in figure.axes]


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
        offsets = np.asarray(points.get_offsets())
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
