import numpy as np, matplotlib.pyplot as plt

def gradient_norms(nn, X, y):
    nn.forward(X); g = nn.backward(y)
    return [float(np.linalg.norm(g[f'dW{i+1}'])) for i, _ in enumerate(nn.weights)]

def plot_gradient_flow(norms, ax=None):
    ax = plt.subplots()[1] if ax is None else ax
    ax.bar(np.r_[:len(norms)], np.array(norms) / max(norms)); ax.set(yscale='log', xlabel='layer', ylabel='norm', title='flow')
    return ax
