"""The stub of a solution: what a student starts from, as a file or as a notebook's cell."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from grader.authoring.errors import AuthoringError
from grader.authoring.regions import Region, find_regions

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def stub_source(solution_text: str) -> str:
    """The text of a solution with each marked region replaced by a ``raise``.

    What stands between ``### BEGIN SOLUTION`` and ``### END SOLUTION``, and statements with
    ``# SOLUTION`` behind them, become one ``raise NotImplementedError("NAME is not written yet")``
    at their indentation, NAME being the function or ``Class.method`` around it. A marked
    assignment outside of functions becomes ``name = ...``. Hidden tests go without a trace. All
    else, docstrings too, stays as it is.

    Raises AuthoringError, naming the line, when there is no region, when the markers are not in
    order (see find_regions), when a region is not inside one function (its stub would raise on
    import) and when it holds a part of a statement.
    """
    tree = _parsed(solution_text)
    regions = find_regions(solution_text)
    if not any(region.kind != "hidden" for region in regions):
        raise AuthoringError(
            "no solution is marked, so the stub would be the solution; "
            "put ### BEGIN SOLUTION and ### END SOLUTION around what students write"
        )
    return _without(solution_text, solution_text, tree, regions, _refuse)


def stub_cell(source: str, python: str) -> str:
    """The code cell ``source`` of a notebook as a stub; see stub_source.

    ``python`` is the cell with its magics blanked out, line for line. Unlike a file, a cell need
    not hold a region, and one outside of functions becomes a ``raise`` as well.
    """
    tree = _parsed(python)
    return _without(source, python, tree, find_regions(python), _unwritten)


def _without(
    source: str,
    python: str,
    tree: ast.Module,
    regions: Sequence[Region],
    outside: Callable[[Region], str],
) -> str:
    """``source`` without its regions; ``outside`` says what one outside of functions becomes."""
    lines = python.split("\n")
    new = [_replacement(tree, lines, region, outside) for region in regions]
    for region, statements in zip(regions, new, strict=True):
        _require_whole_statements(_replaced(lines, [region], [statements]), region)
    return _replaced(source.split("\n"), regions, new)


def _parsed(solution_text: str) -> ast.Module:
    try:
        return ast.parse(solution_text)
    except SyntaxError as error:
        raise AuthoringError(f"line {error.lineno}: not Python: {error.msg}") from error
    except ValueError as error:
        raise AuthoringError(f"not Python: {error}") from error


def _replacement(
    tree: ast.Module, lines: Sequence[str], region: Region, outside: Callable[[Region], str]
) -> Sequence[str]:
    """The lines in place of a region."""
    if region.kind == "hidden":
        return []
    last = _last_code_line(lines, region)
    name = _function_around(tree, region, last)
    if name is not None:
        return [f'{region.indent}raise NotImplementedError("{name} is not written yet")']
    if region.kind == "statement" and (targets := _targets(tree, region)) is not None:
        return [f"{target} = ..." for target in targets]
    return [outside(region)]


def _targets(tree: ast.Module, region: Region) -> list[str] | None:
    """What the assignments of a region outside of functions assign to, if it has nothing else."""
    inside = [node for node in tree.body if region.first <= node.lineno <= region.last]
    targets: list[str] = []
    for node in inside:
        if isinstance(node, ast.AnnAssign):
            targets.append(ast.unparse(node.target))
        elif isinstance(node, ast.Assign):
            targets += map(ast.unparse, node.targets)
        else:
            return None
    return targets or None


def _refuse(region: Region) -> str:
    raise AuthoringError(
        f"line {region.first}: a solution region must be inside one function or method, since "
        "its stub raises; move the markers into the function, below its docstring"
    )


def _unwritten(region: Region) -> str:
    return f'{region.indent}raise NotImplementedError("this cell is not written yet")'


def _last_code_line(lines: Sequence[str], region: Region) -> int:
    """Where the code between the markers ends; the comments after it are in no node's span."""
    if region.kind == "statement":
        return region.last
    for number in range(region.last - 1, region.first, -1):
        text = lines[number - 1].strip()
        if text and not text.startswith("#"):
            return number
    raise AuthoringError(
        f"line {region.first}: no code between BEGIN SOLUTION and END SOLUTION; put the solution "
        "there, or take the markers away"
    )


def _function_around(tree: ast.Module, region: Region, last_code_line: int) -> str | None:
    # ast.walk goes breadth first, so an outer scope comes before the scopes in it.
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, _SCOPES)
        and node.lineno < region.first
        and last_code_line <= (node.end_lineno or 0)
    ]
    if not around or isinstance(around[-1], ast.ClassDef):
        return None
    return ".".join(node.name for node in around)


def _require_whole_statements(stub: str, region: Region) -> None:
    try:
        ast.parse(stub)
    except SyntaxError as error:
        raise AuthoringError(
            f"line {region.first}: the stub of this region would not be Python ({error.msg}); "
            "put whole statements between the markers and indent the markers like them"
        ) from error


def _replaced(lines: Sequence[str], regions: Sequence[Region], new: Sequence[Sequence[str]]) -> str:
    kept: list[str] = []
    following = 0
    for region, statements in zip(regions, new, strict=True):
        kept += [*lines[following : region.first - 1], *statements]
        following = region.last
    return "\n".join([*kept, *lines[following:]])
