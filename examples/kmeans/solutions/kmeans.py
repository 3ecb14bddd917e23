"""k-means clustering by Lloyd's algorithm."""

import numpy as np


def assign(X, centres):
    """Return the index of the nearest centre (Euclidean distance) for each point.

    X has the shape (points, features), centres the shape (clusters, features).
    Return an integer array of the shape (points,).
    """
    ### BEGIN SOLUTION
    squared = ((X[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return squared.argmin(axis=1)
    ### END SOLUTION


def move(X, labels, centres):
    """Return the new centres: the mean of each cluster's points.

    labels has the shape (points,). A cluster without points keeps its centre.
    Return an array of the shape of centres; the arguments stay as they are.
    """
    ### BEGIN SOLUTION
    moved = np.array(centres, dtype=float)
    for k in range(len(centres)):
        if np.any(labels == k):
            moved[k] = X[labels == k].mean(axis=0)
    return moved
    ### END SOLUTION


def kmeans(X, centres, steps):
    """Return the centres after so many steps of assigning points and moving centres."""
    ### BEGIN SOLUTION
    for _ in range(steps):
        centres = move(X, assign(X, centres), centres)
    return centres
    ### END SOLUTION
