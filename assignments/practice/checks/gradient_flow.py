import numpy as np

from grader import Architecture, Exercise, Figures, Parts, StudentFault, expect, unchanged, varied_array

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


def flowing(student, probe, factors):
    """The probe's network in the worker."""
    return student.keep(
        student.fixture("FlowingNetwork"),
        list(probe.parameters.weights),
        list(probe.parameters.biases),
        probe.kind.hidden == "relu",
        factors,
    )


def by_text(values):
    """Layers in the order of their names as text: dW1, dW10, dW11, dW2, ..."""
    order = sorted(range(1, len(values) + 1), key=str)
    return [values[i - 1] for i in order]


def judge_norms(student, probe, factors):
    """The norms of one network, against the definition and the usual slips."""
    network = flowing(student, probe, factors)
    got = student.gradient_norms(network, probe.X, probe.y)
    trace = probe.trace()
    layers = range(1, probe.depth + 1)
    grads = [factors[i - 1] * trace[f"dW{i}"] for i in layers]
    right = [np.linalg.norm(g) for g in grads]
    wrong = {
        "norms-of-weights": [[np.linalg.norm(w) for w in probe.parameters.weights]],
        "norms-of-wrong-gradient": [
            [np.linalg.norm(trace[f"db{i}"]) for i in layers],
            [np.linalg.norm(trace[f"dZ{i}"]) for i in layers],
            [
                np.sqrt(np.sum(g**2) + np.sum(trace[f"db{i}"] ** 2))
                for i, g in zip(layers, grads, strict=True)
            ],
        ],
        "squared-norm": [[r**2 for r in right]],
        "max-norm": [[np.max(np.abs(g)) for g in grads]],
        "logged-values": [list(np.log10(right)), list(np.log(right)), list(np.log1p(right))],
        "wrong-order": [by_text(right)],
        "only-some-entries": [right[:-1], right[1:], right[:2]],
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
    value = expect(got, "gradient_norms(nn, X, y)", probe.note)
    if isinstance(got, dict):
        text = "gradient_norms returns a dict, expected a list of numbers"
        value.fails(text, "wrong-return-type", NORM)
    value.equals(right, wrong=wrong, look_at=NORM)
    return network


@exercise.check(points=7)
def norms(student, draw):
    """gradient_norms returns the Frobenius norm of each layer's weight gradient, in order"""
    parts = Parts()
    for probe in (draw.network(KINKED, [3, 5, 4, 2], 6), draw.network(KINKED, [5, 5, 5], 7)):
        with parts.part():
            judge_norms(student, probe, [1.0] * probe.depth)
    return parts.judgement()


@exercise.check(points=3)
def any_network(student, draw):
    """gradient_norms takes networks of any depth, asks their own backward, and changes nothing"""
    parts = Parts()
    for probe, factors in (
        (draw.network(SMOOTH, [4, 2], 5), [1.0]),
        (draw.network(SMOOTH, [3, 4, 3, 5, 3, 1], 5), [1.0, 0.5, 2.0, 1.0, 3.0]),
        (draw.network(SMOOTH, [4, 3, 1], 1), [0.7, 1.0]),
        (draw.network(KINKED, [2, 6, 1], 4, integers=True), [1.0, 1.0]),
        (draw.network(SMOOTH, [4, *[3] * 10, 1], 4), [1.0 + 0.1 * i for i in range(11)]),
    ):
        with parts.part():
            network = judge_norms(student, probe, factors)
            for kind, arrays in (("weights", probe.parameters.weights), ("biases", probe.parameters.biases)):
                held = getattr(network, kind)
                for layer, before in enumerate(arrays):
                    after = held[layer]
                    name = f"nn.{kind}[{layer}] after gradient_norms"
                    expect(after, name).equals(before, tolerance=1e-12, wrong={"changed-parameters": [after]})
    with parts.part():
        probe = draw.network(SMOOTH, [3, 4, 2], 6)
        network = flowing(student, probe, [1.0, 1.0])
        first = student.gradient_norms(network, probe.X, probe.y)
        data = [label for label in student.last.changed if not label.startswith("argument 1")]
        unchanged(data, "gradient_norms")
        varied_array(first, "gradient_norms(nn, X, y)", (2,))
        again = student.gradient_norms(network, probe.X, probe.y)
        expect(again, "gradient_norms(nn, X, y) a second time").equals(
            first, wrong={"accumulated-gradients": [[*first, *first]]}
        )
    return parts.judgement()


def plotted(student, values, case):
    """What plot_gradient_flow drew on the Axes that it returned."""
    name = "plot_gradient_flow(norms)"
    function = student.plot_gradient_flow
    return figures.drawn_by(student, function, values, name=name, case=case, look_at=PLOT)[1]


def judge_heights(student, shown, values, case):
    """One point or bar per layer, in order, of the right height."""
    if shown.has_heights(values):
        return
    bug = None
    if shown.has_heights(values[::-1]):
        bug = "reversed-layers"
    for order in (sorted(values), sorted(values, reverse=True)):
        if shown.has_heights(order):
            bug = "wrong-order"
    if shown.has_heights(values[1:]) or shown.has_heights(values[:-1]):
        bug = "only-some-entries"
    for logs in (np.log10(values), np.log(values), -np.log10(values)):
        if shown.has_heights(list(logs)):
            bug = "logged-values"
    text = "the plot does not show one point or bar per layer, in order, at the height of its norm"
    expect(shown, "plot_gradient_flow(norms)", case).fails(text, bug, PLOT)


def some_norms(draw, count):
    """Norms over several powers of ten, in no order."""
    return [float(10 ** draw.number(-4, 1)) for _ in range(count)]


@exercise.check(points=4)
def plot(student, draw):
    """plot_gradient_flow draws one point or bar per layer on a logarithmic y axis"""
    parts = Parts()
    for count in (4, 7):
        values = some_norms(draw, count)
        case = f"{count} layers"
        with parts.part():
            shown = plotted(student, values, case)
            judge_heights(student, shown, values, case)
        with parts.part():
            shown = plotted(student, values, case)
            text = f"the y axis is {shown.y_scale}, expected logarithmic"
            good = shown.y_scale == "log"
            expect(shown, "plot_gradient_flow(norms)", case).is_true(good, text, "linear-axis", PLOT)
    figures.close(student)
    return parts.judgement()


@exercise.check(points=3)
def labels(student, draw):
    """The plot has a label on each axis and a title"""
    parts = Parts()
    values = some_norms(draw, 3)
    shown = labelled(student, values)
    with parts.part():
        on_given_axes(student, values)
    for text, words, bug in (
        (shown.x_label, "label on the x axis", "missing-label"),
        (shown.y_label, "label on the y axis", "missing-label"),
        (shown.title, "title", "missing-title"),
    ):
        with parts.part():
            good = bool(text.strip())
            expect(shown, "plot_gradient_flow(norms)").is_true(good, f"the plot has no {words}", bug, PLOT)
    figures.close(student)
    return parts.judgement()


def on_given_axes(student, values):
    """The labels stand on the axes that were given, though others are the current ones.

    Where nothing is drawn there, which is charged elsewhere, the usual plot counts.
    """
    given = figures.new_axes(student)
    figures.new_axes(student)
    try:
        student.plot_gradient_flow(values, ax=given)
    except StudentFault as fault:
        if fault.kind != "exception":
            raise
    shown = figures.look(student, given)
    if shown.empty:
        shown = labelled(student, values)
    value = expect(shown, "plot_gradient_flow(norms, ax=ax)")
    for text, words, bug in (
        (shown.x_label, "xlabel", "missing-label"),
        (shown.y_label, "ylabel", "missing-label"),
        (shown.title, "title", "missing-title"),
    ):
        value.is_true(bool(text.strip()), f"the given ax has no {words}", bug, PLOT)


def labelled(student, values):
    """The plot that labels are looked for on: the one returned, or else the one asked for."""
    axes = student.keep(student.plot_gradient_flow, values)
    shown = figures.look(student, axes)
    if shown is not None:
        return shown
    given = figures.new_axes(student)
    student.plot_gradient_flow(values, ax=given)
    return figures.look(student, given)


@exercise.check(points=3)
def axes(student, draw):
    """plot_gradient_flow draws on ax when given, on a new figure otherwise, from any array-like"""
    parts = Parts()
    values = some_norms(draw, 4)
    with parts.part():
        given = figures.new_axes(student)
        other = figures.new_axes(student)
        returned = student.keep(student.plot_gradient_flow, values, ax=given)
        shown = figures.look(student, given)
        value = expect(shown, "plot_gradient_flow(norms, ax=ax)")
        value.is_true(not shown.empty, "nothing is drawn on the ax that was given", "ignored-axes", PLOT)
        elsewhere = figures.look(student, other)
        text = "it draws on other axes than those given"
        value.is_true(not elsewhere.series, text, "ignored-axes", PLOT)
        usual = figures.look(student, student.keep(student.plot_gradient_flow, values))
        logarithmic = usual is None or usual.y_scale != "log" or shown.y_scale == "log"
        text = "the y axis of the given ax is not logarithmic"
        value.is_true(logarithmic, text, "ignored-axes", PLOT)
        if returned._type != "NoneType":
            value.is_true(returned == given, "it returns other axes than those given", "ignored-axes", PLOT)
    with parts.part():
        before = figures.new_axes(student)
        shown, again = (plotted(student, values, "without ax") for _ in range(2))
        old = figures.look(student, before)
        fresh = len({old.figure, shown.figure, again.figure}) == 3
        text = "without ax, it draws into a figure that was there before"
        expect(shown, "plot_gradient_flow(norms)").is_true(fresh, text, "reused-figure", PLOT)
    for kind in (np.array, tuple):
        with parts.part(0.5):
            given = figures.new_axes(student)
            student.plot_gradient_flow(kind(values), ax=given)
            shown = figures.look(student, given)
            text = f"a {kind.__name__} of norms is not drawn"
            expect(shown, "plot_gradient_flow").is_true(not shown.empty, text, None, PLOT)
    figures.close(student)
    return parts.judgement()
