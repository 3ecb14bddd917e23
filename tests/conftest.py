"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from grader.session import Launcher

CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    with Launcher() as launcher:
        yield launcher


def without(what: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"{what}, though REQUIRE_BROWSER is set")
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium, which needs itself and the package ``playwright``.

    .ci/run has both. Elsewhere these tests are skipped, unless REQUIRE_BROWSER is set.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        without("the package playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        without("there is no chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield started
        started.close()


@pytest.fixture
def open_alone(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page, which must say nothing, ask nothing and fetch nothing but itself."""
    contexts = []
    seen: list[str] = []

    def open_page(path: Path, **options: Any) -> Any:
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: seen.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: seen.append(f"error: {error}"))
        page.on("dialog", lambda dialog: seen.append("a dialog"))
        address = path.as_uri()
        page.on("request", lambda r: seen.append(r.url) if r.url != address else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert seen == []


@pytest.fixture(scope="module")
def violations() -> Callable[[Any], list[tuple[str, str]]]:
    """What axe-core, whose file AXE_CORE names, finds wrong on a page."""
    path = os.environ.get("AXE_CORE", "")
    if not Path(path).is_file():
        without("AXE_CORE does not name the file of axe-core")
    axe = Path(path).read_text(encoding="utf-8")

    def found(page: Any) -> list[tuple[str, str]]:
        page.evaluate(axe)
        wrong = page.evaluate("axe.run(document).then(result => result.violations)")
        return [(each["id"], each["nodes"][0]["html"][:200]) for each in wrong]

    return found
