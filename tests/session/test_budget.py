"""What counts against a check's time, on clocks that the test sets."""

from __future__ import annotations

import pytest

from grader.session import Limits, budget
from grader.session.budget import Budget, OverrunError


class Machine:
    """The wall's clock and a worker's clocks."""

    def __init__(self) -> None:
        self.now = self.used = self.delayed = 0.0

    def cpu_s(self) -> float:
        return self.used

    def delayed_s(self) -> float:
        return self.delayed


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    monkeypatch.setattr(budget.time, "monotonic", lambda: made.now)
    return made


def followed(machine: Machine) -> Budget:
    made = Budget(Limits(cpu_s=2.0, wall_s=6.0))
    made.follow(machine)
    return made


def test_computing_is_bounded(machine: Machine) -> None:
    limited = followed(machine)
    machine.now = machine.used = 1.9
    limited.wait_s()
    machine.now = machine.used = 2.1
    with pytest.raises(OverrunError) as caught:
        limited.wait_s()
    assert caught.value.clock == "cpu"


def test_sleeping_is_bounded(machine: Machine) -> None:
    limited = followed(machine)
    machine.now = 6.1
    with pytest.raises(OverrunError) as caught:
        limited.wait_s()
    assert caught.value.clock == "wall"


def test_a_loaded_machine_fails_nobody(machine: Machine) -> None:
    limited = followed(machine)
    machine.now, machine.used, machine.delayed = 60.0, 1.0, 58.0
    limited.wait_s()
    machine.now, machine.delayed = 120.0, 118.0
    limited.wait_s()
    machine.now = 126.0
    with pytest.raises(OverrunError) as caught:
        limited.wait_s()
    assert caught.value.clock == "wall"


def test_what_the_worker_waited_before_is_no_excuse(machine: Machine) -> None:
    machine.delayed = 100.0
    limited = followed(machine)
    machine.now = 6.1
    with pytest.raises(OverrunError):
        limited.wait_s()
