"""The paper that lies on the table: one sheet a session, to be signed."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from curriculum.printing import PrintRefused, qr_code, render_pdf
from lms.delivery import conf
from lms.delivery.models import Enrolment, Facilitator, Session

#: Not in the catalogues: the sheet shows the three languages at once.
LANGUAGES = ("sq", "sr", "en")
WORDS = {
    "heading": ("Lista e nënshkrimeve", "Potpisna lista", "Sign-in sheet"),
    "training": ("Trajnimi", "Obuka", "Training"),
    "place": ("Vendi", "Mesto", "Place"),
    "date": ("Data", "Datum", "Date"),
    "time": ("Ora", "Vreme", "Time"),
    "facilitators": ("Trajnerët", "Treneri", "Trainers"),
    "number": ("Nr.", "Br.", "No."),
    "name": ("Emri dhe mbiemri", "Ime i prezime", "Name"),
    "institution": ("Institucioni", "Institucija", "Institution"),
    "signature": ("Nënshkrimi", "Potpis", "Signature"),
    "code": ("Kodi i listës", "Kod liste", "Code of the sheet"),
}


class SignInSheetRefused(Exception):
    """Carries in words why the sheet cannot be printed."""


@dataclass(frozen=True)
class Line:
    """A numbered line; without a name it waits for somebody who walks in."""

    number: int
    name: str = ""
    institution: str = ""


def draw_sign_in_sheet(session: Session) -> bytes:
    """The sheet as PDF: A4, three languages, its code as QR on every page."""
    if session.is_cancelled:
        raise SignInSheetRefused(
            _("This session was called off, so there is nothing to sign.")
        )
    html = render_to_string(
        "lms_delivery/pdf/sign_in_sheet.html",
        {
            "session": session,
            "training": session.training,
            "words": {name: " · ".join(words) for name, words in WORDS.items()},
            "facilitators": _facilitators(session),
            "lines": _lines(session),
            "code": session.sheet_code,
            "qr": qr_code(session.sheet_code),
        },
    )
    try:
        return render_pdf(html)
    except PrintRefused as refusal:
        raise SignInSheetRefused(str(refusal)) from refusal


def _facilitators(session: Session) -> str:
    facilitators = Facilitator.objects.filter(training=session.training_id).expected()
    return ", ".join(
        str(one.trainer)
        for one in facilitators.select_related("trainer__professional").order_by("pk")
    )


def _lines(session: Session) -> list[Line]:
    enrolments = (
        Enrolment.objects.filter(training=session.training_id)
        .attending()
        .select_related("professional", "institution")
        .order_by("professional__folded_name", "pk")
    )
    named = [
        Line(number, str(one.professional), str(one.institution or ""))
        for number, one in enumerate(enrolments, start=1)
    ]
    first = len(named) + 1
    blank = [Line(first + more) for more in range(conf.sign_in_blank_lines())]
    return [*named, *blank]
