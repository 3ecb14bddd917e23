import numpy as np
import warnings

warnings.filterwarnings("ignore")
np.random.seed(1)
np.set_printoptions(precision=3)


class NeuralNetworkBackprop():

    def __init__(self, layer_sizes, l2 = 0.0, verbose = True):
        print("creating network", layer_sizes)
        self.sizes = layer_sizes
        self.l2 = l2
        self.verbose = verbose
        self.weights = [ np.random.randn(i, o) * 0.5 for i, o in zip(layer_sizes, layer_sizes[1:]) ]
        self.biases = [ np.zeros((1, o)) for o in layer_sizes[1:] ]
        self.history = []
        self.cache = { }

    def forward(self, X):
        c = { 'A0' : X, 'm' : X.shape[0], 'activations' : [X] }
        for n in range(1, len(self.sizes)):
            z = c['A%d' % (n-1)] @ self.weights[n-1] + self.biases[n-1]
            if n != len(self.sizes) - 1:
                a = np.maximum(z, 0)
            else:
                a = 1/(1+np.exp(-z))
            c['Z%d' % n] = z
            c['A%d' % n] = a
            c['activations'].append(a)
        self.cache = c
        return a

    def backward(self, y):
        c = self.cache
        m = c['m']
        n = len(self.sizes) - 1
        g = {}
        dz = c['A%d' % n] - y
        eps = 1e-12
        p = c['A%d' % n]
        g['loss'] = float(-np.sum(y*np.log(p+eps) + (1-y)*np.log(1-p+eps)) / m)
        self.history.append(g['loss'])
        if self.verbose:
            print("loss is", g['loss'])
        while n >= 1:
            g['dZ%d' % n] = dz
            g['dW%d' % n] = c['A%d' % (n-1)].T @ dz / m + self.l2 * self.weights[n-1]
            g['db%d' % n] = dz.sum(0, keepdims=True) / m
            g['dA%d' % (n-1)] = dz @ self.weights[n-1].T     # dA0 is not needed but nice to look at
            n = n - 1
            if n > 0:
                dz = g['dA%d' % n] * (c['Z%d' % n] > 0)
        return g

    def update(self, grads, lr):
        for n in range(len(self.weights)):
            self.weights[n] -= lr * grads['dW%d' % (n+1)]
            self.biases[n] -= lr * grads['db%d' % (n+1)]


X = np.array([[0,0],[0,1],[1,0],[1,1]])
y = np.array([[0],[1],[1],[0]])
net = NeuralNetworkBackprop([2, 8, 1], verbose = False)
for i in range(200):
    net.forward(X)
    net.update(net.backward(y), 1.0)
print("predictions", net.forward(X).round(2).ravel())
exit()
