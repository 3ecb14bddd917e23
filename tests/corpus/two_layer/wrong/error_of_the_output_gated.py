import numpy as np

def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out

def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (np.asarray(z) > 0).astype(float)

VERBOSE = False

def two_layer_forward(params, x):
    # propagacion hacia adelante
    entrada = np.array(x, dtype=float)
    pre_oculta = params['W1'].dot(entrada) + params['b1']
    oculta = relu(pre_oculta)
    pre_salida = params['W2'].dot(oculta) + params['b2']
    salida = sigmoid(pre_salida)
    print("formas:", entrada.shape, oculta.shape, salida.shape)
    return {'x': entrada, 'z1': pre_oculta, 'a1': oculta, 'z2': pre_salida, 'a2': salida, 'm': entrada.shape[1]}

def two_layer_backward(params, cache, y):
    # retropropagacion
    error = cache['a2'] - y
    grad_W2 = error.dot(cache['a1'].T)
    grad_b2 = error.sum(axis=1)[:, np.newaxis]
    error_oculta = params['W2'].T.dot(error)
    error_pre = error * relu_derivative(cache['z1'])
    grad_W1 = error_pre.dot(cache['x'].T)
    grad_b1 = error_pre.sum(axis=1)[:, np.newaxis]
    return {'dz2': error, 'dW2': grad_W2, 'db2': grad_b2, 'da1': error_oculta,
            'dz1': error_pre, 'dW1': grad_W1, 'db1': grad_b1}

p = {'W1': np.random.randn(3, 2), 'b1': np.zeros((3, 1)), 'W2': np.random.randn(1, 3), 'b2': np.zeros((1, 1))}
c = two_layer_forward(p, np.array([[0, 0, 1, 1], [0, 1, 0, 1]]))
print(two_layer_backward(p, c, np.array([[0, 1, 1, 0]])))
