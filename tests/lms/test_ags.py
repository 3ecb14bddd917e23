"""Scores to a line item, by a platform that checks every rule of the token flow itself."""

from __future__ import annotations

from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from grader.lms.ags import SCOPE, Client, LineItem
from grader.lms.credentials import CredentialsError
from grader.lms.sending import StoppedError
from grader.lms.speaking import Speaker

from .platforms import running, says

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
).decode()
PUBLIC = (
    KEY.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
)
NOW = 1_800_000_000.0
BODY = {"userId": "u1", "scoreGiven": 8.5, "scoreMaximum": 10, "timestamp": "2026-11-28T12:00:00Z"}


class Authority:
    """Gives tokens to who signs as the specification says; takes scores with the latest one."""

    def __init__(self, score=None, lasts=3600):
        self.score, self.lasts = score or (lambda asked: says(200)), lasts
        self.tokens, self.nonces = 0, set()

    def __call__(self, asked):
        if asked.path == "/token":
            return self._token(asked)
        if asked.headers["Authorization"] != f"Bearer token-{self.tokens}":
            return says(401, {"error": "invalid_token"})
        return self.score(asked)

    def _token(self, asked):
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        assert form["grant_type"] == "client_credentials"
        assert form["client_assertion_type"].endswith("client-assertion-type:jwt-bearer")
        assert form["scope"] == SCOPE
        claims = jwt.decode(
            form["client_assertion"],
            KEY.public_key(),
            algorithms=["RS256"],
            audience=f"http://{asked.headers['Host']}/token",
            options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"], "verify_exp": False}
            | {"verify_iat": False},
        )
        assert (claims["iss"], claims["sub"]) == ("me", "me")
        assert 0 < claims["exp"] - claims["iat"] <= 3600
        assert claims["jti"] not in self.nonces
        self.nonces.add(claims["jti"])
        assert jwt.get_unverified_header(form["client_assertion"])["kid"] == "key 1"
        self.tokens += 1
        told = {"access_token": f"token-{self.tokens}", "token_type": "Bearer", "scope": SCOPE}
        return says(200, {**told, "expires_in": self.lasts})


def line_item(platform, path="/items/7", clock=lambda: NOW, pem=PEM, speaker=None):
    client = Client("me", f"{platform.address}/token", pem, "key 1")
    address = platform.address + path
    return LineItem(f"ags {address}", address, client, speaker or Speaker(pytest.fail), clock)


@pytest.mark.parametrize(
    ("path", "scores"),
    [
        ("/items/7", "/items/7/scores"),
        ("/items/7/", "/items/7/scores"),
        ("/mod/lineitem?type_id=2", "/mod/lineitem/scores?type_id=2"),
    ],
)
def test_a_score_goes_below_the_line_item_with_a_token(path, scores):
    with running(Authority()) as platform:
        (answer,) = line_item(platform, path).send({"ana": BODY}).values()
    token, score = platform.asked
    assert answer.outcome == "accepted"
    assert (score.method, score.path, score.json) == ("POST", scores, BODY)
    assert score.headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
    assert token.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_token_serves_until_shortly_before_its_end():
    now = [NOW]
    with running(Authority()) as platform:
        item = line_item(platform, clock=lambda: now[0])
        for later in (0, 3000, 3600 - 20):
            now[0] = NOW + later
            item.send({"ana": BODY})
    paths = [asked.path for asked in platform.asked]
    assert paths == ["/token", *["/items/7/scores"] * 2, "/token", "/items/7/scores"]


def test_a_token_that_the_platform_forgot_is_asked_for_again():
    authority = Authority()
    with running(authority) as platform:
        item = line_item(platform)
        item.send({"ana": BODY})
        authority.tokens += 1  # another one is valid now
        (answer,) = item.send({"ana": BODY}).values()
    assert answer.outcome == "accepted"


@pytest.mark.parametrize("status", [400, 404, 409, 422, 500])
def test_a_score_that_is_refused_is_told(status):
    said = {"error": "older timestamp \x1b[2J"}
    with running(Authority(lambda asked: says(status, said))) as platform:
        (answer,) = line_item(platform).send({"ana": BODY}).values()
    assert answer.outcome == "refused"
    assert answer.detail.startswith(f"{status} ")
    assert "older timestamp" in answer.detail


def test_without_the_right_to_send_nothing_more_is_sent():
    echo = Authority(lambda asked: says(403, {"got": asked.headers["Authorization"]}))
    with running(echo) as platform, pytest.raises(StoppedError, match="does not let us") as caught:
        line_item(platform).send({"ana": BODY})
    assert "token-1" not in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        says(400, {"error": "invalid_client"}),
        says(200, {"token_type": "Bearer"}),
        says(200, {"access_token": 5}),
        says(200, ["token"]),
        (200, {}, b"<html>"),
    ],
)
def test_no_token_stops_the_run(said):
    with running(lambda asked: said) as platform, pytest.raises(StoppedError, match="no token"):
        line_item(platform).send({"ana": BODY})


def test_an_assertion_that_is_echoed_is_not_repeated():
    echo = running(lambda asked: (400, {}, asked.body))
    with echo as platform, pytest.raises(StoppedError) as caught:
        line_item(platform).send({"ana": BODY})
    assertion = parse_qs(platform.asked[0].body.decode())["client_assertion"][0]
    assert assertion not in str(caught.value)
    assert assertion.split(".")[2] not in str(caught.value)


@pytest.mark.parametrize("pem", ["", "no key", PUBLIC])
def test_a_key_that_is_none_is_said(pem):
    said = pytest.raises(CredentialsError, match="no private RSA key in PEM")
    with running(Authority()) as platform, said:
        line_item(platform, pem=pem).send({"ana": BODY})
    assert platform.asked == []
