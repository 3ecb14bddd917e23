from __future__ import annotations

import pytest

from grader.lms.canvas import LOOKS, Account, CanvasAssignment
from grader.lms.sending import StoppedError
from grader.lms.speaking import Speaker

from .platforms import running, says

PATH = "/courses/12/assignments/345"
BODIES = {
    "ana": {"student": "4711", "posted_grade": "8.5", "text_comment": "well done"},
    "ben": {"student": "sis_user_id:b2", "excuse": True},
}
QUEUED = says(200, {"id": 9, "workflow_state": "queued"})


def assignment(platform, waits=None):
    account = Account(platform.address, "secret-5")
    wait = pytest.fail if waits is None else waits.append
    return CanvasAssignment("canvas", account, PATH, Speaker(pytest.fail), wait)


def answering(first, *later):
    left = list(later)
    return lambda asked: first if asked.method == "POST" else left.pop(0)


def test_grades_go_in_one_message_and_its_end_is_waited_for():
    waits = []
    running_on = says(200, {"id": 9, "workflow_state": "running"})
    done = says(200, {"id": 9, "workflow_state": "completed"})
    with running(answering(QUEUED, running_on, done)) as platform:
        answers = assignment(platform, waits).send(BODIES)
    assert {person: each.outcome for person, each in answers.items()} == {
        "ana": "accepted",
        "ben": "accepted",
    }
    sent, *looks = platform.asked
    assert sent.path == f"/api/v1{PATH}/submissions/update_grades"
    assert sent.headers["Authorization"] == "Bearer secret-5"
    assert sent.json == {
        "grade_data": {
            "4711": {"posted_grade": "8.5", "text_comment": "well done"},
            "sis_user_id:b2": {"excuse": True},
        }
    }
    assert [look.path for look in looks] == ["/api/v1/progress/9"] * 2
    assert len(waits) == 2


@pytest.mark.parametrize(
    "said",
    [
        says(404, {"errors": [{"message": "no such assignment"}]}),
        says(200, {"id": 9, "workflow_state": "failed", "message": "bad"}),
        says(200, ["?"]),
        says(200, {"id": "9/../../x", "workflow_state": "queued"}),
        (200, {}, b"<html>"),
    ],
)
def test_what_canvas_does_not_take_is_refused(said):
    with running(lambda asked: said) as platform:
        answers = assignment(platform).send(BODIES)
    assert {each.outcome for each in answers.values()} == {"refused"}


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_will_not_do_stops_the_run(status):
    echo = running(lambda asked: says(status, {"got": "secret-5"}))
    with echo as platform, pytest.raises(StoppedError, match="does not let us in") as caught:
        assignment(platform).send(BODIES)
    assert "secret-5" not in str(caught.value)


def test_canvas_is_not_waited_for_without_end():
    waits = []
    slow = running(lambda asked: QUEUED)
    with slow as platform, pytest.raises(StoppedError, match="has not finished"):
        assignment(platform, waits).send(BODIES)
    assert len(waits) == LOOKS
