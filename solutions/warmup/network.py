"""A network of any depth that learns XOR (lecture section 4).

Section 3 derived the gradients of one small network; section 4 turns the derivation
into a class that works for any list of layer sizes: ReLU in the hidden layers, a
sigmoid at the output.

The convention is that of section 4: ROWS are samples, weights[l] has shape
(layer_sizes[l], layer_sizes[l+1]), and the gradients are those of the MEAN loss, that is
the mean over the m samples of the sum over the outputs of
-(y log a + (1 - y) log(1 - a)).

Replace each `raise NotImplementedError(...)` by your code. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest network.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

To watch it learn:

    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    net = NeuralNetworkBackprop([2, 8, 1])
    for epoch in range(1000):
        net.forward(X)
        net.update(net.backward(y), 1.0)
    print(net.forward(X))

Correct code ends near 0, 1, 1, 0 from most random starts, not from all. You are graded
from starts that the grader sets, never from the luck of your own.

What to keep in mind:
- Any depth and any widths: [2, 1] has no hidden layer, [3, 5, 4, 2] has two outputs.
- X and y may be integer arrays, and may have one row or many; the next batch may have
  another number of rows.
- Gradients come from the cache of the last forward, by the derivation of section 3; a
  second backward(y) returns the same. No numerical differentiation.
- Nothing but `update` changes the weights and biases; nothing changes X, y or what an
  earlier call returned. Two networks live side by side.
- Outputs stay finite when the pre-activations are large (1e4).
"""

import numpy as np


def sigmoid(z):
    """As in two_layer: copy yours, it is the same function."""
    ### BEGIN SOLUTION
    # exp(z) / (1 + exp(z)) where z is negative, so that no exponent is positive.
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
    ### END SOLUTION


def relu(z):
    """As in two_layer."""
    ### BEGIN SOLUTION
    return np.maximum(z, 0)
    ### END SOLUTION


def relu_derivative(z):
    """As in two_layer."""
    ### BEGIN SOLUTION
    return (z > 0).astype(float)
    ### END SOLUTION


class NeuralNetworkBackprop:
    """Hidden layers with ReLU, a sigmoid output, trained by gradient descent (section 4).

    layer_sizes: the width of the input, of each hidden layer and of the output, for
    example [2, 8, 1]. There are L = len(layer_sizes) - 1 layers of weights.

    weights: a list of L arrays, weights[l] of shape (layer_sizes[l], layer_sizes[l+1]):
        small random numbers, different for each unit (section 4 says why).
    biases: a list of L arrays of shape (1, layer_sizes[l+1]), zeros.
    cache: a dict that forward fills.

    >>> net = NeuralNetworkBackprop([2, 8, 1])
    >>> [W.shape for W in net.weights], [b.shape for b in net.biases]
    ([(2, 8), (8, 1)], [(1, 8), (1, 1)])
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
        """The output for each row of X (section 4).

        X: (m, layer_sizes[0]). Returns A_L, (m, layer_sizes[-1]), and fills the cache with
        'A0' (that is X), 'Z1', 'A1', ..., 'ZL', 'AL': Z before the activation, A after.

        One weight of 2 and no hidden layer:

        >>> net = NeuralNetworkBackprop([1, 1])
        >>> net.weights[0][:] = 2.0
        >>> net.forward(np.array([[0], [1]])).round(4).tolist()
        [[0.5], [0.8808]]
        >>> sorted(net.cache), net.cache["Z1"].tolist()
        (['A0', 'A1', 'Z1'], [[0.0], [2.0]])
        """
        ### BEGIN SOLUTION
        A = X
        self.cache["A0"] = X
        L = len(self.weights)
        for l in range(1, L + 1):
            Z = A @ self.weights[l - 1] + self.biases[l - 1]
            A = sigmoid(Z) if l == L else relu(Z)
            self.cache[f"Z{l}"] = Z
            self.cache[f"A{l}"] = A
        return A
        ### END SOLUTION

    def backward(self, y):
        """The gradients of the mean loss for the batch of the last forward (sections 3 and 4).

        y: (m, layer_sizes[-1]). Returns a dict with 'dW1', 'db1', ..., 'dWL', 'dbL', of the
        shapes of weights[0], biases[0], ..., weights[L-1], biases[L-1].

        The network of the example above, where both targets are 1:

        >>> net = NeuralNetworkBackprop([1, 1])
        >>> net.weights[0][:] = 2.0
        >>> A = net.forward(np.array([[0], [1]]))
        >>> grads = net.backward(np.array([[1], [1]]))
        >>> grads["dW1"].round(4).tolist(), grads["db1"].round(4).tolist()
        ([[-0.0596]], [[-0.3096]])
        """
        ### BEGIN SOLUTION
        L = len(self.weights)
        m = len(self.cache["A0"])
        dZ = self.cache[f"A{L}"] - y
        grads = {}
        for l in range(L, 0, -1):
            grads[f"dW{l}"] = self.cache[f"A{l - 1}"].T @ dZ / m
            grads[f"db{l}"] = dZ.sum(axis=0, keepdims=True) / m
            if l > 1:
                dA = dZ @ self.weights[l - 1].T
                dZ = dA * relu_derivative(self.cache[f"Z{l - 1}"])
        return grads
        ### END SOLUTION

    def update(self, grads, lr):
        """One step of gradient descent with learning rate lr, for every weight and bias.

        grads: a dict as backward returns it. Returns nothing.

        >>> net = NeuralNetworkBackprop([1, 1])
        >>> net.weights[0][:] = 2.0
        >>> net.update({"dW1": np.array([[4.0]]), "db1": np.array([[-1.0]])}, 0.5)
        >>> net.weights[0].tolist(), net.biases[0].tolist()
        ([[0.0]], [[0.5]])
        """
        ### BEGIN SOLUTION
        for l in range(len(self.weights)):
            self.weights[l] -= lr * grads[f"dW{l + 1}"]
            self.biases[l] -= lr * grads[f"db{l + 1}"]
        ### END SOLUTION
