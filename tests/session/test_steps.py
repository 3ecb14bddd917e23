"""Several requests in one message."""

from __future__ import annotations

from textwrap import dedent

import numpy as np
import pytest

from grader.session import Limits, Lost, Steps, StudentFault
from grader.session.conversation import Conversation

NETWORK = dedent("""
    import warnings
    import numpy as np
    class Net:
        def __init__(self, sizes):
            self.weights = [np.zeros(pair) for pair in zip(sizes, sizes[1:])]
            self.cache = {}
        def forward(self, X):
            warnings.warn("slow")
            self.cache["A1"] = X @ self.weights[0]
            return self.cache["A1"]
        def backward(self, y):
            y[...] = 0
            return 1 / 0
""")


@pytest.fixture
def messages(monkeypatch):
    """The operations of each message to a worker."""
    sent = []
    ask = Conversation.ask

    def noted(self, sections, *rest):
        sent.append([request.operation for section in sections for request in section])
        return ask(self, sections, *rest)

    monkeypatch.setattr(Conversation, "ask", noted)
    return sent


def test_steps_are_done_in_order_in_one_message(load_anyhow, messages):
    student = load_anyhow(NETWORK).student
    make = student.Net
    messages.clear()
    steps = Steps(student)
    network = steps.construct(make, [2, 1])
    filled = steps.fill(network, weights=[[[1.0], [2.0]]])
    output = steps.method(network, "forward", np.ones((3, 2)))
    kept = steps.attribute(network, "cache", keep=True)
    cache = steps.read(kept)
    steps.write(network, "weights", 0, values=[[0.0], [0.0]])
    weights = steps.attribute(network, "weights")
    np.testing.assert_array_equal(output.value, np.full((3, 1), 3.0))
    np.testing.assert_array_equal(cache.value["A1"], output.value)
    np.testing.assert_array_equal(weights.value[0], np.zeros((2, 1)))
    assert filled.value == {}
    assert len(messages) == 1
    assert network.value.weights[0].shape == (2, 1)


def test_training_is_a_step_like_others(load, messages):
    session = load("""
        import numpy as np
        class Net:
            def __init__(self, sizes):
                self.weights, self.biases = [np.zeros(tuple(sizes))], [np.zeros((1, 1))]
            def forward(self, X): return X @ self.weights[0] + self.biases[0]
            def backward(self, y): return y
            def update(self, grads, lr): self.weights[0] -= lr * grads
        class Odd(Net):
            def update(self, grads, lr): self.weights = 3
    """)
    student, X = session.student, np.ones((1, 1))
    for make in (student.Net, student.Odd):
        messages.clear()
        steps = Steps(student)
        network = steps.construct(make, [1, 1])
        steps.fill(network, weights=[[[4.0]]])
        trained = steps.train(network, X, X, 0.5, 3, (2, 0, 3))
        if make._label == "Net":
            assert [each.epoch for each in trained.value] == [0, 2, 3]
            assert [each.weights[0].item() for each in trained.value] == [4.0, 3.0, 2.5]
            assert [each.output.item() for each in trained.value] == [4.0, 3.0, 2.5]
        else:
            with pytest.raises(StudentFault):
                _ = trained.value
        assert messages == [["call", "fill", "train"]]


def test_what_was_noted_later_knows_what_came_before(load):
    student = load(NETWORK).student
    steps = Steps(student)
    network = steps.construct(student.Net, [1, 1])
    assert network.value is not None
    assert steps.attribute(network, "weights").value == [0.0]
    assert steps.method(network.value, "forward", np.ones((1, 1))).value == [[0.0]]


def test_a_fault_is_that_of_its_step_and_of_those_after_it(load):
    student = load(NETWORK).student
    steps = Steps(student)
    network = steps.construct(student.Net, [2, 1])
    output = steps.method(network, "forward", np.ones((3, 2)))
    gradients = steps.method(network, "backward", np.ones((3, 1)))
    after = steps.attribute(network, "cache")
    for failed in (gradients, after):
        with pytest.raises(StudentFault) as caught:
            _ = failed.value
        assert (caught.value.kind, caught.value.where) == ("exception", "tanh.py line 14")
        assert caught.value.record.changed == ("argument 1",)
    assert output.value.shape == (3, 1)
    assert output.record.warnings == (("UserWarning", "slow"),)


def test_the_worker_survives_a_fault(load):
    student = load(NETWORK).student
    steps = Steps(student)
    network = steps.construct(student.Net, [2, 1])
    with pytest.raises(StudentFault):
        _ = steps.method(network, "backward", np.ones((3, 1))).value
    assert Steps(student).attribute(network.value, "cache").value == {}


def test_a_section_is_done_whatever_becomes_of_the_others(load_anyhow, messages):
    student = load_anyhow(NETWORK).student
    make = student.Net
    messages.clear()
    steps, outputs, gradients = Steps(student), [], []
    for rows in (3, 2):
        steps.new_section()
        network = steps.construct(make, [2, 1])
        gradients.append(steps.method(network, "backward", np.ones((rows, 1))))
        steps.method(network, "forward", np.ones((rows, 2)))
        steps.new_section()
        network = steps.construct(make, [2, 1])
        steps.fill(network, weights=[np.full((2, 1), float(rows))])
        outputs.append(steps.method(network, "forward", np.ones((rows, 2))))
    for failed in gradients:
        with pytest.raises(StudentFault, match="division by zero"):
            _ = failed.value
    assert [output.value.tolist() for output in outputs] == [[[6.0]] * 3, [[4.0]] * 2]
    assert len(messages) == 1


def test_what_needs_a_step_of_another_section_that_failed_is_not_done(load):
    student = load(NETWORK).student
    steps = Steps(student)
    failed = steps.method(steps.construct(student.Net, [2, 1]), "backward", np.ones((1, 1)))
    lost = steps.attribute(failed, "shape")
    steps.new_section()
    after = steps.attribute(lost, "real")
    with pytest.raises(StudentFault, match="what this needs could not be done"):
        _ = after.value


def test_death_costs_the_section_in_which_it_comes_and_those_that_need_the_worker(load):
    text = "import os\ndef f(x): return os._exit(3) if x == 2 else x"
    student = load(text).student
    function = student.f
    steps, found = Steps(student), []
    for x in (1, 2, 3):
        steps.new_section()
        found.append(steps.call(function, x))
    assert found[0].value == 1
    with pytest.raises(StudentFault, match="exit code 3"):
        _ = found[1].value
    with pytest.raises(Lost, match="f was lost when your code's process ended"):
        _ = found[2].value
    assert student.f(3) == 3


def test_functions_by_name_need_no_message_to_be_found_and_cost_nothing_of_one_another(
    load_anyhow, messages
):
    session = load_anyhow("""
        import os
        import numpy as np
        def f(x):
            x[0] = 5
            return os._exit(3) if x[1] == 2 else x
        g = 7
        raise OSError("no such disk")
        def h(x): return x
    """)
    _ = session.loaded
    messages.clear()
    steps = Steps(session.student)
    found = [steps.named("f", np.array([0, x])) for x in (1, 2, 3)]
    number, missing = steps.named("g", 1), steps.named("h", 1)
    other = steps.named("f", 1, 2)
    assert found[0].value.tolist() == [5, 1]
    assert found[0].record.changed == ("argument 1",)
    with pytest.raises(StudentFault, match="exit code 3"):
        _ = found[1].value
    assert found[2].value.tolist() == [5, 3]
    with pytest.raises(StudentFault, match="'int' object is not callable"):
        _ = number.value
    for failed, said in (
        (missing, "your file has no 'h': tanh.py line 8 raised OSError: no such disk"),
        (other, "f was called with 2 arguments, as the exercise says: TypeError: f() takes 1"),
    ):
        with pytest.raises(StudentFault) as caught:
            _ = failed.value
        assert caught.value.text.startswith(said)
    assert [each for each in messages if each != ["load"]] == [["call"] * 6, ["call"] * 4]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'Server': o._room <<= 9",
    ],
    ids=["honest", "with a larger room"],
)
def test_what_comes_back_for_one_message_is_bounded(load_anyhow, before):
    text = f"{before}\nimport numpy as np\ndef ones(n): return np.ones(n)"
    student = load_anyhow(text, limits=Limits(reply_mb=1)).student
    steps = Steps(student)
    first, second, third, last = (steps.named("ones", n) for n in (60_000, 60_000, 60_000, 3))
    assert [len(first.value), len(second.value), len(last.value)] == [60_000, 60_000, 3]
    with pytest.raises(StudentFault, match="the result is too large"):
        _ = third.value


def test_no_answer_is_taken_for_that_to_another_section(load):
    text = """
    import sys
    wire = sys.modules["_judge.wire"] if "_judge.wire" in sys.modules else None
    def f(x):
        if wire is not None:
            frame = wire.frame
            def swapped(header, payload=b""):
                number, section = header["id"]
                return frame({**header, "id": [number, 1 - section]}, payload)
            wire.frame = swapped
        return x
    """
    student = load(text).student
    function = student.f
    steps = Steps(student)
    first = steps.call(function, 1)
    steps.new_section()
    second = steps.call(function, 2)
    for answer in (first, second):
        with pytest.raises(StudentFault):
            _ = answer.value


@pytest.mark.parametrize(
    ("body", "kind"), [("import os; os._exit(3)", "crashed"), ("while True: pass", "timeout")]
)
def test_the_death_of_a_worker_costs_all_steps_of_the_message(load, body, kind):
    session = load(f"def f(): return 1\ndef die():\n    {body}")
    student = session.student
    student.f, student.die  # noqa: B018 (loaded before the clock starts)
    session.begin_check(Limits(cpu_s=0.3, wall_s=20))
    steps = Steps(student)
    first, second = steps.call(student.f), steps.call(student.die)
    for step in (first, second):
        with pytest.raises(StudentFault) as caught:
            _ = step.value
        assert caught.value.kind == kind
    session.begin_check(Limits())
    assert student.f() == 1


def test_a_call_with_other_arguments_is_explained_once(load):
    student = load(NETWORK).student
    steps = Steps(student)
    network = steps.construct(student.Net, [2, 1])
    steps.method(network, "forward", 1, 2)
    after = steps.attribute(network, "cache")
    with pytest.raises(StudentFault) as caught:
        _ = after.value
    assert caught.value.text.count("Net.forward was called with 2 arguments") == 1


def test_plain_data_is_no_object(load):
    student = load("def Net(sizes): return None").student
    steps = Steps(student)
    network = steps.construct(student.Net, [2, 1])
    steps.fill(network, weights=[[[1.0], [2.0]]])
    with pytest.raises(StudentFault, match="gave None instead of an object"):
        _ = network.value


def test_what_is_kept_is_no_plain_data_however_the_worker_answers(load):
    text = """
        import sys
        found = [m for name, m in sys.modules.items() if name.endswith("shelf")]
        def f():
            found[0].Shelf.node = lambda self, value: 3
        """
    student = load(text).student
    kept = Steps(student).keep(student.f)
    with pytest.raises(StudentFault) as caught:
        _ = kept.value
    assert caught.value.kind == "bad-reply"


def test_after_numbers_that_do_not_stay_the_judge_has_a_look_first(load, messages):
    student = load("""
        import numpy as np
        class Net:
            def __init__(self): self.weights = [np.zeros(2, int)]
            def forward(self, X): return self.weights[0] + X
        """).student
    steps = Steps(student)
    network = steps.construct(student.Net)
    filled = steps.fill(network, weights=[[1.5, 2.0]])
    output = steps.method(network, "forward", np.ones(2))
    np.testing.assert_array_equal(filled.value["weights"][0], [1, 2])
    assert messages[-2:] == [["call", "fill", "call"], ["call"]]
    np.testing.assert_array_equal(output.value, [2.0, 3.0])
