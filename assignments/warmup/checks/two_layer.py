import numpy as np

from grader import (
    Architecture,
    Exercise,
    Mismatch,
    Parts,
    StudentFault,
    agrees,
    array_of,
    expect,
    networks,
    stays_finite,
    unchanged,
    varied_array,
)

exercise = Exercise("two_layer", title="A two-layer network, step by step", lecture="3")
kind = Architecture(hidden="relu", output="sigmoid", mean=False)
LARGE = np.array([[1e4, -1e4, 710.0], [-710.0, 40.0, 1.5]])


def sigmoid(z):
    """1 / (1 + exp(-z)), for |z| up to 1e4."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1 + e)


def sigmoid_derivative(z):
    """sigmoid(z) (1 - sigmoid(z)) = e / (1 + e)^2 with e = exp(-|z|)."""
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


FUNCTIONS = {
    "sigmoid": sigmoid,
    "sigmoid_derivative": sigmoid_derivative,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "relu_derivative": lambda z: np.where(z > 0, 1.0, 0.0),
}


def mistakes(name, z):
    """What the usual slips give at z."""
    a = sigmoid(z)
    known = {
        "sigmoid": {
            "negated-argument": sigmoid(-z),
            "wrong-sign": -a,
            "wrong-activation": [np.tanh(z), np.maximum(z, 0), sigmoid(2 * z)],
            "swapped-functions": a * (1 - a),
        },
        "sigmoid_derivative": {
            "wrong-sign": -a * (1 - a),
            "wrong-derivative-formula": [a**2, 1 - a, a * (1 + a), 1 - a**2],
            "derivative-at-wrong-argument": [sigmoid(a) * (1 - sigmoid(a)), z * (1 - z)],
            "swapped-functions": a,
        },
        "relu": {
            "wrong-activation": [
                np.abs(z),
                np.where(z > 0, z, 0.01 * z),
                np.where(z > 0, z, 0.1 * z),
                z,
                np.minimum(z, 0),
                np.tanh(z),
            ],
            "swapped-functions": np.where(z > 0, 1.0, 0.0),
            "clipped-values": [np.clip(z, 0, 1), np.clip(z, 0, 6)],
        },
        "relu_derivative": {
            "swapped-functions": np.maximum(z, 0),
            "derivative-inverted": np.where(z > 0, 0.0, 1.0),
            "wrong-function-derivative": [
                np.where(z > 0, 1, 0.01),
                np.where(z > 0, 1, 0.1),
                np.sign(z),
                a * (1 - a),
            ],
        },
    }
    return known[name]


@exercise.check(points=5)
def activations(student, draw):
    """sigmoid, relu and their derivatives have the right values"""
    parts = Parts()
    z = np.concatenate([draw.away_from_zero((4, 5), scale=2.0), [[8.0, -8.0, 0.5, -0.5, 1.5]]])
    for name, right in FUNCTIONS.items():
        with parts.part():
            got = getattr(student, name)(z)
            expect(got, f"{name}(z)").equals(right(z), wrong=mistakes(name, z))
    with parts.part():
        got = student.relu_derivative(np.array([[0.0, 1.0, -1.0]]))
        if agrees(student.relu_derivative(z), FUNCTIONS["relu_derivative"](z)):
            at_zero = {"wrong-at-zero": [[[value, 1.0, 0.0]] for value in (1.0, 0.5)]}
            expect(got, "relu_derivative([[0, 1, -1]])").equals([[0.0, 1.0, 0.0]], wrong=at_zero)
    return parts.judgement()


@exercise.check(points=2)
def extremes(student, draw):
    """The functions are right for |z| up to 1e4, without overflow warnings"""
    parts = Parts()
    ordinary = with_both_signs(draw.away_from_zero((3, 4)))
    for name, right in FUNCTIONS.items():
        with parts.part():
            function = getattr(student, name)
            bug = "unstable-sigmoid" if name.startswith("sigmoid") else None
            got = stays_finite(student, function, LARGE, case="z up to 1e4", bug=bug)
            array_of(got, f"{name}(z)", LARGE.shape)
            usual = varied_array(function(ordinary), f"{name}(z)", ordinary.shape)
            if agrees(usual, right(ordinary)):
                wrong = {"clipped-values": [right(np.clip(LARGE, -c, c)) for c in (1, 10, 20, 30)]}
                expect(got, f"{name}(z)", "z up to 1e4").equals(right(LARGE), wrong=wrong)
    return parts.judgement()


def with_both_signs(z):
    """The same numbers but for one of each sign: relu's derivative alone is no constant there."""
    z[0, :2] = 2, -2
    return z


def cases(draw):
    """Column networks: a square one to name mistakes, all-different widths, one output, one unit."""
    plain = [((5, 5, 5), 7, 3.0), ((3, 5, 2), 6, 3.0), ((4, 3, 1), 5, 1.0), ((2, 6, 3), 4, 1.0)]
    return [
        networks.Case(draw.network(kind, sizes, samples), weight)
        for sizes, samples, weight in plain
    ]


@exercise.check(points=6)
def forward(student, draw):
    """two_layer_forward computes and caches z1, a1, z2 and a2"""
    own = {1: lambda z: student.relu(z), 2: lambda z: student.sigmoid(z)}
    return networks.judge_column_forward(student.two_layer_forward, cases(draw), own)


@exercise.check(points=9)
def backward(student, draw):
    """two_layer_backward returns every step of the derivation"""
    return networks.judge_column_backward(
        student, cases(draw), lambda z: student.relu_derivative(z)
    )


@exercise.check(points=3)
def robust(student, draw):
    """Integers, a single sample and second calls work, and no argument is changed"""
    parts = Parts()
    for name in FUNCTIONS:
        with parts.part(0.5):
            integers(student, name, with_both_signs(draw.integers(-3, 4, (3, 4))))
    sizes = widths_that_work(student, draw)
    probe, other = (draw.network(kind, sizes, m) for m in (6, 4))
    with parts.part():
        leaves_arguments(student, probe)
    with parts.part():
        same_again(student, probe, other)
    with parts.part():
        results_stay(student, probe)
    with parts.part():
        usual = [probe, other, draw.network(kind, [4, 3, 1], 5)]
        one_sample(student, usual, single_sample(draw, sizes))
    with parts.part():
        another_of_that_shape(student, *(draw.network(kind, sizes, 9) for _ in range(2)))
    with parts.part():
        as_floats(student, draw.network(kind, sizes, 4, integers=True))
    return parts.judgement()


def single_sample(draw, sizes):
    """One sample with both targets: a formula that forgets one of them is not zero on it."""
    for _ in range(100):
        probe = draw.network(kind, sizes, 1)
        if np.ptp(probe.y) > 0:
            break
    return probe


def widths_that_work(student, draw):
    """Unequal widths, or equal ones where code crashes without: that is charged in its own check."""
    unequal, equal = [3, 5, 2], [4, 4, 4]
    try:
        run(student, *networks.column_case(draw.network(kind, unequal, 6)))
    except StudentFault:
        return equal
    except Mismatch:
        return unequal
    return unequal


def integers(student, name, z):
    """The same values as for the same numbers given as floats; z stays as it was."""
    function = getattr(student, name)
    got = function(z)
    unchanged(student.last.changed, name)
    same = varied_array(function(z.astype(float)), f"{name}(z)", z.shape)
    wrong = {"integer-truncation": np.trunc(same)}
    expect(got, f"{name}(z)", "integer z").equals(same, wrong=wrong)


def run(student, params, x, y):
    """The gradients of one batch through the student's own chain."""
    cache = student.keep(student.two_layer_forward, params, x)
    return arrays_in(student.two_layer_backward(params, cache, y))


def arrays_in(grads):
    """The gradients that are arrays; there must be some, and not only zeros."""
    value = expect(grads, "two_layer_backward(params, cache, y)")
    bug = "returns-nothing" if grads is None else "wrong-return-type"
    value.is_true(isinstance(grads, dict), "two_layer_backward does not return a dict", bug)
    found = {name: g for name, g in grads.items() if isinstance(g, np.ndarray)}
    alive = any(g.dtype.kind == "f" and np.ptp(g) > 0 for g in found.values() if g.size)
    value.is_true(alive, "two_layer_backward returns no gradients but zeros or one number")
    return found


def leaves_arguments(student, probe):
    """params, x, y and the cache are as they were."""
    params, x, y = networks.column_case(probe)
    cache = student.keep(student.two_layer_forward, params, x)
    unchanged(student.last.changed, "two_layer_forward")
    before = student.read(cache)
    arrays_in(student.two_layer_backward(params, cache, y))
    changed = student.last.changed
    params_changed = [label for label in changed if label.startswith("argument 1")]
    if params_changed:
        text = "two_layer_backward changes the parameters"
        expect(changed, "two_layer_backward").fails(text, "changed-parameters")
    unchanged(changed, "two_layer_backward")
    after = student.read(cache)
    for name in ("x", "z1", "a1", "z2", "a2"):
        if isinstance(before, dict) and isinstance(before.get(name), np.ndarray):
            now = after.get(name) if isinstance(after, dict) else None
            text = f"two_layer_backward changes cache['{name}']"
            stays = agrees(now, before[name], 1e-12)
            expect(now, "two_layer_backward").is_true(stays, text, "changed-in-place")


def same(got, want, case, bug=None):
    """Two results of the student agree; ``bug`` is what it means when they do not."""
    for name, value in want.items():
        found = got.get(name)
        if not agrees(found, value, 1e-9):
            text = f"{name} is not the same as before: {case}"
            expect(found, "two_layer_backward", case).fails(text, bug)


def no_growth(student, case):
    """Equal calls do not add up."""
    one, two, three = (run(student, *case) for _ in range(3))
    for name, value in one.items():
        if name in two and name in three and not agrees(two[name], value, 1e-9):
            steady = agrees(three[name] - two[name], two[name] - value, 1e-9)
            text = f"{name} grows from call to call"
            bug = "accumulated-gradients" if steady else None
            expect(two[name], "two_layer_backward").fails(text, bug)


def same_again(student, probe, other):
    """The same call gives the same, whatever was computed before or in between."""
    one, two = networks.column_case(probe), networks.column_case(other)
    no_growth(student, one)
    first = run(student, *one)
    differs = not all(agrees(v, first.get(n), 1e-9) for n, v in run(student, *two).items())
    text = "two_layer_backward gives the same gradients for different batches"
    expect(first, "two_layer_backward").is_true(differs, text)
    same(run(student, *one), first, "the same call again, after another batch", "stale-cache")
    cache = student.keep(student.two_layer_forward, *one[:2])
    student.two_layer_backward(one[0], cache, one[2])
    again = arrays_in(student.two_layer_backward(one[0], cache, one[2]))
    same(again, first, "a second two_layer_backward on the same cache", "changed-in-place")


def results_stay(student, probe):
    """What was returned stays as it was when the functions are called again."""
    params, x, y = networks.column_case(probe)
    first = run(student, params, x, y)
    cache = student.keep(student.two_layer_forward, params, x)
    before = student.read(cache)
    student.two_layer_forward(params, 2 * x[:, ::-1])
    stays = same_arrays(before, student.read(cache))
    text = "the cache of a call changes when two_layer_forward is called again"
    expect(before, "two_layer_forward").is_true(stays, text, "aliased-results")
    grads = student.keep(student.two_layer_backward, params, cache, y)
    # What a forward pass in between leaves outside its cache must not count.
    now = student.read(grads)
    steady = same_arrays(first, run(student, params, x, y))
    bug = "stale-cache" if steady else None
    same(arrays_in(now), first, "after another two_layer_forward", bug)
    student.two_layer_backward(params, cache, 1 - y)
    stays = same_arrays(now, student.read(grads))
    text = "the gradients of a call change when two_layer_backward is called again"
    expect(now, "two_layer_backward").is_true(stays, text, "aliased-results")


def same_arrays(before, after):
    """Whether two readings of one dict agree."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return False
    return all(agrees(after.get(n), v, 1e-12) for n, v in before.items() if isinstance(v, np.ndarray))


def one_sample(student, usual, single):
    """One column is judged like many; what is wrong with many is charged elsewhere."""
    for judge in (forward_of, backward_of):
        judged = judge(student, single)
        if judged.share == 1.0:
            continue
        if all(judge(student, probe).share == 1.0 for probe in usual):
            raise Mismatch(judged.findings[0])
        break
    run(student, *networks.column_case(single))


def forward_of(student, probe):
    """two_layer_forward on one case."""
    own = {1: lambda z: student.relu(z), 2: lambda z: student.sigmoid(z)}
    return networks.judge_column_forward(
        student.two_layer_forward, [networks.Case(probe, 1.0)], own
    )


def backward_of(student, probe):
    """two_layer_backward on one case."""
    return networks.judge_column_backward(
        student, [networks.Case(probe, 1.0)], lambda z: student.relu_derivative(z)
    )


def another_of_that_shape(student, one, other):
    """A second batch of the same shape counts like the first."""
    if backward_of(student, one).share == 1.0 and backward_of(student, other).share < 1.0:
        text = "two_layer_backward is right for a first batch and wrong for a second of its shape"
        expect(other, "two_layer_backward").fails(text, "stale-cache")
    run(student, *networks.column_case(other))


def as_floats(student, probe):
    """Integer x and y give the gradients of the same numbers as floats."""
    params, x, y = networks.column_case(probe)
    floats = run(student, params, x.astype(float), y.astype(float))
    found = run(student, params, x, y)
    bug = None
    for name, value in floats.items():
        if not agrees(found.get(name), value, 1e-9) and agrees(found.get(name), np.trunc(value)):
            bug = "integer-truncation"
    same(found, floats, "integer x and y", bug)
