import numpy as np

from grader import Architecture, Exercise, Figures, Parts, StudentFault, agrees, array_of, expect, unchanged, varied_array

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


def with_biases(weights, biases):
    """The norms of all gradients, in the orders in which a dict may hold them."""
    pairs = list(zip(weights, biases, strict=True))
    return [
        [norm for pair in pairs for norm in pair],
        [norm for pair in pairs[::-1] for norm in pair],
        [*weights, *biases],
    ]


def judge_norms(student, probe, factors):
    """The norms of one network, against the definition and the usual slips."""
    network = flowing(student, probe, factors)
    got = student.gradient_norms(network, probe.X, probe.y)
    trace = probe.trace()
    layers = range(1, probe.depth + 1)
    grads = [factors[i - 1] * trace[f"dW{i}"] for i in layers]
    right = [np.linalg.norm(g) for g in grads]
    slopes = [np.linalg.norm(trace[f"db{i}"]) for i in layers]
    wrong = {
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
    value = expect(got, "gradient_norms(nn, X, y)", probe.note)
    if isinstance(got, dict):
        text = "gradient_norms returns a dict, expected a list of numbers"
        value.fails(text, "wrong-return-type", NORM)
    for number, norm in enumerate(got if isinstance(got, (list, tuple)) else [], 1):
        text = f"entry {number} of gradient_norms is an array of shape {np.shape(norm)}, expected one number"
        several = isinstance(norm, np.ndarray) and norm.size > 1
        value.is_true(not several, text, "wrong-return-type", NORM)
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


def enlarged(probe, factors):
    """These factors, so much larger that the largest norm is 30: a bound on norms must show."""
    trace = probe.trace()
    norms = [f * np.linalg.norm(trace[f"dW{i}"]) for i, f in enumerate(factors, 1)]
    return [f * 30.0 / max(norms) for f in factors]


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
            if probe.depth > 2:
                factors = enlarged(probe, factors)
            network = judge_norms(student, probe, factors)
            for kind, arrays in (("weights", probe.parameters.weights), ("biases", probe.parameters.biases)):
                held = getattr(network, kind)
                for layer, before in enumerate(arrays):
                    text = f"gradient_norms changes nn.{kind}[{layer}]"
                    same = agrees(held[layer], before, 1e-12)
                    expect(held[layer], "gradient_norms").is_true(same, text, "changed-parameters")
    with parts.part():
        probe = draw.network(SMOOTH, [3, 4, 2], 6)
        network = flowing(student, probe, [1.0, 1.0])
        first = student.gradient_norms(network, probe.X, probe.y)
        data = [label for label in student.last.changed if not label.startswith("argument 1")]
        unchanged(data, "gradient_norms")
        name = "gradient_norms(nn, X, y)"
        varied_array(first, name, array_of(first, name).shape)
        again = student.gradient_norms(network, probe.X, probe.y)
        expect(again, "gradient_norms(nn, X, y) a second time").equals(
            first, wrong={"accumulated-gradients": [np.append(first, first)]}
        )
    return parts.judgement()


def plotted(student, values, case=None):
    """What plot_gradient_flow drew: on the Axes that it returned, or else on those it was given.

    What it returns is judged in the check of the axes, unless it draws nothing at all.
    """
    axes = student.keep(student.plot_gradient_flow, values)
    shown = figures.look(student, axes)
    if shown is None:
        given = figures.new_axes(student)
        student.plot_gradient_flow(values, ax=given)
        shown = figures.look(student, given)
    return returned(student, values, case) if shown.empty else shown


def returned(student, values, case):
    """What is drawn on the Axes that it returns, which must be Axes."""
    name = "plot_gradient_flow(norms)"
    function = student.plot_gradient_flow
    return figures.drawn_by(student, function, values, name=name, case=case, look_at=PLOT)[1]


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
    for count in (4, 7):
        values = some_norms(draw, count)
        case = f"{count} layers"
        with parts.part():
            judge_heights(plotted(student, values, case), values, case)
        with parts.part():
            shown = plotted(student, values, case)
            text = f"the y axis is {shown.y_scale}, expected logarithmic"
            # The logarithms of the norms belong on a linear axis: that is one mistake, not two.
            good = shown.y_scale == "log" or drawn_logs(shown, values)
            expect(shown, "plot_gradient_flow(norms)", case).is_true(good, text, "linear-axis", PLOT)
    figures.close(student)
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
    shown = plotted(student, values)
    for words, there, bug in writings(shown):
        with parts.part():
            expect(shown, "plot_gradient_flow(norms)").is_true(there, f"the plot has no {words}", bug, PLOT)
    with parts.part():
        on_given_axes(student, values, shown)
    figures.close(student)
    return parts.judgement()


def on_given_axes(student, values, usual):
    """What is written on the usual plot is written on axes that were given, current or not.

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
    with parts.part(2.0):
        draws_on_given(student, values)
    with parts.part(2.0):
        before = figures.new_axes(student)
        shown, again = (returned(student, values, "without ax") for _ in range(2))
        old = figures.look(student, before)
        fresh = len({old.figure, shown.figure, again.figure}) == 3
        text = "without ax, it draws into a figure that was there before"
        expect(shown, "plot_gradient_flow(norms)").is_true(fresh, text, "reused-figure", PLOT)
    for kind, words in ((np.array, "an array"), (tuple, "a tuple")):
        with parts.part(0.5):
            plotted(student, kind(values), f"{words} of norms")
    figures.close(student)
    return parts.judgement()


def draws_on_given(student, values):
    """All is drawn on the ax that is given, and that ax is returned."""
    given = figures.new_axes(student)
    other = figures.new_axes(student)
    result = student.keep(student.plot_gradient_flow, values, ax=given)
    shown = figures.look(student, given)
    elsewhere = figures.look(student, other)
    usual = plotted(student, values)
    value = expect(shown, "plot_gradient_flow(norms, ax=ax)")
    value.is_true(not shown.empty, "nothing is drawn on the ax that was given", "ignored-axes", PLOT)
    value.is_true(not elsewhere.series, "it draws on other axes than those given", "ignored-axes", PLOT)
    logarithmic = usual.y_scale != "log" or shown.y_scale == "log"
    value.is_true(logarithmic, "the y axis of the given ax is not logarithmic", "ignored-axes", PLOT)
    if figures.look(student, student.keep(student.plot_gradient_flow, values)) is None:
        return  # it never returns Axes: that is charged with the plot that it makes by itself
    nothing = result._type == "NoneType"
    text = "it returns nothing when ax is given" if nothing else "it returns something else than the ax that was given"
    value.is_true(result == given, text, "returns-nothing" if nothing else "wrong-return-type", PLOT)
