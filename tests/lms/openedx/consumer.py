"""Open edX's LTI 1.3 consumer (lti-consumer-xblock) as a platform on this machine.

python consumer.py PORT PUBLIC_KEY_FILE FOLDER

Runs in an environment of its own, where lti-consumer-xblock and cryptography are installed. What
the LMS around the consumer would do is replaced: grades that it publishes become lines of
FOLDER/published.jsonl. Prints the addresses as JSON when it is ready.
"""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path
from typing import Any

PORT, KEY, FOLDER = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
ADDRESS = f"http://127.0.0.1:{PORT}"
LOCATION = "block-v1:org+course+run+type@lti_consumer+block@week1"


def configure() -> None:
    """Django with the consumer and nothing else."""
    import django
    from django.conf import settings

    urls = types.ModuleType("urls_of_the_platform")
    sys.modules[urls.__name__] = urls
    settings.configure(
        SECRET_KEY="of no value",
        DEBUG=False,
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "config_models",
            "rest_framework",
            "django_filters",
            "lti_consumer",
        ],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "edx.db")}
        },
        MIDDLEWARE=[],
        USE_TZ=True,
        LMS_ROOT_URL=ADDRESS,
        LMS_BASE=f"127.0.0.1:{PORT}",
        USAGE_ID_PATTERN=r"(?P<usage_id>(?:i4x://?[^/]+/[^/]+/[^/]+/[^@]+(?:@[^/]+)?)|(?:[^/]+))",
        FEATURES={},
        ROOT_URLCONF=urls.__name__,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    from django.urls import include, path

    urls.urlpatterns = [path("api/", include("lti_consumer.plugin.urls"))]  # type: ignore[attr-defined]


class Block:
    """The exercise in the course, as far as the consumer asks."""

    has_score = True
    accept_grades_past_due = True
    lti_1p3_passport_id = ""
    display_name = "Week 1"
    context_id = "course-v1:org+course+run"

    def __init__(self, key: Any) -> None:
        self.scope_ids = types.SimpleNamespace(usage_id=key)

    def is_past_due(self) -> bool:
        return False

    def max_score(self) -> float:
        return 1.0

    def set_user_module_score(self, user: Any, score: float, most: float, comment: str) -> None:
        """What the LMS publishes to the student."""
        line = {"user": str(user), "score": score, "comment": comment}
        with (FOLDER / "published.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def prepare() -> dict[str, str]:
    """Tables, the tool that is us, a line item of 100 points; the addresses of these."""
    from django.core.management import call_command
    from lti_consumer.models import LtiAgsLineItem, LtiConfiguration
    from lti_consumer.plugin import compat
    from opaque_keys.edx.keys import UsageKey

    key = UsageKey.from_string(LOCATION)
    block = Block(key)
    compat.load_enough_xblock = lambda location: block
    compat.load_block_as_user = lambda location: block
    compat.get_user_from_external_user_id = lambda external: external
    call_command("migrate", verbosity=0)
    configuration = LtiConfiguration.objects.create(
        version="lti_1p3",
        config_store="CONFIG_ON_DB",
        location=key,
        lti_advantage_ags_mode="programmatic",
    )
    passport = configuration.lti_1p3_passport
    passport.lti_1p3_tool_public_key = KEY.read_text()
    passport.save()
    item = LtiAgsLineItem.objects.create(
        lti_configuration=configuration, resource_link_id=key, label="Week 1", score_maximum=100
    )
    base = f"{ADDRESS}/api/lti_consumer/v1"
    return {
        "client_id": str(passport.lti_1p3_client_id),
        "token_url": f"{base}/token/{passport.passport_id}",
        "line_item": f"{base}/lti/{configuration.pk}/lti-ags/{item.pk}",
    }


if __name__ == "__main__":
    configure()
    print(json.dumps(prepare()), flush=True)
    from django.core.management import call_command

    call_command("runserver", f"127.0.0.1:{PORT}", "--noreload", "--nothreading", verbosity=0)
