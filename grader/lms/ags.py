"""A line item of LTI 1.3's Assignment and Grade Services 2.0, as the place to send scores to.

https://www.imsglobal.org/spec/lti-ags/v2p0 and, for the token,
https://www.imsglobal.org/spec/security/v1p0 (client credentials with a signed assertion).
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from grader.report.records import Json

from .credentials import CredentialsError
from .sending import TIME, Answer, StoppedError
from .speaking import Reply, Speaker

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCORE = "application/vnd.ims.lis.v1.score+json"
"""To the letter: Moodle refuses a parameter after it."""
_NO_KEY = "the key is no private RSA key in PEM"
ASSERTION_S, MARGIN_S, SHORTEST_S = 300, 30, 60


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to the platform. ``key`` is the private RSA key in PEM."""

    id: str
    token_url: str
    key: str
    key_id: str | None = None

    def assertion(self, now: float) -> str:
        """A signed statement that it is us; CredentialsError if the key is none."""
        claims = {
            "iss": self.id,
            "sub": self.id,
            "aud": self.token_url,
            "iat": int(now),
            "exp": int(now) + ASSERTION_S,
            "jti": uuid.uuid4().hex,
        }
        headers = {"kid": self.key_id} if self.key_id else None
        return jwt.encode(claims, _private(self.key), algorithm="RS256", headers=headers)


def _private(pem: str) -> rsa.RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CredentialsError(f"{_NO_KEY} that needs no password") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise CredentialsError(f"{_NO_KEY}, but one of another kind")
    return key


class LineItem:
    """See Target. ``address`` is the line item's own."""

    at_once = 1

    def __init__(
        self,
        name: str,
        address: str,
        client: Client,
        speaker: Speaker,
        clock: Callable[[], float] = time.time,
    ) -> None:
        parts = urlsplit(address)
        self.name = name
        self._scores = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores"))
        self._client = client
        self._speaker = speaker
        self._clock = clock
        self._token = ""
        self._ends = 0.0

    def stamped(self, content: Mapping[str, Json], time: str) -> Mapping[str, Json]:
        """See Target."""
        return {**content, TIME: time}

    def send(self, bodies: Mapping[str, Mapping[str, Json]]) -> Mapping[str, Answer]:
        """See Target."""
        return {person: self._sent(body) for person, body in bodies.items()}

    def _sent(self, body: Mapping[str, Json]) -> Answer:
        data = json.dumps(body, allow_nan=False).encode()
        reply = self._posted(data)
        if reply.status == 401:  # the platform may forget a token before its time
            self._ends = 0.0
            reply = self._posted(data)
        if reply.status in (401, 403):
            raise StoppedError(f"the platform does not let us send: {self._speaker.said(reply)}")
        return Answer("accepted" if reply.ok else "refused", self._speaker.said(reply))

    def _posted(self, data: bytes) -> Reply:
        headers = {"Authorization": f"Bearer {self._current_token()}", "Content-Type": SCORE}
        return self._speaker.ask("POST", self._scores, headers=headers, data=data)

    def _current_token(self) -> str:
        if self._clock() >= self._ends:
            self._log_in()
        return self._token

    def _log_in(self) -> None:
        assertion = self._client.assertion(self._clock())
        self._speaker.hide(assertion)
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": assertion,
            "scope": SCOPE,
        }
        reply = self._speaker.ask("POST", self._client.token_url, data=form)
        told = reply.json() if reply.ok else None
        token = told.get("access_token") if isinstance(told, dict) else None
        if not isinstance(told, dict) or not isinstance(token, str) or not token:
            said = self._speaker.said(reply) if not reply.ok else "its answer holds no token"
            raise StoppedError(f"the platform gives us no token: {said}")
        self._token = token
        self._speaker.hide(token)
        lasts = told.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, (int, float)) else 0.0
        self._ends = self._clock() + max(seconds - MARGIN_S, SHORTEST_S)
