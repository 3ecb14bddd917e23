"""The proof that an assignment judges right: its solution, its stub, mutants and a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.authoring.corpus import Expected, Seen, read_corpus
from grader.authoring.errors import AuthoringError
from grader.authoring.mutants import Mutant, mutants, sampled
from grader.authoring.mutants_equivalent import FILE, Equivalent, read_equivalent
from grader.authoring.stub import stub_source
from grader.authoring.verify_trials import Lanes, Trial, grade_corpus, grade_trials
from grader.grading.assignment import Assignment, ExerciseEntry
from grader.report.records import ExerciseResult

Fate = Literal["killed", "survived", "equivalent", "refuted", "not graded"]

LEAST_CPU_S, PATIENCE = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to try: ``seeds`` runs from ``seed`` on, ``most`` mutants of each exercise."""

    seed: int = 1
    seeds: int = 5
    most: int | None = None
    only: tuple[str, ...] = ()
    corpus: Path | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and what became of it.

    ``why`` is the check that lost points, the reason why the mutant is equivalent, or why it
    could not be graded. A refuted mutant is said to be equivalent and loses points.
    """

    mutant: Mutant
    fate: Fate
    why: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseProof:
    """What was tried on one exercise. ``losses`` and ``stub_problem`` are empty when all is well.

    ``made`` counts the mutants there are, of which ``tried`` were graded; ``stale`` are the
    entries of equivalent.toml that fit none of them.
    """

    id: str
    points: float
    solution: str
    seeds: int
    losses: tuple[str, ...]
    stub_problem: str
    made: int
    tried: tuple[Tried, ...]
    stale: tuple[Equivalent, ...]

    def fated(self, fate: Fate) -> list[Tried]:
        """The mutants that came to this."""
        return [each for each in self.tried if each.fate == fate]

    @property
    def holds(self) -> bool:
        """Whether the judge is right, as far as was tried. A survivor is a question, no proof."""
        doubtful = self.fated("refuted") or self.fated("not graded")
        return not (self.losses or self.stub_problem or doubtful)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was tried on an assignment."""

    assignment: Assignment
    plan: Plan
    exercises: tuple[ExerciseProof, ...]
    corpus: tuple[Seen, ...]

    @property
    def holds(self) -> bool:
        """Whether solution, stub, mutants and corpus got what they must."""
        return all(each.holds for each in self.exercises) and not self.misjudged

    @property
    def misjudged(self) -> list[Seen]:
        """Right submissions of the corpus that lost points, and wrong ones that lost none."""
        return [seen for seen in self.corpus if is_misjudged(seen)]


def is_misjudged(seen: Seen) -> bool:
    """Whether a submission of a corpus came out on the wrong side, or could not be graded."""
    return seen.result.score is None or bool(seen.lost) == seen.expected.right


def verify(
    assignment: Assignment,
    solutions: Path,
    plan: Plan,
    run: Lanes,
    tell: Callable[[str], None],
) -> Proof:
    """Try the solutions of an assignment, their stubs and mutants, and a corpus.

    ``solutions`` holds EXERCISE.py for each exercise and perhaps equivalent.toml; ``tell`` is
    told what comes next. Raises AuthoringError, AssignmentError or GraderFault.
    """
    chosen = [each for each in assignment.entries if not plan.only or each.id in plan.only]
    texts = {entry.id: _solution(solutions, entry) for entry in chosen}
    claims = _claims(solutions, assignment)
    attempt = _Attempt(assignment, plan, run, tell)
    corpus = attempt.read_corpora(chosen)
    proofs = tuple(
        attempt.exercise(entry, texts[entry.id], [c for c in claims if c.exercise == entry.id])
        for entry in chosen
    )
    return Proof(assignment, plan, proofs, tuple(attempt.corpora(corpus)))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What all parts of a proof need."""

    assignment: Assignment
    plan: Plan
    run: Lanes
    tell: Callable[[str], None]

    @property
    def seeds(self) -> range:
        return range(self.plan.seed, self.plan.seed + self.plan.seeds)

    def exercise(
        self, entry: ExerciseEntry, text: str, claims: Sequence[Equivalent]
    ) -> ExerciseProof:
        try:
            stub, every = stub_source(text), mutants(text)
        except AuthoringError as error:
            raise AuthoringError(f"{entry.id}.py, {error}") from error
        self.tell(f"{entry.id}: the solution with {self.plan.seeds} seeds, and the stub")
        trials = [Trial(entry, text, seed) for seed in self.seeds]
        *results, of_stub = self._grade([*trials, Trial(entry, stub, self.plan.seed)])
        losses = [_loss(seed, result) for seed, result in zip(self.seeds, results, strict=True)]
        losses = [loss for loss in losses if loss]
        # Where the solution itself loses points, a mutant that does would show nothing.
        chosen = [] if losses else sampled(every, self.plan.most, self.plan.seed)
        return ExerciseProof(
            id=entry.id,
            points=entry.points,
            solution=text,
            seeds=self.plan.seeds,
            losses=tuple(losses),
            stub_problem=_stub_problem(of_stub),
            made=len(every),
            tried=tuple(self._tried(entry, chosen, claims, _limits(results))),
            stale=tuple(each for each in claims if not any(map(each.fits, every))),
        )

    def _tried(
        self,
        entry: ExerciseEntry,
        chosen: Sequence[Mutant],
        claims: Sequence[Equivalent],
        limits: Mapping[str, float],
    ) -> list[Tried]:
        self.tell(f"{entry.id}: {len(chosen)} mutants")
        trials = [Trial(entry, mutant.text, self.plan.seed, limits) for mutant in chosen]
        results = self._grade(trials)
        return [_fate(m, result, claims) for m, result in zip(chosen, results, strict=True)]

    def _grade(self, trials: Sequence[Trial]) -> list[ExerciseResult]:
        return grade_trials(self.run, self.assignment, trials)

    def read_corpora(self, chosen: Sequence[ExerciseEntry]) -> list[list[Expected]]:
        root = self.plan.corpus
        if root is None:
            return []
        folders = [root / entry.id for entry in chosen]
        folders = [folder for folder in folders if (folder / "manifest.toml").is_file()]
        if not folders:
            raise AuthoringError(
                f"{root} has no folder EXERCISE/manifest.toml for {self.assignment.id}; "
                "name the folder that holds the exercises' folders"
            )
        return [list(read_corpus(folder)) for folder in folders]

    def corpora(self, corpora: Sequence[Sequence[Expected]]) -> Iterator[Seen]:
        for expected in corpora:
            self.tell(f"{len(expected)} submissions with {self.plan.seeds} seeds")
            yield from grade_corpus(self.run, self.assignment, expected, self.seeds)


def _solution(solutions: Path, entry: ExerciseEntry) -> str:
    path = solutions / f"{entry.id}.py"
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AuthoringError(f"{path} cannot be read: {error}; put the solution there") from error


def _claims(solutions: Path, assignment: Assignment) -> list[Equivalent]:
    known = [entry.id for entry in assignment.entries]
    claims = read_equivalent(solutions)
    for claim in claims:
        if claim.exercise not in known:
            raise AuthoringError(
                f"{solutions / FILE} names the exercise {claim.exercise!r}; "
                f"{assignment.id} has {', '.join(known)}"
            )
    return claims


def _loss(seed: int, result: ExerciseResult) -> str:
    if result.score is not None and result.score >= result.max_score:
        return ""
    check = first_lost(result)
    score = "not graded" if result.score is None else f"{result.score:g} of {result.max_score:g}"
    return f"seed {seed}: {score}; {check or result.message}"


def _stub_problem(result: ExerciseResult) -> str:
    if result.score is None:
        return f"not graded: {result.message}"
    if result.score > 0:
        paid = [check.id for check in result.checks if check.score]
        return f"gets {result.score:g} points, from {', '.join(paid)}"
    return "" if result.status == "missing" else f"is reported as {result.status}, not as missing"


def first_lost(result: ExerciseResult) -> str:
    """The first check that lost points, and its message."""
    for check in result.checks:
        if check.score is None or check.score < check.max_score:
            first = (check.message or check.status).split("\n", 1)[0]
            return f"{check.id}: {first}"
    return ""


def _limits(results: Sequence[ExerciseResult]) -> Mapping[str, float]:
    """CPU seconds per check: many times what the solution took on the clock."""
    slowest: dict[str, float] = {}
    for result in results:
        for check in result.checks:
            slowest[check.id] = max(slowest.get(check.id, 0.0), check.duration_s)
    return {name: max(LEAST_CPU_S, PATIENCE * took) for name, took in slowest.items()}


def _fate(mutant: Mutant, result: ExerciseResult, claims: Sequence[Equivalent]) -> Tried:
    reason = next((each.reason for each in claims if each.fits(mutant)), None)
    lost = first_lost(result)
    if result.score is None:
        return Tried(mutant, "not graded", lost or result.message or "")
    if lost:
        return Tried(mutant, "killed" if reason is None else "refuted", lost)
    return Tried(mutant, "survived" if reason is None else "equivalent", reason or "")
