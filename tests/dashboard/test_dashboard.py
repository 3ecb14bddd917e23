"""What the staff see of a class, read back from the pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.staff import grader
from grader.dashboard.changes import beside
from grader.dashboard.overview import correlation, overview
from grader.gradebook import Gradebook


class Page(HTMLParser):
    """The tags of a page, and the text between them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def attributes(self, tag: str, name: str) -> list[str]:
        return [found for each, attrs in self.tags if each == tag and (found := attrs.get(name))]


@pytest.fixture
def folder(gradebook: Path, tmp_path: Path) -> Path:
    target = tmp_path / "pages"
    done = CliRunner().invoke(grader, ["dashboard", str(gradebook), "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert str(target / "index.html") in done.output
    return target


def test_the_histogram_holds_the_points_of_the_class(folder: Path) -> None:
    page = Page(folder / "index.html")
    # 10, 7.5, 7.5, 9.5 by hand and 0 of 10 points.
    assert page.attributes("rect", "data-count") == [
        "1",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "2",
        "0",
        "2",
    ]


def test_each_state_is_counted(folder: Path) -> None:
    text = Page(folder / "index.html").text
    assert "5 graded" in text
    assert "1 nothing handed in" in text
    assert "7.5 median points" in text


def test_mistakes_lead_to_who_made_them(folder: Path) -> None:
    text = (folder / "index.html").read_text()
    (row,) = re.findall(
        r"<tr><th scope=\"row\"><details><summary>missing-batch-mean.*?</tr>", text, re.S
    )
    assert 'href="students/0002.html"' in row
    assert 'href="students/0003.html"' in row
    assert "students/0001.html" not in row


def test_the_same_wrong_numbers_are_shown_with_care(gradebook: Path, folder: Path) -> None:
    with Gradebook.open(gradebook) as book:
        groups = overview(book.standings("week1")).alike
    assert [group.people for group in groups] == [("s2", "s3")]
    assert groups[0].named == ("missing-batch-mean",)
    assert "numbers cannot say" in Page(folder / "index.html").text


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    strong = [0.0, 0.2, 0.4, 0.8, 1.0]
    assert correlation(strong, strong) == pytest.approx(1.0)
    assert correlation(strong, [1 - each for each in strong]) == pytest.approx(-1.0)
    assert correlation(strong, [0.5] * 5) is None
    assert correlation(strong[:4], strong[:4]) is None


def test_names_are_text(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        page = Page(path)
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]
        assert len(scripts) <= 1, path
        assert "\u202e" not in path.read_text("utf-8")
    assert 'document.title="broken"' in Page(folder / "students" / "0002.html").text


def test_nothing_is_fetched(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        page = Page(path)
        assert "default-src 'none'" in page.attributes("meta", "content")[0]
        for name in ("src", "srcset", "data", "action"):
            assert not [attrs for _, attrs in page.tags if attrs.get(name)], path
        for target in page.attributes("a", "href"):
            assert target.startswith("#") or (path.parent / target).is_file(), target


def test_attempts_are_shown_side_by_side(folder: Path) -> None:
    page = Page(folder / "students" / "0001.html")
    assert page.attributes("circle", "data-points") == ["1", "10"]
    text = (folder / "students" / "0001.html").read_text()
    (changed,) = re.findall(r'<tr class="changed">.*?</tr>', text, re.S)
    assert re.findall(r"<td>(.*?)</td>", changed) == ["old", "new"]
    assert '<tr class="same">' in text


def test_points_by_hand_have_their_reason(folder: Path) -> None:
    text = Page(folder / "students" / "0004.html").text
    assert "9.5 points. oral exam" in text


def test_who_handed_in_nothing_has_a_page(folder: Path) -> None:
    assert "Nothing was handed in" in Page(folder / "students" / "0006.html").text


def test_lines_beside_each_other() -> None:
    kinds = [line.kind for line in beside(["a", "b", "c"], ["a", "x", "c", "d"])]
    assert kinds == ["same", "changed", "same", "added"]


def test_a_file_that_is_no_gradebook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database")
    done = CliRunner().invoke(grader, ["dashboard", str(path), "-o", str(tmp_path / "out")])
    assert done.exit_code != 0
    assert "notes.db" in done.output
