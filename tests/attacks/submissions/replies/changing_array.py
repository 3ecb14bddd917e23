"""A thread goes on changing the array that was returned. Breach: what is judged is not what was sent."""

import threading

import numpy as np

shared = np.zeros((3, 4))


def change():
    while True:
        shared[...] = np.random.rand(3, 4)


threading.Thread(target=change, daemon=True).start()


def double(x):
    return shared
