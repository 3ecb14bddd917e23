import math
import matplotlib.pyplot as plt


def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    norms = []
    for l in range(len(nn.weights)):
        dW = grads["dW" + str(l + 1)]
        norms.append(math.sqrt(sum(float(v) ** 2 for v in dW.flatten())))
    return norms


def plot_gradient_flow(norms, ax=None):
    if ax is None:
        plt.figure()
    plt.plot(range(len(norms)), norms, "bo-", linewidth=2)
    plt.yscale("log")
    plt.xticks(range(len(norms)), ["L" + str(l + 1) for l in range(len(norms))])
    plt.xlabel("Layer")
    plt.ylabel("Gradient norm")
    plt.title("Vanishing or exploding?")
    plt.grid(True)
    result = plt.gca()
    plt.show()
    return result
