"""Mistakes in single functions: numerics, differences, chains, graphs."""

from __future__ import annotations

from .entries import Bug

_SOFTMAX = "Practice exercise 5: subtract the row's maximum before exp, nothing changes but size"
_CENTRAL = "Lecture section 1: (f(x + h) - f(x - h)) / (2h)"
_CHAIN = "Lecture section 1: (f o g)'(x) = f'(g(x)) * g'(x)"
_GRAPH = "Lecture section 2: each path from a node to the output adds its product of derivatives"
_CHECK = "Practice exercise 3: change one entry by +-epsilon, compute the loss, put it back"
_ERROR = "Practice exercise 3: max |a - b| / max(1e-8, max |a| + max |b|)"

FUNCTIONS = (
    Bug(
        "unstable-sigmoid",
        "{where} overflows for large |z|",
        "exp(1000) is infinite; 1/(1+exp(-z)) and exp(z)/(1+exp(z)) are equal, one is safe",
        "Choose the form by the sign of z, or clip z",
    ),
    Bug(
        "unstable-tanh",
        "{where} overflows for large |z|",
        "exp(1000) is infinite, and inf / inf is not a number",
        "Use np.tanh, or exp of -2|z| only",
    ),
    Bug(
        "unstable-softmax",
        "{where} overflows or underflows for large logits",
        "softmax(z) = softmax(z - c) for any c, and exp(z - max z) is at most 1",
        _SOFTMAX,
    ),
    Bug(
        "log-of-zero",
        "{where} takes the logarithm of 0",
        "log(0) is -inf, and 0 * -inf is not a number",
        "Guard the logarithm with a small epsilon or a clip (up to 1e-8)",
    ),
    Bug(
        "sum-for-mean",
        "{where} sums over the samples instead of averaging",
        "The loss is a mean: it must not grow with the size of the batch",
        "Look for the division by the number of rows",
    ),
    Bug(
        "mean-over-all",
        "{where} averages over classes as well as samples",
        "The cross-entropy of one sample is a sum over the classes",
        "Sum along axis=1 first, then average over the rows",
    ),
    Bug(
        "wrong-loss",
        "{where} is another loss than the exercise's",
        "With softmax, L = -sum y log p; the terms (1 - y) log(1 - p) belong to single sigmoids",
        "Practice exercise 5: the sum runs over y log p only",
    ),
    Bug(
        "wrong-logarithm",
        "{where} uses another logarithm than the natural one",
        "The cross-entropy of the lecture is in natural units: np.log",
        "Look for log2 or log10",
    ),
    Bug(
        "clipped-values",
        "{where} is cut off at a limit",
        "The function goes on beyond it",
        "Look for np.clip, np.minimum and np.maximum",
    ),
    Bug(
        "wrong-at-zero",
        "{where} is not 0 at 0",
        "relu has a kink at 0; this exercise asks for the derivative 0 there",
        "Look at > and >=",
    ),
    Bug(
        "value-not-stored",
        "{where} is computed, but not stored",
        "backward needs the values that forward left in the nodes",
        "Look for self.value = ...",
    ),
    Bug(
        "swapped-arguments",
        "{where} takes its arguments in the other order",
        "The exercise gives the order of the arguments",
        "Compare with the stub's signature",
    ),
    Bug(
        "swapped-functions",
        "{where} computes the function in place of its derivative, or the other way round",
        "f and f' are asked for separately",
        "Compare with the stub's docstring",
    ),
    Bug(
        "one-sided-difference",
        "{where} uses a one-sided difference",
        "(f(x+h) - f(x)) / h has an error of order h, the central one of order h^2",
        _CENTRAL,
    ),
    Bug(
        "undivided-difference",
        "{where} is not divided by the step",
        "A derivative is the limit of a difference divided by the step",
        _CENTRAL,
    ),
    Bug(
        "step-halved",
        "{where} divides by h where the two points are 2h apart",
        "x + h and x - h are 2h apart",
        _CENTRAL,
    ),
    Bug(
        "step-doubled",
        "{where} divides by 2h where the two points are h apart",
        "x + h and x are h apart, x + h and x - h are 2h apart",
        _CENTRAL,
    ),
    Bug(
        "missing-parentheses",
        "{where} divides only the last term by the step",
        "a - b / c is a - (b / c)",
        _CENTRAL,
    ),
    Bug(
        "ignored-step",
        "{where} does not use the step it is given",
        "The error of a difference depends on the step: the caller chooses it",
        _CENTRAL,
    ),
    Bug(
        "float-truncated",
        "{where} loses the step in integers or low precision",
        "3 + 1e-5 is 3 in an integer array",
        "Convert to float before adding the step",
    ),
    Bug(
        "rounded-result",
        "{where} is rounded",
        "Rounding throws digits away that the caller needs",
        "Look for round, int() and formatting of the result",
    ),
    Bug(
        "unrestored-parameters",
        "{where} leaves an entry changed",
        "The next difference is then taken at another point",
        _CHECK,
    ),
    Bug(
        "only-some-entries",
        "{where} does not look at every entry",
        "A mistake can sit in any entry: each one has its own derivative",
        _CHECK,
    ),
    Bug(
        "biases-not-checked",
        "{where} leaves the biases out",
        "db1 ... dbL are gradients as well, and a favourite place for mistakes",
        _CHECK,
    ),
    Bug(
        "sum-loss-checked",
        "{where} compares with the gradient of the summed loss",
        "backward gives the gradient of the mean loss",
        _CHECK,
    ),
    Bug(
        "wrong-loss-checked",
        "{where} differentiates another loss than the network's",
        "The network's gradients are those of the mean binary cross-entropy, summed over outputs",
        _CHECK,
    ),
    Bug(
        "compares-with-itself",
        "{where} finds no difference whatever the network returns",
        "The numerical gradient must come from the loss, not from backward",
        _CHECK,
    ),
    Bug(
        "wrong-norm",
        "{where} measures with another norm than the exercise asks for",
        "Different norms of one array are different numbers",
        "Compare with the formula in the stub's docstring",
    ),
    Bug(
        "elementwise-error",
        "{where} divides entry by entry",
        "One scale per array: a tiny entry has no accurate digits",
        _ERROR,
    ),
    Bug(
        "wrong-denominator",
        "{where} divides by something else than max |a| + max |b|",
        "The error is relative to the size of both arrays",
        _ERROR,
    ),
    Bug(
        "signed-error",
        "{where} misses an absolute value",
        "A large negative difference is a large error",
        _ERROR,
    ),
    Bug(
        "unguarded-division",
        "{where} divides by zero when both arrays are zero",
        "0 / 0 is not a number; max(1e-8, ...) keeps the quotient at 0",
        _ERROR,
    ),
    Bug(
        "derivative-at-input",
        "{where} takes every derivative at x",
        "The outer derivative belongs at the inner function's value: f'(g(x))",
        _CHAIN,
    ),
    Bug(
        "derivative-at-result",
        "{where} takes every derivative at the chain's last value",
        "Each derivative belongs at the value that goes into its function: f'(g(x)) * g'(x)",
        _CHAIN,
    ),
    Bug(
        "derivative-at-output",
        "{where} takes each derivative at the value that comes out of its function",
        "Each derivative belongs at the value that goes into its function: f'(g(x)) * g'(x)",
        "Look whether x is moved on before or after the derivative is taken",
    ),
    Bug(
        "reversed-order",
        "{where} applies the functions from the last to the first",
        "functions[0] comes first: functions[-1](...functions[0](x))",
        _CHAIN,
    ),
    Bug(
        "mispaired-links",
        "{where} goes through the values from one end and the derivatives from the other",
        "derivatives[i] belongs at the value that goes into functions[i]",
        "Look for a list that is reversed, or not, while its partner is",
    ),
    Bug(
        "sum-for-product",
        "{where} adds the derivatives",
        "The links of a chain multiply",
        _CHAIN,
    ),
    Bug(
        "missing-link",
        "{where} leaves out the derivative of at least one function",
        "Every function of the chain contributes one factor",
        "Look at the loop's ends, and for = or return where *= belongs",
    ),
    Bug(
        "empty-chain",
        "{where} is wrong for the empty chain",
        "With no function the value is x itself, and dx/dx = 1",
        _CHAIN,
    ),
    Bug(
        "assigned-not-added",
        "{where}: the gradient is assigned where it should be added",
        "A value that is used twice gets the sum over both uses",
        _GRAPH,
    ),
    Bug(
        "visited-per-path",
        "{where}: a node is visited once per path",
        "Each node needs one visit: the number of paths grows exponentially",
        _GRAPH,
    ),
    Bug(
        "wrong-order",
        "{where}: the nodes are visited in the wrong order",
        "A node's gradient is complete only after all nodes that use it",
        "Lecture section 2: reverse topological order",
    ),
    Bug(
        "gradients-not-reset",
        "{where}: the pass adds to the gradients of an earlier one",
        "Each pass starts from zero",
        "Set every reachable grad to 0 first",
    ),
    Bug(
        "leaf-forward-wrong",
        "{where} does not give back its value",
        "A leaf is a given number: forward() returns it as it is",
        "Look for a missing return",
    ),
    Bug(
        "seed-not-one",
        "{where}: the output's grad is not 1",
        "d output / d output = 1, and every other gradient is a multiple of it",
        "Look for the line that sets it, and for what changes it afterwards",
    ),
    Bug(
        "recursion-depth",
        "{where} runs out of Python's recursion depth",
        "Python allows about 1,000 nested calls; a graph may be deeper",
        "Use a list of nodes and a loop instead of recursion",
    ),
    Bug(
        "swapped-operands",
        "{where}: each operand gets the other one's gradient",
        "d(a*b)/da = b and d(a*b)/db = a",
        _GRAPH,
    ),
    Bug(
        "local-derivative-wrong",
        "{where}: the local derivative is wrong",
        "d(a+b)/da = 1, d(a*b)/da = b",
        _GRAPH,
    ),
    Bug(
        "missing-upstream-gradient",
        "{where}: the node's own gradient is left out",
        "The chain rule multiplies the local derivative by what comes from above",
        _GRAPH,
    ),
    Bug(
        "cached-value",
        "{where} is an old value",
        "forward computes from the operands' present values",
        _GRAPH,
    ),
    Bug(
        "returns-nothing",
        "{where} returns nothing",
        "The caller needs the value (a plot: its Axes)",
        "Look for a missing return",
    ),
)
