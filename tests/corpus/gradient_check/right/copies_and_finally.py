from typing import Callable, Dict
import numpy as np

def numerical_gradient(f: Callable[[np.ndarray], float], x: np.ndarray, epsilon: float = 1e-5) -> np.ndarray:
    """Central differences on a private copy; x is never touched."""
    base = np.array(x, dtype=float)
    out = np.empty(base.size)
    for k in range(base.size):
        e = np.zeros(base.size)
        e[k] = epsilon
        e = e.reshape(base.shape)
        out[k] = (f(base + e) - f(base - e)) / 2 / epsilon
    return out.reshape(base.shape)

def relative_error(a, b) -> float:
    a, b = np.asarray(a, float), np.asarray(b, float)
    top = abs(a - b).max()
    bottom = abs(a).max() + abs(b).max()
    return float(top / (bottom if bottom > 1e-8 else 1e-8))

def mean_loss(p, y) -> float:
    return float(-(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)).sum() / y.shape[0])

def gradient_check(nn, X, y, epsilon: float = 1e-5) -> Dict[str, float]:
    nn.forward(X)
    analytic = {k: np.array(v, copy=True) for k, v in nn.backward(y).items() if k[:2] in ("dW", "db")}
    def with_param(p, value):
        keep = p.copy()
        p[...] = value
        try:
            return mean_loss(nn.forward(X), y)
        finally:
            p[...] = keep
    errors = {}
    for kind, params in {"W": nn.weights, "b": nn.biases}.items():
        for l, p in enumerate(params, 1):
            key = f"d{kind}{l}"
            errors[key] = relative_error(analytic[key], numerical_gradient(lambda v: with_param(p, v), p, epsilon))
    return errors
