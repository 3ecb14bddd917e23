"""A two-layer network, derived step by step (lecture section 3).

The network of section 3: input x, a hidden layer with ReLU, an output layer with a
sigmoid. You write the forward pass and then every line of the derivation of its
gradients.

This exercise keeps the convention of section 3, which is NOT that of the code in
section 4:
- COLUMNS are samples: x has shape (n_in, m), y and the output have shape (n_out, m).
- The loss is binary cross-entropy, SUMMED over the samples and the outputs:
  -(y log a2 + (1 - y) log(1 - a2)). No mean, so no division by m anywhere.

Replace each `raise NotImplementedError(...)` by your code. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest two_layer.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

What to keep in mind:
- Integer arrays are as good as floats, and a single sample (m = 1) is a batch too.
- No function changes the arrays or dictionaries that it is given.
- Only arrays are passed in, of any shape where the function is elementwise.
"""

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)), elementwise (section 3).

    z: an array of any shape; entries may be as large as 1e4 in size. The result is
    right there too, and comes without an overflow warning (exp(1000) is too large for a
    float).

    >>> sigmoid(np.array([0, 2, -1000])).round(4).tolist()
    [0.5, 0.8808, 0.0]
    """
    ### BEGIN SOLUTION
    # exp(z) / (1 + exp(z)) where z is negative, so that no exponent is positive.
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
    ### END SOLUTION


def sigmoid_derivative(z):
    """The derivative of sigmoid with respect to z, at z (not at sigmoid(z)), elementwise.

    No overflow warning for entries up to 1e4 in size.

    >>> sigmoid_derivative(np.array([0.0, 2.0])).round(4).tolist()
    [0.25, 0.105]
    """
    ### BEGIN SOLUTION
    return sigmoid(z) * sigmoid(-z)
    ### END SOLUTION


def relu(z):
    """z where z is positive, 0 elsewhere (section 3). A new array: z stays as it was.

    >>> relu(np.array([[-1.5, 0.0, 2.5]])).tolist()
    [[0.0, 0.0, 2.5]]
    """
    ### BEGIN SOLUTION
    return np.maximum(z, 0)
    ### END SOLUTION


def relu_derivative(z):
    """The derivative of relu with respect to z, at z, elementwise.

    At exactly 0 there is none; by agreement it is 0 there.

    >>> relu_derivative(np.array([[-1.5, 0.0, 2.5]])).tolist()
    [[0.0, 0.0, 1.0]]
    """
    ### BEGIN SOLUTION
    return (z > 0).astype(float)
    ### END SOLUTION


def two_layer_forward(params, x):
    """The forward pass (section 3): pre-activations z and activations a of both layers.

    params: a dict with 'W1' (n_h, n_in), 'b1' (n_h, 1), 'W2' (n_out, n_h), 'b2' (n_out, 1).
    x: (n_in, m), one sample per column.

    Returns a dict, the cache: 'x', 'z1' and 'a1' (n_h, m), 'z2' and 'a2' (n_out, m).

    >>> params = {
    ...     "W1": np.array([[1.0, 2.0], [3.0, -4.0]]), "b1": np.array([[0.5], [0.0]]),
    ...     "W2": np.array([[2.0, 1.0]]), "b2": np.array([[-3.0]]),
    ... }
    >>> cache = two_layer_forward(params, np.array([[1], [1]]))
    >>> cache["z1"].tolist(), cache["a1"].tolist(), cache["z2"].tolist()
    ([[3.5], [-1.0]], [[3.5], [0.0]], [[4.0]])
    >>> cache["a2"].round(4).tolist()
    [[0.982]]
    """
    ### BEGIN SOLUTION
    z1 = params["W1"] @ x + params["b1"]
    a1 = relu(z1)
    z2 = params["W2"] @ a1 + params["b2"]
    a2 = sigmoid(z2)
    return {"x": x, "z1": z1, "a1": a1, "z2": z2, "a2": a2}
    ### END SOLUTION


def two_layer_backward(params, cache, y):
    """The derivation of section 3, from the loss back to the first layer.

    params: as in two_layer_forward.
    cache: a dict as two_layer_forward returns it.
    y: (n_out, m), the targets, 0 or 1.

    Returns a dict with 'dz2', 'dW2', 'db2', 'da1', 'dz1', 'dW1', 'db1'. Each is the
    derivative of the summed loss with respect to the quantity in its name and has the
    shape of that quantity: da1 and dz1 are (n_h, m), db1 is (n_h, 1), and so on.

    >>> params = {
    ...     "W1": np.array([[1.0, 2.0], [3.0, -4.0]]), "b1": np.array([[0.5], [0.0]]),
    ...     "W2": np.array([[2.0, 1.0]]), "b2": np.array([[-3.0]]),
    ... }
    >>> cache = two_layer_forward(params, np.array([[1], [1]]))
    >>> grads = two_layer_backward(params, cache, np.array([[0]]))
    >>> grads["dW2"].round(4).tolist(), grads["db2"].round(4).tolist()
    ([[3.437, 0.0]], [[0.982]])
    >>> grads["dW1"].round(4).tolist(), grads["db1"].round(4).tolist()
    ([[1.964, 1.964], [0.0, 0.0]], [[1.964], [0.0]])
    """
    ### BEGIN SOLUTION
    # Sigmoid and cross-entropy together leave the plain difference.
    dz2 = cache["a2"] - y
    dW2 = dz2 @ cache["a1"].T
    db2 = dz2.sum(axis=1, keepdims=True)
    da1 = params["W2"].T @ dz2
    dz1 = da1 * relu_derivative(cache["z1"])
    dW1 = dz1 @ cache["x"].T
    db1 = dz1.sum(axis=1, keepdims=True)
    return {"dz2": dz2, "dW2": dW2, "db2": db2, "da1": da1, "dz1": dz1, "dW1": dW1, "db1": db1}
    ### END SOLUTION
