from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from grader.lms.sending import StoppedError
from grader.lms.speaking import TRIES, Speaker

from .platforms import running, says


def scripted(*said):
    """Answers in this order, the last one for ever."""
    left = list(said)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


def test_a_busy_server_is_asked_again_after_the_time_that_it_names():
    waits = []
    busy = says(429, Retry_After="7"), says(503, Retry_After="0"), says(200, {"done": True})
    with running(scripted(*busy)) as platform:
        reply = Speaker(waits.append).ask("GET", f"{platform.address}/x")
    assert (reply.status, reply.json(), waits) == (200, {"done": True}, [7.0, 0.0])


def test_without_a_time_each_wait_is_twice_as_long():
    waits = []
    with running(scripted(says(429))) as platform, pytest.raises(StoppedError, match="busy"):
        Speaker(waits.append).ask("GET", platform.address)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert len(platform.asked) == TRIES


def test_a_date_to_wait_for_is_understood():
    waits = []
    date = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=90), usegmt=True)
    with running(scripted(says(503, Retry_After=date), says(204))) as platform:
        assert Speaker(waits.append).ask("GET", platform.address).ok
    assert 0 <= waits[0] <= 90


@pytest.mark.parametrize("asked", ["soon", "-5", "1e9", ""])
def test_nonsense_to_wait_for_is_no_time(asked):
    waits = []
    with running(scripted(says(503, Retry_After=asked), says(204))) as platform:
        Speaker(waits.append).ask("GET", platform.address)
    assert waits == [1.0]


def test_nobody_waits_for_an_hour():
    long = scripted(says(429, Retry_After="3600"))
    with running(long) as platform, pytest.raises(StoppedError, match="to wait for 3600 s"):
        Speaker(pytest.fail).ask("GET", platform.address)


def test_canvas_says_that_it_is_busy_in_its_own_way():
    waits = []
    limited = (403, {}, b"403 Forbidden (Rate Limit Exceeded)")
    with running(scripted(limited, says(200))) as platform:
        assert Speaker(waits.append).ask("GET", platform.address).ok
    assert waits == [1.0]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_a_refusal_is_not_repeated(status):
    with running(scripted(says(status))) as platform:
        assert Speaker(pytest.fail).ask("GET", platform.address).status == status
    assert len(platform.asked) == 1


def test_a_redirection_is_not_followed():
    said = says(302, Location="https://elsewhere.example/")
    with running(scripted(said)) as platform, pytest.raises(StoppedError, match="redirects"):
        Speaker().ask("POST", platform.address, headers={"Authorization": "Bearer s"})
    assert len(platform.asked) == 1


def test_a_server_that_is_not_there_stops_the_run():
    with running(scripted(says(200))) as platform:
        address = platform.address
    with pytest.raises(StoppedError, match="cannot be reached: ConnectionError"):
        Speaker(pytest.fail).ask("GET", f"{address}/path?with=a-token")


def test_no_secret_is_repeated():
    text = "no: Bearer secret-5 \x1b[2J\u202e" + "x" * 2_000
    with running(lambda asked: (400, {}, text.encode())) as platform:
        speaker = Speaker()
        speaker.hide("secret-5")
        said = speaker.said(speaker.ask("GET", platform.address))
    assert said.startswith("400 no: Bearer *** x")
    assert len(said) < 400


@pytest.mark.parametrize("text", ["", "no", "[" * 100_000, "\xff"])
def test_what_is_no_json_is_nothing(text):
    with running(lambda asked: (200, {}, text.encode("latin-1"))) as platform:
        assert Speaker().ask("GET", platform.address).json() is None


def test_passwords_of_the_home_directory_are_not_used(monkeypatch, tmp_path):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login u password p\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with running(scripted(says(200))) as platform:
        Speaker().ask("GET", platform.address)
    assert "Authorization" not in platform.asked[0].headers
