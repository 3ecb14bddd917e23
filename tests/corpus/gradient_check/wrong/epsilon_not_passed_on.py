"""A GradientChecker object holds network, data and step; the functions are thin wrappers."""
from collections import OrderedDict

import numpy as np


class ParameterRef(object):
    def __init__(self, name, owner, layer):
        self.name = name
        self.owner = owner
        self.layer = layer

    @property
    def array(self):
        return self.owner[self.layer]

    @property
    def key(self):
        return "d{}{}".format(self.name, self.layer + 1)


class GradientChecker(object):
    def __init__(self, nn, X, y, epsilon):
        self.nn, self.X, self.y, self.epsilon = nn, X, y, epsilon
        self.n_forwards = 0

    def parameters(self):
        for layer in range(len(self.nn.weights)):
            yield ParameterRef("W", self.nn.weights, layer)
            yield ParameterRef("b", self.nn.biases, layer)

    def loss(self):
        self.n_forwards += 1
        p = self.nn.forward(self.X)
        losses = np.zeros(len(self.X))
        for i in range(len(self.X)):
            losses[i] = -np.dot(self.y[i], np.log(p[i])) - np.dot(1 - self.y[i], np.log(1 - p[i]))
        return losses.mean()

    def slope(self, array, idx):
        old = float(array[idx])
        try:
            array[idx] = old + self.epsilon
            up = self.loss()
            array[idx] = old - self.epsilon
            down = self.loss()
        finally:
            array[idx] = old
        return (up - down) / (2.0 * self.epsilon)

    def run(self):
        self.nn.forward(self.X)
        analytic = self.nn.backward(self.y)
        errors = OrderedDict()
        for ref in self.parameters():
            numeric = np.empty(ref.array.shape)
            for idx in np.ndindex(numeric.shape):
                numeric[idx] = self.slope(ref.array, idx)
            errors[ref.key] = relative_error(analytic[ref.key], numeric)
        return errors


def numerical_gradient(f, x, epsilon=1e-5, out=None):
    point = np.array(x, dtype=np.double)
    out = np.zeros_like(point) if out is None else out
    for idx in np.ndindex(point.shape):
        centre = point[idx]
        values = []
        for sign in (+1, -1):
            point[idx] = centre + sign * epsilon
            values.append(f(point.copy()))
        point[idx] = centre
        out[idx] = (values[0] - values[1]) / (2.0 * epsilon)
    return out


def relative_error(a, b):
    numerator = np.max(np.abs(np.array(a, float) - np.array(b, float)))
    denominator = np.max(np.abs(a)) + np.max(np.abs(b))
    return float(numerator / denominator) if denominator > 1e-8 else float(numerator / 1e-8)


def gradient_check(nn, X, y, epsilon=1e-5):
    return GradientChecker(nn, X, y, 1e-5).run()
