import numpy as np

def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out

def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (np.asarray(z) > 0).astype(float)

from dataclasses import dataclass, asdict, field
from typing import Dict
Array = np.ndarray

@dataclass
class Cache:
    x: Array
    z1: Array
    a1: Array
    z2: Array
    a2: Array

@dataclass
class Grads:
    dz2: Array = None
    dW2: Array = None
    db2: Array = None
    da1: Array = None
    dz1: Array = None
    dW1: Array = None
    db1: Array = None

def two_layer_forward(params: Dict[str, Array], x: Array) -> Dict[str, Array]:
    z1 = params["W1"] @ x + params["b1"]
    a1 = relu(z1)
    z2 = params["W2"] @ a1 + params["b2"]
    return vars(Cache(x, z1, a1, z2, sigmoid(z2)))

def two_layer_backward(params: Dict[str, Array], cache: Dict[str, Array], y: Array) -> Dict[str, Array]:
    c = Cache(**cache)
    g = Grads()
    g.dz2 = c.a2 - y
    g.dW2 = g.dz2 @ c.a1.T
    g.db2 = g.dz2.sum(axis=1, keepdims=True)
    g.da1 = params["W2"].T @ g.dz2
    g.dz1 = g.da1 * relu_derivative(c.z1)
    g.dW1 = g.dz1 @ c.x.T
    g.db1 = g.dz1.sum(axis=1, keepdims=True)
    return asdict(g)
