"""Practice exercise 5: softmax and cross-entropy.

With more than two classes the output layer is a softmax and the loss the cross-entropy.
Write both, take them back one by one and in one step, and build the network of section 4
on them: ReLU in the hidden layers, softmax at the output.

The convention is that of section 4: ROWS are samples, columns are the k classes, and the
loss is the MEAN over the m rows. The targets are one-hot rows such as [0, 1, 0]; in
cross_entropy and its gradient they may also be any distribution such as [0.2, 0.5, 0.3].

Replace each `raise NotImplementedError(...)` by your code. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest softmax_cross_entropy.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

To watch it learn:

    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])
    net = SoftmaxNetwork([2, 8, 2])
    for epoch in range(1000):
        net.forward(X)
        net.update(net.backward(y), 0.5)
    print(net.forward(X))

Correct code learns from most random starts, not from all. You are graded from starts
that the grader sets, never from the luck of your own.

What to keep in mind:
- Logits up to 1e4 in size: results are finite and right. A probability may be exactly 0.
- Any depth and any widths: [2, 3] has no hidden layer. Integer arrays are as good as
  floats, and a batch may have one row or many.
- Gradients come from the cache of the last forward; a second backward(y) returns the
  same. No numerical differentiation.
- Nothing but `update` changes the weights and biases; nothing changes an argument or what
  an earlier call returned. Two networks live side by side.
"""

import numpy as np


def softmax(Z):
    """The softmax of each row: exp(z_i) / sum_j exp(z_j).

    Z: (m, k). Returns (m, k), each row a distribution.

    >>> softmax(np.array([[0, 0], [1, 3]])).round(4).tolist()
    [[0.5, 0.5], [0.1192, 0.8808]]
    >>> softmax(np.array([[10000.0, 9998.0]])).round(4).tolist()
    [[0.8808, 0.1192]]
    """
    ### BEGIN SOLUTION
    # A constant per row cancels; with the largest entry at 0 nothing overflows.
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
    ### END SOLUTION


def cross_entropy(Y, P):
    """The mean over the rows of -sum_i y_i log p_i, as a float.

    Y: (m, k), one-hot or distributions. P: (m, k), probabilities, which may be exactly 0:
    the result is finite all the same.

    >>> round(cross_entropy(np.array([[1, 0], [0, 1]]), np.array([[0.5, 0.5], [0.2, 0.8]])), 4)
    0.4581
    >>> cross_entropy(np.array([[1, 0]]), np.array([[1.0, 0.0]])) < 1e-7
    True
    """
    ### BEGIN SOLUTION
    # The smallest float, and no larger guard, leaves every probability above it exact.
    return float(-np.sum(Y * np.log(np.maximum(P, np.finfo(float).tiny))) / len(Y))
    ### END SOLUTION


def softmax_backward(dP, P):
    """Take a gradient back through softmax, row by row, with its full Jacobian.

    dP: (m, k), the derivative of some loss with respect to P, any loss.
    P: (m, k), what softmax returned.

    Returns dZ, (m, k): the derivative of that loss with respect to the logits. Every
    logit of a row has a part in every probability of that row.

    >>> softmax_backward(np.array([[1, 0, 0]]), np.array([[0.5, 0.25, 0.25]])).tolist()
    [[0.25, -0.125, -0.125]]
    """
    ### BEGIN SOLUTION
    # Row by row dP @ (diag(P) - P P^T), without building the matrices.
    return P * (dP - np.sum(dP * P, axis=1, keepdims=True))
    ### END SOLUTION


def softmax_cross_entropy_gradient(Y, Z):
    """The gradient of cross_entropy(Y, softmax(Z)) with respect to Z, in one step.

    Y, Z: (m, k). cross_entropy is a MEAN over the rows, and so is what is differentiated
    here. Returns (m, k), right for large logits too.

    >>> Y, Z = np.array([[0, 1], [1, 0]]), np.array([[0, 0], [1, 3]])
    >>> softmax_cross_entropy_gradient(Y, Z).round(4).tolist()
    [[0.25, -0.25], [-0.4404, 0.4404]]
    """
    ### BEGIN SOLUTION
    return (softmax(Z) - Y) / len(Y)
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


class SoftmaxNetwork:
    """Hidden layers with ReLU, a softmax output, mean cross-entropy, gradient descent.

    layer_sizes: the width of the input, of each hidden layer and of the output, for
    example [2, 8, 2]. There are L = len(layer_sizes) - 1 layers of weights.

    weights: a list of L arrays, weights[l] of shape (layer_sizes[l], layer_sizes[l+1]):
        small random numbers, different for each unit.
    biases: a list of L arrays of shape (1, layer_sizes[l+1]), zeros.
    cache: a dict that forward fills.

    >>> net = SoftmaxNetwork([2, 8, 3])
    >>> [W.shape for W in net.weights], [b.shape for b in net.biases]
    ([(2, 8), (8, 3)], [(1, 8), (1, 3)])
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
        """The distribution over the classes for each row of X.

        X: (m, layer_sizes[0]). Returns A_L, (m, layer_sizes[-1]), and fills the cache with
        'A0' (that is X), 'Z1', 'A1', ..., 'ZL', 'AL': Z before the activation, A after.

        >>> net = SoftmaxNetwork([1, 2])
        >>> net.weights[0][:] = [[1.0, 3.0]]
        >>> net.forward(np.array([[0], [1]])).round(4).tolist()
        [[0.5, 0.5], [0.1192, 0.8808]]
        """
        ### BEGIN SOLUTION
        A = X
        self.cache["A0"] = X
        L = len(self.weights)
        for l in range(1, L + 1):
            Z = A @ self.weights[l - 1] + self.biases[l - 1]
            A = softmax(Z) if l == L else relu(Z)
            self.cache[f"Z{l}"] = Z
            self.cache[f"A{l}"] = A
        return A
        ### END SOLUTION

    def backward(self, y):
        """The gradients of the mean cross-entropy for the batch of the last forward.

        y: (m, layer_sizes[-1]), one-hot. Returns a dict with 'dW1', 'db1', ..., 'dWL',
        'dbL', of the shapes of weights[0], biases[0], ..., weights[L-1], biases[L-1].

        The network of the example above, with the classes 1 and 0:

        >>> net = SoftmaxNetwork([1, 2])
        >>> net.weights[0][:] = [[1.0, 3.0]]
        >>> A = net.forward(np.array([[0], [1]]))
        >>> grads = net.backward(np.array([[0, 1], [1, 0]]))
        >>> grads["dW1"].round(4).tolist(), grads["db1"].round(4).tolist()
        ([[-0.4404, 0.4404]], [[-0.1904, 0.1904]])
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

        >>> net = SoftmaxNetwork([1, 2])
        >>> net.weights[0][:] = 2.0
        >>> net.update({"dW1": np.array([[4.0, 0.0]]), "db1": np.array([[-1.0, 1.0]])}, 0.5)
        >>> net.weights[0].tolist(), net.biases[0].tolist()
        ([[0.0, 2.0]], [[0.5, -0.5]])
        """
        ### BEGIN SOLUTION
        for l in range(len(self.weights)):
            self.weights[l] -= lr * grads[f"dW{l + 1}"]
            self.biases[l] -= lr * grads[f"db{l + 1}"]
        ### END SOLUTION
