from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from grader import (
    Architecture,
    Drawn,
    Exercise,
    Figures,
    Parts,
    Plot,
    Remote,
    Steps,
    StudentFault,
    agrees,
    apart,
    array_of,
    expect,
    judge_apart,
    unchanged,
    varied_array,
)

exercise = Exercise("gradient_flow", title="How gradients flow", lecture="5.4")
figures = Figures(exercise)
SMOOTH = Architecture(hidden="tanh", output="sigmoid")
KINKED = Architecture(hidden="relu", output="sigmoid")
NORM = "Practice exercise 4: the Frobenius norm of dW_1 ... dW_L, in the order of the layers"
PLOT = "Practice exercise 4: one point or bar per layer, labelled, on a logarithmic y axis"


@exercise.fixture
class FlowingNetwork:
    """A network of the shared convention; ``factors`` multiply what backward returns."""

    def __init__(self, weights, biases, relu, factors):
        self.weights = [np.array(w) for w in weights]
        self.biases = [np.array(b) for b in biases]
        self.relu = relu
        self.factors = factors
        self.cache = {}

    def forward(self, X):
        a = np.asarray(X, dtype=float)
        self.cache = {"A0": a}
        last = len(self.weights)
        for layer, (w, b) in enumerate(zip(self.weights, self.biases), 1):
            z = a @ w + b
            if layer == last:
                a = 1 / (1 + np.exp(-z))
            else:
                a = np.maximum(z, 0) if self.relu else np.tanh(z)
            self.cache[f"Z{layer}"], self.cache[f"A{layer}"] = z, a
        return a

    def backward(self, y):
        if not self.cache:
            raise RuntimeError("backward(y) needs a forward(X) before it")
        y = np.asarray(y, dtype=float)
        last, m = len(self.weights), len(y)
        grads = {}
        dz = self.cache[f"A{last}"] - y
        for layer in range(last, 0, -1):
            factor = self.factors[layer - 1]
            grads[f"dW{layer}"] = factor * (self.cache[f"A{layer - 1}"].T @ dz) / m
            grads[f"db{layer}"] = dz.sum(axis=0, keepdims=True) / m
            if layer > 1:
                z = self.cache[f"Z{layer - 1}"]
                slope = (z > 0) * 1.0 if self.relu else 1 - np.tanh(z) ** 2
                dz = (dz @ self.weights[layer - 1].T) * slope
        return grads

    def update(self, grads, lr):
        for layer in range(len(self.weights)):
            self.weights[layer] -= lr * grads[f"dW{layer + 1}"]
            self.biases[layer] -= lr * grads[f"db{layer + 1}"]


def note_norms(student, steps, probe, factors):
    """Note a call of gradient_norms; the probe's network in the worker, and what is returned."""
    network = steps.keep(
        student.fixture("FlowingNetwork"),
        list(probe.parameters.weights),
        list(probe.parameters.biases),
        probe.kind.hidden == "relu",
        factors,
    )
    return network, steps.call(student.gradient_norms, network, probe.X, probe.y)


def by_text(values):
    """Layers in the order of their names as text: dW1, dW10, dW11, dW2, ..."""
    order = sorted(range(1, len(values) + 1), key=str)
    return [values[i - 1] for i in order]


def with_biases(weights, biases):
    """The norms of all gradients, in the orders in which a dict may hold them."""
    pairs = list(zip(weights, biases, strict=True))
    return [
        [norm for pair in pairs for norm in pair],
        [norm for pair in pairs[::-1] for norm in pair],
        [*weights, *biases],
    ]


def weight_gradients(probe, factors):
    """dW_1 ... dW_L as backward returns them."""
    trace = probe.trace()
    return [factor * trace[f"dW{i}"] for i, factor in enumerate(factors, 1)]


def slips(probe, grads, right):
    """What the usual slips make of the norms of one network."""
    trace = probe.trace()
    layers = range(1, probe.depth + 1)
    slopes = [np.linalg.norm(trace[f"db{i}"]) for i in layers]
    return {
        "norms-of-weights": [[np.linalg.norm(w) for w in probe.parameters.weights]],
        "norms-of-wrong-gradient": [
            slopes,
            *with_biases(right, slopes),
            [np.linalg.norm(trace[f"dZ{i}"]) for i in layers],
            [
                np.sqrt(np.sum(g**2) + np.sum(trace[f"db{i}"] ** 2))
                for i, g in zip(layers, grads, strict=True)
            ],
        ],
        "squared-norm": [[r**2 for r in right]],
        "max-norm": [[np.max(np.abs(g)) for g in grads]],
        "logged-values": [list(np.log10(right)), list(np.log(right)), list(np.log1p(right))],
        "layers-out-of-order": [by_text(right)],
        "missing-layer": [right[:-1], right[1:], right[:2]],
        "normalised-norms": [[r / whole for r in right] for whole in (max(right), sum(right))],
        "clipped-values": [[min(r, 1.0) for r in right]],
        "wrong-norm": [
            [np.sum(np.abs(g)) for g in grads],
            [np.linalg.norm(g, "nuc") for g in grads],
            [np.linalg.norm(g, np.inf) for g in grads],
            [np.linalg.norm(g, 2) for g in grads],
            [np.linalg.norm(g, 1) for g in grads],
        ],
        "averaged-norm": [
            [np.sqrt(np.mean(g**2)) for g in grads],
            [np.mean(np.abs(g)) for g in grads],
            [r / g.size for r, g in zip(right, grads, strict=True)],
            [r / len(probe.X) for r in right],
        ],
        "reversed-layers": [right[::-1]] if probe.depth > 1 else [],
    }


def judge_norms(got, probe, factors):
    """The norms of one network, against the definition and the usual slips."""
    value = expect(got, "gradient_norms(nn, X, y)", probe.note)
    if isinstance(got, dict):
        text = "gradient_norms returns a dict, expected a list of numbers"
        value.fails(text, "wrong-return-type", NORM)
    for number, norm in enumerate(got if isinstance(got, (list, tuple)) else [], 1):
        text = f"entry {number} of gradient_norms is an array of shape {np.shape(norm)}, expected one number"
        several = isinstance(norm, np.ndarray) and norm.size > 1
        value.is_true(not several, text, "wrong-return-type", NORM)
    grads = weight_gradients(probe, factors)
    right = [np.linalg.norm(g) for g in grads]
    if not agrees(got, right):
        value.equals(right, wrong=slips(probe, grads, right), look_at=NORM)


def norms_of(student, probe, factors, steps):
    """Note a call; a function that judges what it returned."""
    _, got = note_norms(student, steps, probe, factors)
    return lambda: judge_norms(got.value, probe, factors)


@exercise.check(points=7)
def norms(student, draw):
    """gradient_norms returns the Frobenius norm of each layer's weight gradient, in order"""
    probes = draw.network(KINKED, [3, 5, 4, 2], 6), draw.network(KINKED, [5, 5, 5], 7)
    notes = [partial(norms_of, student, each, [1.0] * each.depth) for each in probes]
    return judge_apart(student, *notes)


def enlarged(probe, factors):
    """These factors, so much larger that the largest norm is 30: a bound on norms must show."""
    trace = probe.trace()
    norms = [f * np.linalg.norm(trace[f"dW{i}"]) for i, f in enumerate(factors, 1)]
    return [f * 30.0 / max(norms) for f in factors]


def judge_kept(kind, held, expected):
    """The network holds the weights or biases that it held before."""
    for layer, array in enumerate(expected):
        have = held[layer] if isinstance(held, (list, tuple)) and layer < len(held) else None
        if not agrees(have, array, 1e-12):
            text = f"gradient_norms changes nn.{kind}[{layer}]"
            expect(None, "gradient_norms").fails(text, "changed-parameters")


def norms_alone(student, probe, factors, steps):
    """Note a call; a function that judges what it returned and that it changed nothing."""
    network, got = note_norms(student, steps, probe, factors)
    held = {kind: steps.attribute(network, kind) for kind in ("weights", "biases")}

    def judge():
        judge_norms(got.value, probe, factors)
        for kind, later in held.items():
            judge_kept(kind, later.value, getattr(probe.parameters, kind))

    return judge


def norms_again(student, probe, steps):
    """Note two calls with the same network; a function that judges what stays of the first."""
    network, first = note_norms(student, steps, probe, [1.0, 1.0])
    again = steps.call(student.gradient_norms, network, probe.X, probe.y)

    def judge():
        name = "gradient_norms(nn, X, y)"
        once = first.value
        data = [label for label in first.record.changed if not label.startswith("argument 1")]
        unchanged(data, "gradient_norms")
        varied_array(once, name, array_of(once, name).shape)
        expect(again.value, f"{name} a second time").equals(
            once, wrong={"accumulated-gradients": [np.append(once, once)]}
        )

    return judge


@exercise.check(points=3)
def any_network(student, draw):
    """gradient_norms takes networks of any depth, asks their own backward, and changes nothing"""
    cases = (
        (draw.network(SMOOTH, [4, 2], 5), [1.0]),
        (draw.network(SMOOTH, [3, 4, 3, 5, 3, 1], 5), [1.0, 0.5, 2.0, 1.0, 3.0]),
        (draw.network(SMOOTH, [4, 3, 1], 1), [0.7, 1.0]),
        (draw.network(KINKED, [2, 6, 1], 4, integers=True), [1.0, 1.0]),
        (draw.network(SMOOTH, [4, *[3] * 10, 1], 4), [1.0 + 0.1 * i for i in range(11)]),
    )
    notes = [
        partial(norms_alone, student, probe, enlarged(probe, factors) if probe.depth > 2 else factors)
        for probe, factors in cases
    ]
    again = partial(norms_again, student, draw.network(SMOOTH, [3, 4, 2], 6))
    return judge_apart(student, *notes, again)


def plot_of(student, values, steps):
    """Note a plot on no Axes in particular; a function that tells what it shows."""
    return figures.noted_plot(steps, student.plot_gradient_flow, values)


def cleared(note, steps):
    """Note as ``note`` does, but have all figures forgotten first."""
    figures.noted_close(steps)
    steps.new_section()
    return note(steps)


def plotted(student, plot, values, case=None):
    """What plot_gradient_flow drew: on the Axes that it returned, or else on those it is given.

    What it returns is judged in the check of the axes, unless it draws nothing at all.
    """
    if plot.shown is None:
        steps = Steps(student)
        given = figures.noted_axes(steps)
        steps.call(student.plot_gradient_flow, values, ax=given)
        shown = figures.noted_look(steps, given)()
        if shown is not None and not shown.empty:
            return shown
    return plot.drawn("plot_gradient_flow(norms)", case, PLOT)


def drawn_logs(shown, values):
    """Whether logarithms of the norms are drawn in their place."""
    logs = (np.log10(values), np.log(values), -np.log10(values))
    return any(shown.has_heights(list(each)) for each in logs)


def judge_heights(shown, values, case):
    """One point or bar per layer, in order, of the right height."""
    if shown.has_heights(values):
        return
    bug = None
    if shown.has_heights(values[::-1]):
        bug = "reversed-layers"
    if any(shown.has_heights(order) for order in (sorted(values), sorted(values, reverse=True))):
        bug = "layers-out-of-order"
    if shown.has_heights(values[1:]) or shown.has_heights(values[:-1]):
        bug = "missing-layer"
    if any(shown.has_heights([v / whole for v in values]) for whole in (max(values), sum(values))):
        bug = "normalised-norms"
    if drawn_logs(shown, values):
        bug = "logged-values"
    text = "the plot does not show one point or bar per layer, in order, at the height of its norm"
    expect(shown, "plot_gradient_flow(norms)", case).fails(text, bug, PLOT)


def some_norms(draw, count):
    """Norms over several powers of ten, neither rising nor falling."""
    while True:
        values = [float(10 ** draw.number(-4, 1)) for _ in range(count)]
        if values not in (sorted(values), sorted(values, reverse=True)):
            return values


@exercise.check(points=4)
def plot(student, draw):
    """plot_gradient_flow draws one point or bar per layer on a logarithmic y axis"""
    parts = Parts()
    drawn = [some_norms(draw, count) for count in (4, 7)]
    plots = apart(student, *(partial(plot_of, student, values) for values in drawn))
    for values, each in zip(drawn, plots, strict=True):
        case = f"{len(values)} layers"
        with parts.part():
            judge_heights(plotted(student, each(), values, case), values, case)
        with parts.part():
            shown = plotted(student, each(), values, case)
            text = f"the y axis is {shown.y_scale}, expected logarithmic"
            # The logarithms of the norms belong on a linear axis: that is one mistake, not two.
            good = shown.y_scale == "log" or drawn_logs(shown, values)
            expect(shown, "plot_gradient_flow(norms)", case).is_true(good, text, "linear-axis", PLOT)
    return parts.judgement()


def writings(shown):
    """What is written on a plot: the words for it, whether it is there, and the name of its lack."""
    return (
        ("label on the x axis", bool(shown.x_label.strip()), "missing-label"),
        ("label on the y axis", bool(shown.y_label.strip()), "missing-label"),
        ("title", bool(shown.title.strip()), "missing-title"),
    )


@exercise.check(points=3)
def labels(student, draw):
    """The plot has a label on each axis and a title"""
    parts = Parts()
    values = some_norms(draw, 3)
    usual, given = apart(
        student,
        partial(cleared, partial(plot_of, student, values)),
        partial(shown_on_given, student, values),
    )
    shown = plotted(student, usual(), values)
    for words, there, bug in writings(shown):
        with parts.part():
            expect(shown, "plot_gradient_flow(norms)").is_true(there, f"the plot has no {words}", bug, PLOT)
    with parts.part():
        judge_given_labels(given(), shown)
    return parts.judgement()


def shown_on_given(student, values, steps):
    """Note a plot on Axes that are not the current ones; a function that tells what they show."""
    given = figures.noted_axes(steps)
    figures.noted_figure(steps)
    drawing = steps.call(student.plot_gradient_flow, values, ax=given)
    steps.new_section()
    look = figures.noted_look(steps, given)

    def shown():
        try:
            _ = drawing.value
        except StudentFault as fault:
            if fault.kind != "exception":
                raise
        return look()

    return shown


def judge_given_labels(shown, usual):
    """What is written on the usual plot is written on axes that were given, current or not.

    Where nothing is drawn there, which is charged elsewhere, the usual plot counts.
    """
    if shown is None or shown.empty:
        return
    pairs = zip(writings(shown), writings(usual), strict=True)
    lacking = [(words, bug) for (words, there, bug), (_, usually, _) in pairs if usually and not there]
    if lacking:
        text = f"the given ax has no {', no '.join(words for words, _ in lacking)}"
        expect(shown, "plot_gradient_flow(norms, ax=ax)").fails(text, lacking[0][1], PLOT)


@exercise.check(points=3)
def axes(student, draw):
    """plot_gradient_flow draws on ax when given, on a new figure otherwise, from any array-like"""
    parts = Parts()
    values = some_norms(draw, 4)
    others = [(np.array(values), "an array of norms"), (tuple(values), "a tuple of norms")]
    given, twice, *rest = apart(
        student,
        partial(cleared, partial(drawn_on_given, student, values)),
        partial(drawn_twice, student, values),
        *(partial(plot_of, student, each) for each, _ in others),
    )
    with parts.part(2.0):
        on_given = given()
        usual = twice().first
        judge_given(on_given, usual, plotted(student, usual, values))
    with parts.part(2.0):
        judge_fresh(twice())
    for (each, case), last in zip(others, rest, strict=True):
        with parts.part(0.5):
            plotted(student, last(), each, case)
    return parts.judgement()


@dataclass(frozen=True)
class OnGiven:
    """The Axes that were given, what was returned, and what is drawn there and elsewhere."""

    given: Remote
    returned: Remote
    shown: Drawn | None
    elsewhere: list[Drawn]


def drawn_on_given(student, values, steps):
    """Note a plot on Axes beside the current figure; a function that tells what came of it."""
    given, other = figures.noted_axes(steps), figures.noted_figure(steps)
    returned = steps.keep(student.plot_gradient_flow, values, ax=given)
    here, there = figures.noted_look(steps, given), figures.noted_look_into(steps, other)
    return lambda: OnGiven(given.value, returned.value, here(), there())


def judge_given(plot, usual, shown):
    """All is drawn on the ax that is given, and that ax is returned; ``usual`` is without ax."""
    value = expect(plot.shown, "plot_gradient_flow(norms, ax=ax)")
    empty = plot.shown is None or plot.shown.empty
    value.is_true(not empty, "nothing is drawn on the ax that was given", "ignored-axes", PLOT)
    elsewhere = [each for each in plot.elsewhere if each.series]
    value.is_true(not elsewhere, "it draws on other axes than those given", "ignored-axes", PLOT)
    logarithmic = shown.y_scale != "log" or plot.shown.y_scale == "log"
    value.is_true(logarithmic, "the y axis of the given ax is not logarithmic", "ignored-axes", PLOT)
    if usual.shown is None:
        return  # it never returns Axes: that is charged with the plot that it makes by itself
    nothing = plot.returned._type == "NoneType"
    text = "it returns nothing when ax is given" if nothing else "it returns something else than the ax that was given"
    bug = "returns-nothing" if nothing else "wrong-return-type"
    value.is_true(plot.returned == plot.given, text, bug, PLOT)


@dataclass(frozen=True)
class Twice:
    """Two plots without ax, the second of which may raise, and what is in an older figure."""

    first: Plot
    again: Callable[[], Plot]
    old: Callable[[], list[Drawn]]


def drawn_twice(student, values, steps):
    """Note two plots on no Axes in particular; a function that tells what they show."""
    before = figures.noted_figure(steps)
    first, again = (plot_of(student, values, steps) for _ in range(2))
    old = figures.noted_look_into(steps, before)
    return lambda: Twice(first(), again, old)


def judge_fresh(plots):
    """Without ax, each plot is a figure of its own."""
    name, case = "plot_gradient_flow(norms)", "without ax"
    shown = plots.first.drawn(name, case, PLOT)
    again = plots.again().drawn(name, case, PLOT)
    old = {each.figure for each in plots.old()}
    fresh = shown.figure != again.figure and old.isdisjoint([shown.figure, again.figure])
    text = "without ax, it draws into a figure that was there before"
    expect(shown, name).is_true(fresh, text, "reused-figure", PLOT)
