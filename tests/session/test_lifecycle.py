"""Starting, ending, and leaving nothing behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from grader.session import GraderFault, Launcher, Limits, Source, StudentFault
from grader.session.channel import HungUpError, PollChannel
from grader.session.pumps import PumpedChannel

from .conftest import submitted

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def descendants():
    """Our child processes and theirs, zombies included."""
    found, parents = set(), {os.getpid()}
    while parents:
        children = {pid for parent in parents for pid in _children(parent)} - found
        found |= children
        parents = children
    return found


def _children(pid):
    try:
        return {
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        }
    except OSError:
        return set()


def open_descriptors():
    return set(os.listdir("/proc/self/fd"))


@linux
@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_nothing_is_left_after_closing(start, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    processes, descriptors = descendants(), open_descriptors()
    with Launcher(start=start) as launcher:
        session = launcher.session(
            Source("a", "a.py"), submitted({"a.py": "def f(): return 1"}), limits=Limits(), seed=1
        )
        assert session.student.f() == 1
        assert len(list(tmp_path.glob("grader-*/worker-*"))) == 1
        session.drop()
        assert list(tmp_path.glob("grader-*/worker-*")) == []
        assert session.student.f() == 1
    assert descendants() == processes
    assert open_descriptors() == descriptors
    assert list(tmp_path.iterdir()) == []


@linux
@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_what_a_worker_started_ends_with_it(start):
    text = """
    import os, signal, time
    def breed():
        pids = []
        for new_session in (False, True):
            pid = os.fork()
            if pid == 0:
                if new_session: os.setsid()
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(20)
                os._exit(0)
            pids.append(pid)
        return pids
    """
    with Launcher("process", start=start) as launcher:
        session = launcher.session(
            Source("a", "a.py"), submitted({"a.py": text}), limits=Limits(), seed=1
        )
        pids = session.student.breed()
        session.drop()
        alive = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        for pid in alive:
            os.kill(pid, signal.SIGKILL)
        assert alive == [] or start == "spawn"  # only a zygote can find those that left the group


@linux
def test_ctrl_c_reaches_the_parent_only_and_leaves_nothing(tmp_path):
    program = """
    import sys, tempfile
    from grader.session import Launcher, Limits, Source
    from grader.intake.files import SubmittedBytes
    tempfile.tempdir = sys.argv[1]
    file = SubmittedBytes("a.py", b"def f():\\n    while True: pass")
    with Launcher() as launcher:
        session = launcher.session(Source("a", "a.py"), [file], limits=Limits(), seed=1)
        f = session.student.f
        print(*[zygote._process.pid for zygote in launcher._zygotes.values()], flush=True)
        f()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", dedent(program), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    zygote = int(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert "KeyboardInterrupt" in errors
    assert not Path(f"/proc/{zygote}").exists()
    assert list(tmp_path.iterdir()) == []


@linux
def test_an_interrupt_while_a_worker_starts_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    processes, descriptors = descendants(), open_descriptors()

    def interrupted(seconds):
        raise KeyboardInterrupt

    with Launcher(start="fork") as launcher:
        files = submitted({"a.py": "def f(): return 1"})
        first, second = (
            launcher.session(Source("a", "a.py"), files, limits=Limits(), seed=1) for _ in range(2)
        )
        assert first.student.f() == 1
        monkeypatch.setattr(launcher._zygotes[()], "_hear", interrupted)
        with pytest.raises(KeyboardInterrupt):
            second.student.f()
    assert descendants() == processes
    assert open_descriptors() == descriptors
    assert list(tmp_path.iterdir()) == []


@linux
def test_workers_do_not_outlive_a_killed_parent(tmp_path):
    program = """
    import sys, tempfile, os
    from grader.session import Launcher, Limits, Source
    from grader.intake.files import SubmittedBytes
    tempfile.tempdir = sys.argv[1]
    launcher = Launcher()
    file = SubmittedBytes("a.py", b"def f(): return 1")
    session = launcher.session(Source("a", "a.py"), [file], limits=Limits(), seed=1)
    session.student.f()
    print(launcher._zygotes[()]._process.pid, session._conversation._process._pid, flush=True)
    input()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", dedent(program), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    pids = [int(pid) for pid in process.stdout.readline().split()]
    watched = [os.pidfd_open(pid) for pid in pids]
    process.kill()
    process.communicate()
    for pidfd in watched:
        poll = select.poll()
        poll.register(pidfd, select.POLLIN)
        assert poll.poll(10_000), "still running"
        os.close(pidfd)


def kill_zygotes(launcher):
    """Kill them as the kernel does when memory runs out; returns when they are gone."""
    for zygote in launcher._zygotes.values():
        zygote._process.kill()
        os.waitid(os.P_PID, zygote._process.pid, os.WEXITED | os.WNOWAIT)


@linux
def test_a_zygote_that_was_killed_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    files = submitted({"a.py": "def f(): return 1"})
    processes, descriptors = descendants(), open_descriptors()
    with Launcher(start="fork") as launcher:
        first, second = (
            launcher.session(Source("a", "a.py"), files, limits=Limits(), seed=1) for _ in range(2)
        )
        kill_zygotes(launcher)  # it may not have been ready
        assert first.student.f() == 1
        kill_zygotes(launcher)
        assert second.student.f() == 1
        first.drop()
    assert descendants() == processes
    assert open_descriptors() == descriptors
    assert list(tmp_path.iterdir()) == []


@linux
def test_a_zygote_that_dies_before_it_answers_is_replaced(monkeypatch):
    with Launcher(start="fork") as launcher:
        session = launcher.session(
            Source("a", "a.py"), submitted({"a.py": "def f(): return 1"}), limits=Limits(), seed=1
        )
        kill_zygotes(launcher)
        monkeypatch.setattr(launcher._zygotes[()]._process, "poll", lambda: None)
        assert session.student.f() == 1


@linux
def test_a_zygotes_death_is_the_graders_fault_not_the_students():
    with Launcher(start="fork") as launcher:
        session = launcher.session(
            Source("a", "a.py"), submitted({"a.py": "def f(): return 1"}), limits=Limits(), seed=1
        )
        f = session.student.f
        kill_zygotes(launcher)
        with pytest.raises(GraderFault, match="the process that starts workers failed"):
            f()
        assert session.student.f() == 1


@linux
def test_a_zygote_that_cannot_start_says_why(monkeypatch):
    with Launcher(start="fork") as launcher:
        monkeypatch.setattr("grader.session.interpreter.WORKER", "/no/such/folder")
        session = launcher.session(
            Source("a", "a.py"), [], limits=Limits(), seed=1, preload=("json",)
        )
        with pytest.raises(GraderFault, match="ModuleNotFoundError"):
            _ = session.loaded


def test_a_library_to_preload_that_is_missing_costs_nothing(launcher):
    files = submitted({"a.py": "def f(): return 1"})
    source = Source("a", "a.py")
    with launcher.session(source, files, limits=Limits(), seed=1, preload=("none",)) as session:
        assert session.student.f() == 1


def test_no_interpreter_is_the_graders_fault(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(GraderFault, match="cannot start /no/such/python"):
        Launcher(start="fork")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("fixtures", "why"), [("1 / 0", "fail"), ("def", "are not Python")])
def test_wrong_fixtures_are_the_graders_fault(load, fixtures, why):
    with pytest.raises(GraderFault, match=f"the fixtures of tanh {why}"):
        _ = load("x = 1", fixtures=fixtures).loaded


def test_several_sessions_are_apart(load):
    first, second = (
        load("shared = []\ndef f(): shared.append(1); return len(shared)") for _ in range(2)
    )
    assert [first.student.f(), first.student.f(), second.student.f()] == [1, 2, 1]


def test_a_value_of_one_session_is_of_no_use_in_another(load):
    first, second = (load("class Net: pass\ndef f(x): return 1") for _ in range(2))
    with pytest.raises(StudentFault, match="lost"):
        second.student.f(first.student.Net())


def test_the_level_reached_is_found_out_by_trying(any_launcher):
    isolation = any_launcher.isolation
    assert isolation.level in ("full", "partial", "process")
    assert isolation.parts["no_foreign_reading"] == (isolation.level == "full") or (
        isolation.level == "partial"
    )
    assert isolation.note


@linux
def test_asking_for_less_gets_less():
    with Launcher("process") as launcher:
        assert launcher.isolation.level == "process"
        assert launcher.isolation.parts["no_network"] is False


@linux
def test_the_environment_of_a_worker_holds_nothing_of_ours(load, monkeypatch):
    monkeypatch.setenv("CANVAS_TOKEN", "secret")
    session = load("import os, sys\ndef f(): return dict(os.environ), sys.argv, sys.path[-1]")
    environment, argv, last = session.student.f()
    assert "CANVAS_TOKEN" not in environment
    assert set(environment) >= {"OPENBLAS_NUM_THREADS", "PYTHONHASHSEED", "HOME"}
    assert (argv, last) == ([""], environment["HOME"])


@linux
def test_workers_share_no_memory_that_can_be_written():
    text = """
    import re
    def shared():
        with open("/proc/self/maps") as file:
            return [line for line in file if re.match(r"\\S+ .w.s", line)]
    """
    with Launcher("process") as launcher:
        session = launcher.session(
            Source("a", "a.py"), submitted({"a.py": text}), limits=Limits(), seed=1
        )
        assert session.student.shared() == []


def test_notebooks_are_read_in_a_worker(launcher):
    notebook = (
        '{"cells": [{"cell_type": "code", "source": "def tanh(z): return z", "metadata": {},'
        ' "outputs": [], "execution_count": null}], "metadata": {}, "nbformat": 4,'
        ' "nbformat_minor": 5}'
    )
    files = submitted({"any.ipynb": notebook, "net.py": "class Net: pass"})
    told = {entry["path"]: entry for entry in launcher.read_notebooks(files, Limits())["files"]}
    assert told["any.ipynb"]["cells"] == ["def tanh(z): return z"]
    assert told["net.py"]["defines"] == ["Net"]


def workers(launcher):
    return sorted(name for name in os.listdir(launcher._root) if name.startswith("worker-"))


def test_the_worker_that_has_read_a_submission_goes_on_to_run_it():
    files = submitted({"a.py": "import b\ndef f(): return b.x", "b.py": "x = 7"})
    with Launcher() as launcher:
        assert launcher.read_notebooks(files, Limits(cpu_s=20.0)) is not None
        (reader,) = workers(launcher)
        source = Source("a", "a.py")
        with launcher.session(source, files, limits=Limits(), seed=1) as session:
            assert session.student.f() == 7
            assert workers(launcher) == [reader]
            session.student.restart()
            assert session.student.f() == 7
            assert workers(launcher) != [reader]
        assert workers(launcher) == []


@pytest.mark.parametrize("bounds", [Limits(), Limits(memory_mb=512), Limits(cpu_s=30.0)])
def test_no_worker_that_knows_one_submission_runs_another(bounds):
    files, others = (submitted({"a.py": f"def f(): return {n}"}) for n in (1, 2))
    with Launcher() as launcher:
        launcher.read_notebooks(files, Limits())
        (reader,) = workers(launcher)
        mine = files if bounds != Limits() else others
        with launcher.session(Source("a", "a.py"), mine, limits=bounds, seed=1) as session:
            assert session.student.f() == (1 if mine is files else 2)
            assert workers(launcher) != [reader]
        launcher.read_notebooks(files, Limits())
        launcher.read_notebooks(others, Limits())
        assert len(workers(launcher)) == 1


def test_what_is_printed_goes_to_the_session_that_runs_the_code():
    files = submitted({"a.py": "print('hello')"})
    with Launcher() as launcher:
        launcher.read_notebooks(files, Limits())
        with launcher.session(Source("a", "a.py"), files, limits=Limits(), seed=1) as session:
            assert session.loaded.problems == ()
            assert session.output == "hello\n"


def test_files_that_exhaust_their_reader_cost_no_more_than_a_worker(launcher):
    files = submitted({"a.py": "x = 1"})
    assert launcher.read_notebooks(files, Limits(cpu_s=0.0)) is None
    assert launcher.read_notebooks(files, Limits()) is not None


class Patient:
    """Waits a while, then gives up."""

    def __init__(self, looks):
        self.looks = looks

    def wait_s(self):
        self.looks -= 1
        if self.looks < 0:
            raise TimeoutError
        return 0.01


@pytest.fixture(params=[PollChannel, PumpedChannel])
def line(request):
    """A channel, and the far ends of its three pipes."""
    (requests, ours), (replies, theirs), (output, printed) = os.pipe(), os.pipe(), os.pipe()
    said = bytearray()
    channel = request.param(ours, replies, output, said.extend)
    yield channel, requests, theirs, printed, said
    for descriptor in (requests, theirs, printed):
        try:
            os.close(descriptor)
        except OSError:
            continue
    channel.close()


def test_channels_carry_bytes_both_ways(line):
    channel, requests, theirs, printed, said = line
    channel.send(b"question", Patient(100))
    assert os.read(requests, 100) == b"question"
    os.write(printed, b"hello")
    with pytest.raises(TimeoutError):
        channel.receive(1, Patient(5))
    assert said == b"hello"
    os.write(theirs, b"answer")
    assert channel.receive(3, Patient(100)) == b"ans"
    assert not channel.idle()
    assert channel.receive(3, Patient(100)) == b"wer"
    assert channel.idle()


def test_channels_give_up_when_patience_ends(line):
    channel, _, theirs, _, _ = line
    os.write(theirs, b"par")
    with pytest.raises(TimeoutError):
        channel.receive(6, Patient(3))


def test_channels_notice_a_closed_end(line):
    channel, _, theirs, _, _ = line
    os.close(theirs)
    with pytest.raises(HungUpError):
        channel.receive(1, Patient(100))


def test_folders_of_launchers_that_live_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "grader-notes").write_text("not ours")
    (tmp_path / "grader-shared").mkdir(mode=0o755)
    with Launcher() as first:
        with Launcher():
            assert len(list(tmp_path.glob("grader-*"))) == 4
        assert first._root.is_dir()
        assert first.isolation.level
    assert sorted(path.name for path in tmp_path.iterdir()) == ["grader-notes", "grader-shared"]


def test_the_first_process_starts_before_this_one_imports_numpy():
    program = """
    import sys
    from grader.session import Launcher
    with Launcher() as launcher:
        print("numpy" in sys.modules, len(launcher._zygotes))
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "1" if sys.platform == "linux" else "0"]


@linux
def test_reading_starts_no_more_than_it_needs():
    with Launcher(start="fork") as launcher:
        launcher.read_notebooks(submitted({"a.py": "x = 1"}), Limits())
        assert list(launcher._zygotes) == [()]
        workers = len(os.listdir(launcher._root))
        assert launcher.isolation.level in ("full", "partial", "process")
        assert len(os.listdir(launcher._root)) == workers  # the reader was tried out, too
        launcher.read_notebooks(submitted({"a.ipynb": "{}"}), Limits())
        assert set(launcher._zygotes) == {(), ("nbformat",)}


@linux
@pytest.mark.parametrize(
    ("text", "warm"),
    [
        ("import numpy", False),
        ("import matplotlib.pyplot as plt", True),
        ("from pictures import draw", True),
        ("import plain", False),
    ],
)
def test_only_who_can_plot_gets_a_worker_that_is_ready_to(text, warm):
    files = submitted(
        {"a.py": text, "pictures.py": "import matplotlib.pyplot", "plain.py": "", "z.py": "a"}
    )
    with Launcher(start="fork") as launcher:
        launcher.session(Source("a", "a.py"), files, limits=Limits(), seed=1)
        assert (("matplotlib.pyplot",) in launcher._zygotes) == warm


def test_a_worker_that_cannot_be_set_up_says_why(monkeypatch):
    monkeypatch.setattr("grader.session.hiring.asdict", lambda limits: {"memory_mb": "much"})
    with Launcher() as launcher:
        session = launcher.session(Source("a", "a.py"), [], limits=Limits(), seed=1)
        with pytest.raises(GraderFault, match="a worker did not start: KeyError: 'file_mb'"):
            _ = session.loaded
        assert session.output == ""
