"""What otter-grader writes for Gradescope passes the schema that we hold ours to: `... FOLDER`.

Gradescope publishes no schema. A producer that is in use with it shows that ours asks for no more
than is common and names the fields alike.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from otter.run.run_autograder.autograder_config import AutograderConfig
from otter.test_files import GradingResults, OKTestFile
from otter.test_files.abstract_test import TestCase, TestCaseResult

SCHEMA = Path(__file__).resolve().parents[1] / "formats" / "judges" / "gradescope.json"

cases = [TestCase(f"q1 - {n}", "", False, 2.0, "right", "wrong") for n in (1, 2)]
results = [TestCaseResult(case, "", n == 0) for n, case in enumerate(cases)]
file = OKTestFile("q1", "q1.py", cases, all_or_nothing=False)
file.test_case_results = results
theirs = GradingResults([file]).to_gradescope_dict(AutograderConfig())
ours = json.loads((Path(sys.argv[1]) / "gradescope.json").read_text())
judge = Draft202012Validator(json.loads(SCHEMA.read_text()))
judge.validate(ours)
judge.validate({"score": 0, **theirs})
missing = {key for test in theirs["tests"] for key in test if key not in ours["tests"][0]}
print(f"otter-grader: its results pass our schema; fields that only it writes: {missing or 'none'}")
