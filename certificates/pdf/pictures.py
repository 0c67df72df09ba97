"""Pictures of a template, made fit for print once: opaque, small enough, PNG or JPEG."""

from __future__ import annotations

import base64
import io
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PIL import Image

from .refusal import TemplateRefused

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

MAX_PIXELS = 40_000_000
MAX_BYTES = 20_000_000
#: A4 across at 210 dots an inch; no side of a picture has more.
PRINT_SIZE = (2480, 2480)
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def address_of(picture: AbstractImage) -> str:
    """The picture as a data: URI, or TemplateRefused with the reason."""
    title = picture.title
    if picture.is_svg():
        raise TemplateRefused("svg", field="images", name=title)
    try:
        size = picture.file.size
        if size > MAX_BYTES:
            raise TemplateRefused(
                "bytes",
                field="images",
                name=title,
                size=size // 1_000_000,
                most=MAX_BYTES // 1_000_000,
            )
        key = (picture.pk, picture.file.name, size)
        return _flattened(_File(picture.file, key), title)
    except OSError as error:
        raise TemplateRefused("unreadable", field="images", name=title) from error


class _File:
    """A file that is the same as another one of its key."""

    def __init__(self, file: Any, key: tuple[Any, ...]) -> None:
        self.file = file
        self.key = key

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _File) and self.key == other.key

    def read(self) -> bytes:
        with self.file.open("rb") as file:
            content: bytes = file.read()
        return content


@lru_cache(maxsize=64)
def _flattened(file: _File, title: str) -> str:
    return flattened(file.read(), title=title)


def flattened(content: bytes, *, title: str) -> str:
    """The same picture on white paper, at most at print size."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            pixels = picture.width * picture.height
            if pixels > MAX_PIXELS:
                raise _too_large(title, pixels)
            picture.draft("RGB", PRINT_SIZE)
            picture.load()
    except Image.DecompressionBombError as error:
        raise _too_large(title, 2 * Image.MAX_IMAGE_PIXELS) from error  # type: ignore[operator]
    except (OSError, SyntaxError, ValueError) as error:
        raise TemplateRefused("unreadable", field="images", name=title) from error
    layer = picture.convert("RGBA")
    layer.thumbnail(PRINT_SIZE)
    page = Image.new("RGB", layer.size, "white")
    page.paste(layer, mask=layer.getchannel("A"))
    return _smaller(page)


def _smaller(page: Image.Image) -> str:
    """Drawings are smaller as PNG, photographs as JPEG."""
    png, jpeg = io.BytesIO(), io.BytesIO()
    page.save(jpeg, "JPEG", quality=88)
    page.save(png, "PNG", optimize=True)
    kind, content = min(
        ("png", png.getvalue()), ("jpeg", jpeg.getvalue()), key=lambda one: len(one[1])
    )
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _too_large(title: str, pixels: int) -> TemplateRefused:
    return TemplateRefused(
        "pixels",
        field="images",
        name=title,
        pixels=pixels // 1_000_000,
        most=MAX_PIXELS // 1_000_000,
    )
