from __future__ import annotations

from pathlib import Path

from grader.execution import Job, LocalExecutor, Settings

PRACTICE = Path(__file__).resolve().parents[2] / "solutions" / "practice"


def test_each_job_gets_its_outcome(tmp_path: Path) -> None:
    right = tmp_path / "right"
    right.mkdir()
    (right / "tanh.py").write_bytes((PRACTICE / "tanh.py").read_bytes())
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "notes.txt").write_text("later")
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(b"PK\x03\x04 not an archive")
    jobs = [Job(path.name, path) for path in (right, empty, damaged, tmp_path / "gone")]
    executor = LocalExecutor(Settings("practice", seed=7), lanes=1)
    outcomes = {outcome.key: outcome for outcome in executor.run(jobs)}
    assert set(outcomes) == {"right", "empty", "damaged.zip", "gone"}
    report = outcomes["right"].report
    assert report is not None
    assert report.score == 20.0
    kinds = {key: each.problem.kind for key, each in outcomes.items() if each.problem}
    assert kinds == {"empty": "nothing", "damaged.zip": "unreadable", "gone": "unreadable"}
