"""Open edX' own parser of a grader's reply (xblocks-contrib) reads ours: `... FOLDER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
from django.conf import settings

settings.configure(USE_TZ=True)
django.setup()

from xblocks_contrib.problem.capa.responsetypes import CodeResponse  # noqa: E402

folder = Path(sys.argv[1])
expected = list(json.loads((folder / "expected.json").read_text()).values())
replies = sorted(folder.glob("xqueue-*.json"))
for path, points in zip(replies, expected, strict=True):
    text = path.read_text()
    valid, correct, score, message = CodeResponse._parse_score_msg(None, text)
    assert valid, f"{path.name}: edX calls the reply invalid"
    assert score == min(points, 10.0), (path.name, score, points)
    assert correct == (points >= 10.0), path.name
    assert message.startswith("<div><pre>Total: "), message[:80]
assert not CodeResponse._parse_score_msg(None, '{"correct": true, "score": 1, "msg": ""}')[0]
print(f"xblocks-contrib: {len(replies)} replies read, points and verdict as sent")
