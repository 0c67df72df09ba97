"""Signed sheets come back: as a photo or a scan, tied to a session by their code."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lms.delivery import conf
from lms.delivery.enums import EvidenceKind
from lms.delivery.models import Evidence, Session, Training
from lms.delivery.models.session import (
    SHEET_CODE_ALPHABET,
    SHEET_CODE_LENGTH,
    SessionQuerySet,
)

from .evidence import EvidenceRefused, add_evidence

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_CODE = re.compile(f"[{SHEET_CODE_ALPHABET}]{{{SHEET_CODE_LENGTH}}}")
#: Pages of a scan that are looked at, and pictures on each of them.
MOST_PAGES = 30
MOST_PICTURES = 10
#: Longest side at which a picture that was not readable at once is tried again.
_SMALLER = (2400, 1600, 1000)


class CodeUnread(Exception):
    """The sheet says nothing about its session; carries what to do in words."""


@dataclass(frozen=True)
class Scan:
    """A file that is a picture or a PDF, as it will be kept, and the codes on it."""

    content: bytes
    name: str
    codes: frozenset[str]


def hand_in(
    content: bytes,
    name: str,
    *,
    sessions: SessionQuerySet,
    typed: str = "",
    chosen: Session | None = None,
    by: User | None,
) -> Evidence:
    """Keep a signed sheet with its session, which is one of `sessions`.

    A photo is kept upright and without what the camera wrote into it (place, owner,
    time), so its hash is that of the file kept, not of the file sent. A PDF is kept as
    it came. A code of a session outside `sessions` is answered like an unknown one.
    """
    scan = read_scan(content, name)
    session = session_of(scan, sessions=sessions, typed=typed, chosen=chosen)
    if session is None:
        raise CodeUnread(
            _(
                "The code on the sheet could not be read. Type it, or choose the "
                "session, and choose the file again."
            )
        )
    return add_evidence(
        session.training,
        content=scan.content,
        name=scan.name,
        kind=EvidenceKind.SIGNED_SHEET,
        session=session,
        by=by,
    )


def add_to_training(
    training: Training,
    *,
    content: bytes,
    name: str,
    kind: str,
    chosen: Session | None,
    by: User | None,
) -> Evidence:
    """Any file of a training; a signed sheet goes to the session that its code names."""
    if kind == EvidenceKind.SIGNED_SHEET and content:
        scan = read_scan(content, name)
        sessions = Session.objects.filter(training=training)
        chosen = session_of(scan, sessions=sessions, chosen=chosen)
        content, name = scan.content, scan.name
    return add_evidence(
        training, content=content, name=name, kind=kind, session=chosen, by=by
    )


def session_of(
    scan: Scan,
    *,
    sessions: SessionQuerySet,
    typed: str = "",
    chosen: Session | None = None,
) -> Session | None:
    """Whose sheet it is, by its code, what was typed, what was chosen; they must agree."""
    codes = set(scan.codes)
    if typed := "".join(re.split(r"[\s-]", typed)).upper():
        codes.add(typed)
    found: list[Session] = [chosen] if chosen else []
    for code in sorted(codes):
        session = sessions.select_related("training").filter(sheet_code=code).first()
        if session is None:
            raise EvidenceRefused(
                _(
                    "None of your sessions has a sheet with the code %(code)s. Is it "
                    "the right sheet?"
                )
                % {"code": code[:20]}
            )
        found.append(session)
    if len({session.pk for session in found}) > 1:
        raise EvidenceRefused(
            _(
                "The file points at several sessions: %(sessions)s. Hand in the sheet "
                "of each session as a file of its own."
            )
            % {"sessions": ", ".join(dict.fromkeys(map(str, found)))}
        )
    return found[0] if found else None


def read_scan(content: bytes, name: str) -> Scan:
    """The file by its content, whatever its name says."""
    if len(content) > conf.evidence_max_bytes():
        raise EvidenceRefused(
            _("The file has %(size)s MB; at most %(most)s MB are kept.")
            % {
                "size": f"{len(content) / 1024 / 1024:.1f}",
                "most": f"{conf.evidence_max_bytes() / 1024 / 1024:.1f}",
            }
        )
    if b"%PDF-" in content[:1024]:
        return Scan(content, _named(name, "pdf"), frozenset(_codes_of_pdf(content)))
    picture, kind = _opened(content)
    out = io.BytesIO()
    picture.save(out, kind, quality=90)
    ending = "jpg" if kind == "JPEG" else "png"
    return Scan(out.getvalue(), _named(name, ending), frozenset(codes_in(picture)))


def _named(name: str, ending: str) -> str:
    stem, _dot, now = name.rpartition(".")
    alike = {"jpg": ("jpg", "jpeg")}.get(ending, (ending,))
    return name if stem and now.lower() in alike else f"{stem or name}.{ending}"


def _opened(content: bytes) -> tuple[Image.Image, str]:
    """The picture upright, alone with its pixels, and its format."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            _refuse_pixels(image.width * image.height)
            kind = "PNG" if image.format == "PNG" else "JPEG"
            picture = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise EvidenceRefused(
            _(
                "The file is no photo (JPEG, PNG) and no PDF that can be opened. "
                "Photograph or scan the sheet again."
            )
        ) from error
    picture.info.clear()
    return picture, kind


def _refuse_pixels(pixels: int) -> None:
    if pixels > conf.signed_sheet_max_pixels():
        raise EvidenceRefused(
            _(
                "The picture has %(size)s million pixels; at most %(most)s million are "
                "possible. Take it in a smaller size."
            )
            % {
                "size": pixels // 1_000_000,
                "most": conf.signed_sheet_max_pixels() // 1_000_000,
            }
        )


def codes_in(picture: Image.Image) -> set[str]:
    """The codes of sign-in sheets on a picture, however it is turned."""
    gray = ImageOps.autocontrast(picture.convert("L"))
    for side in (0, *_SMALLER):
        tried = gray.copy()
        if side:
            if side >= max(gray.size):
                continue
            tried.thumbnail((side, side))
        found = zxingcpp.read_barcodes(tried, formats=_QR)
        if codes := {one.text for one in found if _CODE.fullmatch(one.text)}:
            return codes
    return set()


def _codes_of_pdf(content: bytes) -> Iterator[str]:
    try:
        pages = PdfReader(io.BytesIO(content)).pages
        if not len(pages):
            raise EvidenceRefused(_("The PDF has no pages. Scan the sheet again."))
        for page in pages[:MOST_PAGES]:
            for picture in _pictures(page):
                yield from codes_in(picture)
    except (PyPdfError, OSError, ValueError, KeyError, RecursionError) as error:
        raise EvidenceRefused(
            _(
                "The PDF is damaged or locked and cannot be opened. Scan the sheet again."
            )
        ) from error


def _pictures(page: Any) -> Iterator[Image.Image]:
    """The pictures of a page; one that cannot be drawn says nothing about the rest."""
    drawings = page.get("/Resources", {}).get("/XObject", {})
    for name in list(drawings)[:MOST_PICTURES]:
        drawing = drawings[name]
        if drawing.get("/Subtype") != "/Image":
            continue
        _refuse_pixels(int(drawing.get("/Width", 0)) * int(drawing.get("/Height", 0)))
        try:
            yield _roomy(drawing.decode_as_image())
        except (PyPdfError, OSError, ValueError, NotImplementedError):
            continue


def _roomy(picture: Image.Image) -> Image.Image:
    """With white around it: a picture of the code alone has no rim to find it by."""
    return ImageOps.expand(picture.convert("RGB"), border=40, fill="white")
