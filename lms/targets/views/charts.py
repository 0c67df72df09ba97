"""The geometry of the public charts; the templates draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.targets.domain.breakdowns import Breakdown
from lms.targets.domain.progress import Point, Progress

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 38, 10, 18, 26


@dataclass(frozen=True)
class Tick:
    """A label and where it stands."""

    label: str
    at: float


@dataclass(frozen=True)
class LineChart:
    """People over time; `points` is what an SVG polyline takes."""

    points: str
    area: str
    last: tuple[float, float]
    target_at: float | None
    across: list[Tick]
    up: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Bar:
    """`width` is a percentage of the longest bar."""

    label: str
    people: int
    width: float


@dataclass(frozen=True)
class BarChart:
    """Bars, and the names of the groups whose number is not shown."""

    bars: list[Bar]
    small: list[str]
    hidden: list[str]


def line_chart(progress: Progress) -> LineChart | None:
    """None while nobody is counted: there is no line to draw."""
    series = progress.series
    if not series[-1].people:
        return None
    start, end = progress.count.indicator.counted_from, series[-1].day
    value = progress.count.value
    step, top = _scale(max(value or 0, series[-1].people, 1))
    days = max((end - start).days, 1)

    def across(day: date) -> float:
        share = (day - start).days / days
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def up(people: float) -> float:
        return round(HEIGHT - BOTTOM - people / top * (HEIGHT - TOP - BOTTOM), 1)

    dots = [(across(start), up(0))]
    dots += [(across(point.day), up(point.people)) for point in series]
    line = " ".join(f"{x},{y}" for x, y in dots)
    return LineChart(
        points=line,
        area=f"{line} {dots[-1][0]},{up(0)}",
        last=dots[-1],
        target_at=up(value) if value else None,
        across=[
            Tick(str(year), across(day))
            for year in _years(series)
            if (day := date(year, 1, 1)) >= start
        ],
        up=[Tick(str(number), up(number)) for number in range(0, top + 1, step)],
    )


def bar_chart(breakdown: Breakdown) -> BarChart | None:
    """None where nothing of it may be shown."""
    if breakdown.cells is None:
        return None
    longest = max((cell.people or 0 for cell in breakdown.cells), default=0)
    names = breakdown.labels
    return BarChart(
        bars=[
            Bar(names[cell.key], cell.people, round(100 * cell.people / longest, 1))
            for cell in breakdown.cells
            if cell.people is not None
        ],
        small=[names[cell.key] for cell in breakdown.cells if cell.is_small],
        hidden=[
            names[cell.key]
            for cell in breakdown.cells
            if cell.people is None and not cell.is_small
        ],
    )


def _years(series: Sequence[Point]) -> list[int]:
    first, last = series[0].day.year, series[-1].day.year
    return list(range(first, last + 1, max(1, (last - first + 1) // 6 + 1)))


def _scale(most: int) -> tuple[int, int]:
    """A step of 1, 2 or 5 and zeros, and its first multiple that is not below `most`."""
    unit = 1
    while True:
        for step in (unit, 2 * unit, 5 * unit):
            if most <= 5 * step:
                return step, -(-most // step) * step
        unit *= 10
