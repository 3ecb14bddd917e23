# Only math and lists inside; numpy just for the arrays that come in and go out.
import math

import numpy as np


def numerical_gradient(f, x, epsilon=1e-5):
    shape = np.shape(x)
    numbers = [float(v) for v in np.ravel(x)]

    def f_at(i, step):
        changed = list(numbers)
        changed[i] = changed[i] + step
        return float(f(np.array(changed).reshape(shape)))

    slopes = []
    for i in range(len(numbers)):
        slopes.append((f_at(i, epsilon) - f_at(i, -epsilon)) / (2 * epsilon))
    return np.array(slopes).reshape(shape)


def relative_error(a, b):
    biggest_difference = 0.0
    biggest_a = 0.0
    biggest_b = 0.0
    for u, v in zip(np.ravel(a).tolist(), np.ravel(b).tolist()):
        if abs(u - v) > biggest_difference:
            biggest_difference = abs(u - v)
        if abs(u) > biggest_a:
            biggest_a = abs(u)
        if abs(v) > biggest_b:
            biggest_b = abs(v)
    return biggest_difference / max(1e-8, biggest_a + biggest_b)


def cost(nn, X, y):
    a = nn.forward(X)
    total = 0.0
    samples = len(X)
    for i in range(samples):
        for k in range(a.shape[1]):
            if y[i][k] != 0:
                total -= y[i][k] * math.log(a[i][k])
            if y[i][k] != 1:
                total -= (1 - y[i][k]) * math.log(1 - a[i][k])
    return total / samples


def check_parameter(nn, X, y, array, epsilon):
    rows, columns = array.shape
    numeric = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            before = array[r, c]
            array[r, c] = before + epsilon
            c_plus = cost(nn, X, y)
            array[r, c] = before - epsilon
            c_minus = cost(nn, X, y)
            array[r, c] = before
            numeric[r, c] = (c_plus - c_minus) / (2 * epsilon)
    return numeric


def gradient_check(nn, X, y, epsilon=1e-5):
    nn.forward(X)
    grads = nn.backward(y)
    results = {}
    for l in range(len(nn.weights)):
        for key, array in (("dW", nn.weights[l]), ("db", nn.biases[l])):
            numeric = check_parameter(nn, X, y, array, epsilon)
            results[key + str(l + 1)] = relative_error(grads[key + str(l + 1)], numeric) > 1e-5
    return results
