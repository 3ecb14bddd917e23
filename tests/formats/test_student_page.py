"""The student's page: what it says, that it needs nothing else, and that nothing in it acts."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from grader.formats.student_page import render
from grader.report.feedback import for_students
from grader.report.records import CheckResult, Json, Report

from .conftest import MakeReport
from .samples import EVIDENCE, HOSTILE, PASSED, exercise, hostile_report, lost


class Page(HTMLParser):
    """The elements of a page, and its text without markup."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._hidden = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._hidden += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(report: Report) -> Page:
    return Page(render(report))


def flat(found: Page) -> str:
    return " ".join(found.text.split())


# What it says ---------------------------------------------------------------------------------


def test_a_lost_point_is_explained_from_the_observation_to_the_picture(
    make_report: MakeReport,
) -> None:
    found = page(make_report(exercise(PASSED, lost())))
    text = flat(found)
    for said in (
        "4 of 12 points.",
        "What to mend first",
        "Every entry of dW1 is 7 times what it should be.",
        "dW1 is not divided by m.",
        "dW1 = A0.T @ dZ1 / m",
        "expected 2, got 14",
        "Tried with layer sizes [2, 1], 7 samples",
        "Your lines, net.py",
        "dW1 = a < b",
        "1 check with all points",
    ):
        assert said in text
    titles = [figure["class"] for figure in found.all("figure")]
    assert titles == ["derivation", "training", "boundary", "arrays", "scatter", "flow"]
    assert len(found.all("svg")) >= 8


def test_where_one_factor_explains_all_no_entry_is_called_the_worst(
    make_report: MakeReport,
) -> None:
    text = flat(page(make_report(exercise(lost()))))
    assert "For example dW1[0, 1]" in text
    assert "worst" not in text.lower()


def test_only_the_marked_line_is_marked(make_report: MakeReport) -> None:
    source = render(make_report(exercise(lost())))
    (marked,) = re.findall(r"<mark>(.*?)</mark>", source)
    assert "dW1 = a &lt; b" in marked


def test_what_is_mended_first_is_the_dearest_mistake_of_its_own(make_report: MakeReport) -> None:
    dear = lost(id="net.xor", title="xor", max_score=9.0, message="off the path",
                evidence={"builds_on": ["net.backward"]})  # fmt: skip
    cheap = lost(id="net.update", title="update", max_score=1.0, message="no step", evidence={})
    found = flat(page(make_report(exercise(cheap, lost(), dear))))
    starts = found.partition("What to mend first")[2].partition("xor")[0]
    assert starts.index("backward(y)") < starts.index("update")


def test_everything_right_is_praised_shortly(make_report: MakeReport) -> None:
    found = page(make_report(exercise(PASSED)))
    assert "Everything is right." in flat(found)
    assert "What to mend first" not in found.text
    assert not found.all("figure")


def test_what_was_not_tried_or_graded_says_why(make_report: MakeReport) -> None:
    skipped = CheckResult("a.x", "tries x", "skipped", 0.0, 3.0, message="not written yet")
    ungraded = CheckResult("b.x", "tries y", "not_graded", None, 3.0, message="disk full")
    text = flat(
        page(
            make_report(
                exercise(skipped, id="a", title="Stub", status="failed"),
                exercise(replace(skipped, id="c.x"), id="c", title="New", status="missing"),
                exercise(ungraded, id="b", title="Ours", status="not_graded", score=None),
            )
        )
    )
    assert "not started" in text
    assert "Not tried Not written yet. tries x 0/3" in text
    assert "What it asks for tries x 0/3" in text
    assert "it has cost you no points" in text
    assert "No total: not everything could be graded. What was graded has 0 of 6 points." in text


@pytest.mark.parametrize("level", ["hints", "status"])
def test_it_shows_no_number_that_the_level_of_feedback_leaves_out(
    make_report: MakeReport, level: str
) -> None:
    report = make_report(exercise(lost(message="dW1 is wrong")))
    assignment = replace(report.assignment, feedback=level)  # type: ignore[arg-type]
    found = page(for_students(replace(report, assignment=assignment)))
    assert "expected 2" not in flat(found)
    shown = [figure["class"] for figure in found.all("figure")]
    assert shown == (["derivation"] if level == "hints" else [])
    assert ("dW1 = a < b" in found.text) == (level == "hints")


# That it stands alone and does nothing --------------------------------------------------------


def test_it_asks_nothing_of_anywhere(make_report: MakeReport) -> None:
    source = render(make_report(exercise(PASSED, lost())))
    found = Page(source)
    names = {name for name, _ in found.elements}
    assert names.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base", "input"})
    for _, attributes in found.elements:
        assert not any(key.startswith("on") or key in ("style", "src") for key in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in source
    assert "http:" not in source
    assert "https:" not in source


def test_its_policy_allows_its_own_style_and_nothing_else(make_report: MakeReport) -> None:
    source = render(make_report(exercise(lost())))
    policy = next(m["content"] for m in Page(source).all("meta") if m.get("http-equiv"))
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_every_link_leads_somewhere_and_no_id_occurs_twice(make_report: MakeReport) -> None:
    report = make_report(exercise(lost()), exercise(PASSED, lost(id="b.x"), id="b"))
    found = page(report)
    ids = [a["id"] for _, a in found.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in found.elements:
        for key in ("href", "aria-labelledby"):
            if attributes.get(key):
                assert str(attributes[key]).lstrip("#") in ids


def test_hostile_text_is_shown_and_does_nothing(make_report: MakeReport) -> None:
    report = hostile_report()
    source = render(report)
    harmless = Page(render(make_report(exercise(lost(), PASSED))))
    names = {name for name, _ in Page(source).elements}
    assert names <= {name for name, _ in harmless.elements} | {"pre", "details", "div", "p", "ul"}
    assert source.count("<script") == 0
    assert "49" not in Page(source).text.split()
    assert HOSTILE in Page(source).text


def test_invisible_and_bidirectional_characters_are_gone(make_report: MakeReport) -> None:
    source = render(make_report(exercise(lost(message="a\u202eb\u200bc\x1b[31md\x00"))))
    assert not any(char in source for char in "\u202e\u200b\x1b\x00")


def test_the_same_report_gives_the_same_page(make_report: MakeReport) -> None:
    report = make_report(exercise(PASSED, lost()))
    assert render(report) == render(report)


def test_a_page_of_many_losses_stays_small(make_report: MakeReport) -> None:
    numbers: Json = [[0.123456789] * 10] * 10
    grid: Json = [[50] * 17] * 17
    found = {
        **EVIDENCE,
        "arrays": {"shape": [90, 90], "first": [0, 0], "worst": [1, 1], "expected": numbers,
                   "got": numbers},
        "boundary": {"low": 0, "high": 1, "expected": grid, "got": grid},
        "points": [{"entry": f"dW1[0, {i}]", "numerical": 1.0, "backward": 7.0}
                   for i in range(160)],
    }  # fmt: skip
    checks = [lost(id=f"net.c{i}", message=f"wrong {i}", evidence=found) for i in range(20)]
    assert len(render(make_report(exercise(*checks)))) < 4_000_000
