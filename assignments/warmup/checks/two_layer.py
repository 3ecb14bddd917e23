import numpy as np

from grader import Architecture, Exercise, Parts, agrees, expect, networks, unchanged

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
            "wrong-sign": [sigmoid(-z), -a],
            "wrong-activation": [np.tanh(z), np.maximum(z, 0), sigmoid(2 * z)],
            "swapped-functions": a * (1 - a),
        },
        "sigmoid_derivative": {
            "wrong-argument": z * (1 - z),
            "wrong-sign": -a * (1 - a),
            "wrong-derivative-formula": [a**2, 1 - a, a * (1 + a), 1 - a**2],
            "derivative-at-wrong-argument": sigmoid(a) * (1 - sigmoid(a)),
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
            "wrong-argument": np.where(z > 1, 1.0, 0.0),
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
            expect(got, "relu_derivative([[0, 1, -1]])").equals([[0.0, 1.0, 0.0]])
    return parts.judgement()


@exercise.check(points=2)
def extremes(student, draw):
    """The functions are right for |z| up to 1e4, without overflow warnings"""
    parts = Parts()
    ordinary = draw.away_from_zero((3, 4))
    for name, right in FUNCTIONS.items():
        with parts.part():
            function = getattr(student, name)
            got = function(LARGE)
            overflows = any("overflow" in text for _, text in student.last.warnings)
            bug = "unstable-sigmoid" if name.startswith("sigmoid") else None
            value = expect(got, f"{name}(z)", "z up to 1e4")
            value.is_finite(bug)
            value.is_true(not overflows, f"{name} overflows for |z| up to 1e4", bug)
            if agrees(function(ordinary), right(ordinary)):
                wrong = {"clipped-values": [right(np.clip(LARGE, -c, c)) for c in (1, 10, 20, 30)]}
                value.equals(right(LARGE), wrong=wrong)
    return parts.judgement()


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
            integers(student, name, draw.integers(-3, 4, (3, 4)))
    probe = draw.network(kind, [3, 5, 2], 6)
    with parts.part():
        leaves_arguments(student, probe)
    with parts.part():
        same_twice(student, probe, draw.network(kind, [3, 5, 2], 4))
    with parts.part():
        single = draw.network(kind, [3, 5, 2], 1)
        as_part_of_a_batch(student, single)
    with parts.part():
        as_floats(student, draw.network(kind, [2, 6, 1], 4, integers=True))
    return parts.judgement()


def integers(student, name, z):
    """The same values as for the same numbers given as floats; z stays as it was."""
    function = getattr(student, name)
    got = function(z)
    unchanged(student.last.changed, name)
    same = np.asarray(function(z.astype(float)), dtype=float)
    wrong = {"integer-truncation": np.trunc(same)}
    expect(got, f"{name}(z)", "integer z").equals(same, wrong=wrong)


def run(student, params, x, y):
    """The gradients of one batch through the student's own chain."""
    cache = student.keep(student.two_layer_forward, params, x)
    return student.two_layer_backward(params, cache, y)


def leaves_arguments(student, probe):
    """params, x, y and the cache are as they were."""
    params, x, y = networks.column_case(probe)
    cache = student.keep(student.two_layer_forward, params, x)
    unchanged(student.last.changed, "two_layer_forward")
    before = student.read(cache)
    student.two_layer_backward(params, cache, y)
    unchanged(student.last.changed, "two_layer_backward")
    after = student.read(cache)
    for name in ("x", "z1", "a1", "z2", "a2"):
        if name in before:
            case = "the cache after two_layer_backward"
            expect(after.get(name), f"cache['{name}']", case).equals(
                before[name], tolerance=1e-12, wrong={"changed-in-place": [after.get(name)]}
            )


def same(student, got, want, case):
    """Two results of the student agree."""
    for name, value in want.items():
        if isinstance(value, np.ndarray):
            found = got.get(name) if isinstance(got, dict) else None
            expect(found, name, case).equals(value, tolerance=1e-9)


def same_twice(student, probe, other):
    """A second call gives the same, whatever was computed in between."""
    one = networks.column_case(probe)
    first = run(student, *one)
    run(student, *networks.column_case(other))
    same(student, run(student, *one), first, "the same call again, after another batch")
    cache = student.keep(student.two_layer_forward, *one[:2])
    student.two_layer_backward(one[0], cache, one[2])
    again = student.two_layer_backward(one[0], cache, one[2])
    same(student, again, first, "a second two_layer_backward on the same cache")


def as_part_of_a_batch(student, single):
    """One sample counts as much alone as twice beside itself, halved: the loss is a sum."""
    params, x, y = networks.column_case(single)
    alone = run(student, params, x, y)
    pair = run(student, params, np.hstack([x, x]), np.hstack([y, y]))
    for name in ("dW1", "db1", "dW2", "db2"):
        expected = np.asarray(pair[name], dtype=float)
        got = np.asarray(alone[name], dtype=float)
        if agrees(got, expected):
            continue  # a mean over samples is wrong, but that is for backward to say
        expect(2 * got, name, "one sample").equals(expected)


def as_floats(student, probe):
    """Integer x and y give the gradients of the same numbers as floats."""
    params, x, y = networks.column_case(probe)
    floats = run(student, params, x.astype(float), y.astype(float))
    same(student, run(student, params, x, y), floats, "integer x and y")
