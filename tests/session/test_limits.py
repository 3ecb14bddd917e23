"""What becomes of code that does not stop, or stops too much."""

from __future__ import annotations

import re
import sys

import pytest

from grader.session import Limits, Source, StudentFault

TINY = Limits(cpu_s=0.2, wall_s=10.0)


def fault_of(session, call, limits=TINY):
    session.begin_check(limits)
    with pytest.raises(StudentFault) as caught:
        call(session.student)
    return caught.value


def survives(session):
    """Another check of the same exercise gets a working worker."""
    session.begin_check(Limits())
    return bool(session.student.right(2.0) == 4.0)


RIGHT = "\ndef right(x): return x * x\n"


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        ("while True: pass", "timeout", "still computing after 0.2 s"),
        ("import os; os._exit(3)", "crashed", r"ended the Python process \(exit code 3\)"),
        ("import ctypes; ctypes.string_at(0)", "crashed", "segmentation fault"),
        ("import os; os.abort()", "crashed", "aborted"),
        ("import os; os.kill(os.getpid(), 40)", "crashed", r"crashed .* \(signal 40\)"),
        ("import sys; sys.exit(1)", "exception", "SystemExit: 1"),
        ("raise KeyboardInterrupt", "exception", "KeyboardInterrupt"),
        ("return bytearray(1 << 31)", "memory", "MemoryError"),
        ("return bad(x)", "exception", "RecursionError"),
        ("input('your turn')", "exception", "EOFError"),
        ("return __import__('numpy').ones(3 << 20)", "too-big", "result is too large"),
        ("return ['x' * 900] * 9_000", "too-big", "result is too large"),
    ],
)
def test_a_check_that_goes_wrong_costs_that_check_only(load_anyhow, body, kind, said):
    session = load_anyhow(f"def bad(x):\n    {body}{RIGHT}", limits=Limits(reply_mb=16))
    fault = fault_of(session, lambda student: student.bad(1.0), Limits(cpu_s=0.2, reply_mb=16))
    assert fault.kind == kind
    assert re.search(said, fault.text)
    assert survives(session)


def test_sleeping_is_bounded_by_the_clock_on_the_wall(load):
    session = load("import time\ndef bad(x): time.sleep(60)" + RIGHT)
    fault = fault_of(session, lambda student: student.bad(1), Limits(cpu_s=5.0, wall_s=0.3))
    assert (fault.kind, "still waiting after 0.3 s" in fault.text) == ("timeout", True)
    assert survives(session)


def test_the_budget_is_one_for_all_calls_of_a_check(load):
    text = """
    import time
    def burn(s):
        end = time.process_time() + s
        while time.process_time() < end: pass
    """
    session = load(text)
    session.begin_check(Limits(cpu_s=0.3))
    session.student.burn(0.2)
    with pytest.raises(StudentFault, match="still computing"):
        session.student.burn(0.2)
    with pytest.raises(StudentFault, match="still computing"):
        session.student.burn(0.0)  # not even a new worker helps within this check
    session.begin_check(Limits(cpu_s=0.3))
    session.student.burn(0.2)


def test_values_of_a_dead_worker_are_lost_not_mixed_up(load):
    session = load("def bad(): import os; os._exit(0)\nclass Net: pass")
    network = session.student.Net()
    fault_of(session, lambda student: student.bad())
    session.begin_check(Limits())
    assert session.student.Net()._type == "Net"
    with pytest.raises(StudentFault, match="Net was lost when your code's process ended"):
        _ = network.weights


def test_endless_printing_neither_blocks_nor_fills_memory(load_anyhow):
    session = load_anyhow("def bad(x):\n    while True: print('spam' * 50)" + RIGHT)
    assert fault_of(session, lambda student: student.bad(1)).kind == "timeout"
    assert session.output.startswith("spamspam")
    assert len(session.output) < 21_000
    assert survives(session)


def test_printed_lines_keep_their_order(load):
    text = """
    import sys, os
    print("loading")
    def talk():
        print("one"); print("two", file=sys.stderr); os.write(1, b"three\\n"); print("four", end="")
    """
    session = load(text)
    session.student.talk()
    assert session.output == "loading\none\ntwo\nthree\nfour"


def test_output_is_cut_with_a_mark(load):
    session = load("print('é' * 300)", limits=Limits(output_chars=100))
    _ = session.loaded
    assert session.output == "é" * 100 + "\n[... cut here]"


def test_a_new_worker_does_not_print_the_demo_again(load):
    session = load("print('demo')\ndef bad(): import os; os._exit(0)" + RIGHT)
    fault_of(session, lambda student: student.bad())
    assert survives(session)
    assert session.output == "demo\n"


def test_a_file_that_ends_its_process_is_not_tried_again(load):
    session = load("import os\nos._exit(1)")
    for _ in range(2):
        session.begin_check(Limits())
        with pytest.raises(StudentFault) as caught:
            _ = session.loaded
        assert caught.value.kind == "crashed"


def test_filling_the_disk_ends_the_worker(load):
    text = """
    def flood():
        number = 0
        while True:
            number += 1
            with open(f"junk{number}", "wb") as file: file.write(bytes(500_000))
    """
    session = load(text, limits=Limits(file_mb=1))
    fault = fault_of(session, lambda student: student.flood(), Limits(cpu_s=20.0))
    assert fault.kind == "too-big"
    assert "of files" in fault.text


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
@pytest.mark.parametrize("held", ["file", "mmap.mmap(file.fileno(), 1)"])
def test_deleted_files_count_as_long_as_they_are_held(load, held):
    text = f"""
    import mmap, os, time
    def hoard():
        kept = []
        for _ in range(9):
            file = open("name", "w+b")
            os.truncate(file.fileno(), 1 << 20)
            kept.append({held})
            os.unlink("name")
        time.sleep(20)
    """
    session = load(text, limits=Limits(file_mb=1))
    fault = fault_of(session, lambda student: student.hoard(), Limits(cpu_s=20.0))
    assert "of files" in fault.text


def test_a_deleted_file_that_is_held_no_longer_counts_no_longer(load):
    text = """
    import os, time
    def rewrite():
        for _ in range(30):
            with open("name", "w+b") as file:
                file.write(bytes(1 << 20))
            os.unlink("name")
            time.sleep(0.01)
        return 1
    """
    session = load(text, limits=Limits(file_mb=1))
    assert session.student.rewrite() == 1


def test_files_cannot_hide_behind_a_long_path(load):
    text = """
    import os
    def dig():
        for _ in range(200):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        while True: pass
    """
    session = load(text, limits=Limits(file_mb=16))
    assert fault_of(session, lambda student: student.dig(), Limits(cpu_s=20.0)).kind == "too-big"


def test_a_value_too_deep_to_be_handed_back_is_the_students_fault(load):
    nested = "deep = 1.0\nfor _ in range(15): deep = [deep]\ndef right(x): return deep"
    student = load(nested).student
    with pytest.raises(StudentFault, match="too deep"):
        student.right([student.right(0)])


def test_a_flood_of_threads_ends_the_worker(load_anyhow):
    text = """
    import threading, time
    def flood():
        threading.stack_size(65536)
        for _ in range(1000): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
        time.sleep(9)
    """
    fault = fault_of(load_anyhow(text), lambda student: student.flood(), Limits(wall_s=8))
    assert re.search("more than 200 threads|can't start new thread", fault.text)  # no room for more


def test_a_load_that_came_to_no_end_is_not_tried_again(load, monkeypatch):
    session = load("def bad(): import os; os._exit(0)" + RIGHT, limits=Limits(cpu_s=0.3))
    assert session.student.right(1.0) == 1.0
    fault_of(session, lambda student: student.bad())
    monkeypatch.setattr(session, "_source", Source("tanh", "endless.py", ("while True: pass",)))
    fault = fault_of(session, lambda student: student.right(1.0))
    assert fault.kind == "timeout"
    monkeypatch.setattr(session, "_hire", None)  # no other worker is asked for
    assert fault_of(session, lambda student: student.right(1.0)) is fault


def test_one_huge_file_is_refused(load):
    session = load("def big(): open('big', 'wb').write(bytes(3 << 20))", limits=Limits(file_mb=1))
    fault = fault_of(session, lambda student: student.big())
    assert "File too large" in fault.text
