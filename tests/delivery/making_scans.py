"""Scans for tests: sign-in sheets that were really drawn, then printed and photographed."""

import io
import subprocess

from PIL import Image, ImageFilter
from pypdf import PdfWriter

from lms.delivery.domain.sign_in_sheet import draw_sign_in_sheet


def pictures_of(session, *, dpi=110):
    """The pages of the session's sheet as pictures."""
    pdf = draw_sign_in_sheet(session)
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-f", "1", "-l", "1"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(drawn.stdout)).convert("RGB")


def as_file(picture, kind="JPEG", **facts):
    out = io.BytesIO()
    picture.save(out, kind, **facts)
    return out.getvalue()


def photographed(picture):
    """Crooked, from the side, in bad light, on a table."""
    width, height = picture.size
    leaning = picture.transform(
        (width, height),
        Image.Transform.QUAD,
        (-30, -20, 10, height + 40, width + 50, height - 10, width - 10, 30),
        Image.Resampling.BICUBIC,
        fillcolor=(120, 90, 60),
    )
    turned = leaning.rotate(
        7, expand=True, fillcolor=(120, 90, 60), resample=Image.Resampling.BICUBIC
    )
    dark = turned.point(lambda value: int(value * 0.6) + 15)
    return dark.filter(ImageFilter.GaussianBlur(0.8))


def blank_pdf():
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
