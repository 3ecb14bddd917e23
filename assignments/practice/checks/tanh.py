import numpy as np

from grader import (
    Architecture,
    Curriculum,
    Exercise,
    Parts,
    Steps,
    agrees,
    array_of,
    came_out_finite,
    expect,
    networks,
    unchanged,
    varied_array,
)

exercise = Exercise("tanh", title="Backpropagation with tanh", lecture="5.2")
kind = Architecture(hidden="tanh", output="sigmoid")
xor_starts = Curriculum(kind, (2, 8, 1), 1.0, (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
LARGE = np.array([[1e4, -1e4, 710.0], [-710.0, 30.0, 0.0]])


@exercise.check(points=2)
def tanh(student, draw):
    """tanh(z) is the hyperbolic tangent"""
    z = draw.normal((5, 4), scale=1.5)
    sigmoid = 1 / (1 + np.exp(-z))
    wrong = {
        "clipped-values": [np.tanh(np.clip(z, -c, c)) for c in (0.5, 1, 2, 3)],
        "wrong-activation": [sigmoid, np.tanh(z / 2), np.maximum(z, 0), np.arctan(z)],
        "swapped-functions": 1 - np.tanh(z) ** 2,
        "wrong-sign": -np.tanh(z),
    }
    got = Steps(student).named("tanh", z).value
    expect(got, "tanh(z)").equals(np.tanh(z), wrong=wrong)


@exercise.check(points=2)
def tanh_derivative(student, draw):
    """tanh_derivative(z) is the derivative of tanh with respect to z"""
    z = draw.normal((5, 4), scale=1.5)
    a = np.tanh(z)
    wrong = {
        "derivative-at-wrong-argument": [1 - np.tanh(a) ** 2, 1 - z**2],
        "wrong-derivative-formula": [1 - a, 1 + a**2, a**2, (1 - a) ** 2],
        "wrong-sign": a**2 - 1,
        "wrong-function-derivative": [
            1 / (2 + 2 * np.cosh(z)),
            np.where(z > 0, 1.0, 0.0),
            a * (1 - a),
        ],
        "swapped-functions": a,
    }
    got = Steps(student).named("tanh_derivative", z).value
    expect(got, "tanh_derivative(z)").equals(1 - a**2, wrong=wrong)


@exercise.check(points=2)
def careful(student, draw):
    """tanh and its derivative are right for |z| up to 1e4 and for integers, and leave z alone"""
    steps, trials = Steps(student), []
    rights = {"tanh": np.tanh, "tanh_derivative": lambda z: 1 - np.tanh(z) ** 2}
    for name, right in rights.items():
        trials.append(extreme(steps, name, right, draw.normal((3, 4))))
        z = draw.integers(-3, 4, (3, 4))
        z[0, :2] = 2, -1  # not one number everywhere, whatever is drawn
        trials.append(integers(steps, name, z))
    parts = Parts()
    for judge in trials:
        with parts.part():
            judge()
    return parts.judgement()


def extreme(steps, name, right, ordinary):
    """Finite without overflow at the ends; right there if it is right at ordinary z."""
    at_ends, usually = steps.named(name, LARGE), steps.named(name, ordinary)

    def judge():
        got = came_out_finite(at_ends, name, case="z up to 1e4", bug="unstable-tanh")
        unchanged(at_ends.record.changed, name)
        usual = varied_array(usually.value, f"{name}(z)", ordinary.shape)
        array_of(got, f"{name}(z)", LARGE.shape)
        if agrees(usual, right(ordinary)):
            expect(got, f"{name}(z)", "z up to 1e4").equals(right(LARGE))

    return judge


def integers(steps, name, z):
    """The same values as for the same numbers given as floats; the argument stays as it was."""
    called, as_floats = steps.named(name, z), steps.named(name, z.astype(float))

    def judge():
        got = called.value
        unchanged(called.record.changed, name)
        same = varied_array(as_floats.value, f"{name}(z)", z.shape)
        wrong = {"integer-truncation": np.trunc(same)}
        expect(got, f"{name}(z)", "integer z").equals(same, wrong=wrong)

    return judge


@exercise.check(points=1)
def construct(student, draw):
    """A new network has random weights, zero biases and the right shapes"""
    return networks.judge_construct(student.TanhNetwork, [[3, 5, 4, 2], [2, 1], [64, 8, 1]])


@exercise.check(points=3)
def forward(student, draw):
    """forward(X) computes and caches every Z and A, also for huge numbers"""
    return networks.judge_forward(
        student.TanhNetwork,
        networks.any_depth(draw, kind),
        extreme=draw.saturated_network(kind, [4, 5, 2], 3),
        own_hidden=own(student, "tanh"),
    )


@exercise.check(points=5)
def backward(student, draw):
    """backward(y) returns the gradient of the mean loss for every weight and bias"""
    cases = networks.any_depth(draw, kind)
    derivative = own(student, "tanh_derivative")
    return networks.judge_backward(student, student.TanhNetwork, cases, own_derivative=derivative)


@exercise.check(points=1)
def repeatable(student, draw):
    """Calls leave nothing behind: other batches, second calls, two networks side by side"""
    first, second = (draw.network(kind, [3, 5, 4, 2], m) for m in (6, 4))
    equal = tuple(draw.network(kind, [4, 4, 4, 4], m) for m in (6, 4))
    return networks.judge_repeatable(student, student.TanhNetwork, first, second, equal)


@exercise.check(points=2)
def update(student, draw):
    """update(grads, lr) takes one gradient-descent step in every weight and bias"""
    probe = draw.network(kind, [4, 4, 4, 4], 6)
    return networks.judge_update(student.TanhNetwork, draw, probe)


@exercise.check(
    points=2,
    excused_by=["tanh", "tanh_derivative", "careful", "forward", "backward", "repeatable", "update"],
    cpu_s=60,
)
def xor(student, draw):
    """Trained on XOR, the weights go where gradient descent leads"""
    return networks.judge_xor(student.TanhNetwork, draw, xor_starts)


def own(student, name):
    """The student's own function, as a function of the judge."""
    return lambda z: getattr(student, name)(z)
