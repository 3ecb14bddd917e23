"""Making assignments: the stubs that students get, generated from the reference solutions."""

from grader.authoring.errors import AuthoringError
from grader.authoring.notebook import stub_notebook
from grader.authoring.release import release
from grader.authoring.stub import stub_source

__all__ = ["AuthoringError", "release", "stub_notebook", "stub_source"]
