"""Practice exercise 1: derive backpropagation for a 3-layer network.

Section 3 of the lecture derives two layers. Carry the derivation one layer further and
write every line of it as code: input, two hidden layers with ReLU, a sigmoid output.

The convention is that of section 4: ROWS are samples. The loss is the mean over the m
samples of the sum over the outputs of -(y log a + (1 - y) log(1 - a)). In the
derivation a dZ or dA is PER SAMPLE, that is before the mean is taken (so dZ3 has no m in
it); the mean enters with the gradients of the weights and biases.

Replace each `raise NotImplementedError(...)` by your code. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest three_layer.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

To watch it learn:

    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    net = ThreeLayerNetwork([2, 8, 8, 1])
    for epoch in range(2000):
        net.forward(X)
        net.update(net.backward(y), 0.5)
    print(net.forward(X))

Correct code ends near 0, 1, 1, 0 from most random starts, not from all. You are graded
from starts that the grader sets, never from the luck of your own.

What to keep in mind:
- Work it out on paper first. Each line of the derivation is judged from the values of
  your own lines before it: one slip does not cost you the lines after it.
- Any four widths, several outputs, integer X and y, one row or many, another number of
  rows in the next batch.
- Gradients come from the cache of the last forward; a second backward(y) returns the
  same. No numerical differentiation.
- Nothing but `update` changes the weights and biases; nothing changes X, y or what an
  earlier call returned. Two networks live side by side.
- Outputs stay finite when the pre-activations are large (1e4).
"""

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)), elementwise. If you did the warm-up, copy yours."""
    raise NotImplementedError("sigmoid is not written yet")


def relu(z):
    """z where z is positive, 0 elsewhere. If you did the warm-up, copy yours."""
    raise NotImplementedError("relu is not written yet")


def relu_derivative(z):
    """The derivative of relu with respect to z, at z; 0 at exactly 0."""
    raise NotImplementedError("relu_derivative is not written yet")


class ThreeLayerNetwork:
    """ReLU, ReLU, sigmoid, trained by gradient descent.

    layer_sizes: the widths of the input, the two hidden layers and the output, for
    example [2, 4, 3, 1].

    weights: a list of 3 arrays, weights[l] of shape (layer_sizes[l], layer_sizes[l+1]):
        small random numbers, different for each unit.
    biases: a list of 3 arrays of shape (1, layer_sizes[l+1]), zeros.
    cache: a dict that forward fills.

    >>> net = ThreeLayerNetwork([2, 4, 3, 1])
    >>> [W.shape for W in net.weights], [b.shape for b in net.biases]
    ([(2, 4), (4, 3), (3, 1)], [(1, 4), (1, 3), (1, 1)])
    """

    def __init__(self, layer_sizes):
        raise NotImplementedError("ThreeLayerNetwork.__init__ is not written yet")

    def forward(self, X):
        """The output for each row of X.

        X: (m, layer_sizes[0]). Returns A3, (m, layer_sizes[3]), and fills the cache with
        'A0' (that is X), 'Z1', 'A1', 'Z2', 'A2', 'Z3', 'A3': Z before the activation, A after.

        One unit in each layer, with weights 1, 2 and 0.5:

        >>> net = ThreeLayerNetwork([1, 1, 1, 1])
        >>> for W, w in zip(net.weights, [1.0, 2.0, 0.5]):
        ...     W[:] = w
        >>> net.forward(np.array([[2], [-1]])).round(4).tolist()
        [[0.8808], [0.5]]
        >>> net.cache["Z3"].tolist()
        [[2.0], [0.0]]
        """
        raise NotImplementedError("ThreeLayerNetwork.forward is not written yet")

    def backward(self, y):
        """Every step of the derivation, for the batch of the last forward.

        y: (m, layer_sizes[3]). Returns a dict with, from the output back to the input,

        'dZ3', 'dW3', 'db3', 'dA2', 'dZ2', 'dW2', 'db2', 'dA1', 'dZ1', 'dW1', 'db1'

        dZ and dA: per sample, of the shape of the Z or A in the cache.
        dW and db: gradients of the mean loss, of the shape of the weights or biases.

        The network of the example above with targets 1 and 0:

        >>> net = ThreeLayerNetwork([1, 1, 1, 1])
        >>> for W, w in zip(net.weights, [1.0, 2.0, 0.5]):
        ...     W[:] = w
        >>> A3 = net.forward(np.array([[2], [-1]]))
        >>> grads = net.backward(np.array([[1], [0]]))
        >>> grads["dZ3"].round(4).tolist(), grads["dW3"].round(4).tolist()
        ([[-0.1192], [0.5]], [[-0.2384]])
        >>> grads["dZ1"].round(4).tolist(), grads["dW1"].round(4).tolist()
        ([[-0.1192], [0.0]], [[-0.1192]])
        """
        raise NotImplementedError("ThreeLayerNetwork.backward is not written yet")

    def update(self, grads, lr):
        """One step of gradient descent with learning rate lr, for every weight and bias.

        grads: a dict as backward returns it. Returns nothing.

        >>> net = ThreeLayerNetwork([1, 1, 1, 1])
        >>> net.weights[2][:] = 2.0
        >>> grads = {key: np.array([[4.0]]) for key in ["dW1", "db1", "dW2", "db2", "dW3", "db3"]}
        >>> net.update(grads, 0.25)
        >>> net.weights[2].tolist(), net.biases[2].tolist()
        ([[1.0]], [[-1.0]])
        """
        raise NotImplementedError("ThreeLayerNetwork.update is not written yet")
