"""What crosses between a student's code and the judge."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.session import Remote, StudentFault

ECHO = "def echo(value): return value"


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, False, 0, -7, 2**63 - 1, 2**64, -(10**40), 0.1, 5e-324, math.inf, -math.inf),
        *(2 + 3j, complex(0, math.inf), "", "dZ_l · ω", "x" * 30_000, [], (), {}, [1, [2.5, "a"]]),
        *((1, (2, None)), {"W1": 1, 2: "b", (0, 1): [3], None: 4, 0.5: 5, False: 6}, b"raw"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_plain_values_come_back_as_they_were(load, value):
    returned = load(ECHO).student.echo(value)
    assert returned == value
    assert type(returned) is type(value)


def test_not_a_number_comes_back(load):
    assert math.isnan(load(ECHO).student.echo(math.nan))


@pytest.mark.parametrize(
    "dtype", ["bool", "int8", "uint64", "float16", "float32", "float64", "complex64", ">f8", "g"]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 4)])
def test_arrays_keep_shape_type_and_values(load, dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    returned = load(ECHO).student.echo(array)
    sent_as = {">f8": "float64", "g": "float64"}.get(dtype, dtype)
    assert returned.dtype == np.dtype(sent_as)
    np.testing.assert_array_equal(returned, array.astype(sent_as))
    returned[...] = 1  # a judge may write into what it got


def test_a_numpy_scalar_is_not_an_array_of_no_dimensions(load):
    student = load(ECHO).student
    scalar, array = student.echo(np.float32(0.5)), student.echo(np.array(0.5))
    assert (type(scalar), type(array)) == (np.float32, np.ndarray)
    assert array.shape == ()


@pytest.mark.parametrize(
    ("array", "layout"),
    [
        (np.ones((3, 4)), (True, False)),
        (np.asfortranarray(np.ones((3, 4))), (False, True)),
        (np.ones((6, 8))[::2, ::2], (False, False)),
        (np.ones((4, 3, 2)).transpose(1, 0, 2), (False, False)),
    ],
    ids=["C", "Fortran", "strided", "permuted"],
)
def test_arguments_reach_the_student_in_the_memory_layout_they_had(load, array, layout):
    text = "def flags(x): return x.flags.c_contiguous, x.flags.f_contiguous, x.flags.writeable"
    assert load(text).student.flags(array) == (*layout, True)


def test_big_arrays_go_there_and_back(load):
    array = np.random.default_rng(0).normal(size=(400, 500))
    np.testing.assert_array_equal(load(ECHO).student.echo(array), array)


def test_long_lists_and_deep_caches_are_plain_data(load):
    text = """
    import numpy as np
    def numbers(): return [float(i) for i in range(5000)]
    def cache(): return {f"{k}{l}": np.ones((2, 2)) for l in range(20) for k in ("Z", "A", "dW")}
    """
    student = load(text).student
    assert student.numbers()[-1] == 4999.0
    assert len(student.cache()) == 60


def test_functions_classes_and_instances_stay_in_the_worker(load):
    text = """
    class Net:
        size = 3
        def twice(self, x): return 2 * x
    """
    student = load(text).student
    net = student.Net()
    assert (net._type, net._label, net.size) == ("Net", "Net", 3)
    assert net.twice._label == "Net.twice"
    assert net.twice(4) == 8
    assert isinstance(student.Net, Remote)


def test_objects_inside_containers_stay_and_keep_their_identity(load):
    text = """
    class Node: pass
    node = Node()
    def pair(): return [node, {"again": node}, Node()]
    """
    student = load(text).student
    first, inside, other = student.pair()
    assert first == inside["again"] == student.node
    assert first != other


def test_remotes_are_passed_back_as_the_objects_they_are(load):
    text = """
    class Node: pass
    def same(nodes, table): return nodes[0] is table["node"]
    """
    student = load(text).student
    node = student.Node()
    assert student.same([node], {"node": node}) is True


def test_subclasses_of_arrays_are_reduced_to_their_numbers(load):
    text = """
    import numpy as np
    class Sly(np.ndarray):
        def tobytes(self, *args): return b""
        def __array__(self, *args, **kwargs): raise RuntimeError
        @property
        def shape(self): return (1000, 1000)
    def matrix(): return np.matrix([[1.0, 2.0]])
    def masked(): return np.ma.masked_array([1.0, 2.0], mask=[True, False])
    def sly(): return np.array([1.0, 2.0]).view(Sly)
    """
    student = load(text).student
    for name in ("matrix", "masked", "sly"):
        array = getattr(student, name)()
        assert type(array) is np.ndarray
        np.testing.assert_array_equal(array.ravel(), [1.0, 2.0])


def test_objects_that_claim_to_be_arrays_are_not_believed(load):
    text = """
    import numpy as np
    class Liar:
        __class__ = np.ndarray
        dtype, shape, ndim, size = np.dtype(float), (1,), 1, 1
        def __array__(self, *args, **kwargs): return np.zeros(1)
        def __eq__(self, other): return True
    def lie(): return Liar()
    """
    assert load(text).student.lie()._type == "Liar"


def test_subclasses_of_plain_types_come_as_plain_types(load):
    text = """
    from collections import OrderedDict, namedtuple, defaultdict
    import enum
    class Text(str):
        def __str__(self): return "other"
    class Level(enum.IntEnum): HIGH = 3
    def mixed(): return [OrderedDict(a=1), namedtuple("P", "x y")(1, 2), Text("own"), Level.HIGH,
                         defaultdict(list, b=[2])]
    """
    assert load(text).student.mixed() == [{"a": 1}, (1, 2), "own", 3, {"b": [2]}]


@pytest.mark.parametrize(
    "expression",
    ["cyclic()", "deep()", "{f: 1 for f in [cyclic]}", "10 ** 10_000", "[0] * 200_000"],
)
def test_what_is_too_much_for_plain_data_stays_in_the_worker(load, expression):
    text = f"""
    def cyclic():
        found = []
        found.append(found)
        return found
    def deep():
        found = []
        for _ in range(500): found = [found]
        return found
    def value(): return {expression}
    """
    assert isinstance(load(text).student.value(), Remote)


def test_arrays_that_are_not_numbers_are_explained(load):
    text = """
    import numpy as np
    def ragged(): return np.array([np.ones(2), None], dtype=object)
    def cache(): return {"W1": np.ones(1), "note": np.array(["a"]), "extra": ragged()}
    """
    student = load(text).student
    with pytest.raises(StudentFault, match="dtype object, not of numbers") as caught:
        student.ragged()
    assert caught.value.kind == "bad-reply"
    cache = student.cache()
    assert cache["W1"] == np.ones(1)
    assert cache["extra"]._type == "array of dtype object"


def test_text_that_is_not_unicode_is_made_so(load):
    assert load("def text(): return ['\\ud800', 'é']").student.text() == ["?", "é"]


def test_numpy_does_not_mistake_a_remote_for_an_array(load):
    remote = load("class Net: pass").student.Net()
    assert np.asarray(remote).dtype == object
    with pytest.raises(TypeError):
        iter(remote)


def test_what_a_judge_cannot_send_is_the_judges_error(load):
    student = load(ECHO).student
    with pytest.raises(TypeError, match="cannot be sent"):
        student.echo(lambda x: x)
    assert student.echo(1) == 1
