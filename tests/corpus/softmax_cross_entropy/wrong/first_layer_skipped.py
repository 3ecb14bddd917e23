import numpy as np

print("softmax exercise, trains XOR at the bottom")


def softmax(Z):
    m = np.amax(Z, axis=1)
    N = np.exp((Z.T - m).T)
    return (N.T / N.sum(axis=1)).T


def cross_entropy(Y, P):
    safe = np.where(P < 1e-20, 1e-20, P)
    return (-(Y * np.log(safe)).sum(axis=-1)).mean()


def softmax_backward(dP, P):
    # column by column: dZ_j = sum_i dP_i P_i (delta_ij - P_j)
    dZ = np.zeros(P.shape)
    for j in range(P.shape[1]):
        delta = np.zeros(P.shape[1])
        delta[j] = 1.0
        dZ[:, j] = np.sum(dP * P * (delta - P[:, [j]]), axis=1)
    return dZ


def softmax_cross_entropy_gradient(Y, Z):
    total = Y.sum(axis=1, keepdims=True)       # 1 for a distribution
    return (softmax(Z) * total - Y) / Y.shape[0]


class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.weights, self.biases, self.cache = [], [], {}
        for i in range(len(layer_sizes) - 1):
            self.weights.append(np.random.rand(layer_sizes[i], layer_sizes[i + 1]) - 0.5)
            self.biases.append(np.zeros((1, layer_sizes[i + 1])))

    def forward(self, X):
        L = len(self.weights)
        A = [np.asarray(X)]
        Z = [None]
        for l in range(L):
            Z.append(A[-1].dot(self.weights[l]) + self.biases[l])
            A.append(softmax(Z[-1]) if l == L - 1 else np.where(Z[-1] > 0, Z[-1], 0))
        self.cache = {f"A{i}": a for i, a in enumerate(A)}
        self.cache.update({f"Z{i}": z for i, z in enumerate(Z) if i > 0})
        return A[-1]

    def backward(self, y):
        L = len(self.weights)
        m = y.shape[0]
        labels = np.argmax(y, axis=1)          # one-hot
        dZ = self.cache[f"A{L}"].copy()
        dZ[np.arange(m), labels] -= 1.0
        dZ /= m
        out = {}
        for l in range(L, 0, -1):
            prev = self.cache[f"A{l-1}"]
            out[f"dW{l}"] = prev.T.dot(dZ)
            out[f"db{l}"] = dZ.sum(axis=0)[np.newaxis, :]
            if l > 1:
                dZ = dZ.dot(self.weights[l - 1].T)
                dZ[prev <= 0] = 0
        return out

    def update(self, grads, lr):
        for l in range(len(self.weights), 1, -1):
            self.weights[l - 1] -= lr * grads.pop(f"dW{l}")
            self.biases[l - 1] -= lr * grads.pop(f"db{l}")


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])
nn = SoftmaxNetwork([2, 16, 2])
for epoch in range(200):
    p = nn.forward(X)
    if epoch % 100 == 0:
        print("epoch", epoch, "loss", cross_entropy(y, p))
    nn.update(nn.backward(y), 0.5)
