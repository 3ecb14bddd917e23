import numpy as np
import matplotlib.pyplot as plt


class DeepSigmoidNet:
    """Sigmoid everywhere, to see the gradients vanish."""

    def __init__(self, layer_sizes):
        rng = np.random.default_rng(0)
        self.weights = [rng.normal(size=(a, b)) for a, b in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]

    def forward(self, X):
        self.acts = [X]
        for W, b in zip(self.weights, self.biases):
            self.acts.append(0.5 * (1 + np.tanh((self.acts[-1] @ W + b) / 2)))
        return self.acts[-1]

    def backward(self, y):
        grads = {}
        delta = self.acts[-1] - y
        for l in range(len(self.weights), 0, -1):
            grads["dW%d" % l] = self.acts[l - 1].T @ delta / len(y)
            grads["db%d" % l] = delta.sum(0, keepdims=True) / len(y)
            delta = delta @ self.weights[l - 1].T * self.acts[l - 1] * (1 - self.acts[l - 1])
        return grads


def gradient_norms(nn, X, y):
    nn.forward(np.array(X, dtype=float))
    grads = nn.backward(np.array(y, dtype=float))
    return [float(np.linalg.norm(grads["dW%d" % l], ord="fro")) for l in range(1, len(nn.weights) + 1)]


def plot_gradient_flow(norms, ax=None):
    norms = np.asarray(list(norms), dtype=float)
    if ax is None:
        fig = plt.figure(num=None)
        ax = fig.add_subplot(1, 1, 1)
    else:
        fig = ax.get_figure()
    ax.vlines(np.arange(1, norms.size + 1), 1e-16, norms, colors="lightgrey")
    ax.plot(np.arange(1, norms.size + 1), np.cumsum(norms), "o")
    ax.set_yscale("log")
    ax.set_ylim(norms.min() / 2, norms.max() * 2)
    ax.set_xlabel("Layer")
    ax.set_ylabel("Gradient norm")
    ax.set_title("Gradient flow")
    return ax


if __name__ == "__main__":
    X = np.random.default_rng(1).normal(size=(20, 3))
    y = (X.sum(axis=1, keepdims=True) > 0).astype(int)
    plot_gradient_flow(gradient_norms(DeepSigmoidNet([3] + [6] * 8 + [1]), X, y))
    plt.savefig("gradient_flow.png")
