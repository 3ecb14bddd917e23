"""The kits, one per platform."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .kits import Kit, assignment_files, installation, template
from .wheel import NAME

if TYPE_CHECKING:
    from grader.grading.assignment import Assignment

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
TIMEOUT_S = 600
"""What Gradescope allows by default, and the most that PrairieLearn does."""


def gradescope(assignment: Assignment) -> Kit:
    """The autograder archive: setup.sh and run_autograder at its root."""
    scripts = {
        "setup.sh": template("gradescope-setup.sh", wheel=NAME),
        "run_autograder": template("gradescope-run_autograder"),
    }
    return Kit({**scripts, **installation(), **assignment_files(assignment)}, frozenset(scripts))


def prairielearn(assignment: Assignment) -> Kit:
    """A question's folder, and beside it what its Docker image is built from."""
    image = f"grader-{assignment.id}:latest"
    question = f"questions/{assignment.id}"
    names = [f"{entry.id}{kind}" for entry in assignment.entries for kind in (".py", ".ipynb")]
    info = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"grader:{assignment.digest}")),
        "title": assignment.title,
        "topic": "Backpropagation",
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": image,
            "entrypoint": "/grade/tests/run.sh",
            "timeout": TIMEOUT_S,
        },
    }
    run = f"{question}/tests/run.sh"
    files = {
        f"{question}/info.json": (json.dumps(info, indent=2) + "\n").encode(),
        f"{question}/question.html": template("prairielearn-question.html", files=",".join(names)),
        run: template("prairielearn-run.sh"),
        **assignment_files(assignment, f"{question}/tests/assignment"),
        "image/Dockerfile": template(
            "prairielearn-Dockerfile", image=image, python=PYTHON, wheel=NAME
        ),
        **{f"image/{name}": content for name, content in installation().items()},
    }
    return Kit(files, frozenset({run}))


def github(assignment: Assignment) -> Kit:
    """A workflow and its folder, for the repository that students copy."""
    inside = {**installation(), **assignment_files(assignment)}
    inside["run.sh"] = template("github-run.sh")
    workflow = template("github-workflow.yml", python=PYTHON, wheel=NAME)
    files = {f".grader/{name}": content for name, content in inside.items()}
    return Kit({".github/workflows/grade.yml": workflow, **files}, frozenset({".grader/run.sh"}))


def xqueue(assignment: Assignment) -> Kit:
    """An image that takes submissions from an Open edX queue and answers them."""
    files = {
        "Dockerfile": template("xqueue-Dockerfile", python=PYTHON, wheel=NAME),
        "xqueue.env": template("xqueue.env"),
        "problem.xml": _problem(assignment),
        **installation("push"),
        **assignment_files(assignment),
    }
    return Kit(files)


def _problem(assignment: Assignment) -> bytes:
    parts = [
        template(
            "xqueue-problem.xml", title=escape(entry.title, {'"': "&quot;"}), exercise=entry.id
        ).decode()
        for entry in assignment.entries
    ]
    return "\n".join(parts).encode()


KITS: Mapping[str, Callable[[Assignment], Kit]] = {
    "gradescope": gradescope,
    "prairielearn": prairielearn,
    "github": github,
    "xqueue": xqueue,
}
