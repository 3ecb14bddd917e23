"""Practice exercise 3: add gradient checking.

A wrong gradient often still trains, only worse. The way to find it is to measure the
derivative of the loss with respect to every single parameter, by the central difference
of section 1, and to compare it with what backward says.

Replace each `raise NotImplementedError(...)` by your code. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest gradient_check.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

Your gradient_check is tried on networks that are right and on networks with a mistake
planted in them. A right network must come out right everywhere, below 1e-5, and of a
wrong one every wrong array must be found, even when only one of its entries is wrong.

What to keep in mind:
- No network class is asked for here. The `nn` that you are handed is any network of the
  convention of section 4 with a sigmoid output: nn.weights and nn.biases (lists of
  arrays), nn.forward(X), nn.backward(y). To try your code on one of your own, import it
  from your other file.
- EVERY entry of EVERY weight and bias is measured, whatever the number of layers.
- The step is the epsilon that the caller gives.
- Afterwards x, or the parameters of nn, are as before.
"""

import numpy as np


def numerical_gradient(f, x, epsilon=1e-5):
    """The gradient of f at x, measured by a central difference for each entry of x.

    f: a function of one float array of x's shape; it returns a number.
    x: an array of any shape, also of shape (), of integers, or a slice or transpose of
        another array. Afterwards it is as before.
    epsilon: the step by which one entry at a time is moved, up and down.

    Returns a float array of x's shape.

    >>> numerical_gradient(lambda x: np.sum(x**2), np.array([[1, 2], [3, 4]])).round(6).tolist()
    [[2.0, 4.0], [6.0, 8.0]]

    A caller may choose the step, here a wide one, with its error:

    >>> numerical_gradient(lambda x: x[0] ** 3, np.array([1.0, 5.0]), epsilon=0.5).tolist()
    [3.25, 0.0]
    """
    ### BEGIN SOLUTION
    point = np.array(x, dtype=float)
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        centre = point[index]
        # float(): f may hand its argument back, which is about to change.
        point[index] = centre + epsilon
        above = float(f(point))
        point[index] = centre - epsilon
        below = float(f(point))
        point[index] = centre
        gradient[index] = (above - below) / (2 * epsilon)
    return gradient
    ### END SOLUTION


def relative_error(a, b):
    """How far two arrays of the same shape are apart, relative to their size.

    max |a - b| / max(1e-8, max |a| + max |b|), where each inner max is taken over all
    entries of an array.

    a, b: arrays of any shape. Returns a float; two arrays of zeros have error 0.

    >>> relative_error(np.array([[1, 2], [3, 4]]), np.array([[1, 2], [3, 6]]))
    0.2
    >>> relative_error(np.zeros(3), np.zeros(3))
    0.0
    """
    ### BEGIN SOLUTION
    return float(np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a)) + np.max(np.abs(b))))
    ### END SOLUTION


def mean_loss(A, y):
    """The loss that backward differentiates, as a number (a suggestion, not judged itself).

    The mean over the m rows of the sum over the outputs of
    -(y log a + (1 - y) log(1 - a)).

    A, y: arrays of shape (m, n_out), A between 0 and 1.

    >>> round(mean_loss(np.array([[0.5, 0.5], [0.8, 0.5]]), np.array([[0, 1], [1, 0]])), 4)
    1.1513
    """
    ### BEGIN SOLUTION
    return float(-np.sum(y * np.log(A) + (1 - y) * np.log(1 - A)) / len(y))
    ### END SOLUTION


def gradient_check(nn, X, y, epsilon=1e-5):
    """Compare nn.backward(y) with central differences of the mean loss.

    nn: a network with a sigmoid output, right or wrong; its outputs for X lie between
        0.01 and 0.99. Its parameters are afterwards as they were.
    X, y: (m, n_in) and (m, n_out).
    epsilon: the step of the differences.

    Returns a dict with the relative error of each gradient, under the keys 'dW1', 'db1',
    ..., 'dWL', 'dbL', as floats.

    A network of one weight, for two samples; its backward forgets the mean in db1:

    >>> class Forgetful:
    ...     def __init__(self):
    ...         self.weights, self.biases = [np.array([[2.0]])], [np.array([[0.0]])]
    ...     def forward(self, X):
    ...         return 1 / (1 + np.exp(-(X @ self.weights[0] + self.biases[0])))
    ...     def backward(self, y):
    ...         return {"dW1": np.array([[-0.0596014611]]), "db1": np.array([[-0.6192029221]])}
    >>> errors = gradient_check(Forgetful(), np.array([[0], [1]]), np.array([[1], [1]]))
    >>> errors["dW1"] < 1e-5, round(errors["db1"], 4)
    (True, 0.3333)
    """
    ### BEGIN SOLUTION
    nn.forward(X)
    grads = nn.backward(y)

    def measured(parameter):
        original = parameter.copy()

        def loss(values):
            parameter[...] = values
            return mean_loss(nn.forward(X), y)

        try:
            return numerical_gradient(loss, original, epsilon)
        finally:
            parameter[...] = original

    errors = {}
    for l, (W, b) in enumerate(zip(nn.weights, nn.biases), start=1):
        errors[f"dW{l}"] = relative_error(grads[f"dW{l}"], measured(W))
        errors[f"db{l}"] = relative_error(grads[f"db{l}"], measured(b))
    return errors
    ### END SOLUTION
