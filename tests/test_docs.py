"""The pages under docs/ say what the code says."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!\\)\]\(([^)#:]+)(?:#[^)]*)?\)")
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted(ROOT.glob("benchmarks/*.md"))]


def generator() -> ModuleType:
    if str(DOCS) not in sys.path:  # as it is when Python runs a file of that folder
        sys.path.append(str(DOCS))
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["mistakes.md", "checks.md", "report.md", "api.md", "formats.md"])
def test_a_generated_page_is_up_to_date(name: str) -> None:
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert committed == generator().pages()[name], "run: python docs/generate.py"


def test_no_generated_page_goes_unchecked() -> None:
    assert set(generator().pages()) == {
        "mistakes.md",
        "checks.md",
        "report.md",
        "api.md",
        "formats.md",
    }


def test_every_field_of_a_nested_list_has_its_line() -> None:
    schema = {
        "properties": {"a": {"type": "array", "items": {"$ref": "#/$defs/b"}}},
        "$defs": {"b": {"type": "object", "properties": {"c": {"type": "string"}}}},
    }
    assert [path for path, _ in generator().fields(schema, schema)] == ["a[]", "a[].c"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_architecture_page_shows_every_room() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "grader").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"**{room}**" not in page] == []
