import dataclasses

import numpy as np

from grader import Architecture, Exercise, Finding, Mismatch, Parts, Steps, StudentFault, agrees, array_of, expect, unchanged, varied_array

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
        "undivided-difference": [right * 2 * epsilon, forward * epsilon, right * epsilon**2],
        "rounded-result": [np.round(right, digits) for digits in (2, 3, 4, 5, 6)],
        "step-halved": 2 * right,
        "step-doubled": [right / 2, forward / 2],
        "wrong-sign": -right,
        "unrestored-parameters": walked,
    }


def some_entries(right):
    """Only a row, a column, a corner, the diagonal or one entry filled."""
    masks = [np.zeros(right.shape, dtype=bool) for _ in range(5)]
    masks[0].flat[0] = True
    masks[1][0] = True
    masks[2][(slice(0, 3),) * right.ndim] = True
    masks[3][..., 0] = True
    masks[4][tuple([np.arange(min(right.shape))] * right.ndim)] = True
    return [np.where(mask, right, 0.0) for mask in masks]


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
    if agrees(got, right):
        return  # what the slips would give takes a while
    if epsilon is not None and agrees(got, differences(f, x, step / 2)):
        return  # half a step to each side is a central difference, too
    wrong = slips_of_differences(f, x, step, right)
    wrong["only-some-entries"] = some_entries(right)
    if epsilon is not None:
        wrong["ignored-step"] = [differences(f, x, e) for e in (1e-5, 1e-6, 1e-4, 1e-3)]
    case = f"x of shape {x.shape}" + ("" if epsilon is None else f", epsilon={epsilon}")
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
    whole = np.trunc(before)
    wrong = {}
    if np.asarray(before).dtype.kind == "i":
        wrong["integer-truncation"] = [np.zeros_like(right), np.trunc(right), truncated(whole)]
    expect(got, "numerical_gradient(f, x)", case).equals(own, wrong=wrong, look_at=CHECK)


def truncated(x):
    """Differences over steps that an integer array cuts off: x + 1e-5 is x, x - 1e-5 is x - 1."""
    found = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index], down[index] = np.trunc(x[index] + 1e-5), np.trunc(x[index] - 1e-5)
        found[index] = (waves(up) - waves(down)) / 2e-5
    return found


def own_formula(student, f, x, right):
    """What the student's own formula gives for an ordinary copy of x: its slips are judged above.

    One more entry beside x changes nothing about the others' derivatives.
    """
    flat = np.append(np.array(x, dtype=float).reshape(-1), 0.7).reshape(1, -1)
    got = student.numerical_gradient(f, flat)
    plain = varied_array(got, "numerical_gradient(f, x)", flat.shape)
    usable = np.all(np.isfinite(plain))
    return plain[0, :-1].reshape(np.shape(x)) if usable else right


@exercise.check(points=3)
def relative_error(student, draw):
    """relative_error(a, b) is max |a - b| / max(1e-8, max |a| + max |b|)"""
    parts = Parts()
    pairs = [
        (draw.normal((4, 3)), draw.normal((4, 3)), "two random arrays"),
        (draw.normal((5,)) - 3.0, draw.normal((5,)) - 2.0, "negative numbers"),
        (draw.normal((2, 3, 2)), draw.normal((2, 3, 2)), "three dimensions"),
        (np.zeros((3, 2)), np.zeros((3, 2)), "two arrays of zeros"),
        (np.zeros((3, 2)), draw.normal((3, 2)), "zeros against other numbers"),
        (np.array([1e-10, 3e-10]), np.array([-2e-10, 2e-10]), "tiny numbers"),
        (np.array([3, -4, 0]), np.array([3, 2, 1]), "integers"),
    ]
    for a, b, case in pairs:
        with parts.part():
            got = student.relative_error(a, b)
            unchanged(student.last.changed, "relative_error")
            value = expect(got, "relative_error(a, b)", case)
            if case == "two arrays of zeros":
                value.is_finite("unguarded-division")
            right = error(a, b)
            if not agrees(got, right):
                value.equals(right, wrong=wrong_errors(a, b))
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
                np.mean(gap) / np.max(np.abs(b)),
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


def shared(steps, student, probe, slips):
    """The probe's network in the worker, with slips in its backward."""
    return steps.keep(
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
    found = asked(student, probe, slips, **options)
    return numbers_in(found, gradients_of(probe), case)


def asked(student, probe, slips=None, **options):
    """What the student's gradient_check says of a network: anything at all."""
    check = student.gradient_check
    steps = Steps(student)
    network = shared(steps, student, probe, slips or {})
    return steps.call(check, network, probe.X, probe.y, **options).value


def numbers_in(found, names, case):
    """The value of every name, each a finite number."""
    value = expect(found, "gradient_check(nn, X, y)", case)
    kind = "returns-nothing" if found is None else "wrong-return-type"
    value.is_true(isinstance(found, dict), "gradient_check does not return a dict", kind)
    missing = [name for name in names if name not in found]
    only_biases = missing and all(name.startswith("db") for name in missing)
    bug = "wrong-return-type" if found and len(missing) == len(names) else None
    bug = "only-some-entries" if 0 < len(missing) < len(names) else bug
    bug = "biases-not-checked" if only_biases else bug
    value.is_true(not missing, f"gradient_check says nothing of {', '.join(missing)}", bug, CHECK)
    numbers = {}
    for name in names:
        number = expect(found[name], f"gradient_check's value for {name}", case)
        boolean = isinstance(found[name], (bool, np.bool_))
        number.is_true(not boolean, f"gradient_check's value for {name} is no number", "wrong-return-type")
        number.is_finite()
        numbers[name] = float(array_of(found[name], f"gradient_check's value for {name}", ()))
    return numbers


def probes(draw):
    """Right networks of several depths, widths and outputs, away from kinks."""
    return [
        draw.network(SMOOTH, [3, 5, 4, 2], 6),
        draw.network(KINKED, [4, 5, 1], 5),
        draw.network(SMOOTH, [5, 5, 5], 7),
        draw.network(SMOOTH, [3, 2], 4),
        draw.network(KINKED, [2, 6, 1], 4, integers=True),
        outspoken(draw.network(SMOOTH, [3, 4, 2], 6)),
    ]


def outspoken(probe):
    """The same network with outputs nearer to 0 and 1, where clipping would show."""
    *weights, last = probe.parameters.weights
    *biases, bias = probe.parameters.biases
    top = np.max(np.abs(probe.trace()[f"Z{probe.depth}"]))
    grown = type(probe.parameters)((*weights, last * 4 / top), (*biases, bias * 4 / top))
    return dataclasses.replace(probe, parameters=grown, note=f"{probe.note}, outputs near 0 and 1")


@exercise.check(points=3)
def right_networks(student, draw):
    """gradient_check finds nothing wrong with right networks"""
    parts = Parts()
    for probe in probes(draw):
        with parts.part():
            found = checked(student, probe, {}, probe.note)
            if max(found.values()) >= 1e-5:
                right_but_flagged(student, probe, found)
    return parts.judgement()


def blind_to_sign(student, probe):
    """Whether gradients of the opposite sign come out as right."""
    slips = {name: -2 * gradient for name, gradient in gradients_of(probe).items()}
    return max(checked(student, probe, slips, "").values()) < 1e-5


def right_but_flagged(student, probe, found):
    """Say which other loss the student's differences belong to, if one fits every array."""
    right = gradients_of(probe)
    fits = {
        bug
        for bug, losses in other_losses(probe).items()
        for other in losses
        if matches(found, right, numeric(probe, 1e-4, other))
    }
    worst = max(found, key=found.get)
    text = (
        f"gradient_check reports {found[worst]:.3g} for {worst} of a right network, "
        "expected below 1e-5"
    )
    if "wrong-sign" in fits and not blind_to_sign(student, probe):
        fits.discard("wrong-sign")  # an error of 1 is also that of a difference that vanishes
    names = frozenset(fits)
    raise Mismatch(Finding(text, CHECK, None, {"case": probe.note}, None, "gradient_check", names))


def matches(found, right, other):
    """Whether these relative errors are those between the right and another loss's gradients."""
    return all(agrees(found[name], error(right[name], other[name]), 1e-2) for name in found)


def other_losses(probe):
    """Losses that students differentiate in place of the mean binary cross-entropy."""
    y, (m, k) = probe.y, probe.y.shape

    def terms(p):
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))

    losses = {
        "sum-loss-checked": [lambda p: np.sum(terms(p))],
        "wrong-divisor": [lambda p: np.sum(terms(p)) / probe.X.shape[1]],
        "missing-term": [
            lambda p: -np.sum(y * np.log(p)) / m,
            lambda p: -np.sum((1 - y) * np.log(1 - p)) / m,
        ],
        "wrong-logarithm": [
            lambda p: np.sum(terms(p)) / m / np.log(10),
            lambda p: np.sum(terms(p)) / m / np.log(2),
        ],
        "last-sample-only": [lambda p: np.sum(terms(p)[-1:]), lambda p: np.sum(terms(p)[-1:]) / m],
        "wrong-loss-checked": [
            lambda p: np.sum((p - y) ** 2) / m,
            lambda p: np.sum((p - y) ** 2) / (2 * m),
            lambda p: np.mean((p - y) ** 2),
        ],
        "clipped-values": [
            lambda p, c=c: np.sum(-(y * np.log(q := np.clip(p, c, 1 - c)) + (1 - y) * np.log(1 - q)))
            / m
            for c in (0.01, 0.05, 0.1)
        ],
        "wrong-sign": [lambda p: -np.sum(terms(p)) / m],
    }
    if k > 1:
        losses["wrong-loss-checked"].append(lambda p: np.mean(terms(p)))
    return losses


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
        for index, words in ((-1, "last"), (0, "first"), (hidden_entry(draw, gradient.shape), "one")):
            with parts.part():
                slip = np.zeros(gradient.size)
                slip[index] = 0.3 * np.max(np.abs(gradient))
                case = f"only the {words} entry of {name} is wrong"
                judge_flag(student, single, name, slip.reshape(gradient.shape), case)
    with parts.part():
        right = gradients_of(single)["dW2"]
        judge_flag(student, single, "dW2", -2 * right, "dW2 has the wrong sign")
    return parts.judgement()


def hidden_entry(draw, shape):
    """An entry above the diagonal, where there is one: the first and the last are not above it."""
    above = np.flatnonzero(np.triu(np.ones(shape), 1))
    return int(draw.choice(above)) if above.size else int(draw.integers(0, shape[0]))


def why_unseen(student, probe, name, slip):
    """Ask two more networks what it would have seen."""
    right = gradients_of(probe)[name]
    if np.count_nonzero(slip) == 1:
        whole = checked(student, probe, {name: 0.4 * right}, "")[name]
        return "only-some-entries" if whole >= 1e-5 else None
    if np.allclose(slip, -2 * right):
        return None  # a difference of both signs: no missing absolute value hides it
    other = checked(student, probe, {name: -slip}, "")[name]
    if other >= 1e-5:
        return "signed-error"
    # Scaled, and with other entries: a comparison of directions only sees the second.
    everything = {each: 0.4 * g for each, g in gradients_of(probe).items()}
    turned = {each: np.roll(g, 1) - g[::-1] + 0.1 for each, g in gradients_of(probe).items()}
    unseen = set(everything)
    for slips in (everything, turned):
        found = checked(student, probe, slips, "")
        unseen &= {each for each, value in found.items() if value < 1e-5}
    biases = {each for each in found if each.startswith("db")}
    if unseen == biases:
        return "biases-not-checked"
    return "compares-with-itself" if unseen in (set(found), set(found) - biases) else None


def judge_flag(student, probe, name, slip, case):
    """The sabotaged array is flagged with its relative error, and only that array."""
    setting = f"a network in which {case}"
    found = checked(student, probe, {name: slip}, setting)
    right = gradients_of(probe)[name]
    value = expect(found[name], f"gradient_check's value for {name}", setting)
    if found[name] < 1e-5:
        text = f"gradient_check does not see that {case}"
        value.fails(text, why_unseen(student, probe, name, slip), CHECK)
    wrong = right + slip
    if agrees(found[name], error(wrong, right), 1e-3):
        return
    if not any(agrees(found[name], option, 1e-3) for option in own_error(student, wrong, right)):
        capped = [10.0**-k for k in range(1, 5)]  # min(error, 1e-4) and the like
        mistakes = {**wrong_errors(wrong, right), "clipped-values": capped}
        value.equals(error(wrong, right), tolerance=1e-3, wrong=mistakes)


@exercise.check(points=2)
def leaves_network(student, draw):
    """gradient_check leaves the network's parameters as they were, and uses epsilon"""
    parts = Parts()
    probe = draw.network(SMOOTH, [4, 5, 2], 6)
    with parts.part():
        network = shared(Steps(student), student, probe, {}).value
        student.gradient_check(network, probe.X, probe.y)
        unchanged([label for label in student.last.changed if not label.startswith("argument 1")], "gradient_check")
        for kind, arrays in (("weights", probe.parameters.weights), ("biases", probe.parameters.biases)):
            held = getattr(network, kind)
            for layer, before in enumerate(arrays):
                after = held[layer]
                name = f"nn.{kind}[{layer}] after gradient_check"
                same = agrees(after, before, 1e-12)
                near = agrees(after, before, 1e-4)  # epsilon was left in it
                bug = "unrestored-parameters" if near else "changed-parameters"
                expect(after, name).is_true(same, f"{name} is not as it was before", bug, CHECK)
    with parts.part():
        wide_step(student, probe)
    return parts.judgement()


def own_error(student, wrong, right):
    """What the student's own relative_error says, if it can tell wrong from right at all.

    Its formula is judged elsewhere.
    """
    try:
        same, other = (as_number(student.relative_error(a, right)) for a in (right, wrong))
    except StudentFault:
        return []
    return [other] if same is not None and other is not None and same < 1e-5 < other else []


def as_number(value):
    """A finite number, or None."""
    good = isinstance(value, (int, float, np.number)) and not isinstance(value, (bool, complex))
    return float(value) if good and np.isfinite(value) else None


def wide_step(student, probe):
    """With epsilon = 0.3 the differences are visibly off: the values must be just as large."""
    found = asked(student, probe, epsilon=0.3)
    right = gradients_of(probe)
    names = [name for name in right if isinstance(found, dict) and name in found]
    numbers = numbers_in(found, names or list(right), "epsilon=0.3")
    ordinary = checked_names(student, probe, names)
    wide, narrow = numeric(probe, 0.3), numeric(probe, 0.15)
    for name, value in numbers.items():
        options = [error(right[name], wide[name]), error(right[name], narrow[name])]
        if any(agrees(value, option, 1e-2) for option in options):
            continue
        own = own_error(student, right[name], wide[name])
        if any(agrees(value, option, 1e-2) for option in own):
            continue
        if ordinary[name] >= 1e-5 and not agrees(value, ordinary[name], 1e-4):
            continue  # wrong in another way, which is charged above; but epsilon is used
        text = (
            f"with epsilon=0.3, gradient_check reports {value:.3g} for {name}, "
            f"expected {options[0]:.3g}"
        )
        if abs(value - 1.0) < 1e-3:
            continue  # opposite or vanishing gradients are as wrong with any step
        bug = "ignored-step" if agrees(value, ordinary[name], 1e-6) else None
        if max(numbers.values()) < 1e-12:
            bug = "compares-with-itself"  # no difference is that exact
        if agrees(value, error(right[name], one_sided(probe, 0.3)[name]), 1e-3):
            bug = "one-sided-difference"
        expect(value, f"gradient_check's value for {name}", "epsilon=0.3").fails(text, bug, CHECK)


def one_sided(probe, epsilon):
    """Forward differences by name."""
    return numeric(probe, epsilon, difference=forward_differences)


def forward_differences(f, x, epsilon):
    """(f(x + epsilon) - f(x)) / epsilon, entry by entry."""
    found, here = np.zeros(x.shape), f(x)
    for index in np.ndindex(x.shape):
        up = x.copy()
        up[index] += epsilon
        found[index] = (f(up) - here) / epsilon
    return found


def checked_names(student, probe, names):
    """The values with the default step."""
    return numbers_in(asked(student, probe), names, probe.note)


def numeric(probe, epsilon, loss=None, difference=differences):
    """Differences by name, of the network's loss or another one of its outputs."""
    names = list(gradients_of(probe))
    pairs = zip(probe.parameters.weights, probe.parameters.biases, strict=True)
    arrays = [array for pair in pairs for array in pair]
    found = {}
    for position, name in enumerate(names):

        def loss_at(moved, position=position):
            moved_arrays = [*arrays[:position], moved, *arrays[position + 1 :]]
            if loss is None:
                return probe.loss(moved_arrays)
            return loss(probe.output(moved_arrays))

        found[name] = difference(loss_at, arrays[position], epsilon)
    return found
