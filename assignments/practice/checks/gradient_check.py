import numpy as np

from grader import Architecture, Exercise, Mismatch, Parts, agrees, expect, unchanged

exercise = Exercise("gradient_check", title="Gradient checking", lecture="5.3")
SMOOTH = Architecture(hidden="tanh", output="sigmoid")
KINKED = Architecture(hidden="relu", output="sigmoid")
CHECK = "Practice exercise 3: central differences of the mean loss, entry by entry"


@exercise.fixture
def waves(x):
    """A scalar function whose derivative differs from entry to entry."""
    flat = np.asarray(x).reshape(-1)
    return float(np.sum(np.exp(0.3 * flat) * np.sin(flat + 0.1 * np.arange(flat.size))))


@exercise.fixture
def mixed(x):
    """A scalar function in which the entries meet."""
    flat = np.asarray(x).reshape(-1)
    return float(np.sum(flat**3) + np.sum(flat) ** 2)


@exercise.fixture
def transposed(base):
    return base.T


@exercise.fixture
def every_second(base):
    return base[:, ::2]


@exercise.fixture
def number(value):
    return np.array(value)


@exercise.fixture
class SharedNetwork:
    """A network of the shared convention; ``slips`` are added to what backward returns."""

    def __init__(self, weights, biases, relu, slips):
        self.weights = [np.array(w) for w in weights]
        self.biases = [np.array(b) for b in biases]
        self.relu = relu
        self.slips = slips
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
            grads[f"dW{layer}"] = self.cache[f"A{layer - 1}"].T @ dz / m
            grads[f"db{layer}"] = dz.sum(axis=0, keepdims=True) / m
            if layer > 1:
                z = self.cache[f"Z{layer - 1}"]
                slope = (z > 0) * 1.0 if self.relu else 1 - np.tanh(z) ** 2
                dz = (dz @ self.weights[layer - 1].T) * slope
        for name, slip in self.slips.items():
            grads[name] = grads[name] + slip
        return grads

    def update(self, grads, lr):
        for layer in range(len(self.weights)):
            self.weights[layer] -= lr * grads[f"dW{layer + 1}"]
            self.biases[layer] -= lr * grads[f"db{layer + 1}"]


FUNCTIONS = {"waves": waves, "mixed": mixed}


def differences(f, x, epsilon):
    """Central differences by definition."""
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += epsilon
        down[index] -= epsilon
        found[index] = (f(up) - f(down)) / (2 * epsilon)
    return found


def slips_of_differences(f, x, epsilon, right):
    """What the usual slips give."""
    x = np.array(x, dtype=float)
    forward, backward, walked = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    left = x.copy()
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += epsilon
        down[index] -= epsilon
        forward[index] = (f(up) - f(x)) / epsilon
        backward[index] = (f(x) - f(down)) / epsilon
        stay = left.copy()
        stay[index] += epsilon
        above = f(stay)
        stay[index] -= 2 * epsilon
        walked[index] = (above - f(stay)) / (2 * epsilon)
        left = stay  # never put back
    return {
        "one-sided-difference": [forward, backward],
        "undivided-difference": [right * 2 * epsilon, forward * epsilon],
        "step-halved": 2 * right,
        "step-doubled": [right / 2, forward / 2],
        "wrong-sign": -right,
        "unrestored-parameters": walked,
    }


@exercise.check(points=5)
def numerical_gradient(student, draw):
    """numerical_gradient(f, x, epsilon) holds the central difference of f for every entry"""
    parts = Parts()
    for name, shape in (("waves", (4, 5)), ("mixed", (6,)), ("waves", (5, 4))):
        for epsilon in (None, 0.1):
            with parts.part():
                judge_differences(student, name, draw.normal(shape), epsilon)
    return parts.judgement()


def judge_differences(student, name, x, epsilon):
    """One function at one point, with the default step or a wide one."""
    f = FUNCTIONS[name]
    options = {} if epsilon is None else {"epsilon": epsilon}
    got = student.numerical_gradient(student.fixture(name), x, **options)
    step = 1e-5 if epsilon is None else epsilon
    right = differences(f, x, step)
    wrong = slips_of_differences(f, x, step, right)
    if epsilon is not None:
        wrong["ignored-step"] = [differences(f, x, e) for e in (1e-5, 1e-6, 1e-4, 1e-3)]
    case = f"x of shape {x.shape}" + ("" if epsilon is None else f", epsilon={epsilon}")
    half = differences(f, x, step / 2)  # half a step to each side is a central difference, too
    if epsilon is None or not agrees(got, half):
        expect(got, "numerical_gradient(f, x)", case).equals(right, wrong=wrong, look_at=CHECK)


@exercise.check(points=3)
def any_array(student, draw):
    """numerical_gradient takes arrays of any kind, and x is as before afterwards"""
    parts = Parts()
    makers = {
        "0-d array": ("number", draw.number(0.5, 1.5)),
        "3-d array": (None, draw.normal((2, 3, 2))),
        "transposed (not contiguous) array": ("transposed", draw.normal((3, 4))),
        "strided (not contiguous) array": ("every_second", draw.normal((3, 6))),
        "integer array": (None, draw.integers(-2, 3, (3, 2))),
    }
    for case, (maker, base) in makers.items():
        with parts.part():
            judge_array(student, maker, base, case)
    return parts.judgement()


VIEWS = {"transposed": lambda b: b.T, "every_second": lambda b: b[:, ::2], "number": np.array}


def judge_array(student, maker, base, case):
    """An array as it comes, made in the worker where its layout matters."""
    f = student.fixture("waves")
    if maker is None:
        x = before = base
        got = student.numerical_gradient(f, x)
        unchanged(student.last.changed, "numerical_gradient")
    else:
        x = student.keep(student.fixture(maker), base)
        before = VIEWS[maker](base)
        got = student.numerical_gradient(f, x)
        after = student.read(x)
        wrong = {"unrestored-parameters": [after]}
        expect(after, "x after numerical_gradient(f, x)", case).equals(
            before, tolerance=1e-12, wrong=wrong
        )
    right = differences(waves, before, 1e-5)
    own = own_formula(student, f, before, right)
    wrong = {"float-truncated": np.zeros_like(right)}
    expect(got, "numerical_gradient(f, x)", case).equals(own, wrong=wrong, look_at=CHECK)


def own_formula(student, f, x, right):
    """What the student's own formula gives for an ordinary copy of x: its slips are judged above."""
    flat = np.array(x, dtype=float).reshape(1, -1)
    got = student.numerical_gradient(f, flat)
    plain = np.asarray(got, dtype=float)
    usable = plain.shape == flat.shape and np.all(np.isfinite(plain)) and np.any(plain)
    return plain.reshape(np.shape(x)) if usable else right


@exercise.check(points=3)
def relative_error(student, draw):
    """relative_error(a, b) is max |a - b| / max(1e-8, max |a| + max |b|)"""
    parts = Parts()
    pairs = [
        (draw.normal((4, 3)), draw.normal((4, 3)), "two random arrays"),
        (draw.normal((5,)) - 3.0, draw.normal((5,)) - 2.0, "negative numbers"),
        (draw.normal((2, 3, 2)), draw.normal((2, 3, 2)), "three dimensions"),
        (np.zeros((3, 2)), np.zeros((3, 2)), "two arrays of zeros"),
        (np.full((2, 2), 1e-10), np.full((2, 2), -2e-10), "tiny numbers"),
        (np.array([3, -4, 0]), np.array([3, 2, 1]), "integers"),
    ]
    for a, b, case in pairs:
        with parts.part():
            got = student.relative_error(a, b)
            unchanged(student.last.changed, "relative_error")
            value = expect(got, "relative_error(a, b)", case)
            if case == "two arrays of zeros":
                value.is_finite("unguarded-division")
            value.equals(error(a, b), wrong=wrong_errors(a, b))
    return parts.judgement()


def error(a, b):
    """The formula of the exercise."""
    return np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a)) + np.max(np.abs(b)))


def wrong_errors(a, b):
    """What other formulas give."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    gap, top = np.abs(a - b), np.max(np.abs(a)) + np.max(np.abs(b))
    norm = np.linalg.norm
    with np.errstate(all="ignore"):
        return {
            "wrong-norm": [
                norm(a - b) / max(1e-8, norm(a) + norm(b)),
                np.sum(gap) / max(1e-8, np.sum(np.abs(a)) + np.sum(np.abs(b))),
                np.mean(gap) / max(1e-8, np.mean(np.abs(a)) + np.mean(np.abs(b))),
                np.mean(gap) / max(1e-8, top),
            ],
            "elementwise-error": [
                np.max(gap / np.maximum(1e-8, np.abs(a) + np.abs(b))),
                np.max(gap / (np.abs(a) + np.abs(b))),
            ],
            "signed-error": [
                np.max(a - b) / max(1e-8, top),
                gap.max() / max(1e-8, np.max(a) + np.max(b)),
                np.max(a - b) / max(1e-8, np.max(a) + np.max(b)),
            ],
            "unguarded-division": np.max(gap) / top,
            "wrong-denominator": [
                np.max(gap),
                np.max(gap) / max(1e-8, np.max(np.abs(a))),
                np.max(gap) / max(1e-8, np.max(np.abs(b))),
                np.max(gap) / max(1e-8, np.max(np.abs(a)), np.max(np.abs(b))),
                np.max(gap) / max(1e-8, np.max(np.abs(a + b))),
                np.max(gap) / max(1e-8, np.max(np.abs(a) + np.abs(b))),
                np.max(gap) / (1e-8 + top),
            ],
            "wrong-factor": 2 * np.max(gap) / max(1e-8, top),
        }


def shared(student, probe, slips):
    """The probe's network in the worker, with slips in its backward."""
    return student.keep(
        student.fixture("SharedNetwork"),
        list(probe.parameters.weights),
        list(probe.parameters.biases),
        probe.kind.hidden == "relu",
        slips,
    )


def gradients_of(probe):
    """The right gradients by name."""
    trace = probe.trace()
    return {f"{k}{i}": trace[f"{k}{i}"] for i in range(1, probe.depth + 1) for k in ("dW", "db")}


def checked(student, probe, slips, case, **options):
    """What the student's gradient_check says of a network: a dict of finite numbers."""
    found = student.gradient_check(shared(student, probe, slips), probe.X, probe.y, **options)
    value = expect(found, "gradient_check(nn, X, y)", case)
    value.is_true(isinstance(found, dict), "gradient_check does not return a dict", "returns-nothing" if found is None else "wrong-return-type")
    for name in gradients_of(probe):
        bug = "biases-not-checked" if name.startswith("db") else "only-some-entries"
        value.is_true(name in found, f"gradient_check says nothing of {name}", bug, CHECK)
        number = expect(found[name], f"the relative error of {name}", case)
        number.is_finite()
    return {name: float(np.max(np.asarray(found[name], dtype=float))) for name in gradients_of(probe)}


def probes(draw):
    """Right networks of several depths, widths and outputs, away from kinks."""
    return [
        draw.network(SMOOTH, [3, 5, 4, 2], 6),
        draw.network(KINKED, [4, 5, 1], 5),
        draw.network(SMOOTH, [5, 5, 5], 7),
        draw.network(SMOOTH, [3, 2], 4),
        draw.network(KINKED, [2, 6, 1], 4, integers=True),
    ]


@exercise.check(points=3)
def right_networks(student, draw):
    """gradient_check finds nothing wrong with right networks"""
    parts = Parts()
    for probe in probes(draw):
        with parts.part():
            found = checked(student, probe, {}, probe.note)
            for name, value in found.items():
                if value >= 1e-5:
                    right_but_flagged(student, probe, name, value)
    return parts.judgement()


def right_but_flagged(student, probe, name, value):
    """Say which other quantity's gradient the numbers belong to, if one fits."""
    m, k = probe.y.shape
    guesses = {
        "sum-loss-checked": [m],
        "wrong-loss-checked": [1 / k, 1 / (m * k)],
        "step-halved": [2],
        "step-doubled": [0.5],
    }
    g = gradients_of(probe)[name]
    fits = [
        bug
        for bug, factors in guesses.items()
        if any(f != 1 and abs(error(g, f * g) - value) < 1e-4 * value for f in factors)
    ]
    text = (
        f"gradient_check reports {value:.3g} for {name} of a right network, expected below 1e-5"
    )
    expect(value, f"the value for {name}", probe.note).fails(
        text, None, fits[0] if len(fits) == 1 else None, CHECK
    )


@exercise.check(points=4)
def finds_mistakes(student, draw):
    """gradient_check flags every wrong gradient with its relative error"""
    parts = Parts()
    probe = draw.network(SMOOTH, [4, 5, 4, 2], 6)
    single = draw.network(SMOOTH, [5, 4, 1], 6)
    for name, gradient in gradients_of(probe).items():
        with parts.part():
            judge_flag(student, probe, name, 0.4 * gradient, f"{name} is 1.4 times too large")
    for name, gradient in gradients_of(single).items():
        for index, words in ((-1, "last"), (0, "first"), (int(draw.integers(0, gradient.size)), "one")):
            with parts.part():
                slip = np.zeros(gradient.size)
                slip[index] = 0.3 * np.max(np.abs(gradient))
                case = f"only the {words} entry of {name} is wrong"
                judge_flag(student, single, name, slip.reshape(gradient.shape), case)
    with parts.part():
        right = gradients_of(single)["dW2"]
        judge_flag(student, single, "dW2", -2 * right, "dW2 has the wrong sign")
    return parts.judgement()


def judge_flag(student, probe, name, slip, case):
    """The sabotaged array is flagged with its relative error, and only that array."""
    found = checked(student, probe, {name: slip}, case)
    right = gradients_of(probe)[name]
    value = expect(found[name], f"the value for {name}", case)
    if found[name] < 1e-5:
        bug = "only-some-entries" if np.count_nonzero(slip) == 1 else "compares-with-itself"
        flagged_whole = np.count_nonzero(slip) > 1
        text = f"gradient_check does not see that {case}"
        if flagged_whole and name.startswith("db"):
            bug = "biases-not-checked"
        value.fails(text, None, bug, CHECK)
    wrong = right + slip
    accepted = [error(wrong, right)]
    own = student.relative_error(wrong, right)
    if isinstance(own, (float, np.floating)):
        accepted.append(float(own))  # the student's own formula is judged elsewhere
    if not any(agrees(found[name], option, 1e-3) for option in accepted):
        value.equals(error(wrong, right), tolerance=1e-3, wrong=wrong_errors(wrong, right))


@exercise.check(points=2)
def leaves_network(student, draw):
    """gradient_check leaves the network's parameters as they were, and uses epsilon"""
    parts = Parts()
    probe = draw.network(SMOOTH, [4, 5, 2], 6)
    with parts.part():
        network = shared(student, probe, {})
        student.gradient_check(network, probe.X, probe.y)
        unchanged([label for label in student.last.changed if not label.startswith("argument 1")], "gradient_check")
        for kind, arrays in (("weights", probe.parameters.weights), ("biases", probe.parameters.biases)):
            for layer, before in enumerate(arrays):
                after = getattr(network, kind)[layer]
                name = f"nn.{kind}[{layer}] after gradient_check"
                expect(after, name).equals(
                    before, tolerance=1e-12, wrong={"unrestored-parameters": [after]}, look_at=CHECK
                )
    with parts.part():
        wide_step(student, probe)
    return parts.judgement()


def wide_step(student, probe):
    """With epsilon = 0.3 the differences are visibly off: the values must be just as large."""
    found = checked(student, probe, {}, "epsilon=0.3", epsilon=0.3)
    wide, narrow = numeric(probe, 0.3), numeric(probe, 0.15)
    right = gradients_of(probe)
    for name, gradient in right.items():
        value = found[name]
        options = [error(gradient, wide[name]), error(gradient, narrow[name])]
        own = student.relative_error(gradient, wide[name])
        if isinstance(own, (float, np.floating)):
            options.append(float(own))
        if not any(agrees(value, option, 1e-2) for option in options):
            bug = "ignored-step" if value < 1e-6 else None
            text = f"with epsilon=0.3, gradient_check reports {value:.3g} for {name}, expected {options[0]:.3g}"
            expect(value, f"the value for {name}", "epsilon=0.3").fails(text, None, bug, CHECK)


def numeric(probe, epsilon):
    """Central differences of the mean loss with a wide step, by name."""
    names = list(gradients_of(probe))
    arrays = [a for pair in zip(probe.parameters.weights, probe.parameters.biases, strict=True) for a in pair]
    found = {}
    for position, name in enumerate(names):

        def loss_at(moved, position=position):
            return probe.loss([*arrays[:position], moved, *arrays[position + 1 :]])

        found[name] = differences(loss_at, arrays[position], epsilon)
    return found
