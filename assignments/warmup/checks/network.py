from grader import Architecture, Curriculum, Exercise, networks

exercise = Exercise("network", title="A network of any depth", lecture="4")
kind = Architecture(hidden="relu", output="sigmoid")
xor_starts = Curriculum(kind, (2, 8, 1), 1.0, (0, 1, 2, 3, 5, 9, 10, 11, 13, 14))


@exercise.check(points=3)
def construct(student, draw):
    """A new network has random weights, zero biases and the right shapes"""
    return networks.judge_construct(student.NeuralNetworkBackprop, [[3, 5, 4, 2], [2, 1], [64, 8, 1]])


@exercise.check(points=6)
def forward(student, draw):
    """forward(X) computes and caches every Z and A, also for huge numbers"""
    return networks.judge_forward(
        student.NeuralNetworkBackprop,
        networks.any_depth(draw, kind),
        extreme=draw.saturated_network(kind, [4, 5, 2], 3),
    )


@exercise.check(points=9)
def backward(student, draw):
    """backward(y) returns the gradient of the mean loss for every weight and bias"""
    make = student.NeuralNetworkBackprop
    return networks.judge_backward(student, make, networks.any_depth(draw, kind))


@exercise.check(points=2)
def repeatable(student, draw):
    """Calls leave nothing behind: other batches, second calls, two networks side by side"""
    first, second = (draw.network(kind, [3, 5, 4, 2], m) for m in (6, 4))
    equal = tuple(draw.network(kind, [4, 4, 4, 4], m) for m in (6, 4))
    return networks.judge_repeatable(student, student.NeuralNetworkBackprop, first, second, equal)


@exercise.check(points=2)
def update(student, draw):
    """update(grads, lr) takes one gradient-descent step in every weight and bias"""
    probe = draw.network(kind, [4, 4, 4, 4], 6)
    return networks.judge_update(student.NeuralNetworkBackprop, draw, probe)


@exercise.check(points=3, excused_by=["forward", "backward", "repeatable", "update"], cpu_s=60)
def xor(student, draw):
    """Trained on XOR, the weights go where gradient descent leads"""
    return networks.judge_xor(student.NeuralNetworkBackprop, draw, xor_starts)
