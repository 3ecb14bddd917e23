"""A proof as plain text: what was tried, what came of it, and every surviving mutant."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from grader.authoring.corpus import Seen, confusion
from grader.authoring.verify import ExerciseProof, Proof, Tried, first_lost, is_misjudged
from grader.report.text import clean

NARROWEST = 40
Row = Sequence[str]


def render(proof: Proof, width: int) -> str:
    """The proof on lines of at most ``width`` columns; only diffs may be longer."""
    width = max(width, NARROWEST)
    parts = [_solutions(proof, width), _mutation(proof), *_mutants(proof, width)]
    if proof.plan.corpus is not None:
        parts += [_corpus(proof, width), _names(proof.corpus, width)]
    parts.append(_verdict(proof, width))
    return "\n\n".join(part for part in parts if part) + "\n"


def _solutions(proof: Proof, width: int) -> str:
    rows: list[Row] = [("exercise", "points", "solution: full marks", "stub: no points")]
    remarks = []
    for each in proof.exercises:
        full = f"{each.seeds - len(each.losses)} of {_counted(each.seeds, 'seed')}"
        rows.append((each.id, f"{each.points:g}", full, "NO" if each.stub_problem else "yes"))
        remarks += [f"{each.id}: the solution loses with {loss}" for loss in each.losses]
        remarks += [f"{each.id}: the stub {each.stub_problem}"] if each.stub_problem else []
    return "\n".join([_table(rows), *_wrapped(remarks, width)])


def _mutation(proof: Proof) -> str:
    rows: list[Row] = [
        ("mutants of", "made", "tried", "killed", "equivalent", "surviving", "score")
    ]
    rows += [_mutation_row(each.id, [each]) for each in proof.exercises]
    rows.append(_mutation_row("all", proof.exercises))
    return _table(rows)


def _mutation_row(name: str, proofs: Sequence[ExerciseProof]) -> Row:
    tried = [each for proof in proofs for each in proof.tried]
    counted = {fate: sum(each.fate == fate for each in tried) for fate in {t.fate for t in tried}}
    killed = counted.get("killed", 0) + counted.get("refuted", 0)
    equivalent, survived = counted.get("equivalent", 0), counted.get("survived", 0)
    judged = killed + survived
    score = f"{100 * killed / judged:.1f} %" if judged else "-"
    made = sum(proof.made for proof in proofs)
    return (name, *map(str, (made, len(tried), killed, equivalent, survived)), score)


def _mutants(proof: Proof, width: int) -> Iterator[str]:
    for each in proof.exercises:
        for tried in each.fated("survived"):
            yield _mutant(each, tried, "survives", width)
        for tried in each.fated("equivalent"):
            yield _mutant(each, tried, "is equivalent", width)
        for tried in each.fated("refuted"):
            yield _mutant(each, tried, "is said to be equivalent, but loses points", width)
        for tried in each.fated("not graded"):
            yield _mutant(each, tried, "could not be graded", width)
        yield from _stale(each, width)


def _mutant(proof: ExerciseProof, tried: Tried, fate: str, width: int) -> str:
    mutant = tried.mutant
    where = f"{proof.id}, {mutant.function}, line {mutant.line} ({mutant.rule}): {fate}"
    why = f"{where}: {tried.why}" if tried.why else where
    diff = textwrap.indent(mutant.diff(proof.solution, f"{proof.id}.py"), "  ")
    return "\n".join([*_wrapped([why], width), diff])


def _stale(proof: ExerciseProof, width: int) -> Iterator[str]:
    for claim in proof.stale:
        line = f"{proof.id}, {claim.function}: equivalent.toml names a mutant that there is not"
        yield "\n".join([*_wrapped([line], width), f"  -{claim.line}", f"  +{claim.mutant}"])


def _corpus(proof: Proof, width: int) -> str:
    rows: list[Row] = [
        ("corpus of", "right", "lose", "wrong", "full marks", "named right", "wrong", "none")
    ]
    rows += [
        _corpus_row(each.id, [seen for seen in proof.corpus if seen.expected.exercise == each.id])
        for each in proof.exercises
    ]
    rows.append(_corpus_row("all", proof.corpus))
    seeds = _counted(proof.plan.seeds, "seed")
    remarks = [f"Each submission with {seeds}; of several outcomes the worst counts."]
    remarks += [*_misjudged(proof), *_misnamed(proof)]
    return "\n".join([_table(rows), *_wrapped(remarks, width)])


def _corpus_row(name: str, seen: Sequence[Seen]) -> Row:
    """Submissions counted once, whatever the number of seeds."""
    right = {_key(each) for each in seen if each.expected.right}
    wrong = {_key(each) for each in seen if not each.expected.right}
    misjudged = {_key(each) for each in seen if is_misjudged(each)}
    names = [_worst([each for each in seen if _key(each) == key]) for key in sorted(wrong)]
    numbers = (
        len(right),
        len(right & misjudged),
        len(wrong),
        len(wrong & misjudged),
        *(names.count(naming) for naming in ("right", "wrong", "none")),
    )
    return (name, *map(str, numbers))


def _key(seen: Seen) -> tuple[str, str, bool]:
    return seen.expected.exercise, seen.expected.name, seen.expected.right


def _worst(seen: Sequence[Seen]) -> str:
    namings = {each.naming for each in seen}
    return next(naming for naming in ("wrong", "none", "right") if naming in namings)


def _misjudged(proof: Proof) -> list[str]:
    said: dict[tuple[str, str, bool], str] = {}
    for seen in proof.misjudged:
        expected = seen.expected
        if seen.result.score is None:
            outcome = "could not be graded"
        else:
            outcome = "is right and loses points" if expected.right else "is wrong and loses none"
        detail = first_lost(seen.result)
        line = f"{expected.exercise}/{expected.name} {outcome}{': ' if detail else ''}{detail}"
        said.setdefault(_key(seen), line)
    return list(said.values())


def _misnamed(proof: Proof) -> list[str]:
    lines = [
        f"{seen.expected.exercise}/{seen.expected.name} was called {', '.join(seen.bugs)}, "
        f"expected {' or '.join(seen.expected.bugs) or 'no name'}"
        for seen in proof.corpus
        if not seen.expected.right and seen.naming == "wrong"
    ]
    return list(dict.fromkeys(lines))


def _names(seen: Sequence[Seen], width: int) -> str:
    """The confusion matrix, without its zeros."""
    table = confusion(seen)
    wanted = sorted({name for name, _ in table})
    rows: list[Row] = [("mistake", "times", "was called")]
    for name in wanted:
        said = sorted(
            ((count, other) for (one, other), count in table.items() if one == name),
            key=lambda pair: (-pair[0], pair[1]),
        )
        total = str(sum(count for count, _ in said))
        if [other for _, other in said] == [name]:
            rows.append((name, total, "so each time"))
        else:
            rows += [
                (name if i == 0 else "", total if i == 0 else "", f"{count} x {other}")
                for i, (count, other) in enumerate(said)
            ]
    return _table(rows, width) if wanted else ""


def _verdict(proof: Proof, width: int) -> str:
    survivors = sum(len(each.fated("survived")) for each in proof.exercises)
    left = "every mutant lost a point or is equivalent"
    if survivors:
        count = _counted(survivors, "mutant")
        left = f"{count} survived: equivalent to the solution, or a mistake that no check finds"
    if not any(each.tried for each in proof.exercises):
        left = "no mutants were tried"
    state = "The proof holds" if proof.holds else "THE PROOF FAILS"
    return "\n".join(_wrapped([f"{proof.assignment.id}: {state}; {left}."], width))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _table(rows: Sequence[Row], width: int | None = None) -> str:
    """Columns under their heads: the first to the left, numbers to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(size) if i and _is_number_column(rows, i) else cell.ljust(size)
            for i, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip()[:width])
    return "\n".join(lines)


def _is_number_column(rows: Sequence[Row], column: int) -> bool:
    return all(row[column][:1].isdigit() or row[column] in ("", "-") for row in rows[1:])


def _wrapped(lines: Sequence[str], width: int) -> list[str]:
    # Names hold hyphens and are looked for as they are.
    wrap = textwrap.TextWrapper(width, subsequent_indent="  ", break_on_hyphens=False)
    return [wrapped for line in lines for wrapped in wrap.wrap(clean(line, 2_000))]
