import numpy as np


class Link:
    """One function of the chain together with its derivative."""

    def __init__(self, f, df):
        self.f = f
        self.df = df
        self.inp = None

    def forward(self, v):
        self.inp = v
        return self.f(v)

    def backward(self, upstream):
        return upstream * self.df(self.inp)


class Chain:
    def __init__(self, links):
        self.links = list(links)

    def forward(self, v):
        for link in self.links:
            v = link.forward(v)
        return v

    def backward(self):
        grad = 1.0
        for link in reversed(self.links):
            grad = link.backward(grad)
        return grad


class CentralDifference:
    def __init__(self, f, h):
        self.f, self.h = f, h

    def __call__(self, x):
        up, down = self.f(x + self.h), self.f(x - self.h)
        return (up - down) / (2 * self.h)


def numerical_derivative(f, x, h=1e-5):
    return CentralDifference(f, h)(x)


def chain_derivative(functions, derivatives, x):
    if not functions:
        raise SystemExit("nothing to differentiate")
    chain = Chain(Link(f, d) for f, d in zip(functions, derivatives))
    chain.forward(x)
    return float(chain.backward())
