"""Cleaning of text that a student's code or files produced.

Everything of a submission that people or other systems will read passes through here once:
exception messages, prints, file names, notebook text. What comes out is harmless in a terminal
and encodable everywhere; escaping for HTML, CSV or Markdown stays with the format that needs it.
"""

from __future__ import annotations

import re
import unicodedata

CUT_MARK = "…[cut]"

_ESCAPE = re.compile(
    # Strings that a terminal swallows up to their terminator: window titles, links, device control.
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\|\x9c)"
    # Colours, cursor movements, erasures.
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    # Resets, character sets and the openings of sequences that never end.
    r"|\x1b[ -/]*[0-~]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ADDRESS = re.compile(r"\bat 0x[0-9A-Fa-f]+")

# Letters and marks that print as nothing, outside the category "format": grapheme joiner, Hangul
# and Khmer fillers, variation selectors, the empty Braille cell.
_INVISIBLE = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}.union(
    range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
)


class _Visible(dict[int, "int | str | None"]):
    """What each character becomes; not remembered, or hostile text would fill the memory."""

    def __missing__(self, code: int) -> int | str | None:
        if code in _INVISIBLE:
            return None
        category = unicodedata.category(chr(code))
        if category in ("Cc", "Cf"):
            return None
        return "\N{REPLACEMENT CHARACTER}" if category in ("Cs", "Co", "Cn") else code


_VISIBLE = _Visible({code: code for code in (*b"\n\t", *range(0x20, 0x7F))})


def clean(text: str, limit: int) -> str:
    """Return ``text`` without anything invisible or active, at most ``limit`` characters long.

    Escape sequences, control and format characters (bidirectional overrides, zero-width) are
    removed; lone surrogates, private and unassigned characters become U+FFFD; every kind of
    line end becomes ``\\n``; tabs stay. Memory addresses ("at 0x7f...") are blotted out, so that
    two runs give the same text. Text that is too long ends in ``CUT_MARK``. Cleaning twice
    changes nothing.
    """
    visible, was_cut = _visible(text, limit)
    return _cut(_without_addresses(visible), limit, was_cut)


def clean_line(text: str, limit: int) -> str:
    """Clean ``text`` for a place that has one line: white space becomes single blanks."""
    visible, was_cut = _visible(text, limit)
    return _cut(_without_addresses(" ".join(visible.split())), limit, was_cut)


def _visible(text: str, limit: int) -> tuple[str, bool]:
    # Bounds the work on megabytes of which a few hundred characters will be kept.
    enough = 8 * limit + 1000
    text, was_cut = text[:enough], len(text) > enough
    text = _LINE_END.sub("\n", _ESCAPE.sub("", text))
    return text.translate(_VISIBLE), was_cut


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("at 0x...", text)


def _cut(text: str, limit: int, was_cut: bool) -> str:
    if len(text) <= limit and not was_cut:
        return text
    mark = CUT_MARK[: max(limit, 0)]
    return text[: max(limit - len(mark), 0)] + mark
