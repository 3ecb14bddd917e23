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
    ### BEGIN SOLUTION
    # exp(z) / (1 + exp(z)) where z is negative, so that no exponent is positive.
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
    ### END SOLUTION


def relu(z):
    """z where z is positive, 0 elsewhere. If you did the warm-up, copy yours."""
    ### BEGIN SOLUTION
    return np.maximum(z, 0)
    ### END SOLUTION


def relu_derivative(z):
    """The derivative of relu with respect to z, at z; 0 at exactly 0."""
    ### BEGIN SOLUTION
    return (z > 0).astype(float)
    ### END SOLUTION


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
        ### BEGIN SOLUTION
        sizes = list(zip(layer_sizes, layer_sizes[1:]))
        # This scale keeps the size of the activations from layer to layer under ReLU.
        self.weights = [np.random.randn(n, k) * np.sqrt(2 / n) for n, k in sizes]
        self.biases = [np.zeros((1, k)) for _, k in sizes]
        self.cache = {}
        ### END SOLUTION

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
        ### BEGIN SOLUTION
        W1, W2, W3 = self.weights
        b1, b2, b3 = self.biases
        Z1 = X @ W1 + b1
        A1 = relu(Z1)
        Z2 = A1 @ W2 + b2
        A2 = relu(Z2)
        Z3 = A2 @ W3 + b3
        A3 = sigmoid(Z3)
        self.cache.update(A0=X, Z1=Z1, A1=A1, Z2=Z2, A2=A2, Z3=Z3, A3=A3)
        return A3
        ### END SOLUTION

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
        ### BEGIN SOLUTION
        _, W2, W3 = self.weights
        cache = self.cache
        m = len(cache["A0"])

        dZ3 = cache["A3"] - y
        dW3 = cache["A2"].T @ dZ3 / m
        db3 = dZ3.sum(axis=0, keepdims=True) / m

        dA2 = dZ3 @ W3.T
        dZ2 = dA2 * relu_derivative(cache["Z2"])
        dW2 = cache["A1"].T @ dZ2 / m
        db2 = dZ2.sum(axis=0, keepdims=True) / m

        dA1 = dZ2 @ W2.T
        dZ1 = dA1 * relu_derivative(cache["Z1"])
        dW1 = cache["A0"].T @ dZ1 / m
        db1 = dZ1.sum(axis=0, keepdims=True) / m

        return {
            "dZ3": dZ3, "dW3": dW3, "db3": db3,
            "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
            "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1,
        }  # fmt: skip
        ### END SOLUTION

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
        ### BEGIN SOLUTION
        for l in range(3):
            self.weights[l] -= lr * grads[f"dW{l + 1}"]
            self.biases[l] -= lr * grads[f"db{l + 1}"]
        ### END SOLUTION
