"""Pages in headless Chromium: what people and assistive technology get to see.

Needs Chromium, the package ``playwright`` and axe-core, whose file AXE_CORE names; .ci/run has
all three. Elsewhere these tests are skipped, unless REQUIRE_BROWSER is set.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from grader.formats import student_page
from grader.report import loads
from grader.report.records import CheckResult

from .conftest import build_report
from .samples import HOSTILE, PASSED, exercise, hostile_report, lost

pytestmark = pytest.mark.xdist_group("browser")

ROOT = Path(__file__).parents[2]
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
KINDS = ("right", "wrong", "unfinished", "hostile")

Open = Callable[..., Any]


def without(what: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"{what}, though REQUIRE_BROWSER is set")
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        without("the package playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        without("there is no chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe() -> str:
    path = os.environ.get("AXE_CORE", "")
    if not Path(path).is_file():
        without("AXE_CORE does not name the file of axe-core")
    return Path(path).read_text(encoding="utf-8")


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
def opened(browser: Any, pages: dict[str, Path]) -> Iterator[Open]:
    """``opened("wrong", color_scheme="dark")``: the page, which must stay silent and alone."""
    contexts = []
    seen: list[str] = []

    def open_page(kind: str, **options: Any) -> Any:
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: seen.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: seen.append(f"error: {error}"))
        page.on("dialog", lambda dialog: seen.append("a dialog"))
        address = pages[kind].as_uri()
        page.on("request", lambda r: seen.append(r.url) if r.url != address else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert seen == []


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
def test_axe_finds_nothing(opened: Open, axe: str, kind: str, scheme: str) -> None:
    page = opened(kind, color_scheme=scheme)
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    assert violations(page, axe) == []


def violations(page: Any, axe: str) -> list[tuple[str, str]]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found]


def test_axe_finds_what_is_wrong(opened: Open, axe: str) -> None:
    page = opened("wrong")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelector('figure svg').removeAttribute('aria-label')")
    assert {name for name, _ in violations(page, axe)} >= {"html-has-lang", "svg-img-alt"}


def test_headings_go_down_one_by_one(opened: Open) -> None:
    levels = opened("wrong").evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_it_prints(opened: Open) -> None:
    assert opened("wrong").pdf().startswith(b"%PDF")
