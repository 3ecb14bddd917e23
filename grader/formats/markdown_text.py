"""Text that Markdown shows as it stands: no link, mention, image or HTML comes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.report.text import clean_line

_MARKS = re.compile(r"[!-&*+:<=>?@\[\\\]^_`{|}~]|(?<!\d)\.|\.(?!\d)|^[-(]")
_FENCE = re.compile("`{3,}")


def literal(text: str, limit: int = 300) -> str:
    """Return ``text`` on one line, every mark of Markdown as an entity."""
    return _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", clean_line(text, limit))


def block(text: str) -> str:
    """Return ``text`` as a fenced block, which shows it letter by letter."""
    longest = max(map(len, _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def row(cells: Sequence[str]) -> str:
    """Return one line of a table whose cells are safe already."""
    return f"| {' | '.join(cells)} |"


def head(titles: Sequence[str]) -> str:
    """Return the first two lines of a table."""
    return f"{row(titles)}\n{row(['---'] * len(titles))}"
