"""Calling, reading, writing and training, for every way to start a worker."""

from __future__ import annotations

import numpy as np
import pytest

from grader.session import StudentFault, fill, same_object, write

NETWORK = """
import numpy as np
class Net:
    def __init__(self, sizes):
        self.weights = [np.random.randn(a, b) for a, b in zip(sizes, sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in sizes[1:]]
        self.cache = {}
    def forward(self, X):
        self.cache["A0"] = X
        return X @ self.weights[0] + self.biases[0]
    def backward(self, y):
        delta = self.cache["A0"] @ self.weights[0] + self.biases[0] - y
        return {"dW1": self.cache["A0"].T @ delta / len(y), "db1": delta.mean(0, keepdims=True)}
    def update(self, grads, lr):
        self.weights[0] -= lr * grads["dW1"]
        self.biases[0] -= lr * grads["db1"]
"""


def test_a_network_is_built_filled_run_and_read(load_anyhow):
    student = load_anyhow(NETWORK).student
    network = student.Net([2, 1])
    write(network, "weights", 0, values=np.array([[1.0], [2.0]]))
    np.testing.assert_array_equal(network.forward(np.ones((3, 2))), np.full((3, 1), 3.0))
    network.cache = {"A0": np.zeros((1, 2))}
    np.testing.assert_array_equal(network.cache["A0"], np.zeros((1, 2)))
    np.testing.assert_array_equal(network.weights[0], [[1.0], [2.0]])


def test_a_network_is_filled_by_one_request(load_anyhow):
    student = load_anyhow(NETWORK).student
    network = student.Net([2, 1])
    before = network.weights[0]
    assert fill(network, weights=[before + 1], biases=[[[2.0]]]) == {}
    np.testing.assert_array_equal(network.weights[0], before + 1)
    np.testing.assert_array_equal(network.biases[0], [[2.0]])
    with pytest.raises(StudentFault, match=r"there is no your Net.biases\[1\]"):
        fill(network, biases=[[[1.0]], [[1.0]]])


def test_a_row_fits_an_array_that_lacks_its_axis_and_no_other(load):
    text = """
    import numpy as np
    class Net:
        def __init__(self): self.biases = [np.zeros(2), np.zeros((2, 1))]
    """
    network = load(text).student.Net()
    assert fill(network, biases=[[[1.0, 2.0]]]) != {}  # one array for a list of two
    np.testing.assert_array_equal(network.biases[0], [1.0, 2.0])
    with pytest.raises(StudentFault, match=r"biases\[1\] has the shape \(2, 1\)"):
        fill(network, biases=[[[1.0, 2.0]], [[1.0, 2.0]]])


def test_filling_tells_what_is_there_however_odd(load):
    text = """
    import numpy as np
    class Net:
        weights = [np.zeros(1)]
        for _ in range(20): weights = [weights[0], weights]
        @property
        def biases(self): return [np.zeros(1)]
    """
    network = load(text).student.Net()
    held = fill(network, weights=[[3.0]], biases=[[3.0]])
    assert held["weights"][0] == 3.0
    assert held["biases"][0] == 0.0


def test_methods_are_looked_up_when_they_are_used(load_anyhow):
    text = """
    class Net:
        def forward(self, X): return X + 1
        @property
        def update(self): return {}["no such key"]
    def apply(f, x): return f(x)
    """
    student = load_anyhow(text).student
    network = student.Net()
    assert network.forward(1) == 2
    assert student.apply(network.forward, 2) == 3
    assert student.count_lines(network.forward, 1) == (2, 1)
    assert network.forward == network.forward != network.backward
    missing = network.backward
    with pytest.raises(StudentFault, match="your Net has no 'backward'") as caught:
        missing(1)
    assert caught.value.kind == "missing"
    with pytest.raises(StudentFault, match="KeyError: 'no such key'"):
        network.update(1)


def test_training_follows_gradient_descent(load_anyhow):
    student = load_anyhow(NETWORK).student
    network = student.Net([2, 1])
    W, b = np.array([[0.5], [-0.5]]), np.zeros((1, 1))
    write(network, "weights", 0, values=W)
    X, y = np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([[1.0], [0.0]])
    start, middle, end = student.train(network, X, y, 0.1, 10, [0, 3, 10])
    assert (start.epoch, middle.epoch, end.epoch) == (0, 3, 10)
    for _ in range(10):
        delta = X @ W + b - y
        W, b = W - 0.1 * X.T @ delta / 2, b - 0.1 * delta.mean(0, keepdims=True)
    np.testing.assert_allclose(end.weights[0], W)
    np.testing.assert_allclose(end.biases[0], b)
    np.testing.assert_allclose(end.output, X @ W + b)
    np.testing.assert_array_equal(start.weights[0], [[0.5], [-0.5]])


def test_training_may_change_the_type_of_parameters(load):
    text = """
    import numpy as np
    class Net:
        def __init__(self):
            self.weights, self.biases = [np.ones((2, 1), dtype="f4")], [np.array(1.0)]
        def forward(self, X): return X @ self.weights[0]
        def backward(self, y): return {}
        def update(self, grads, lr): self.weights = [np.ones((2, 2))]
    """
    student = load(text).student
    start, end = student.train(student.Net(), np.ones((1, 2)), np.ones((1, 1)), 0.1, 1, [0, 1])
    assert start.weights[0].dtype == np.float32
    assert (start.weights[0].shape, end.weights[0].shape) == ((2, 1), (2, 2))
    assert (start.output.shape, end.output.shape) == ((1, 1), (1, 2))
    assert start.biases[0] == 1.0


def test_training_that_loses_a_layer_is_the_students_fault(load):
    text = """
    import numpy as np
    class Net:
        def __init__(self): self.weights, self.biases = [np.ones((1, 1))], [np.ones((1, 1))]
        def forward(self, X): return X
        def backward(self, y): return {}
        def update(self, grads, lr): self.weights.append(1)
    """
    student = load(text).student
    with pytest.raises(StudentFault, match="number of weights or biases changes"):
        student.train(student.Net(), np.ones((1, 1)), np.ones((1, 1)), 0.1, 1, [0, 1])


def test_training_with_odd_parameters_is_the_students_fault(load):
    text = """
    class Net:
        weights, biases = [1.0], ["b"]
        def forward(self, X): return X
        def backward(self, y): return {}
        def update(self, grads, lr): pass
    """
    student = load(text).student
    with pytest.raises(StudentFault, match="not lists of arrays"):
        student.train(student.Net(), np.ones((1, 1)), np.ones((1, 1)), 0.1, 1, [1])


def test_exceptions_tell_what_where_and_how_they_got_there(load_anyhow):
    text = """
    def outer(x):
        return inner(x)
    def inner(x):
        raise ValueError(f"bad {x}")
    """
    session = load_anyhow(text)
    with pytest.raises(StudentFault) as caught:
        session.student.outer(3)
    fault = caught.value
    assert (fault.kind, fault.type_name) == ("exception", "ValueError")
    assert fault.text == "ValueError: bad 3"
    assert fault.where == "tanh.py line 5"
    assert fault.traceback == (
        "tanh.py, line 3, in outer: return inner(x)",
        'tanh.py, line 5, in inner: raise ValueError(f"bad {x}")',
    )
    assert session.student.inner._type == "function"  # the worker lives on


def test_unfinished_functions_are_told_from_wrong_ones(load):
    student = load("def tanh(z): raise NotImplementedError('write me')").student
    with pytest.raises(StudentFault) as caught:
        student.tanh(1.0)
    assert caught.value.kind == "unfinished"


def test_missing_names_are_told(load):
    student = load("class Net: pass").student
    for miss, said in [
        (lambda: student.tanh, "your file has no 'tanh'"),
        (lambda: student.Net().weights, "your Net has no 'weights'"),
        (lambda: student.Net.weights, "the class Net has no 'weights'"),
    ]:
        with pytest.raises(StudentFault, match=said) as caught:
            miss()
        assert caught.value.kind == "missing"


def test_an_attribute_error_inside_a_property_is_not_a_missing_name(load):
    text = """
    class Net:
        @property
        def weights(self): return None.shape
    """
    with pytest.raises(StudentFault) as caught:
        _ = load(text).student.Net().weights
    assert caught.value.kind == "exception"


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("x[0] = 9", ("argument 1",)),
        ("params['W1'] *= 2", ("argument 2['W1']",)),
        ("params['b1'] = x", ("argument 2['b1']",)),
        ("params['new'] = x", ("argument 2['new']",)),
        ("h.append(1)", ("argument h[1]",)),
        ("x = x + 1; params = dict(params, W1=x)", ()),
    ],
)
def test_changed_arguments_are_named(load, body, changed):
    student = load(f"def step(x, params, h=None):\n    {body}").student
    student.step(np.ones(2), {"W1": np.ones(2), "b1": np.ones(1)}, h=[0])
    assert student.last.changed == changed


def test_arguments_changed_before_an_exception_are_named(load):
    student = load("def step(x):\n    x[0] = 9\n    raise ValueError").student
    with pytest.raises(StudentFault):
        student.step(np.ones(2))
    assert student.last.changed == ("argument 1",)


def test_kept_values_are_watched_too(load):
    student = load(
        "def make(): return {'W': __import__('numpy').ones(2)}\ndef spoil(d): d['W'][0] = 7"
    ).student
    kept = student.keep(student.make)
    student.spoil(kept)
    assert student.last.changed == ("argument 1['W']",)
    np.testing.assert_array_equal(student.read(kept)["W"], [7, 1])


def test_warnings_are_seen_whatever_the_student_filters(load):
    text = """
    import warnings, numpy as np
    warnings.filterwarnings("ignore")
    np.seterr(all="ignore")
    def big(x): return np.exp(x) + np.exp(x)
    """
    student = load(text).student
    assert student.big(np.array([1e4])) == np.inf
    assert student.last.warnings == (("RuntimeWarning", "overflow encountered in exp"),)
    student.big(np.array([1.0]))
    assert student.last.warnings == ()


def test_lines_of_student_code_are_counted(load):
    text = """
    def loops(n):
        total = 0
        for i in range(n):
            total += i
        return total
    """
    student = load(text).student
    (result, few), (_, many) = (student.count_lines(student.loops, n) for n in (1, 100))
    assert (result, few) == (0, 5)
    assert many == 203


def test_same_object_tells_copies_from_shared_arrays(load):
    text = """
    import numpy as np
    shared = np.ones(2)
    def give(): return shared
    def copy(): return shared.copy()
    """
    student = load(text).student
    first, second = student.keep(student.give), student.keep(student.give)
    assert same_object(first, second)
    assert not same_object(first, student.keep(student.copy))


def test_fixtures_are_the_judges_own_code_beside_the_students(load):
    fixtures = """
    import numpy as np
    class Right:
        def backward(self, y): return {"dW1": np.ones((2, 1))}
    def square(x): return x ** 2
    """
    session = load(
        "square = None\ndef apply(f, x): return f(x)\ndef run(nn): return nn.backward(0)",
        fixtures=fixtures,
    )
    student = session.student
    assert student.apply(student.fixture("square"), 3.0) == 9.0
    assert student.run(student.fixture("Right")())["dW1"].shape == (2, 1)


def test_writing_says_what_is_not_as_needed(load):
    student = load(NETWORK).student
    network = student.Net([2, 1])
    for path, values, said in [
        (("weights", 0), np.ones((1, 2)), r"weights\[0\] has the shape \(2, 1\)"),
        (("weights", 4), np.ones(1), r"there is no your Net.weights\[4\]"),
        (("cache",), np.ones(1), "is of type dict, not an array"),
    ]:
        with pytest.raises(StudentFault, match=said):
            write(network, *path, values=values)


def test_a_name_is_asked_for_once_in_the_life_of_a_worker(load):
    session = load("""
        def __getattr__(name):
            print("asked for", name)
            return abs
        """)
    student = session.student
    assert [student.f(-1), student.f(-2)] == [1, 2]
    assert session.output == "asked for f\n"
    student.restart()
    assert student.f(-3) == 3


def test_a_missing_name_is_missing_each_time(load):
    student = load("g = 1").student
    for _ in range(2):
        with pytest.raises(StudentFault, match="no 'f'"):
            student.f(1)
