import numpy as np, matplotlib.pyplot as plt

def gradient_norms(nn, X, y):
    nn.forward(X); g = nn.backward(y)
    return [np.linalg.norm(g[f'dW{i+1}'], axis=0) for i, _ in enumerate(nn.weights)]

def plot_gradient_flow(norms, ax=None):
    ax = plt.subplots()[1] if ax is None else ax
    ax.bar(np.r_[:len(norms)], norms); ax.set(yscale='log', xlabel='layer', ylabel='norm', title='flow')
    return ax
