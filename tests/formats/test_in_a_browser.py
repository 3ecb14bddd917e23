"""Pages in headless Chromium: what people and assistive technology get to see.

They need what the fixture ``browser`` says.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.formats import student_page
from grader.report import loads
from grader.report.records import CheckResult

from .conftest import build_report
from .samples import HOSTILE, PASSED, exercise, hostile_report, lost

pytestmark = pytest.mark.xdist_group("browser")

ROOT = Path(__file__).parents[2]
KINDS = ("right", "wrong", "unfinished", "hostile")

Open = Callable[..., Any]
Violations = Callable[[Any], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One page of each kind; that of the wrong submission is a real one."""
    folder = tmp_path_factory.mktemp("pages")
    graded = folder / "report.json"
    command = [sys.executable, "-m", "grader.cli.grade", str(ROOT / "examples" / "submission")]
    subprocess.run(
        [*command, "--seed", "7", "-q", "-o", str(graded)],
        check=True,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    stub = CheckResult("net.x", "forward(X)", "skipped", 0.0, 3.0, message="not written yet")
    reports = {
        "right": build_report(exercise(PASSED)),
        "wrong": loads(graded.read_text(encoding="utf-8")),
        "unfinished": build_report(exercise(stub, status="missing"), exercise(lost(), id="b")),
        "hostile": hostile_report(),
    }
    for kind, report in reports.items():
        text = student_page.render(report)
        (folder / f"{kind}.html").write_text(text, encoding="utf-8")
    return {kind: folder / f"{kind}.html" for kind in KINDS}


@pytest.fixture
def opened(open_alone: Open, pages: dict[str, Path]) -> Open:
    """``opened("wrong", color_scheme="dark")``: the page, which must stay silent and alone."""
    return lambda kind, **options: open_alone(pages[kind], **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_in_silence_and_fits_any_screen(opened: Open, kind: str) -> None:
    for width in (360, 1200):
        page = opened(kind, viewport={"width": width, "height": 800})
        assert page.locator("h1").inner_text() == "Practice exercises" or kind == "wrong"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
        assert page.evaluate("document.scripts.length") == 0


def test_the_wrong_submission_shows_pictures_of_its_own_numbers(opened: Open) -> None:
    page = opened("wrong")
    assert page.locator("figure.derivation [data-step=db2][data-state=wrong]").count() == 1
    assert page.locator("figure svg").count() >= 8
    assert page.get_by_text("What to mend first").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_style_follows_the_readers_choice(opened: Open, scheme: str) -> None:
    page = opened("wrong", color_scheme=scheme)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red = int(colour.partition("(")[2].partition(",")[0])
    assert (red > 200) == (scheme == "light")


def test_hostile_text_is_text(opened: Open) -> None:
    page = opened("hostile")
    assert HOSTILE in page.locator("body").inner_text()
    assert page.locator("img, script, iframe, form").count() == 0


def test_everything_can_be_reached_and_opened_from_the_keyboard(opened: Open) -> None:
    page = opened("wrong")
    focusable = "a[href], summary, [tabindex='0']"
    # What is inside closed details cannot be focused and need not be.
    wanted = page.evaluate(
        f'[...document.querySelectorAll("{focusable}")].filter(e => e.checkVisibility()).length'
    )
    reached = set()
    for step in range(wanted):
        page.keyboard.press("Tab")
        if step == 0:
            assert page.evaluate("document.activeElement.textContent") == "Skip to the exercises"
        reached.add(
            page.evaluate(
                f'[...document.querySelectorAll("{focusable}")].indexOf(document.activeElement)'
            )
        )
    assert len(reached - {-1}) == wanted
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, violations: Violations, kind: str, scheme: str) -> None:
    page = opened(kind, color_scheme=scheme)
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    assert violations(page) == []


def test_axe_finds_what_is_wrong(opened: Open, violations: Violations) -> None:
    page = opened("wrong")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelector('figure svg').removeAttribute('aria-label')")
    assert {name for name, _ in violations(page)} >= {"html-has-lang", "svg-img-alt"}


def test_headings_go_down_one_by_one(opened: Open) -> None:
    levels = opened("wrong").evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_it_prints(opened: Open) -> None:
    assert opened("wrong").pdf().startswith(b"%PDF")
