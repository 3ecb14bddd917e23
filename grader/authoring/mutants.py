"""Mutants of a solution: its text with one small mistake planted in a solution region.

The mistakes are made here and not by a library. mutmut and cosmic-ray each own the whole run:
they write the mutant into a package and start a test command, where we grade a text. What they
change are operators and numbers; the mistakes of this subject (an axis, keepdims, a transpose,
a copy that is none) would have to be written all the same, and those are most of the rules.
"""

from __future__ import annotations

import ast
import copy
import difflib
import random
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.authoring.mutants_rules import RULES
from grader.authoring.regions import Region, find_regions

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A solution with one change.

    ``rule`` says what kind of change, ``function`` ("Class.method") and ``line`` where;
    ``removed`` and ``added`` are the lines that differ, each line without its indentation.
    """

    rule: str
    function: str
    line: int
    text: str
    removed: str
    added: str

    def diff(self, solution: str, name: str) -> str:
        """The change as a unified diff of the file ``name``, without its two header lines."""
        old, new = solution.split("\n"), self.text.split("\n")
        lines = difflib.unified_diff(old, new, name, name, lineterm="", n=1)
        return "\n".join(list(lines)[2:])


@dataclass(frozen=True, slots=True)
class _Site:
    """A node that may change, and the node whose text is written anew when it does."""

    node: ast.AST
    span: ast.expr | ast.stmt
    function: str


def mutants(solution: str) -> list[Mutant]:
    """All mutants of a solution, in the order of its lines, each with another syntax tree.

    Raises AuthoringError for markers that are not in order, SyntaxError if it is not Python.
    """
    tree = ast.parse(solution)
    regions = [region for region in find_regions(solution) if region.kind != "hidden"]
    sites = [site for site in _sites(tree) if _is_marked(site.span, regions)]
    sites.sort(key=lambda site: (site.span.lineno, site.span.col_offset))
    source = _Source(solution)
    seen = {ast.dump(tree)}
    made: list[Mutant] = []
    for site in sites:
        for rule, make in RULES.items():
            for replacement in make(site.node):
                text, meaning = source.replaced(site, replacement)
                if meaning is not None and meaning not in seen:
                    seen.add(meaning)
                    made.append(source.mutant(rule, site, text))
    return made


def sampled(all_mutants: Sequence[Mutant], most: int | None, seed: int) -> list[Mutant]:
    """At most ``most`` of the mutants, spread evenly; ``seed`` shifts which ones."""
    count = len(all_mutants)
    if most is None or most >= count:
        return list(all_mutants)
    shift = random.Random(seed).random()
    return [all_mutants[int((i + shift) * count / most)] for i in range(most)]


def _sites(
    node: ast.AST, within: ast.JoinedStr | None = None, scope: tuple[str, ...] = ()
) -> Iterator[_Site]:
    # Before Python 3.12 what stands inside an f-string has no place of its own in the text.
    if within is None and isinstance(node, ast.JoinedStr):
        within = node
    if isinstance(node, (ast.expr, ast.stmt)):
        yield _Site(node, within or node, ".".join(scope))
    if isinstance(node, _SCOPES):
        scope = (*scope, node.name)
    for child in ast.iter_child_nodes(node):
        yield from _sites(child, within, scope)


def _is_marked(node: ast.expr | ast.stmt, regions: Sequence[Region]) -> bool:
    last = node.end_lineno or node.lineno
    return any(region.first <= node.lineno and last <= region.last for region in regions)


class _Source:
    """The solution's text, which keeps its looks around what is replaced."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._bytes = text.encode()
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line.encode()) + 1)
        self._starts = starts

    def replaced(self, site: _Site, replacement: ast.AST) -> tuple[str, str | None]:
        """The text with the site changed, and its syntax tree; None if it does not compile."""
        new = _text(site, replacement, self._segment(site.span))
        plain = self._with(site.span, new)
        meaning = _meaning(plain)
        if isinstance(replacement, ast.stmt):
            return plain, meaning
        wrapped = self._with(site.span, f"({new})")
        intended = _meaning(wrapped)
        # Parentheses stay out where they change nothing.
        return (plain, meaning) if intended in (None, meaning) else (wrapped, intended)

    def mutant(self, rule: str, site: _Site, text: str) -> Mutant:
        first, last = site.span.lineno, site.span.end_lineno or site.span.lineno
        lines = text.split("\n")
        removed = self._lines[first - 1 : last]
        added = lines[first - 1 : len(lines) - (len(self._lines) - last)]
        return Mutant(rule, site.function, first, text, _stripped(removed), _stripped(added))

    def _bounds(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        return start, end

    def _segment(self, node: ast.expr | ast.stmt) -> str:
        start, end = self._bounds(node)
        return self._bytes[start:end].decode()

    def _with(self, node: ast.expr | ast.stmt, text: str) -> str:
        start, end = self._bounds(node)
        return (self._bytes[:start] + text.encode() + self._bytes[end:]).decode()


def _text(site: _Site, replacement: ast.AST, original: str) -> str:
    text = ast.unparse(_put(site.span, site.node, replacement))
    # Diffs show the change and not the quotes that ast.unparse prefers.
    return text.replace("'", '"') if '"' in original and '"' not in text else text


def _put(root: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """A copy of ``root`` in which ``new`` stands for ``old``."""
    return copy.deepcopy(root, {id(old): new})


def _meaning(text: str) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # that it is odd is the point
            tree = ast.parse(text)
            compile(tree, "mutant", "exec")
    except (SyntaxError, ValueError):
        return None
    return ast.dump(tree)


def _stripped(lines: Sequence[str]) -> str:
    return "\n".join(line.strip() for line in lines)
