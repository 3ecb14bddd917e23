"""The stub of a solution: what a student starts from."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.authoring.errors import AuthoringError
from grader.authoring.regions import Region, find_regions

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def stub_source(solution_text: str) -> str:
    """The text of a solution with each marked region replaced by a ``raise``.

    What stands between ``### BEGIN SOLUTION`` and ``### END SOLUTION`` becomes one
    ``raise NotImplementedError("NAME is not written yet")`` at the markers' indentation, NAME
    being the function or ``Class.method`` around it. All else, docstrings too, stays as it is.

    Raises AuthoringError, naming the line, when there is no region, when the markers are not in
    order (see find_regions), when a region is not inside one function (its stub would raise on
    import) and when it holds a part of a statement.
    """
    tree = _parsed(solution_text)
    regions = find_regions(solution_text)
    if not regions:
        raise AuthoringError(
            "no solution is marked, so the stub would be the solution; "
            "put ### BEGIN SOLUTION and ### END SOLUTION around what students write"
        )
    lines = solution_text.split("\n")
    raises = [_raise_for(tree, lines, region) for region in regions]
    for region, statement in zip(regions, raises, strict=True):
        _require_whole_statements(_replaced(lines, [region], [statement]), region)
    return _replaced(lines, regions, raises)


def _parsed(solution_text: str) -> ast.Module:
    try:
        return ast.parse(solution_text)
    except SyntaxError as error:
        raise AuthoringError(f"line {error.lineno}: not Python: {error.msg}") from error
    except ValueError as error:
        raise AuthoringError(f"not Python: {error}") from error


def _raise_for(tree: ast.Module, lines: Sequence[str], region: Region) -> str:
    name = _function_around(tree, region, _last_code_line(lines, region))
    return f'{region.indent}raise NotImplementedError("{name} is not written yet")'


def _last_code_line(lines: Sequence[str], region: Region) -> int:
    """Where the code between the markers ends; the comments after it are in no node's span."""
    for number in range(region.last - 1, region.first, -1):
        text = lines[number - 1].strip()
        if text and not text.startswith("#"):
            return number
    raise AuthoringError(
        f"line {region.first}: no code between BEGIN SOLUTION and END SOLUTION; put the solution "
        "there, or take the markers away"
    )


def _function_around(tree: ast.Module, region: Region, last_code_line: int) -> str:
    # ast.walk goes breadth first, so an outer scope comes before the scopes in it.
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, _SCOPES)
        and node.lineno < region.first
        and last_code_line <= (node.end_lineno or 0)
    ]
    if not around or isinstance(around[-1], ast.ClassDef):
        raise AuthoringError(
            f"line {region.first}: a solution region must be inside one function or method, since "
            "its stub raises; move the markers into the function, below its docstring"
        )
    return ".".join(node.name for node in around)


def _require_whole_statements(stub: str, region: Region) -> None:
    try:
        ast.parse(stub)
    except SyntaxError as error:
        raise AuthoringError(
            f"line {region.first}: the stub of this region would not be Python ({error.msg}); "
            "put whole statements between the markers and indent the markers like them"
        ) from error


def _replaced(lines: Sequence[str], regions: Sequence[Region], raises: Sequence[str]) -> str:
    kept: list[str] = []
    following = 0
    for region, statement in zip(regions, raises, strict=True):
        kept += [*lines[following : region.first - 1], statement]
        following = region.last
    return "\n".join([*kept, *lines[following:]])
