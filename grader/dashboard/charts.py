"""The two pictures of the dashboard, as SVG whose numbers also stand in tables beside it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 220, 40, 30, 18


def histogram(labels: Sequence[str], counts: Sequence[int]) -> Markup:
    """Bars of how many have how much; each with its number above it."""
    most = max([*counts, 1])
    step = (WIDTH - LEFT) / len(counts)
    parts = [_opened(f"Distribution of scores: {_spoken(labels, counts)}")]
    for i, (label, count) in enumerate(zip(labels, counts, strict=True)):
        x, height = LEFT + i * step, (HEIGHT - TOP - BOTTOM) * count / most
        y = HEIGHT - BOTTOM - height
        parts.append(
            Markup(
                '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"'
                ' data-count="{}"/><text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
                '<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>'
            ).format(
                *(x + 2, y, step - 4, height, count),
                *(x + step / 2, y - 4, count or ""),
                *(x + step / 2, HEIGHT - 10, label),
            )
        )
    return Markup("").join([*parts, _axis(), Markup("</svg>")])


def progress(scores: Sequence[float], most: float) -> Markup:
    """The scores of attempt after attempt, from 0 to ``most``; empty for fewer than two."""
    if len(scores) < 2:
        return Markup("")
    step = (WIDTH - LEFT - 40) / (len(scores) - 1)
    spots = [
        (LEFT + 20 + i * step, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * score / (most or 1))
        for i, score in enumerate(scores)
    ]
    said = ", ".join(f"{score:g}" for score in scores)
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    parts = [_opened(f"Points of the attempts: {said}")]
    parts.append(Markup('<polyline class="path" points="{}"/>').format(path))
    for (x, y), score in zip(spots, scores, strict=True):
        spot = '<circle class="bar" cx="{:.1f}" cy="{:.1f}" r="4" data-points="{:g}"/>'
        text = '<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{:g}</text>'
        parts.append(Markup(spot).format(x, y, score))
        parts.append(Markup(text).format(x, max(12.0, y - 8), score))
    return Markup("").join([*parts, _axis(), Markup("</svg>")])


def _opened(description: str) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}"'
        ' role="img" aria-label="{}">'
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, description)


def _axis() -> Markup:
    y = HEIGHT - BOTTOM
    return Markup('<line class="axis" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(LEFT, y, WIDTH, y)


def _spoken(labels: Sequence[str], counts: Sequence[int]) -> str:
    return ", ".join(f"{label}: {count}" for label, count in zip(labels, counts, strict=True))
