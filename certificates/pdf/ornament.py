"""The border of a certificate: a guilloche band, rules and four rosettes.

`data/ornament.pdf` is what `draw()` writes; it is kept beside the code because the
background of a page has to be a file. No coat of arms: an emblem needs a permission,
a border does not.
"""

from __future__ import annotations

import io
from math import cos, pi, sin

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from curriculum.printing.fonts import prepare

WIDTH, HEIGHT = 297 * mm, 210 * mm
#: From the edge of the paper to the middle of the band.
MARGIN = 11 * mm
CORNER = 8.5 * mm
#: Radius or length of a shape before it is scaled to its place.
SIZE = 100.0
#: Height of a wave of that length.
HIGH = 23.0

INK = HexColor("#173270")
LEAD = HexColor("#23479a")
LANTERN = HexColor("#f2a900")
MIST = HexColor("#e9edf6")

Point = tuple[float, float]


def draw() -> bytes:
    """The ornament as a PDF of one page; the same bytes every time.

    Each shape is written once and placed many times, which keeps the file small; the
    page itself says one word, for it is read again with every certificate.
    """
    prepare()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    _shape(canvas, "wave", [_wave(phase) for phase in range(1, 6)])
    _shape(canvas, "bright", [_wave(0)])
    _shape(canvas, "wide", [_flower(petals=12, depth=0.16)], closed=True)
    _shape(canvas, "small", [_flower(petals=8, depth=0.34)], closed=True)
    canvas.beginForm("ornament", 0, 0, WIDTH, HEIGHT)
    _watermark(canvas)
    _bands(canvas)
    for x in (MARGIN + 1.1 * mm, WIDTH - MARGIN - 1.1 * mm):
        for y in (MARGIN + 1.1 * mm, HEIGHT - MARGIN - 1.1 * mm):
            _rosette(canvas, x, y)
    _rules(canvas)
    canvas.endForm()
    canvas.doForm("ornament")
    canvas.save()
    return out.getvalue()


def _shape(
    canvas: Canvas, name: str, lines: list[list[Point]], *, closed: bool = False
) -> None:
    canvas.beginForm(name, -SIZE * 2, -SIZE * 2, SIZE * 2, SIZE * 2)
    for points in lines:
        _curve(canvas, points, closed=closed)
    canvas.endForm()


def _curve(canvas: Canvas, points: list[Point], *, closed: bool) -> None:
    """A smooth line through the points (Catmull-Rom, as Bézier curves)."""
    first, last = (points[-1], points[:2]) if closed else (points[0], [points[-1]])
    around = [first, *points, *last]
    path = canvas.beginPath()
    path.moveTo(*_short(around[1]))
    for before, start, end, after in zip(
        around, around[1:], around[2:], around[3:], strict=False
    ):
        leave = (
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
        )
        reach = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path.curveTo(*_short(leave), *_short(reach), *_short(end))
    canvas.drawPath(path)


def _short(point: Point) -> Point:
    """Hundredths of a point are enough for any printer."""
    return round(point[0], 2), round(point[1], 2)


def _flower(*, petals: int, depth: float) -> list[Point]:
    """A closed wave around the origin."""
    count = petals * 10
    angles = [2 * pi * step / count for step in range(count)]
    radii = [SIZE * (1 + depth * cos(petals * angle)) for angle in angles]
    return [
        (radius * cos(angle), radius * sin(angle))
        for radius, angle in zip(radii, angles, strict=True)
    ]


def _wave(phase: int) -> list[Point]:
    """One period of a strand of the band, from the origin to (SIZE, 0)."""
    points = []
    for step in range(13):
        angle = 2 * pi * step / 12 + pi * phase / 3
        points.append(
            (SIZE * step / 12, HIGH * sin(angle) * (0.72 + 0.28 * cos(angle * 2)))
        )
    return points


def _place(
    canvas: Canvas,
    shape: str,
    *,
    at: Point,
    size: float,
    turn: float = 0,
    line: float,
    colour: Color,
) -> None:
    canvas.saveState()
    canvas.translate(round(at[0], 2), round(at[1], 2))
    canvas.rotate(turn)
    canvas.scale(size / SIZE, size / SIZE)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(line * SIZE / size)
    canvas.doForm(shape)
    canvas.restoreState()


def _watermark(canvas: Canvas) -> None:
    """A pale rosette in the middle of the page, behind the text."""
    for turn in range(3):
        for radius in (26, 37, 48, 59):
            _place(
                canvas,
                "wide",
                at=(WIDTH / 2, HEIGHT / 2),
                size=radius * mm,
                turn=10 * turn,
                line=0.6,
                colour=MIST,
            )


def _bands(canvas: Canvas) -> None:
    """Waves along the four sides, a whole number of them between the corners."""
    for length, turn, sides in (
        (WIDTH - 2 * (MARGIN + CORNER), 0, (MARGIN, HEIGHT - MARGIN)),
        (HEIGHT - 2 * (MARGIN + CORNER), 90, (MARGIN, WIDTH - MARGIN)),
    ):
        waves = round(length / (9 * mm))
        period = length / waves
        for shape, colour in (("wave", LEAD), ("bright", LANTERN)):
            for side in sides:
                for number in range(waves):
                    along = MARGIN + CORNER + number * period
                    _place(
                        canvas,
                        shape,
                        at=(side, along) if turn else (along, side),
                        size=period,
                        turn=turn,
                        line=0.35,
                        colour=colour,
                    )


def _rosette(canvas: Canvas, x: float, y: float) -> None:
    for radius, turn, colour in (
        (3.1, 0, LEAD),
        (3.1, 22.5, LEAD),
        (2.0, 0, LANTERN),
        (2.0, 22.5, LANTERN),
        (1.1, 0, INK),
    ):
        _place(
            canvas,
            "small",
            at=(x, y),
            size=radius * mm,
            turn=turn,
            line=0.35,
            colour=colour,
        )
    canvas.setFillColor(LANTERN)
    canvas.circle(round(x, 2), round(y, 2), 0.8 * mm, stroke=0, fill=1)


def _rules(canvas: Canvas) -> None:
    """Two rules outside the band and one inside, stepped at the corners."""
    for distance, width, colour in (
        (MARGIN - 4.3 * mm, 1.2, INK),
        (MARGIN - 3.2 * mm, 0.4, LANTERN),
    ):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.rect(distance, distance, WIDTH - 2 * distance, HEIGHT - 2 * distance)
    near, cut = MARGIN + 3.6 * mm, 6 * mm
    right, top = WIDTH - near, HEIGHT - near
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.5)
    path = canvas.beginPath()
    path.moveTo(near + cut, near)
    for x, y in (
        (right - cut, near),
        (right - cut, near + cut),
        (right, near + cut),
        (right, top - cut),
        (right - cut, top - cut),
        (right - cut, top),
        (near + cut, top),
        (near + cut, top - cut),
        (near, top - cut),
        (near, near + cut),
        (near + cut, near + cut),
    ):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path)
