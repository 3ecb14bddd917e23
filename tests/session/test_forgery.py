"""Student code that writes to the judge's line itself gains nothing by it."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest

from grader.session import Limits, StudentFault
from grader.session.faults import FORGED
from grader.session.worker import wire

FIND_LINE = """
import os, stat, json, struct, threading, time
def line():
    for fd in range(3, 64):
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode): return fd
        except OSError: pass
def frame(header, payload=b"", extra=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<4sIQ", b"GRD1", len(text), len(payload)) + text + payload + extra
RECORD = {"changed": [], "warnings": [], "lines": None}
def replies(number, *parts): return frame({"id": [number, 0], "replies": parts})
def reply(number, value): return replies(number, [value, RECORD])
def right(x): return x * x
"""


def attempt(load, body):
    session = load(FIND_LINE + f"def attack(x):\n    {body}\n", limits=Limits(cpu_s=2, wall_s=5))
    _ = session.loaded  # question 1
    attack = session.student.attack
    session.begin_check(Limits(cpu_s=1, wall_s=0.8))
    attack(1)
    for _ in range(2):  # a forged answer may come in time for the first, never for both
        session.student.right(3.0)
    return session


@pytest.mark.parametrize(
    "body",
    [
        "os.write(line(), b'garbage' * 10)",
        "os.write(line(), reply(99, 1))",
        "os.write(line(), replies(2, [1]))",
        "os.write(line(), replies(2, [1, RECORD, 20]))",
        "os.write(line(), replies(2, [1, {**RECORD, 'score': 20}]))",
        "os.write(line(), replies(2, {'value': 1, 'record': RECORD}))",
        "os.write(line(), replies(2, {'fault': 1, 'record': RECORD, 'score': 20}))",
        "os.write(line(), frame({'id': [2, 0], 'replies': [], 'score': 20}))",
        "os.write(line(), replies(2))",
        "os.write(line(), replies(2, *2 * [[1, RECORD]]))",
        "os.write(line(), replies(2, 'passed'))",
        "os.write(line(), reply(2, {'x': 1}))",
        "os.write(line(), reply(2, 'aO 1 C'))",
        "os.write(line(), frame(b'[' * 60000))",
        'os.write(line(), frame(b\'{"id": [2, 0], "value": NaN}\'))',
        "os.write(line(), frame(b'not json'))",
        "os.write(line(), struct.pack('<4sIQ', b'GRD1', 10, 1 << 60))",
        "os.write(line(), reply(2, 1) + b'x')",
        "os.close(line()); time.sleep(9)",
        "os.write(line(), reply(2, 1)); os.write(line(), reply(3, 9.0))",
        "threading.Timer(0.05, lambda: os.write(line(), reply(3, 9.0))).start(); time.sleep(0.1)",
    ],
    ids=lambda body: body[:60],
)
def test_forged_replies_cost_the_check_and_the_worker(load, body):
    with pytest.raises(StudentFault) as caught:
        attempt(load, body)
    assert caught.value.kind in ("bad-reply", "too-big", "timeout")


def test_a_truncated_reply_runs_into_the_time_limit(load):
    with pytest.raises(StudentFault) as caught:
        attempt(load, "os.write(line(), reply(2, 1)[:-3]); time.sleep(9)")
    assert caught.value.kind == "timeout"


def test_a_worker_that_does_not_read_blocks_nobody(load):
    session = load(FIND_LINE + "def attack(x): os.write(line(), reply(2, 1)); time.sleep(9)")
    attack = session.student.attack
    session.begin_check(Limits(cpu_s=1, wall_s=0.5))
    assert attack(1) == 1  # the student's own value: no harm done
    with pytest.raises(StudentFault) as caught:
        attack(np.zeros(1 << 20))
    assert caught.value.kind == "timeout"


def test_the_next_check_gets_an_honest_worker(load):
    session = load(FIND_LINE + "def attack(x): os.write(line(), b'garbage' * 10)")
    with pytest.raises(StudentFault):
        session.student.attack(1)
    session.begin_check(Limits())
    assert session.student.right(3.0) == 9.0


@pytest.mark.parametrize(
    "sabotage",
    [
        "import os, stat\nos.closerange(3, 64)",
        "import os\nnull = os.open('/dev/null', 2)\nfor fd in range(3, 64): os.dup2(null, fd)",
        "import os; os._exit = print\nfor fd in range(3, 64):\n    try: os.close(fd)\n"
        "    except OSError: pass",
        "import json; json.JSONEncoder.encode = None; json.encoder.JSONEncoder.iterencode = None",
        "import builtins; builtins.len = builtins.dict = builtins.getattr = None",
        "import sys\nf = sys._getframe()\nwhile f: f.f_globals.pop('wire', 0); f = f.f_back",
    ],
    ids=lambda text: text[:40],
)
def test_a_broken_connection_is_told_without_our_tracebacks(load, sabotage):
    body = sabotage.replace("\n", "\n    ")
    session = load(f"def attack():\n    {body}\ndef right(x): return x * x")

    def use(student):
        student.attack()
        return student.right(3.0)

    with pytest.raises(StudentFault) as caught:
        use(session.student)
    fault = caught.value
    assert (fault.kind, fault.text) == ("bad-reply", FORGED)
    assert session.output == ""
    session.begin_check(Limits())
    assert session.student.right(3.0) == 9.0


@pytest.mark.parametrize(
    "sabotage",
    [
        "import json; json.dumps = json.loads = None",
        "import os; os.read = os.write = lambda *a: b''",
        "import builtins; builtins.isinstance = lambda *a: True",
        "import sys; sys.modules.clear()",
        "import numpy; numpy.ndarray = float",
        "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'Server': o._room = -1",
    ],
    ids=lambda text: text[:40],
)
def test_sabotaged_libraries_hurt_their_own_process_only(load, sabotage):
    session = load(sabotage + "\ndef right(x): return x * x", limits=Limits(cpu_s=1, wall_s=3))
    with contextlib.suppress(StudentFault):
        assert session.student.right(3.0) == 9.0
    assert json.loads("1") == 1
    assert wire.parse(b"[1]") == [1]
