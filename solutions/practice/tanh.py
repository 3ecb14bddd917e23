"""Practice exercise 2: backpropagation with tanh instead of ReLU.

Replacing the activation of the hidden layers changes very little in the network of
section 4. Find out what exactly: the class below is that network, of any depth, with
tanh in the hidden layers and a sigmoid at the output.

The convention is that of section 4: ROWS are samples, weights[l] has shape
(layer_sizes[l], layer_sizes[l+1]), and the gradients are those of the MEAN loss, that is
the mean over the m samples of the sum over the outputs of
-(y log a + (1 - y) log(1 - a)).

Replace each `raise NotImplementedError(...)` by your code. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest tanh.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

To watch it learn:

    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    net = TanhNetwork([2, 8, 1])
    for epoch in range(2000):
        net.forward(X)
        net.update(net.backward(y), 0.5)
    print(net.forward(X))

You are graded from starts that the grader sets, never from the luck of your own.

What to keep in mind:
- Any depth and any widths: [2, 1] has no hidden layer, [3, 5, 4, 2] has two outputs.
- X, y and z may be integer arrays; a batch may have one row or many.
- Gradients come from the cache of the last forward, by the derivation of section 3; a
  second backward(y) returns the same. No numerical differentiation.
- Nothing but `update` changes the weights and biases; nothing changes z, X, y or what an
  earlier call returned. Two networks live side by side.
- Outputs stay finite when the pre-activations are large (1e4).
"""

import numpy as np


def tanh(z):
    """The hyperbolic tangent, elementwise: written by yourself, or NumPy's.

    z: an array of any shape. Right, and without an overflow warning, for entries up to
    1e4 in size.

    >>> tanh(np.array([0, 1, -1000])).round(4).tolist()
    [0.0, 0.7616, -1.0]
    """
    ### BEGIN SOLUTION
    return np.tanh(z)
    ### END SOLUTION


def tanh_derivative(z):
    """The derivative of tanh with respect to z, at z (not at tanh(z)), elementwise.

    No overflow warning for entries up to 1e4 in size.

    >>> tanh_derivative(np.array([0, 1, -1000])).round(4).tolist()
    [1.0, 0.42, 0.0]
    """
    ### BEGIN SOLUTION
    return 1 - tanh(z) ** 2
    ### END SOLUTION


def sigmoid(z):
    """1 / (1 + exp(-z)), elementwise. If you did the warm-up, copy yours."""
    ### BEGIN SOLUTION
    # exp(z) / (1 + exp(z)) where z is negative, so that no exponent is positive.
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
    ### END SOLUTION


class TanhNetwork:
    """Hidden layers with tanh, a sigmoid output, trained by gradient descent.

    layer_sizes: the width of the input, of each hidden layer and of the output, for
    example [2, 8, 1]. There are L = len(layer_sizes) - 1 layers of weights.

    weights: a list of L arrays, weights[l] of shape (layer_sizes[l], layer_sizes[l+1]):
        small random numbers, different for each unit.
    biases: a list of L arrays of shape (1, layer_sizes[l+1]), zeros.
    cache: a dict that forward fills.

    >>> net = TanhNetwork([2, 8, 1])
    >>> [W.shape for W in net.weights], [b.shape for b in net.biases]
    ([(2, 8), (8, 1)], [(1, 8), (1, 1)])
    """

    def __init__(self, layer_sizes):
        ### BEGIN SOLUTION
        sizes = list(zip(layer_sizes, layer_sizes[1:]))
        # This scale keeps tanh where it is neither linear nor flat.
        self.weights = [np.random.randn(n, k) / np.sqrt(n) for n, k in sizes]
        self.biases = [np.zeros((1, k)) for _, k in sizes]
        self.cache = {}
        ### END SOLUTION

    def forward(self, X):
        """The output for each row of X.

        X: (m, layer_sizes[0]). Returns A_L, (m, layer_sizes[-1]), and fills the cache with
        'A0' (that is X), 'Z1', 'A1', ..., 'ZL', 'AL': Z before the activation, A after.

        One hidden unit, with weights 1 and 2:

        >>> net = TanhNetwork([1, 1, 1])
        >>> net.weights[0][:], net.weights[1][:] = 1.0, 2.0
        >>> net.forward(np.array([[1], [-1]])).round(4).tolist()
        [[0.821], [0.179]]
        >>> net.cache["A1"].round(4).tolist()
        [[0.7616], [-0.7616]]
        """
        ### BEGIN SOLUTION
        A = X
        self.cache["A0"] = X
        L = len(self.weights)
        for l in range(1, L + 1):
            Z = A @ self.weights[l - 1] + self.biases[l - 1]
            A = sigmoid(Z) if l == L else tanh(Z)
            self.cache[f"Z{l}"] = Z
            self.cache[f"A{l}"] = A
        return A
        ### END SOLUTION

    def backward(self, y):
        """The gradients of the mean loss for the batch of the last forward.

        y: (m, layer_sizes[-1]). Returns a dict with 'dW1', 'db1', ..., 'dWL', 'dbL', of the
        shapes of weights[0], biases[0], ..., weights[L-1], biases[L-1].

        The network of the example above with targets 1 and 1:

        >>> net = TanhNetwork([1, 1, 1])
        >>> net.weights[0][:], net.weights[1][:] = 1.0, 2.0
        >>> A = net.forward(np.array([[1], [-1]]))
        >>> grads = net.backward(np.array([[1], [1]]))
        >>> grads["dW2"].round(4).tolist(), grads["db2"].round(4).tolist()
        ([[0.2445]], [[-0.5]])
        >>> grads["dW1"].round(4).tolist(), grads["db1"].round(4).tolist()
        ([[0.2696]], [[-0.42]])
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
                dZ = dA * tanh_derivative(self.cache[f"Z{l - 1}"])
        return grads
        ### END SOLUTION

    def update(self, grads, lr):
        """One step of gradient descent with learning rate lr, for every weight and bias.

        grads: a dict as backward returns it. Returns nothing.

        >>> net = TanhNetwork([1, 1])
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
