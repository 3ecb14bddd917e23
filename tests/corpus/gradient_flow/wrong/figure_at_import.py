import numpy as np, matplotlib.pyplot as plt

def gradient_norms(nn, X, y):
    nn.forward(X); g = nn.backward(y)
    return [float(np.linalg.norm(g[f'dW{i+1}'])) for i, _ in enumerate(nn.weights)]

def plot_gradient_flow(norms, ax=plt.subplots()[1]):
    ax.bar(np.r_[:len(norms)], norms); ax.set(yscale='log', xlabel='layer', ylabel='norm', title='flow')
    return ax
