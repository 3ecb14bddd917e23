"""The catalogue of mistakes: complete, used, and readable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.authoring.corpus import read_corpus
from grader.judgement.catalogue import CATALOGUE, diagnose, withheld

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for folder in ("grader/judgement", "grader/checks", "grader/session", "assignments")
    for path in (ROOT / folder).rglob("*.py")
    if "catalogue" not in path.parts
]
TEXT = re.compile(r"""["']([a-z0-9]+(?:-[a-z0-9]+)+|unfinished|raises)["']""")
# Where a text with a hyphen is not the name of a mistake.
NAMING = [
    r'diagnose\(\s*["\']([a-z0-9-]+)["\']',
    r'Mistake\(\s*["\']([a-z0-9-]+)["\']',
    r'_bug\(\s*["\']([a-z0-9-]+)["\']',
    r'is_finite\(\s*["\']([a-z0-9-]+)["\']',
    r'bug = ["\']([a-z0-9-]+)["\']',
    r'names = frozenset\(\{["\']([a-z0-9-]+)["\']',
]


def named_in_code() -> dict[str, str]:
    """Every name that code says, and one file that says it."""
    found = {}
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for pattern in NAMING:
            for name in re.findall(pattern, text):
                found[name] = path.name
    return found


def named_in_corpora() -> set[str]:
    corpora = [path.parent for path in (ROOT / "tests" / "corpus").glob("*/manifest.toml")]
    return {bug for corpus in corpora for each in read_corpus(corpus) for bug in each.bugs}


def test_every_name_that_code_says_is_in_the_catalogue() -> None:
    unknown = {name: file for name, file in named_in_code().items() if name not in CATALOGUE}
    assert not unknown


def test_every_name_of_the_corpora_is_in_the_catalogue() -> None:
    assert named_in_corpora() <= set(CATALOGUE)


def test_every_entry_is_said_somewhere() -> None:
    said = {
        name for path in SOURCES for name in TEXT.findall(path.read_text(encoding="utf-8"))
    } | set(named_in_code())
    assert set(CATALOGUE) <= said | named_in_corpora(), sorted(
        set(CATALOGUE) - said - named_in_corpora()
    )


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_text_is_made_of_whole_sentences(name: str) -> None:
    bug = CATALOGUE[name]
    assert bug.name == name
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    for part in (bug.did, bug.why, bug.look):
        assert part.strip() == part
        assert part
        assert part.endswith("...") or not part.endswith((".", ":", ","))
        assert "\n" not in part
    diagnosis = diagnose(name, "dW2")
    assert diagnosis.bug == name
    assert diagnosis.where == "dW2"
    assert "{" not in re.sub(r"_\{[^{}]*\}", "", diagnosis.text), "A_{l-1} is mathematics"
    assert diagnosis.text[0].isupper() or diagnosis.text.startswith("dW2")
    assert diagnosis.text.count(". ") >= 2
    assert "  " not in diagnosis.text
    assert len(diagnosis.text) < 600


def test_a_place_with_braces_is_only_text() -> None:
    assert "cache['A{0}']" in diagnose("wrong-sign", "cache['A{0}']").text


def test_no_two_entries_say_the_same() -> None:
    texts = [(bug.did, bug.why) for bug in CATALOGUE.values()]
    assert len(set(texts)) == len(texts)


def test_a_withheld_name_is_unknown_until_it_is_given_back() -> None:
    with withheld("wrong-axis"):
        assert diagnose("wrong-axis", "db1") is None
        assert diagnose("wrong-sign", "db1") is not None
    assert diagnose("wrong-axis", "db1") is not None
