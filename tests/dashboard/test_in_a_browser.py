"""The dashboard in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.dashboard.build import build
from grader.gradebook import Gradebook

pytestmark = pytest.mark.xdist_group("browser")

Open = Callable[..., Any]
PAGES = ("index.html", "students/0001.html", "students/0002.html", "students/0006.html")


@pytest.fixture
def folder(gradebook: Path, tmp_path: Path) -> Path:
    with Gradebook.open(gradebook) as book:
        build(book, "week1", tmp_path / "pages")
    return tmp_path / "pages"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_silent_and_axe_finds_nothing(
    open_alone: Open,
    violations: Callable[[Any], list[tuple[str, str]]],
    folder: Path,
    name: str,
    scheme: str,
) -> None:
    page = open_alone(folder / name, color_scheme=scheme)
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    assert violations(page) == []
    assert page.title() != "broken"


def test_students_are_sorted_and_sorted_back(open_alone: Open, folder: Path) -> None:
    page = open_alone(folder / "index.html")
    button = page.locator("#students th button", has_text="Points")
    points = "[...document.querySelectorAll('#students tbody tr')].map(r => r.cells[3].textContent)"
    button.focus()
    page.keyboard.press("Enter")
    up = page.evaluate(points)
    assert up == ["\u2013", "0", "7.5", "7.5", "9.5", "10"]
    assert button.locator("..").get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert page.evaluate(points)[0] == "10"


def test_students_are_filtered(open_alone: Open, folder: Path) -> None:
    page = open_alone(folder / "index.html")
    page.fill("#filter", "missing-batch")
    assert page.inner_text("#shown") == "2 of 6 students"
    assert page.locator("#students tbody tr:visible").count() == 2


def test_hostile_names_are_text(open_alone: Open, folder: Path) -> None:
    page = open_alone(folder / "index.html")
    assert page.locator("#students tbody a", has_text="<script>").count() == 1
