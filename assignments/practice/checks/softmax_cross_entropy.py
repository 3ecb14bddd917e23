import numpy as np

from grader import (
    Architecture,
    Curriculum,
    Exercise,
    Mismatch,
    Parts,
    Steps,
    StudentFault,
    agrees,
    array_of,
    expect,
    networks,
    unchanged,
    varied_array,
)

exercise = Exercise("softmax_cross_entropy", title="Softmax and cross-entropy", lecture="5.5")
kind = Architecture(hidden="relu", output="softmax")
xor_starts = Curriculum(kind, (2, 8, 2), 1.0, (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12))
# Rows that overflow, that underflow, and whose maxima differ by far: a shift by any but the
# row's own maximum shows in one of them.
LARGE = np.array(
    [
        [1e4, 1e4 - 1, 0.0],
        [1e3, 1e3 + 1, 1e3 + 2],
        [-1e4, -1e4 + 1, -1e4 + 2],
        [0.0, 0.0, 0.0],
    ]
)
TARGETS = np.eye(3)[[1, 2, 0, 0]]
"""Labels of those rows."""


def probabilities(Z):
    """softmax over each row."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def mean_cross_entropy(Y, P):
    """-(1/m) sum Y log P."""
    return -np.mean(np.sum(Y * np.log(P), axis=1))


@exercise.check(points=2)
def softmax(student, draw):
    """softmax(Z) turns each row of logits into probabilities"""
    steps, parts = Steps(student), Parts()
    cases = [
        (draw.normal((4, 4)), "4 rows, 4 classes"),
        (draw.normal((5, 3)), "5 rows, 3 classes"),
        (draw.normal((1, 4)), "one row"),
        (draw.integers(-3, 4, (4, 3)), "integer logits"),
    ]
    found = [steps.named("softmax", Z) for Z, _ in cases]
    last = steps.named("softmax", draw.normal((3, 4)))
    for (Z, case), got in zip(cases, found):
        with parts.part():
            if not agrees(got.value, probabilities(Z)):
                wrong = slips_of_softmax(Z)
                expect(got.value, "softmax(Z)", case).equals(probabilities(Z), wrong=wrong)
    with parts.part():
        unchanged(last.record.changed, "softmax")
        varied_array(last.value, "softmax(Z)", (3, 4))
    return parts.judgement()


def slips_of_softmax(Z):
    """What the usual slips give at Z."""
    e = np.exp(Z)
    wrong = {
        "softmax-wrong-axis": [
            e / e.sum(axis=0),
            e / e.sum(),
            *(shifted_sum(Z, axis) for axis in (0, None)),
        ],
        "missing-keepdims": (
            [e / e.sum(axis=1), shifted_sum(Z, 1)] if Z.shape[0] == Z.shape[1] else []
        ),
        "not-normalised": [e, np.exp(Z - Z.max(axis=1, keepdims=True)), np.exp(Z - Z.max())],
        "log-softmax": np.log(probabilities(Z)),
        "negated-argument": probabilities(-Z),
        "wrong-activation": 1 / (1 + np.exp(-Z)),
    }
    if Z.dtype.kind == "i":
        wrong["integer-truncation"] = np.trunc(probabilities(Z))
    return wrong


@exercise.check(points=1)
def softmax_large(student, draw):
    """softmax is finite and right for logits up to 1e4"""
    ordinary = draw.normal((5, 3))
    steps = Steps(student)
    at_large, usually = steps.named("softmax", LARGE), steps.named("softmax", ordinary)
    got = at_large.value
    value = expect(got, "softmax(Z)", "logits up to 1e4")
    value.is_finite("unstable-softmax")
    array_of(got, "softmax(Z)", LARGE.shape)
    usual = varied_array(usually.value, "softmax(Z)", ordinary.shape)
    if agrees(usual, probabilities(ordinary)):
        wrong = {
            "unstable-softmax": [
                shifted(LARGE, LARGE.max()),
                shifted(LARGE, LARGE.max(axis=0)),
            ],
            "clipped-values": [probabilities(np.clip(LARGE, -c, c)) for c in (20, 50, 100, 500, 700)],
        }
        value.equals(probabilities(LARGE), wrong=wrong)


def shifted_sum(Z, axis):
    """Shifted by the row's maximum, but added up along another axis."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=axis)


def only_rows(right, rows):
    """The result with all but these rows left at zero."""
    found = np.zeros_like(right)
    found[rows] = right[rows]
    return [found, np.broadcast_to(right[rows], right.shape)]


def shifted(Z, shift):
    """softmax after another shift than the row's maximum."""
    with np.errstate(all="ignore"):
        e = np.exp(Z - shift)
        return e / e.sum(axis=1, keepdims=True)


@exercise.check(points=2)
def cross_entropy(student, draw):
    """cross_entropy(Y, P) is the mean over the rows of -sum Y log P"""
    steps, parts = Steps(student), Parts()
    targets = (
        (draw.one_hot(5, 3), "one-hot Y"),
        (draw.probabilities((5, 4)), "Y a distribution"),
        (draw.one_hot(4, 4), "4 rows, 4 classes"),
        (draw.one_hot(1, 3).astype(int), "one row, integer Y"),
    )
    cases = [(Y, draw.probabilities(Y.shape), case) for Y, case in targets]
    found = [steps.named("cross_entropy", Y, P) for Y, P, _ in cases]
    for (Y, P, case), got in zip(cases, found):
        with parts.part():
            unchanged(got.record.changed, "cross_entropy")
            right = mean_cross_entropy(Y, P)
            if not agrees(got.value, right):
                wrong = slips_of_cross_entropy(Y, P, right)
                expect(got.value, "cross_entropy(Y, P)", case).equals(right, wrong=wrong)
    return parts.judgement()


def slips_of_cross_entropy(Y, P, right):
    """What the usual slips give for targets Y and probabilities P."""
    rows, classes = Y.shape
    log = np.log(P)
    return {
        "sum-for-mean": rows * right,
        "mean-over-all": right / classes,
        "wrong-sign": -right,
        "wrong-logarithm": [right / np.log(2), right / np.log(10)],
        "swapped-arguments": -np.mean(np.sum(P * np.log(np.maximum(Y, 1e-12)), axis=1)),
        "largest-target-only": -np.mean(log[np.arange(rows), Y.argmax(axis=1)]),
        "wrong-factor": right / 2,
        "wrong-loss": -np.mean(np.sum(Y * log + (1 - Y) * np.log(1 - P), axis=1)),
    }


@exercise.check(points=1)
def cross_entropy_zero(student, draw):
    """cross_entropy is finite where a probability is 0"""
    Y = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    free_zero = np.array([[0.7, 0.3, 0.0], [0.0, 1.0, 0.0]])
    costly_zero = np.array([[0.0, 0.4, 0.6], [0.1, 0.8, 0.1]])
    steps, parts = Steps(student), Parts()
    free, costly = (steps.named("cross_entropy", Y, P) for P in (free_zero, costly_zero))
    is_usual = agreement_on_ordinary(steps, draw)
    with parts.part():
        value = expect(free.value, "cross_entropy(Y, P)", "P is 0 where Y is 0")
        value.is_finite("log-of-zero")
        safe = np.where(Y > 0, free_zero, 1.0)
        if is_usual():
            value.equals(mean_cross_entropy(Y, safe))
    with parts.part():
        value = expect(costly.value, "cross_entropy(Y, P)", "P is 0 where Y is 1")
        value.is_finite("log-of-zero")
        mean = float(array_of(costly.value, "cross_entropy(Y, P)", ()))
        usual = is_usual()
        text = "a probability of 0 for the true class should cost a lot (-log of at most 1e-8)"
        no_cost = agrees(2 * mean, -np.log(0.8))  # the row with the zero costs nothing at all
        value.is_true(mean > 8 or not usual, text, None if no_cost else "clipped-values")
    return parts.judgement()


def agreement_on_ordinary(steps, draw):
    """Whether the value is right where nothing is special; it is found out when that is asked."""
    pairs = [(draw.one_hot(5, 3), draw.probabilities((5, 3))) for _ in range(2)]
    noted = [steps.named("cross_entropy", Y, P) for Y, P in pairs]

    def is_usual():
        found = [float(array_of(each.value, "cross_entropy(Y, P)", ())) for each in noted]
        expect(found, "cross_entropy").is_true(found[0] != found[1], "cross_entropy is a constant")
        return all(agrees(got, mean_cross_entropy(Y, P)) for got, (Y, P) in zip(found, pairs))

    return is_usual


@exercise.check(points=3)
def softmax_backward(student, draw):
    """softmax_backward(dP, P) applies the full Jacobian of softmax to each row of dP"""
    steps, parts = Steps(student), Parts()
    cases = []
    for shape in ((4, 4), (5, 3), (1, 4), (6, 2)):
        P, dP = draw.probabilities(shape), draw.normal(shape)
        if shape == (6, 2):
            dP = draw.integers(-4, 5, shape)
        cases.append((P, dP, steps.named("softmax_backward", dP, P)))
    for P, dP, got in cases:
        with parts.part():
            unchanged(got.record.changed, "softmax_backward")
            right = through_jacobian(dP, P)
            if not agrees(got.value, right):
                case = f"dP and P of shape {P.shape}"
                wrong = slips_of_jacobian(dP, P, right)
                expect(got.value, "softmax_backward(dP, P)", case).equals(right, wrong=wrong)
    return parts.judgement()


def slips_of_jacobian(dP, P, right):
    """What the usual slips give for the incoming gradient dP."""
    inner = np.sum(dP * P, axis=1, keepdims=True)
    wrong = {
        "diagonal-jacobian": [dP * P * (1 - P), P * (1 - P)],
        "jacobian-wrong-axis": [
            P * (dP - np.sum(dP * P, axis=0)),
            P * (dP - np.sum(dP * P)),
        ],
        "wrong-sign": -right,
        "divided-in-delta": right / len(P),
        "incomplete-jacobian": [
            P * dP,
            -P * inner,
            dP - inner,
            P * (dP - np.sum(dP, axis=1, keepdims=True)),
        ],
        "last-sample-only": only_rows(right, slice(-1, None)),
        "first-sample-only": only_rows(right, slice(0, 1)),
        "swapped-arguments": dP * (P - np.sum(dP * P, axis=1, keepdims=True)),
        "gradient-taken-for-targets": [P - dP, (P - dP) / len(P)],
        "wrong-factor": 2 * right,
    }
    if dP.dtype.kind == "i":
        wrong["integer-truncation"] = [np.trunc(right), np.zeros_like(right)]
    return wrong


@exercise.check(points=2)
def gradient(student, draw):
    """softmax_cross_entropy_gradient(Y, Z) is the gradient of the mean loss by the logits"""
    steps, parts = Steps(student), Parts()
    targets = (
        (draw.one_hot(5, 3), "one-hot Y"),
        (draw.probabilities((5, 4)), "Y a distribution"),
        (draw.one_hot(4, 4).astype(int), "integer Y"),
        (draw.one_hot(1, 3), "one row"),
    )
    cases = [(Y, draw.normal(Y.shape), case) for Y, case in targets]
    found = [noted_gradient(steps, Y, Z) for Y, Z, _ in cases]
    at_large = gradient_at_large(steps, draw.one_hot(5, 3), draw.normal((5, 3)))
    last = noted_gradient(steps, TARGETS, draw.normal(TARGETS.shape))
    for (Y, Z, case), got in zip(cases, found):
        with parts.part():
            judge_gradient(student, got.value, Y, Z, case)
    with parts.part():
        at_large()
    with parts.part():
        changed = last.record.changed
        varied_array(last.value, "softmax_cross_entropy_gradient(Y, Z)", TARGETS.shape)
        if changed and not softmax_changes(student, draw.normal(TARGETS.shape)):
            unchanged(changed, "softmax_cross_entropy_gradient")
    return parts.judgement()


def noted_gradient(steps, Y, Z):
    """The student's gradient, to be asked for together with others."""
    return steps.named("softmax_cross_entropy_gradient", Y, Z)


def gradient_at_large(steps, Y, Z):
    """The gradient at huge logits; right there if it is right for the ordinary Y and Z."""
    first, turned = (noted_gradient(steps, TARGETS, large) for large in (LARGE, LARGE[::-1]))
    large, usually = steps.named("softmax", LARGE), noted_gradient(steps, Y, Z)

    def judge():
        got = first.value
        value = expect(got, "softmax_cross_entropy_gradient(Y, Z)", "logits up to 1e4")
        array_of(got, "softmax_cross_entropy_gradient(Y, Z)", TARGETS.shape)
        own = large.value
        text = "softmax_cross_entropy_gradient(Y, Z) does not depend on Z"
        value.is_true(not agrees(turned.value, got), text)
        if agrees(own, probabilities(LARGE)):  # else softmax itself has been charged
            # Rows 1 and 2 hold no probability of 0: what fails there is exp, not -Y / P.
            overflows = not np.all(np.isfinite(array_of(got, "dZ")[1:3]))
            value.is_finite("unstable-softmax" if overflows else "divided-by-probability")
            if agrees(usually.value, (probabilities(Z) - Y) / len(Z), 1e-4):
                value.equals((probabilities(LARGE) - TARGETS) / len(TARGETS), tolerance=1e-4)

    return judge


def softmax_changes(student, Z):
    """Whether softmax changes its argument, which is charged there."""
    try:
        student.softmax(Z)
    except StudentFault:
        return False
    return bool(student.last.changed)


def judge_gradient(student, got, Y, Z, case):
    """(P - Y) / m, or the same with the student's own softmax in P's place."""
    P, m = probabilities(Z), len(Z)
    if agrees(got, (P - Y) / m):
        return
    P = own_probabilities(student, Z)
    targets = np.eye(Y.shape[1])[Y.argmax(axis=1)]
    wrong = {
        "largest-target-only": (P - targets) / m,
        "missing-batch-mean": P - Y if m > 1 else [],
        "double-batch-mean": (P - Y) / m**2 if m > 1 else [],
        "wrong-sign": (Y - P) / m,
        "wrong-divisor": [(P - Y) / Y.shape[1], (P - Y) / Y.size],
        "wrong-output-delta": [
            (P - Y) * P * (1 - P) / m,
            -Y / P / m,
            P * (1 - P) * (P - Y),
            through_jacobian(P - Y, P) / m,
            through_jacobian(P - Y, P),
        ],
        "diagonal-jacobian": -Y * (1 - P) / m,
        "softmax-wrong-axis": (probabilities(Z.T).T - Y) / m,
        "missing-activation": (Z - Y) / m,
    }
    expect(got, "softmax_cross_entropy_gradient(Y, Z)", case).equals((P - Y) / m, wrong=wrong)


@exercise.check(points=1)
def construct(student, draw):
    """A new network has random weights, zero biases and the right shapes"""
    return networks.judge_construct(student.SoftmaxNetwork, [[3, 5, 4, 2], [2, 2], [64, 8, 2]])


@exercise.check(points=2)
def forward(student, draw):
    """forward(X) computes and caches every Z and A, also for huge numbers"""
    return networks.judge_forward(
        student.SoftmaxNetwork,
        networks.any_depth(draw, kind),
        extreme=draw.saturated_network(kind, [4, 5, 3], 3),
        own_output=student_softmax(student),
    )


@exercise.check(points=3)
def backward(student, draw):
    """backward(y) returns the gradient of the mean loss for every weight and bias"""
    cases = networks.any_depth(draw, kind)
    return networks.judge_backward(student, student.SoftmaxNetwork, cases)


@exercise.check(points=1)
def repeatable(student, draw):
    """Calls leave nothing behind: other batches, second calls, two networks side by side"""
    first, second = (draw.network(kind, [3, 5, 4, 2], m) for m in (6, 4))
    equal = tuple(draw.network(kind, [4, 4, 4, 4], m) for m in (6, 4))
    return networks.judge_repeatable(student, student.SoftmaxNetwork, first, second, equal)


@exercise.check(points=1)
def update(student, draw):
    """update(grads, lr) takes one gradient-descent step in every weight and bias"""
    probe = draw.network(kind, [4, 4, 4, 4], 6)
    return networks.judge_update(student.SoftmaxNetwork, draw, probe)


@exercise.check(
    points=1,
    excused_by=[
        "softmax",
        "softmax_large",
        "softmax_backward",
        "gradient",
        "forward",
        "backward",
        "repeatable",
        "update",
    ],
    cpu_s=60,
)
def xor(student, draw):
    """Trained on XOR with two outputs, the weights go where gradient descent leads"""
    return networks.judge_xor(student.SoftmaxNetwork, draw, xor_starts)


def through_jacobian(dP, P):
    """The full Jacobian of softmax applied to dP."""
    return P * (dP - np.sum(dP * P, axis=1, keepdims=True))


def own_probabilities(student, Z):
    """What the student's own softmax gives, if it is anything like one; else the right ones."""
    ordinary = np.linspace(-1.0, 1.5, 15).reshape(5, 3) ** 3
    try:
        varied_array(student.softmax(ordinary), "softmax(Z)", ordinary.shape)
        return array_of(student.softmax(Z), "softmax(Z)", Z.shape)
    except (Mismatch, StudentFault):
        return probabilities(Z)


def student_softmax(student):
    """The student's own softmax, as a function of the judge."""
    return lambda z: student.softmax(z)
