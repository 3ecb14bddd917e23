"""What a worker may read is listed from what is installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import grader
from grader.session.worker.readable import readable_paths

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can enforce it")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site-packages folder at the front of the path; call it to install a distribution."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))

    def install(name, files, metadata="", records="RECORD"):
        info = folder / f"{name}.{'dist' if records == 'RECORD' else 'egg'}-info"
        info.mkdir()
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).touch()
        (info / "METADATA").write_text(f"Name: {name}\n{metadata}\n")
        if records == "RECORD":
            (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
        else:
            (info / records).write_text("\n".join({file.split("/")[0] for file in files}))
        return folder

    return install


def granted_in(folder, packages):
    inside = (path for path in readable_paths(packages) if path.startswith(f"{folder}/"))
    return sorted(path[len(str(folder)) + 1 :] for path in inside)


def may_read(path: str) -> bool:
    """Whether a grant covers the contents of ``path``."""
    path = os.path.realpath(path)
    trees = (os.path.realpath(tree) for tree in readable_paths(()) if not tree.endswith("/"))
    return any(path == tree or path.startswith(f"{tree}/") for tree in trees)


def test_numpy_matplotlib_and_the_standard_library_are_readable():
    import encodings
    import json

    import matplotlib
    import numpy

    assert all(may_read(str(m.__file__)) for m in (numpy, matplotlib, json, encodings))


def test_the_grader_the_tests_and_the_system_are_not():
    package = Path(str(grader.__file__)).parent
    root = package.parent
    for path in (package / "__init__.py", root / "solutions", root / "tests", root / "assignments"):
        assert not may_read(str(path))
    for path in ("/proc/self/maps", "/sys/kernel", "/etc/passwd", os.path.expanduser("~/.ssh")):
        assert not may_read(path)
    assert not may_read(str(pytest.__file__))


def test_a_package_brings_what_it_requires(site):
    site("alpha-1.0", ["alpha/__init__.py", "alpha.libs/a.so"], "Requires-Dist: Beta_Two>=1")
    folder = site("beta_two-1.0", ["beta.py", "../../bin/beta"])
    assert granted_in(folder, ["alpha"]) == [
        "",
        "alpha",
        "alpha-1.0.dist-info",
        "alpha.libs",
        "beta.py",
        "beta_two-1.0.dist-info",
    ]


def test_extras_and_neighbours_are_not_granted(site):
    site("alpha-1.0", ["alpha.py"], "Requires-Dist: gamma>=1; extra == 'all'")
    site("gamma-1.0", ["gamma.py"])
    folder = site("secret-1.0", ["secret.py"])
    assert granted_in(folder, ["alpha"]) == ["", "alpha-1.0.dist-info", "alpha.py"]


def test_packages_of_a_system_without_file_lists_are_found(site):
    folder = site("alpha-1.0", ["alpha/__init__.py"], records="top_level.txt")
    assert "alpha" in granted_in(folder, ["alpha"])


def test_a_folder_without_granted_packages_cannot_be_listed(site):
    folder = site("secret-1.0", ["secret.py"])
    assert granted_in(folder, []) == []


def test_requirements_in_a_circle_end(site):
    site("alpha-1.0", ["alpha.py"], "Requires-Dist: beta")
    folder = site("beta-1.0", ["beta.py"], "Requires-Dist: alpha")
    assert "beta.py" in granted_in(folder, ["alpha"])
