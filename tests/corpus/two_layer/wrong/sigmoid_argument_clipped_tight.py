# -*- coding: utf-8 -*-
import numpy as np

def sigmoid(z):
    z = np.clip(z, -10, 10)
    return 1.0 / (1.0 + np.exp(-z))

def sigmoid_derivative(z):
    return sigmoid(z) * (1 - sigmoid(z))

def relu(z):
    return z * (z > 0)

def relu_derivative(z):
    return np.sign(relu(z))

def loss(a2, y):
    a = np.clip(a2, 1e-9, 1 - 1e-9)
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))

def two_layer_forward(params, x):
    cache = {"x": x, "m": x.shape[1], "layers": 2}
    cache["z1"] = params["W1"].dot(x) + params["b1"]
    cache["a1"] = relu(cache["z1"])
    cache["z2"] = params["W2"].dot(cache["a1"]) + params["b2"]
    cache["a2"] = sigmoid(cache["z2"])
    return cache

def two_layer_backward(params, cache, y):
    grads = {}
    grads["loss"] = loss(cache["a2"], y)
    grads["dz2"] = -(y - cache["a2"])
    grads["dW2"] = grads["dz2"].dot(cache["a1"].T)
    grads["db2"] = grads["dz2"].sum(axis=1, keepdims=True)
    grads["da1"] = params["W2"].T.dot(grads["dz2"])
    grads["dz1"] = grads["da1"] * relu_derivative(cache["z1"])
    grads["dW1"] = grads["dz1"].dot(cache["x"].T)
    grads["db1"] = grads["dz1"].sum(axis=1, keepdims=True)
    grads["dx"] = params["W1"].T.dot(grads["dz1"])
    return grads
