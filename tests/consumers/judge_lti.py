"""Scores go to Open edX' LTI 1.3 platform on loopback and come back: `... FOLDER`.

The platform is lti-consumer-xblock in a bare Django; the tool is PyLTI1p3, which gets the token and
signs. What is sent is a line of our file, letter by letter.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

LOCATION = "block-v1:grader+hw1+2026+type@lti_consumer+block@hw1"
SCOPES = [
    f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}"
    for name in ("score", "lineitem", "result.readonly")
]
MAXIMUM = 100
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULT_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"

folder = Path(sys.argv[1])
published: dict[str, float] = {}


class Quiet(WSGIRequestHandler):
    """No log of requests."""

    def log_message(self, *args: object) -> None:
        """See WSGIRequestHandler."""


def configure(database: str, root: str) -> None:
    """A Django with the platform and nothing else."""
    urls = type(sys)("judge_urls")
    settings.configure(
        SECRET_KEY="loopback",
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "config_models",
            "rest_framework",
            "django_filters",
            "lti_consumer",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        MIDDLEWARE=[],
        USE_TZ=True,
        LMS_ROOT_URL=root,
        LMS_BASE=root.removeprefix("http://"),
        USAGE_ID_PATTERN=r"(?P<usage_id>(?:i4x://?[^/]+/[^/]+/[^/]+/[^@]+(?:@[^/]+)?)|(?:[^/]+))",
        FEATURES={},
        ROOT_URLCONF="judge_urls",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    from django.urls import include, path

    urls.urlpatterns = [path("api/", include("lti_consumer.plugin.urls"))]  # type: ignore[attr-defined]
    sys.modules["judge_urls"] = urls


def give_it_a_course() -> None:
    """Stand in for the course around the platform, which records what is published."""
    from lti_consumer.plugin import compat

    def publish(user: str, score: float, most: float, comment: str = "") -> None:
        published[user] = score / most

    block = SimpleNamespace(
        lti_1p3_passport_id="",
        display_name="HW 1",
        context_id="course-v1:grader+hw1+2026",
        has_score=True,
        accept_grades_past_due=True,
        is_past_due=lambda: False,
        max_score=lambda: 1,
        scope_ids=SimpleNamespace(usage_id=LOCATION),
        set_user_module_score=publish,
    )
    compat.load_enough_xblock = lambda location: block
    compat.load_block_as_user = lambda location: block
    compat.get_user_from_external_user_id = lambda user: user


def key_pair() -> tuple[str, str]:
    """A private and a public key of the tool, as PEM."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    form, public = serialization.PrivateFormat.PKCS8, serialization.PublicFormat
    return (
        private.private_bytes(pem, form, plain).decode(),
        private.public_key().public_bytes(pem, public.SubjectPublicKeyInfo).decode(),
    )


def set_up(public: str) -> tuple[object, str, str]:
    """Migrate, register the tool, make a line item; the passport and paths."""
    from django.core.management import call_command
    from lti_consumer.models import LtiAgsLineItem, LtiConfiguration
    from opaque_keys.edx.keys import UsageKey

    call_command("migrate", verbosity=0)
    location = UsageKey.from_string(LOCATION)
    found = LtiConfiguration.objects.create(
        version="lti_1p3",
        config_store="CONFIG_ON_DB",
        location=location,
        lti_advantage_ags_mode="programmatic",
    )
    passport = found.lti_1p3_passport
    passport.lti_1p3_tool_public_key = public
    passport.save()
    item = LtiAgsLineItem.objects.create(
        lti_configuration=found,
        resource_link_id=location,
        label="HW 1",
        score_maximum=MAXIMUM,
    )
    base = "/api/lti_consumer/v1"
    return (
        passport,
        f"{base}/token/{passport.passport_id}",
        f"{base}/lti/{found.pk}/lti-ags/{item.pk}",
    )


def connector(passport: object, root: str, token: str, private: str) -> object:
    """PyLTI1p3's way to the platform."""
    from pylti1p3.registration import Registration
    from pylti1p3.service_connector import ServiceConnector

    registration = (
        Registration()
        .set_issuer(root)
        .set_client_id(passport.lti_1p3_client_id)  # type: ignore[attr-defined]
        .set_auth_token_url(root + token)
        .set_auth_audience(root + token)
        .set_tool_private_key(private)
    )
    return ServiceConnector(registration)


def trial(connect: object, item: str) -> None:
    """Send every line, read it back, send it again, and regrade."""
    send = connect.make_service_request  # type: ignore[attr-defined]

    def post(score: dict[str, object] | str) -> dict[str, object]:
        body = score if isinstance(score, str) else json.dumps(score)
        sent = send(
            SCOPES,
            f"{item}/scores",
            is_post=True,
            data=body,
            content_type=SCORE_TYPE,
            accept=RESULT_TYPE,
        )
        return dict(sent["body"])

    def read(user: str) -> dict[str, object]:
        got = send(SCOPES, f"{item}/results/{user}", accept=RESULT_TYPE)["body"]
        found = got if isinstance(got, list) else [got]
        return dict(found[0]) if found else {}

    expected = json.loads((folder / "expected.json").read_text())
    lines = (folder / "ags.jsonl").read_text().splitlines()
    for line in lines:
        score = json.loads(line)
        user, points = score["userId"], expected[score["userId"]]
        post(line)
        assert abs(published[user] - min(points / 10, 1)) < 1e-9, (user, published[user], points)
        assert read(user)["comment"] == score["comment"], user
    refused(lambda: post(lines[0]), "a second score of the same time")
    again = {**json.loads(lines[0]), "scoreGiven": 5.0, "timestamp": "2026-11-24T10:00:00.000Z"}
    post(again)
    assert published[again["userId"]] == 0.5, published
    fault = {key: value for key, value in again.items() if not key.startswith("score")}
    post({**fault, "gradingProgress": "Failed", "timestamp": "2026-11-25T10:00:00.000Z"})
    assert read(again["userId"]).get("resultScore") is None
    print(f"lti-consumer-xblock and PyLTI1p3: {len(lines)} scores sent, published and read back,")
    print("  above the maximum capped, the same time refused, regraded, cleared by a fault")


def refused(action: object, what: str) -> None:
    """Check that the platform refuses."""
    from pylti1p3.exception import LtiServiceException

    try:
        action()  # type: ignore[operator]
    except LtiServiceException:
        return
    raise AssertionError(f"the platform took {what}")


def main() -> None:
    """Run it all on loopback."""
    with tempfile.TemporaryDirectory() as temporary:
        server = make_server("127.0.0.1", 0, None, WSGIServer, Quiet)  # type: ignore[arg-type]
        root = f"http://127.0.0.1:{server.server_port}"
        configure(f"{temporary}/platform.db", root)
        give_it_a_course()
        private, public = key_pair()
        passport, token, item = set_up(public)
        from django.core.wsgi import get_wsgi_application

        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        trial(connector(passport, root, token, private), root + item)
        server.shutdown()


if __name__ == "__main__":
    main()
