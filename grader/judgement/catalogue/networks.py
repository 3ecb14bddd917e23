"""Mistakes of a network: forward pass, state between calls, update, construction."""

from __future__ import annotations

from .entries import Bug

_FORWARD = "Lecture section 4: Z_l = A_{l-1} @ W_l + b_l, A_l = act(Z_l)"
_STATE = "Look at what is kept between calls, and at copies"
_UPDATE = "Lecture section 4: W -= lr * dW and b -= lr * db, for every layer"

NETWORKS = (
    Bug(
        "forgotten-bias",
        "{where} leaves out the bias",
        "Z = A @ W + b",
        _FORWARD,
    ),
    Bug(
        "subtracted-not-added",
        "{where} subtracts where it should add",
        "The formula has a plus there: Z = A @ W + b, a + b",
        "Look at the signs between the terms",
    ),
    Bug("bias-twice", "{where} adds the bias twice", "Z = A @ W + b", _FORWARD),
    Bug(
        "averaged-pre-activation",
        "{where} is divided by the number of inputs",
        "Z = A @ W + b adds up the inputs; nothing is averaged",
        _FORWARD,
    ),
    Bug(
        "missing-activation",
        "{where} misses an activation: Z is passed on where A belongs",
        "Without act the layers collapse to one linear map",
        _FORWARD,
    ),
    Bug(
        "activation-twice",
        "{where} applies the activation twice",
        "A_l = act(Z_l), once",
        _FORWARD,
    ),
    Bug(
        "wrong-activation",
        "{where} uses another activation than the exercise asks for",
        "Every formula of the backward pass depends on which function this is",
        _FORWARD,
    ),
    Bug(
        "negated-argument",
        "{where} is what the function gives at -z",
        "sigmoid(z) = 1 / (1 + exp(-z)), softmax(z) = exp(z) / sum(exp(z))",
        "Look at the sign inside exp",
    ),
    Bug(
        "activation-on-output",
        "{where} applies a hidden activation in the output layer",
        "The output layer has its own activation only: A_L = sigmoid(Z_L) or softmax(Z_L)",
        _FORWARD,
    ),
    Bug(
        "wrong-cache",
        "{where} in the cache is not what the lecture keeps there",
        "The cache holds 'A0' (= X), then 'Z1', 'A1', ... : Z before, A after the activation",
        "Look at which value is stored under which key",
    ),
    Bug(
        "transposed-input",
        "{where} holds X transposed",
        "The cache keeps X as it was given, also when X is square",
        _FORWARD,
    ),
    Bug(
        "softmax-wrong-axis",
        "{where} normalises along the wrong axis",
        "Each row is one sample: its probabilities add up to 1",
        "Look at axis=1 and keepdims=True in the maximum and in the sum",
    ),
    Bug(
        "not-normalised",
        "{where} does not add up to 1 in each row",
        "softmax(Z) = exp(Z) / sum(exp(Z)) over each row",
        "Look for the division by the row's sum",
    ),
    Bug(
        "log-softmax",
        "{where} holds logarithms of probabilities",
        "softmax gives the probabilities themselves",
        "Look for np.log around the result",
    ),
    Bug(
        "integer-truncation",
        "{where} loses decimals in an integer number or array",
        "An array made like an integer array holds integers: 0.7 becomes 0",
        "Look for int(), dtype=int, and zeros_like, copies or in-place operations on integers",
    ),
    Bug(
        "broadcast-mismatch",
        "{where} is stretched by broadcasting",
        "(m,) against (m, 1) gives (m, m): NumPy repeats instead of complaining",
        "Print the shapes on both sides of the operation",
    ),
    Bug(
        "stale-cache",
        "{where} uses values of an earlier forward pass",
        "backward belongs to the last forward: its batch, its activations",
        _STATE,
    ),
    Bug(
        "accumulated-gradients",
        "{where} adds to the result of the call before",
        "Each backward starts from zero; what was returned before is no part of it",
        "Look for += on something that lives longer than the call",
    ),
    Bug(
        "consumed-cache",
        "{where} can be called only once after a forward",
        "A second backward after one forward gives the same gradients",
        "Look for pop, del or in-place changes of the cache",
    ),
    Bug(
        "changed-in-place",
        "{where} changes an array that it was given",
        "The caller still needs its array; a function returns new values",
        "Look for -=, *=, out= and assignments to slices of an argument",
    ),
    Bug(
        "changed-after-caching",
        "{where} is changed after it was stored in the cache",
        "The cache holds the array itself: a step in place, later, changes what it holds",
        "Look for -=, *= and out= in what is done with the array next, such as in softmax",
    ),
    Bug(
        "changed-parameters",
        "{where} changes the weights or biases",
        "Only update takes a step; gradients belong to the parameters as they are",
        "Look for assignments to the parameters outside update",
    ),
    Bug(
        "aliased-results",
        "{where} gives back the same array every time",
        "What an earlier call returned must stay as it was",
        "Return a new array, not a buffer that the next call fills again",
    ),
    Bug(
        "shared-instances",
        "{where}: two networks share their state",
        "Each network has its own weights, biases and cache",
        "Look for lists or dicts in the class body, in default arguments or at module level",
    ),
    Bug(
        "gradient-ascent",
        "{where} steps up the gradient instead of down",
        "Gradient descent: W <- W - lr * dW",
        _UPDATE,
    ),
    Bug(
        "ignored-learning-rate",
        "{where} does not use the learning rate it is given",
        "W <- W - lr * dW with the lr of the call",
        _UPDATE,
    ),
    Bug(
        "forgotten-bias-update",
        "{where} leaves the biases as they were",
        "b <- b - lr * db, just as for the weights",
        _UPDATE,
    ),
    Bug(
        "forgotten-weight-update",
        "{where} leaves the weights as they were",
        "W <- W - lr * dW, just as for the biases",
        _UPDATE,
    ),
    Bug(
        "first-layer-not-updated",
        "{where} leaves some layers as they were",
        "Every layer takes its step: W_1 ... W_L and b_1 ... b_L",
        _UPDATE,
    ),
    Bug(
        "momentum-left-in",
        "{where} adds something of the step before",
        "Plain gradient descent has no memory: two equal calls make two equal steps",
        _UPDATE,
    ),
    Bug(
        "averaged-again",
        "{where} divides the gradients once more",
        "The gradients already are those of the mean loss",
        _UPDATE,
    ),
    Bug(
        "weight-decay",
        "{where} also shrinks the parameters",
        "W <- W - lr * dW, with no term in W itself",
        _UPDATE,
    ),
    Bug(
        "replaced-by-gradient",
        "{where} puts the gradient (times lr) in the parameter's place",
        "A step subtracts: W <- W - lr * dW",
        _UPDATE,
    ),
    Bug(
        "symmetric-initialisation",
        "{where}: units start with equal weights",
        "Equal units get equal gradients and stay equal for ever",
        "Lecture section 4: random weights break the symmetry",
    ),
    Bug(
        "zero-initialisation",
        "{where} starts at zero",
        "With zero weights all hidden units are equal and their gradients vanish",
        "Lecture section 4: random weights break the symmetry",
    ),
    Bug(
        "wrong-shape",
        "{where} has the wrong shape",
        "The exercise says which shape: weights[l] is (n_l, n_{l+1}), and so on",
        "Compare the shapes with those in the stub's docstring",
    ),
    Bug(
        "nonzero-biases",
        "{where} does not start at zero",
        "The exercise asks for biases that are zero at the start",
        "Lecture section 4: np.zeros((1, n))",
    ),
    Bug(
        "scale-too-large",
        "{where}: the random numbers at the start are too large",
        "Large weights saturate the activations, and their gradients vanish",
        "Scale the random numbers, e.g. by 0.5 or by sqrt(2 / n_in)",
    ),
    Bug(
        "scale-too-small",
        "{where}: the random numbers at the start are too small",
        "Tiny weights make tiny gradients: training does not get going",
        "Scale the random numbers, e.g. by 0.5 or by sqrt(2 / n_in)",
    ),
)
