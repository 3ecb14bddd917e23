"""Mistakes in the steps of the backward pass."""

from __future__ import annotations

from .entries import Bug

_MEAN = "Lecture section 4: dW = A_prev.T @ dZ / m"
_STEPS = "Lecture section 3: the chain dZ -> dW, db, dA -> dZ of the layer before"
_DERIVATIVE = "Lecture section 3: dZ_l = dA_l * act'(Z_l)"

GRADIENTS = (
    Bug(
        "missing-batch-mean",
        "{where} is summed over the batch but not divided by the number of samples m",
        "The loss is a mean, so its gradient is (1/m) times the sum over the samples",
        _MEAN,
    ),
    Bug(
        "double-batch-mean",
        "{where} is divided by the number of samples m twice",
        "One mean gives one factor 1/m; a second one makes the gradient m times too small",
        "Look whether dZ was divided by m before the products were, too",
    ),
    Bug(
        "mean-for-sum",
        "{where} is averaged over the samples, but this exercise's loss is their sum",
        "d(sum_i L_i) = sum_i dL_i: there is no factor 1/m",
        "Lecture section 3: x holds the samples in columns and the loss adds them up",
    ),
    Bug(
        "divided-in-delta",
        "{where} is already divided by the number of samples",
        "dZ is meant per sample; the mean belongs to dW and db",
        _MEAN,
    ),
    Bug(
        "wrong-divisor",
        "{where} is divided by a number that is not the number of samples",
        "The mean runs over the m rows of X, not over units or entries",
        "Look at the shape entry that is used: m is X.shape[0] when rows are samples",
    ),
    Bug(
        "wrong-factor",
        "{where} is right but for one constant factor",
        "A constant factor in a derivative comes from a factor in the loss or in one link",
        "Compare the factor shown with m, 1/m, 2 and the learning rate",
    ),
    Bug(
        "wrong-sign",
        "{where} has the wrong sign",
        "A minus sign is missing, or there is one too many",
        "Look at the order of each difference: dZ_L = A_L - y, f(x + h) - f(x - h)",
    ),
    Bug(
        "wrong-axis",
        "{where} adds up along the wrong axis",
        "A bias adds to every sample, so its gradient sums over the samples, one entry per unit",
        "Look at axis=... of the sum: the axis of the samples is the one to go",
    ),
    Bug(
        "sum-left-out",
        "{where} still has one row per sample",
        "A bias adds to every sample, so its gradient is the sum over the samples",
        "Look for the sum over the samples and for keepdims=True",
    ),
    Bug(
        "missing-keepdims",
        "{where} lost a dimension in a sum",
        "A row of shape (1, n) or a column of shape (m, 1) stays one with keepdims=True only",
        "Look at the sum, and print its shape",
    ),
    Bug(
        "transposed-product",
        "{where} comes from a product with a transpose missing or too many",
        "Z = A @ W gives dW = A.T @ dZ and dA = dZ @ W.T",
        "Write the shapes under the product: the inner ones must meet for the right reason",
    ),
    Bug(
        "elementwise-for-matrix-product",
        "{where} uses an elementwise product where a matrix product belongs",
        "Each unit feeds all units of the next layer: dA = dZ @ W.T sums over them",
        _STEPS,
    ),
    Bug(
        "weights-left-out",
        "{where} leaves out the weights of the next layer",
        "dA_l = dZ_{l+1} @ W_{l+1}.T: an error goes back along the weights it came through",
        _STEPS,
    ),
    Bug(
        "inputs-left-out",
        "{where} leaves out the inputs of the layer",
        "Z = A @ W, so dW = A.T @ dZ: each weight's gradient is scaled by its input",
        _STEPS,
    ),
    Bug(
        "missing-activation-derivative",
        "{where} leaves out the derivative of the activation",
        "A = act(Z), so dZ = dA * act'(Z)",
        _DERIVATIVE,
    ),
    Bug(
        "wrong-function-derivative",
        "{where} uses the derivative of another function than the layer's activation",
        "dZ = dA * act'(Z) with the act of the forward pass",
        _DERIVATIVE,
    ),
    Bug(
        "wrong-derivative-formula",
        "{where} uses a formula for the activation's derivative that is slightly off",
        "tanh'(z) = 1 - tanh(z)^2",
        _DERIVATIVE,
    ),
    Bug(
        "derivative-inverted",
        "{where} lets the gradient through where the unit was off and stops it where it was on",
        "relu'(z) is 1 for z > 0 and 0 for z < 0",
        _DERIVATIVE,
    ),
    Bug(
        "derivative-twice",
        "{where} applies the activation's derivative twice",
        "One activation gives one factor act'(Z)",
        _DERIVATIVE,
    ),
    Bug(
        "derivative-at-wrong-argument",
        "{where} takes the activation's derivative at the wrong argument",
        "act'(z) belongs at the pre-activation z; a formula in a = act(z) needs a",
        "Look whether the function expects Z or A, and which of them it is given",
    ),
    Bug(
        "derivative-of-wrong-layer",
        "{where} takes the activation's derivative at another layer's values",
        "dZ_l = dA_l * act'(Z_l): derivative and error belong to the same layer",
        "Look at the index of Z in the loop",
    ),
    Bug(
        "wrong-output-delta",
        "{where} is not the derivative of the cross-entropy through the output activation",
        "For sigmoid or softmax with its cross-entropy everything cancels: dZ_L = A_L - y",
        "Lecture section 3: the derivative of the output activation must not be applied again",
    ),
    Bug(
        "missing-term",
        "{where} has only one of the two terms of the binary cross-entropy",
        "L = -(y log a + (1-y) log(1-a)) has a term for each class",
        "Lecture section 3: both terms, y and 1 - y",
    ),
    Bug(
        "wrong-layer-weights",
        "{where} uses the weights of another layer",
        "dA_l = dZ_{l+1} @ W_{l+1}.T: back through the weights that led forward",
        "Look at the index of the weights (lists count from 0, layers from 1)",
    ),
    Bug(
        "wrong-layer-bias",
        "{where} uses the bias of another layer",
        "Z_l = A_{l-1} @ W_l + b_l",
        "Look at the index of the biases (lists count from 0, layers from 1)",
    ),
    Bug(
        "wrong-layer-delta",
        "{where} uses the error of another layer",
        "Each layer has its own dZ; it is replaced on the way back",
        "Look at which dZ the loop still holds at this line",
    ),
    Bug(
        "wrong-layer-activation",
        "{where} uses another array than the layer's input",
        "Z_l = A_{l-1} @ W_l + b_l, so dW_l = A_{l-1}.T @ dZ_l / m",
        "Look at the index and at A or Z: the input of layer l is A_{l-1}",
    ),
    Bug(
        "last-sample-only",
        "{where} holds the last sample only",
        "Every sample has its part in the result",
        "Look at the loop over the samples: what is outside of it, and = where += belongs",
    ),
    Bug(
        "first-sample-only",
        "{where} holds the first sample only",
        "Every sample has its part in the result",
        "Look for an index 0 or a return inside the loop over the samples",
    ),
    Bug(
        "updated-too-early",
        "{where} goes back through weights that were already updated",
        "All gradients belong to the same point: first compute them all, then step",
        "Look for a weight update before or inside the backward pass",
    ),
    Bug(
        "updates-returned",
        "{where} is the updated parameter, not the gradient",
        "backward returns dL/dW; W - lr * dW is the job of update",
        "Look at what is put into the returned dict",
    ),
    Bug(
        "numerical-differentiation",
        "{where} differentiates numerically instead of propagating back",
        "Backpropagation gets all gradients from one pass over the cached values",
        "Lecture section 4: work back from the cache, layer by layer",
    ),
    Bug(
        "clipped-gradient",
        "{where} is clipped or rescaled to a limit",
        "The gradient of the loss has no limit; clipping changes its direction or length",
        "Look for np.clip, np.minimum or a division by the norm",
    ),
    Bug(
        "regularised-gradient",
        "{where} holds a weight-decay term",
        "The loss of this exercise has no penalty on the parameters, so no + lambda * W",
        "Look for a term with the parameter itself",
    ),
    Bug(
        "learning-rate-in-gradient",
        "{where} is multiplied by what looks like a learning rate",
        "backward returns dL/dW; the learning rate belongs to update",
        "Look for lr or a small constant in the gradient",
    ),
    Bug(
        "only-last-layer",
        "{where} is zero: the error is not propagated back to the hidden layers",
        "dZ_l = (dZ_{l+1} @ W_{l+1}.T) * act'(Z_l) for every hidden layer",
        "Look whether the loop reaches the first layers",
    ),
    Bug(
        "zero-gradient",
        "{where} is zero",
        "The loss depends on these weights, so their gradient is not zero",
        "Look whether the entry is ever filled",
    ),
    Bug(
        "missing-bias-gradient",
        "{where} is zero or missing",
        "Z = A @ W + b depends on b: db is the sum of dZ over the samples",
        "Look for the line that fills the bias gradients",
    ),
    Bug(
        "swapped-gradients",
        "{where} holds the value of another step",
        "dA is the error before the activation's derivative, dZ the one after it",
        "Look at which value is stored under which key",
    ),
)
