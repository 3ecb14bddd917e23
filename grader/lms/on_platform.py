"""What a kit runs on a platform: grade one submission and leave the result where it is looked for.

    python -m grader.lms.on_platform DIALECT ASSIGNMENT SUBMISSION RESULT

Exit code 0 when the result is there, also where there was nothing to grade (the result says so);
3 when the machine or the grader failed, and then there is no result: platforms show that as a
failure of the autograder, not as a zero.
"""

from __future__ import annotations

import sys
from pathlib import Path

from grader.formats import FORMATS
from grader.formats.exports import FormatError
from grader.grading.assignment import AssignmentError, find_assignment
from grader.grading.submission import (
    NothingToGrade,
    fresh_seed,
    grade_submission,
    nothing_prepared,
    prepare,
)
from grader.intake import IntakeError
from grader.report.feedback import for_students
from grader.report.records import Report
from grader.report.writing import write_whole
from grader.session import GraderFault, Launcher

NOT_GRADED = 3


def graded(launcher: Launcher, submission: Path, assignment: str) -> Report:
    """The report on a submission; one of zero points that says why, if there is nothing to grade.

    Raises AssignmentError or GraderFault.
    """
    seed = fresh_seed()
    try:
        return grade_submission(launcher, prepare(launcher, submission, assignment), seed=seed)
    except (NothingToGrade, IntakeError) as nothing:
        prepared = nothing_prepared(find_assignment(assignment), submission.name, str(nothing))
        return grade_submission(launcher, prepared, seed=seed)


def main(arguments: list[str]) -> int:
    """Grade and write; the exit code."""
    dialect, assignment, submission, result = arguments
    try:
        with Launcher() as launcher:
            report = graded(launcher, Path(submission), assignment)
        target = Path(result)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, FORMATS[dialect].render(for_students(report)).encode())
    except (AssignmentError, FormatError, GraderFault, OSError) as fault:
        print(f"this could not be graded, which is not the student's fault: {fault}")
        return NOT_GRADED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
