import numpy as np

from grader import Architecture, Exercise, Parts, StudentFault, expect, unchanged, varied_array

exercise = Exercise(
    "gradient_flow",
    title="How gradients flow",
    lecture="5.4",
    preload=["matplotlib.pyplot"],
)
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


@exercise.fixture
def drawn(axes):
    """What an Axes shows, as plain data."""
    import matplotlib.axes

    if not isinstance(axes, matplotlib.axes.Axes):
        return None
    series, stalks, single = [], [], [[], []]
    for line in axes.lines:
        x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
        if x.size == 1:
            single[0] += x.ravel().tolist()
            single[1] += y.ravel().tolist()
        else:
            series.append([x.ravel().tolist(), y.ravel().tolist()])
    for points in axes.collections:
        if hasattr(points, "get_segments"):
            tops = [max(map(tuple, s), key=lambda p: p[1]) for s in points.get_segments() if len(s)]
            if tops:
                stalks.append([[float(p[0]) for p in tops], [float(p[1]) for p in tops]])
            continue
        offsets = np.ma.getdata(points.get_offsets())
        if len(offsets) == 1:
            single[0].append(float(offsets[0, 0]))
            single[1].append(float(offsets[0, 1]))
        elif len(offsets):
            series.append([offsets[:, 0].tolist(), offsets[:, 1].tolist()])
    if single[0]:
        series.append(single)
    bars = [p for p in axes.patches if hasattr(p, "get_height")]
    if bars:
        series.append(
            [
                [float(p.get_x() + p.get_width() / 2) for p in bars],
                [float(p.get_y() + p.get_height()) for p in bars],
            ]
        )
    titles = [axes.get_title(loc=where) for where in ("left", "center", "right")]
    figure = axes.get_figure()
    above = getattr(figure, "get_suptitle", None)
    overall = above() if above else getattr(getattr(figure, "_suptitle", None), "get_text", str)()
    return {
        "series": series,
        "stalks": stalks,
        "scale": axes.get_yscale(),
        "xlabel": axes.get_xlabel() or getattr(figure, "get_supxlabel", str)(),
        "ylabel": axes.get_ylabel() or getattr(figure, "get_supylabel", str)(),
        "title": " ".join([*titles, overall]),
        "figure": id(figure),
    }


@exercise.fixture
def new_axes():
    import matplotlib.pyplot as plt

    return plt.subplots()[1]


@exercise.fixture
def close_all():
    import matplotlib.pyplot as plt

    plt.close("all")


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
                for layer, before in enumerate(arrays):
                    after = getattr(network, kind)[layer]
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


def plotted(student, values, case, **options):
    """What plot_gradient_flow returned and drew; no plot, no further questions."""
    axes = student.keep(student.plot_gradient_flow, values, **options)
    shown = student.fixture("drawn")(axes)
    value = expect(shown, "plot_gradient_flow(norms)", case)
    kind = axes._type
    bug = "returns-nothing" if kind == "NoneType" else "wrong-return-type"
    text = f"plot_gradient_flow returns {'None' if kind == 'NoneType' else f'a {kind}'}, expected the Axes it drew on"
    value.is_true(isinstance(shown, dict), text, bug, PLOT)
    return axes, shown


def series_of(shown, values):
    """Whether some points or bars, from left to right, have these heights."""
    # The ends of vertical lines count where there is nothing else of that length.
    marks = [pair for pair in shown["series"] if len(pair[1]) == len(values)] or shown["stalks"]
    for x, y in marks:
        if len(y) == len(values) and len(set(x)) == len(x):
            ordered = [height for _, height in sorted(zip(x, y, strict=True))]
            if np.allclose(ordered, values, rtol=1e-6, atol=0):
                return True
    return False


def judge_heights(student, shown, values, case):
    """One point or bar per layer, in order, of the right height."""
    if series_of(shown, values):
        return
    bug = None
    if series_of(shown, values[::-1]):
        bug = "reversed-layers"
    for order in (sorted(values), sorted(values, reverse=True)):
        if series_of(shown, order):
            bug = "wrong-order"
    if series_of(shown, values[1:]) or series_of(shown, values[:-1]):
        bug = "only-some-entries"
    for logs in (np.log10(values), np.log(values), -np.log10(values)):
        if series_of(shown, list(logs)):
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
            _, shown = plotted(student, values, case)
            judge_heights(student, shown, values, case)
        with parts.part():
            _, shown = plotted(student, values, case)
            text = f"the y axis is {shown['scale']}, expected logarithmic"
            good = shown["scale"] == "log"
            expect(shown, "plot_gradient_flow(norms)", case).is_true(good, text, "linear-axis", PLOT)
    student.fixture("close_all")()
    return parts.judgement()


@exercise.check(points=3)
def labels(student, draw):
    """The plot has a label on each axis and a title"""
    parts = Parts()
    values = some_norms(draw, 3)
    _, shown = labelled(student, values)
    with parts.part():
        on_given_axes(student, values)
    for key, words, bug in (
        ("xlabel", "label on the x axis", "missing-label"),
        ("ylabel", "label on the y axis", "missing-label"),
        ("title", "title", "missing-title"),
    ):
        with parts.part():
            good = bool(shown[key].strip())
            expect(shown, "plot_gradient_flow(norms)").is_true(good, f"the plot has no {words}", bug, PLOT)
    student.fixture("close_all")()
    return parts.judgement()


def on_given_axes(student, values):
    """The labels stand on the axes that were given, though others are the current ones.

    Where nothing is drawn there, which is charged elsewhere, the usual plot counts.
    """
    given = student.keep(student.fixture("new_axes"))
    student.keep(student.fixture("new_axes"))
    try:
        student.plot_gradient_flow(values, ax=given)
    except StudentFault as fault:
        if fault.kind != "exception":
            raise
    shown = student.fixture("drawn")(given)
    if not shown["series"] and not shown["stalks"]:
        shown = labelled(student, values)[1]
    value = expect(shown, "plot_gradient_flow(norms, ax=ax)")
    for key, bug in (
        ("xlabel", "missing-label"),
        ("ylabel", "missing-label"),
        ("title", "missing-title"),
    ):
        value.is_true(bool(shown[key].strip()), f"the given ax has no {key}", bug, PLOT)


def labelled(student, values):
    """The plot that labels are looked for on: the one returned, or else the one asked for."""
    axes = student.keep(student.plot_gradient_flow, values)
    shown = student.fixture("drawn")(axes)
    if isinstance(shown, dict):
        return axes, shown
    given = student.keep(student.fixture("new_axes"))
    student.plot_gradient_flow(values, ax=given)
    return given, student.fixture("drawn")(given)


@exercise.check(points=3)
def axes(student, draw):
    """plot_gradient_flow draws on ax when given, on a new figure otherwise, from any array-like"""
    parts = Parts()
    values = some_norms(draw, 4)
    with parts.part():
        given = student.keep(student.fixture("new_axes"))
        other = student.keep(student.fixture("new_axes"))
        returned = student.keep(student.plot_gradient_flow, values, ax=given)
        shown = student.fixture("drawn")(given)
        value = expect(shown, "plot_gradient_flow(norms, ax=ax)")
        something = bool(shown["series"] or shown["stalks"])
        value.is_true(something, "nothing is drawn on the ax that was given", "ignored-axes", PLOT)
        elsewhere = student.fixture("drawn")(other)
        text = "it draws on other axes than those given"
        value.is_true(not elsewhere["series"], text, "ignored-axes", PLOT)
        usual = student.fixture("drawn")(student.keep(student.plot_gradient_flow, values))
        logarithmic = not isinstance(usual, dict) or usual["scale"] != "log" or shown["scale"] == "log"
        text = "the y axis of the given ax is not logarithmic"
        value.is_true(logarithmic, text, "ignored-axes", PLOT)
        if returned._type != "NoneType":
            value.is_true(returned == given, "it returns other axes than those given", "ignored-axes", PLOT)
    with parts.part():
        before = student.keep(student.fixture("new_axes"))
        shown, again = (plotted(student, values, "without ax")[1] for _ in range(2))
        old = student.fixture("drawn")(before)
        fresh = len({old["figure"], shown["figure"], again["figure"]}) == 3
        text = "without ax, it draws into a figure that was there before"
        expect(shown, "plot_gradient_flow(norms)").is_true(fresh, text, "reused-figure", PLOT)
    for kind in (np.array, tuple):
        with parts.part(0.5):
            given = student.keep(student.fixture("new_axes"))
            student.plot_gradient_flow(kind(values), ax=given)
            shown = student.fixture("drawn")(given)
            text = f"a {kind.__name__} of norms is not drawn"
            drawn_marks = bool(shown["series"] or shown["stalks"])
            expect(shown, "plot_gradient_flow").is_true(drawn_marks, text, None, PLOT)
    student.fixture("close_all")()
    return parts.judgement()
