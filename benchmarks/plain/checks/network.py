"""Five checks as in any test suite: each asks, compares, and is done."""

import numpy as np

from grader import Exercise, expect

exercise = Exercise("network", title="A two-layer network")
SIZES = (3, 4, 2)


def forward_pass(X, W1, b1, W2, b2):
    """Hidden activations and output."""
    A1 = np.tanh(X @ W1 + b1)
    return A1, 1 / (1 + np.exp(-(A1 @ W2 + b2)))


def right_gradients(X, y, W1, b1, W2, b2):
    """Of the mean cross-entropy."""
    A1, A2 = forward_pass(X, W1, b1, W2, b2)
    dZ2 = (A2 - y) / len(y)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    ones = np.ones((1, len(y)))
    return {"dW1": X.T @ dZ1, "db1": ones @ dZ1, "dW2": A1.T @ dZ2, "db2": ones @ dZ2}


def parameters(network):
    """In the order in which they are used."""
    W1, W2 = network.weights
    b1, b2 = network.biases
    return W1, b1, W2, b2


@exercise.check(points=2)
def shapes(student, draw):
    """A new network has weights and biases of the right shapes"""
    shapes = [(3, 4), (1, 4), (4, 2), (1, 2)]
    for array, shape in zip(parameters(student.Network(SIZES)), shapes, strict=True):
        expect(array, "the parameters").has_shape(shape)


@exercise.check(points=4)
def forward(student, draw):
    """forward(X) is the output of the network"""
    network, X = student.Network(SIZES), draw.normal((5, 3))
    _, expected = forward_pass(X, *parameters(network))
    expect(network.forward(X), "forward(X)").equals(expected)


@exercise.check(points=6)
def backward(student, draw):
    """backward(y) holds the gradients"""
    network, X, y = student.Network(SIZES), draw.normal((5, 3)), draw.normal((5, 2))
    network.forward(X)
    found = expect(network.backward(y), "backward(y)").is_dict()
    for name, expected in right_gradients(X, y, *parameters(network)).items():
        expect(found.get(name), name).equals(expected)


@exercise.check(points=4)
def update(student, draw):
    """update(grads, lr) takes one step"""
    network, X, y = student.Network(SIZES), draw.normal((5, 3)), draw.normal((5, 2))
    before = parameters(network)
    network.forward(X)
    network.update(network.backward(y), 0.5)
    steps = right_gradients(X, y, *before)
    order = ("dW1", "db1", "dW2", "db2")
    for old, new, name in zip(before, parameters(network), order, strict=True):
        expect(new, f"the parameter of {name}").equals(old - 0.5 * steps[name])


@exercise.check(points=4, cpu_s=60)
def xor(student, draw):
    """Training learns XOR"""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    network = student.Network((2, 8, 1))
    *_, last = student.train(network, X, y, 1.0, 1000, [1000])
    expect(last.output, "forward(X) after 1,000 epochs").has_shape((4, 1))
    expect(last.output, "forward(X)").is_true(np.all(np.abs(last.output - y) < 0.3), "far from y")
