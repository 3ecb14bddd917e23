from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.report.text import CUT_MARK, clean, clean_line

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b[]0;mP\\\x07\x9b\x9c\x9d\r\n\t\x85\u2028\u202e\u2066\u200b\ufeff\ud800 at0x7f"
        ),
    )
)


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("plain text, é, 数, 🎉", "plain text, é, 数, 🎉"),
        ("keeps\ttabs\nand lines", "keeps\ttabs\nand lines"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;new title\x07text", "text"),
        ("\x1b]8;;http://a.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]never ends", "never ends"),
        ("\x1bPdevice control\x1b\\text", "text"),
        ("\x1bcreset", "reset"),
        ("10%\r20%\r\n30%", "10%\n20%\n30%"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("a\x00b\x07c\x08d", "abcd"),
        ("grade\u202e001\u202c", "grade001"),
        ("a\u200bb\u200dc\ufeffd\u2066e\u2069", "abcde"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("filler\u3164\u2800\ufe0f", "filler"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("private \ue000 unassigned \U000e0000", "private \ufffd unassigned \ufffd"),
        ("<Net object at 0x7f3a2b1c>", "<Net object at 0x...>"),
        ("mask 0x7f stays", "mask 0x7f stays"),
    ],
)
def test_what_becomes_of_text(dirty: str, expected: str) -> None:
    assert clean(dirty, 200) == expected


def test_text_that_is_too_long_says_that_it_was_cut() -> None:
    assert clean("x" * 100, 20) == "x" * 14 + CUT_MARK
    assert clean("x" * 20, 20) == "x" * 20


def test_text_hidden_behind_megabytes_of_nothing_is_reported_as_cut() -> None:
    assert clean("a" + "\x00" * 10_000_000 + "b", 20) == "a" + CUT_MARK


def test_a_line_has_no_line_ends() -> None:
    assert clean_line("  notebook\n cell\t3 \u3000 end \n", 100) == "notebook cell 3 end"


@pytest.mark.parametrize("opening", ["\x1b]", "\x9d", "\x1b[", "\x1b[0", "\x9b;", "at 0x"])
def test_unfinished_sequences_in_bulk_leave_no_control_characters(opening: str) -> None:
    assert "\x1b" not in clean(opening * 200_000, 200_000)


@given(HOSTILE, st.integers(0, 60))
@example("at\n0x7f", 20)
@example("\x1b\x1b[0mc", 20)
@example("a " * 30, 3)
def test_cleaned_text_is_harmless_everywhere(text: str, limit: int) -> None:
    for cleaner in (clean, clean_line):
        cleaned = cleaner(text, limit)
        cleaned.encode("utf-8")
        assert len(cleaned) <= limit
        assert cleaner(cleaned, limit) == cleaned
        categories = {
            unicodedata.category(char) for char in cleaned.replace("\n", "").replace("\t", "")
        }
        assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(HOSTILE)
def test_a_cleaned_line_is_one_line(text: str) -> None:
    assert len(clean_line(text, 100).splitlines()) <= 1
