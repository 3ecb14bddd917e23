"""Plain functions as courses have them: tuples, opaque caches, configs, printed text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from grader import (
    Bug,
    Derivation,
    Draw,
    Judgement,
    Parts,
    Steps,
    Student,
    came_out_finite,
    expect,
    follow,
    gradients,
    judge_gradients,
    keeps_arguments,
    results_stay,
    same_again,
    stays_finite,
    write,
)

AFFINE = """
    import numpy as np

    def affine_forward(x, w, b):
        out = x.reshape(len(x), -1) @ w + b
        return out, (x, w, b, {"layout": "my own"}, lambda: "not plain data")

    def affine_backward(dout, cache):
        x, w, b, _, _ = cache
        dx = (dout @ w.T).reshape(x.shape)
        return dx, x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
"""
TRANSPOSED = Bug(
    "weights-not-turned", "{where} takes w where w.T is needed", "dx = dout w.T", "Notes, page 3"
)


def affine(student: Student, draw: Draw) -> Judgement:
    x, w, b = draw.normal((4, 3)), draw.normal((3, 3)), draw.normal((3,))
    dout = draw.normal((4, 3))
    kept = student.keep(student.affine_forward, x, w, b)
    out, cache = expect(kept, "affine_forward(x, w, b)").unpacks(2)
    parts = Parts()
    with parts.part():
        expect(out, "out").equals(x @ w + b)
    found = student.affine_backward(dout, cache)
    dx, dw, db = expect(found, "affine_backward(dout, cache)").unpacks(3)
    with parts.part():
        wrong = {TRANSPOSED: dout @ w}
        expect(dx, "dx").is_gradient_of(lambda x: np.sum(dout * (x @ w + b)), x, wrong=wrong)
    with parts.part():
        expect(dw, "dw").is_gradient_of(lambda w: np.sum(dout * (x @ w + b)), w)
    with parts.part():
        expect(db, "db").has_shape((3,))
        expect(db, "db").is_gradient_of(lambda b: np.sum(dout * (x @ w + b)), b)
    return parts.judgement()


def test_an_opaque_cache_goes_back_as_it_came(judge) -> None:
    assert judge(affine, AFFINE).status == "passed"


def test_an_instructors_own_mistake_is_named_in_their_words(judge) -> None:
    result = judge(affine, AFFINE.replace("dout @ w.T", "dout @ w"))
    assert (result.status, result.score) == ("partial", 7.5)
    assert result.diagnosis.bug == "weights-not-turned"
    assert result.diagnosis.text == "dx takes w where w.T is needed. dx = dout w.T. Notes, page 3."


def test_a_shape_is_said_with_both(judge) -> None:
    result = judge(affine, AFFINE.replace("sum(axis=0)", "sum(axis=0, keepdims=True)"))
    assert result.message == "db has shape (1, 3), expected (3,)"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("return dx", "affine_backward(dout, cache) is an array, expected 3 values"),
        ("return dx, dx", "affine_backward(dout, cache) is 2 values, expected 3 values"),
        ("return None", "affine_backward(dout, cache) is None, expected 3 values"),
        ("return set()", "affine_backward(dout, cache) is a set, expected 3 values"),
    ],
)
def test_what_does_not_unpack_is_the_students_fault(judge, given: str, said: str) -> None:
    text = AFFINE.replace("return dx, x", f"{given}\n        return dx, x")
    result = judge(affine, text)
    assert (result.status, result.message) == ("failed", said)


SOFTMAX = """
    import numpy as np

    def softmax_loss(x, y):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        n = len(x)
        dx = p.copy()
        dx[np.arange(n), y] -= 1
        return -np.log(p[np.arange(n), y]).mean(), dx / n
"""


def softmax_loss(student: Student, draw: Draw) -> Judgement:
    def loss(x: np.ndarray) -> float:
        shifted = x - x.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return float(-log_p[np.arange(len(x)), y].mean())

    x, y = draw.normal((5, 3)), draw.integers(0, 3, (5,))
    result = keeps_arguments(student, student.softmax_loss, x, y)
    value, dx = expect(result, "softmax_loss(x, y)").unpacks(2)
    parts = Parts()
    with parts.part():
        expect(value, "loss").equals(loss(x))
    with parts.part():
        expect(dx, "dx").is_gradient_of(loss, x, wrong={"missing-batch-mean": 5 * loss_slope(x, y)})
    with parts.part():
        same_again(student, student.softmax_loss, x, y)
    with parts.part():
        results_stay(student, student.softmax_loss, (x, y), (2 * x, y))
    with parts.part():
        stays_finite(student, student.softmax_loss, 1e4 * x, y, case="scores up to 1e4")
    return parts.judgement()


def loss_slope(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    return (p - np.eye(3)[y]) / len(x)


def test_a_loss_and_its_gradient(judge) -> None:
    big = SOFTMAX.replace("return -np.log(p[", "return -np.log(1e-300 + p[")
    assert judge(softmax_loss, big).status == "passed"


@pytest.mark.parametrize(
    ("old", "new", "bug", "said"),
    [
        ("dx / n", "dx", "missing-batch-mean", "dx is 5 times"),
        ("dx = p.copy()", "dx = x", "changed-in-place", "changes its argument 1 in place"),
        (" - x.max(axis=1, keepdims=True)", "", None, "softmax_loss is not finite"),
        (
            "def softmax_loss",
            "kept = np.zeros((5, 3))\n    def softmax_loss",
            "aliased-results",
            "changed by the next call",
        ),
        ("def softmax_loss", "import random\n    def softmax_loss", None, "called again"),
    ],
)
def test_what_a_function_does_beside_its_value(judge, old, new, bug, said) -> None:
    text = SOFTMAX.replace(old, new)
    if "kept" in new:
        text = text.replace("dx = p.copy()", "dx = kept; dx[...] = p").replace(
            "dx / n", "np.divide(dx, n, out=dx)"
        )
    if "random" in new:
        text = text.replace(".mean(), dx / n", ".mean() + random.random(), dx / n")
    result = judge(softmax_loss, text)
    assert result.status in ("partial", "failed")
    assert said in result.message
    assert (result.diagnosis and result.diagnosis.bug) == bug


ADAM = """
    import numpy as np

    def adam(w, dw, config=None):
        config = config if config is not None else {}
        config.setdefault("t", 0)
        config.setdefault("m", np.zeros_like(w))
        config.setdefault("v", np.zeros_like(w))
        config["t"] += 1
        config["m"] = 0.9 * config["m"] + 0.1 * dw
        config["v"] = 0.999 * config["v"] + 0.001 * dw**2
        m = config["m"] / (1 - 0.9 ** config["t"])
        v = config["v"] / (1 - 0.999 ** config["t"])
        return w - 0.1 * m / (np.sqrt(v) + 1e-8), config
"""


def adam(student: Student, draw: Draw) -> None:
    start = draw.normal((3, 2))

    def theirs() -> Iterator[dict[str, object]]:
        w, config = start, None
        while True:
            kept = student.keep(student.adam, w, 2 * w, config)
            next_w, config = expect(kept, "adam(w, dw, config)").unpacks(2)
            w = student.read(next_w)
            yield {"w": w}

    def ours() -> Iterator[dict[str, np.ndarray]]:
        w, m, v = start, np.zeros((3, 2)), np.zeros((3, 2))
        for t in range(1, 101):
            m, v = 0.9 * m + 0.2 * w, 0.999 * v + 0.004 * w**2
            step = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
            w = w - 0.1 * step
            yield {"w": w}

    follow(theirs(), ours(), marks=(1, 2, 10))


def test_an_optimiser_that_keeps_a_config_is_followed(judge) -> None:
    assert judge(adam, ADAM).status == "passed"


def test_the_first_mark_off_the_path_is_named(judge) -> None:
    result = judge(adam, ADAM.replace('config["t"] += 1', 'config["t"] = 1'))
    assert result.message == "after 2 steps, w is not where it should be"
    assert result.evidence["epoch"] == 2


def test_students_objects_are_passed_to_students_functions(judge) -> None:
    def check(student: Student, draw: Draw) -> None:
        model = student.construct(student.Model, 3.0)
        expect(student.predict(model, np.ones(2)), "predict(model, x)").equals([3.0, 3.0])
        model.scale = 5.0
        expect(student.predict(model, np.ones(2)), "predict(model, x)").equals([5.0, 5.0])
        expect(student.apply(student.predict, model), "apply").equals([5.0])

    text = """
    import numpy as np
    class Model:
        def __init__(self, scale): self.scale = scale
    def predict(model, x): return model.scale * x
    def apply(f, model): return f(model, np.ones(1))
    """
    assert judge(check, text).status == "passed"


def test_printed_text_is_compared_line_by_line(judge) -> None:
    def check(student: Student, draw: Draw) -> None:
        expect(student.printed(student.table, 2), "what table(2) prints").is_text("1 x\n2 x")

    right = "def table(n):\n    for i in range(n): print(i + 1, 'x ')\n    print()"
    assert judge(check, right).status == "passed"
    result = judge(check, right.replace("i + 1", "i"))
    assert result.message == "what table(2) prints differs from what is asked for in line 1"
    assert (result.evidence["expected"], result.evidence["got"]) == ("1 x", "0 x")


def test_a_dict_of_gradients_is_held_against_the_loss(judge) -> None:
    def check(student: Student, draw: Draw) -> Judgement:
        X, y = draw.normal((6, 3)), draw.normal((6, 2))
        at = {"W": draw.normal((3, 2)), "b": draw.normal((2,))}

        def loss(p: dict[str, np.ndarray]) -> float:
            return float(np.sum((X @ p["W"] + p["b"] - y) ** 2) / len(X))

        found = student.slopes(X, y, at["W"], at["b"])
        return judge_gradients(found, loss, at, name="slopes(X, y, W, b)", samples=6)

    right = """
    def slopes(X, y, W, b):
        e = 2 * (X @ W + b - y) / len(X)
        return {"dW": X.T @ e, "db": e.sum(axis=0)}
    """
    assert judge(check, right).status == "passed"
    result = judge(check, right.replace(" / len(X)", ""))
    assert result.score == 0
    assert result.diagnosis.bug == "missing-batch-mean"
    half = judge(check, right.replace('"db": e.sum(axis=0)', '"dB": 0'))
    assert (half.score, half.message) == (5.0, "db is None")
    assert judge(check, "def slopes(X, y, W, b): return 3").message == (
        "slopes(X, y, W, b) is of type int, expected a dict"
    )


def layer() -> Derivation:
    found = Derivation(loss=lambda v: np.sum(np.tanh(v["x"] @ v["w"])), look_at="Notes, page 5")
    found.step("z", lambda v: v["x"] @ v["w"])
    found.step("da", lambda v: np.ones(v["z"].shape), optional=True)
    found.step(
        "dz",
        lambda v: v["da"] * (1 - np.tanh(v["z"]) ** 2),
        wrong={"wrong-sign": lambda v: -v["da"] * (1 - np.tanh(v["z"]) ** 2)},
    )
    wrong = {Bug("w-for-x", "{where} uses w"): [lambda v: v["w"].T @ v["dz"]]}
    found.step("dw", lambda v: v["x"].T @ v["dz"], gradient_of="w", wrong=wrong)
    found.gradient("dx", "x")
    return found


def derived(student: Student, draw: Draw) -> Judgement:
    steps = layer()
    cases = []
    for m, n in ((4, 4), (5, 3)):
        x, w = draw.normal((m, n)), draw.normal((n, n))
        show = lambda x=x, w=w: student.derive(x, w)  # noqa: E731
        cases.append(steps.case({"x": x, "w": w}, show, f"{m} samples"))
    return steps.judge(*cases)


DERIVE = """
    import numpy as np
    def derive(x, w):
        z = x @ w
        dz = 1 - np.tanh(z) ** 2
        return {"z": z, "dz": dz, "dw": x.T @ dz, "dx": dz @ w.T}
"""


def test_a_derivation_of_ones_own(judge) -> None:
    assert judge(derived, DERIVE).status == "passed"
    result = judge(derived, DERIVE.replace("dz = 1 - np.tanh(z) ** 2", "dz = np.tanh(z) ** 2 - 1"))
    assert result.diagnosis.bug == "wrong-sign"
    assert result.message.startswith("every entry of dz is -1 times what it should be (4 samples)")
    states = {each["step"]: each["state"] for each in result.evidence["steps"]}
    assert states == {"z": "right", "da": "unknown", "dz": "wrong", "dw": "follows", "dx": "wrong"}
    assert result.look_at == "Notes, page 5"


def test_a_derivation_that_raises_on_one_case_keeps_the_others(judge) -> None:
    text = DERIVE.replace("z = x @ w", "z = x @ w; 1 / (len(x) - 5)")
    assert judge(derived, text).score == 5.0


def test_a_formula_that_is_not_the_derivative_is_the_authors_fault(judge) -> None:
    def check(student: Student, draw: Draw) -> Judgement:
        steps = Derivation(loss=lambda v: np.sum(v["x"] ** 2))
        steps.step("dx", lambda v: v["x"], gradient_of="x")
        return steps.judge(steps.case({"x": draw.normal((3,))}, dict, "3 numbers"))

    result = judge(check, "")
    assert result.status == "not_graded"
    assert "dx is not the derivative of the loss by x" in result.message


def test_gradients_take_smaller_steps_near_a_kink_and_refuse_at_one() -> None:
    near = np.array([[3e-4, -1.0]])
    assert np.allclose(gradients(lambda p: np.abs(p["x"]).sum(), {"x": near})["x"], [[1, -1]])
    with pytest.raises(ValueError, match=r"no gradient at this point \(entry \[0\]\)"):
        gradients(lambda p: np.maximum(p["x"], 0).sum() * np.inf, {"x": np.array([0.5])})


def test_a_mistake_that_nobody_knows_is_refused_even_where_all_is_right() -> None:
    with pytest.raises(LookupError, match="write a Bug"):
        expect(1.0).equals(1.0, wrong={"no-such-name": 2.0})
    with pytest.raises(ValueError, match="small letters"):
        Bug("No Such Form", "it is wrong")


@pytest.mark.parametrize("returned", ["()", "None", "np.ones((0, 3))", "'text'", "{}"])
def test_behaviour_is_not_earned_by_returning_nothing(judge, returned: str) -> None:
    def check(student: Student, draw: Draw) -> Judgement:
        parts = Parts()
        with parts.part():
            same_again(student, student.f, 1.0)
        with parts.part():
            results_stay(student, student.f, (1.0,), (2.0,))
        with parts.part():
            stays_finite(student, student.f, 1e4, case="x = 1e4")
        return parts.judgement()

    assert judge(check, f"import numpy as np\ndef f(x): return {returned}").score == 0
    assert judge(check, "import numpy as np\ndef f(x): return np.tanh(x)").score == 10


def test_calls_with_extreme_arguments_are_judged_after_all_are_done(judge) -> None:
    def check(student: Student, draw: Draw) -> Judgement:
        steps, parts = Steps(student), Parts()
        called = {name: steps.named(name, np.array([1e4])) for name in ("f", "g", "h")}
        for name, each in called.items():
            with parts.part():
                came_out_finite(each, name, case="x = 1e4", bug="unstable-tanh")
        return parts.judgement()

    text = """
        import math
        import numpy as np
        def f(x): return np.tanh(x)
        def g(x): return 1 / (1 + np.exp(x))
        def h(x): return math.exp(x[0])
    """
    result = judge(check, text)
    assert result.score == pytest.approx(10 / 3, abs=0.01)
    assert result.message == "g overflows (x = 1e4)\nAlso: h: OverflowError: math range error"
    assert result.diagnosis.bug == "unstable-tanh"


NETWORK = """
    import numpy as np
    class Network:
        def __init__(self, sizes):
            self.weights = [np.random.randn(n, k) for n, k in zip(sizes, sizes[1:])]
        def forward(self, X):
            self.X, self.A = X, np.tanh(X @ self.weights[0])
            return self.A @ self.weights[1]
        def backward(self, y):
            dZ = 2 * (self.A @ self.weights[1] - y) / len(y)
            dA = dZ @ self.weights[1].T
            return {"d1": self.X.T @ (dA * (1 - self.A**2)), "d2": self.A.T @ dZ}
"""


def test_a_network_is_held_against_its_loss(judge) -> None:
    def check(student: Student, draw: Draw) -> Judgement:
        X, y = draw.normal((6, 3)), draw.normal((6, 2))
        at = {"1": draw.normal((3, 4)), "2": draw.normal((4, 2))}
        network = student.construct(student.Network, [3, 4, 2])
        for layer, weights in enumerate(at.values()):
            write(network, "weights", layer, values=weights)
        network.forward(X)

        def loss(p: dict[str, np.ndarray]) -> float:
            return float(np.sum((np.tanh(X @ p["1"]) @ p["2"] - y) ** 2) / 6)

        return judge_gradients(network.backward(y), loss, at, name="backward(y)", samples=6)

    assert judge(check, NETWORK).status == "passed"
    wrong = judge(check, NETWORK.replace(" * (1 - self.A**2)", ""))
    assert (wrong.score, wrong.evidence["array"]) == (5.0, "d1")
