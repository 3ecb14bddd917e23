from grader import Architecture, Curriculum, Exercise, networks

exercise = Exercise("three_layer", title="Backpropagation for three layers", lecture="5.1")
kind = Architecture(hidden="relu", output="sigmoid")
xor_starts = Curriculum(kind, (2, 8, 8, 1), 0.5, (0, 3, 4, 12, 15, 18, 20, 25, 30, 34))


@exercise.check(points=2)
def construct(student, draw):
    """A new network has random weights, zero biases and the right shapes"""
    return networks.judge_construct(student.ThreeLayerNetwork, [[3, 5, 4, 2], [2, 3, 3, 1], [64, 8, 4, 1]])


@exercise.check(points=4)
def forward(student, draw):
    """forward(X) computes and caches every Z and A, also for huge numbers"""
    return networks.judge_forward(
        student.ThreeLayerNetwork,
        networks.fixed_depth(draw, kind),
        extreme=draw.saturated_network(kind, [4, 5, 3, 2], 3),
    )


@exercise.check(points=8)
def backward(student, draw):
    """backward(y) returns every step of the derivation, from dZ3 back to db1"""
    cases = networks.fixed_depth(draw, kind)
    return networks.judge_backward(student, student.ThreeLayerNetwork, cases, shows_steps=True)


@exercise.check(points=2)
def repeatable(student, draw):
    """Calls leave nothing behind: other batches, second calls, two networks side by side"""
    first, second = (draw.network(kind, [3, 5, 4, 2], m) for m in (6, 4))
    equal = tuple(draw.network(kind, [4, 4, 4, 4], m) for m in (6, 4))
    return networks.judge_repeatable(student, student.ThreeLayerNetwork, first, second, equal)


@exercise.check(points=2)
def update(student, draw):
    """update(grads, lr) takes one gradient-descent step in every weight and bias"""
    probe = draw.network(kind, [4, 4, 4, 4], 6)
    return networks.judge_update(student.ThreeLayerNetwork, draw, probe)


@exercise.check(points=2, excused_by=["forward", "backward", "repeatable", "update"], cpu_s=60)
def xor(student, draw):
    """Trained on XOR, the weights go where gradient descent leads"""
    return networks.judge_xor(student.ThreeLayerNetwork, draw, xor_starts)
