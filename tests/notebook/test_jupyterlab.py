"""A released notebook in a real JupyterLab, in headless Chromium.

Needs Chromium and the packages of the extra ``browser``; .ci/run has them. Elsewhere these tests
are skipped, unless REQUIRE_BROWSER is set. By hand::

    pip install -e '.[browser]' && REQUIRE_BROWSER=1 pytest -n0 tests/notebook/test_jupyterlab.py
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest

pytestmark = pytest.mark.xdist_group("browser")

ROOT = Path(__file__).parents[2]
STUB = ROOT / "assignments" / "practice" / "tanh.ipynb"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PATIENCE_MS = 60_000
UNWRITTEN = r"raise NotImplementedError(\"tanh is not written yet\")"
FOLDERS = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR", "LAB_SETTINGS_DIR", "LAB_WORKSPACES_DIR")


def without(what: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"{what}, though REQUIRE_BROWSER is set")
    pytest.skip(what)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's folder: of tanh.ipynb, the first function is written."""
    folder = tmp_path_factory.mktemp("course")
    text = STUB.read_text(encoding="utf-8")
    assert UNWRITTEN in text
    (folder / "tanh.ipynb").write_text(text.replace(UNWRITTEN, "return np.tanh(z)"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def address(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a JupyterLab of our own answers, on loopback and without a token."""
    if find_spec("jupyterlab") is None:
        without("the package jupyterlab is not installed")
    own = tmp_path_factory.mktemp("jupyter")
    settings = {
        f"JUPYTER{'' if name.startswith('LAB') else '_'}{name}": str(own / name) for name in FOLDERS
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
    command += ["--ServerApp.token=", "--ServerApp.password=", f"--ServerApp.root_dir={course}"]
    environment = os.environ | settings | {"IPYTHONDIR": str(own)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        found = next(filter(None, (re.search(r"http://\S+?/lab", line) for line in server.stderr)))
        # A log that nobody reads would stop the server.
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield found[0]
        server.terminate()


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        without("the package playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        without("there is no chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{address}/tree/tanh.ipynb?reset")
        yield page
        browser.close()


def test_run_all_shows_the_verdict_on_code_that_was_not_saved(page: Any, course: Path) -> None:
    saved = (course / "tanh.ipynb").read_bytes()
    page.get_by_text("(ipykernel) | Idle").wait_for()  # before, the lab would ask for a kernel
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_selector(".jp-OutputArea-output iframe").scroll_into_view_if_needed()
    shown = page.frame_locator(".jp-OutputArea-output iframe")
    assert "3 of 20 points." in shown.locator("body").inner_text()
    links = shown.locator('main a[href^="#"]')
    links.first.click()
    assert "3 of 20 points." in shown.locator("body").inner_text()  # still this page, not the lab
    assert (course / "tanh.ipynb").read_bytes() == saved
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / "jupyterlab.png"))
