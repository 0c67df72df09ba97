"""The register book: every number of a kind and year in order, void ones too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from certificates.models import Certificate, CertificateKind, RegisterCounter


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    number: str
    issued_on: date
    holder: str
    training: str
    state: str
    remark: str
    issued_by: str
    sha256: str


@dataclass(frozen=True)
class Book:
    """`missing` holds the numbers without an entry; it is empty unless rows were lost."""

    kind: CertificateKind
    year: int
    entries: list[Entry]
    missing: list[int]

    @property
    def title(self) -> str:
        return _("Register of certificates: %(kind)s, %(year)s") % {
            "kind": self.kind,
            "year": self.year,
        }

    @property
    def summary(self) -> str:
        """That no number is missing, or which ones."""
        if not self.missing:
            return _("%(count)s numbers, none is missing.") % {
                "count": len(self.entries)
            }
        return _("%(count)s numbers; without an entry: %(missing)s.") % {
            "count": len(self.entries),
            "missing": ", ".join(map(str, self.missing)),
        }


HEADINGS = (
    "number", "issued_on", "holder", "training", "state", "remark", "issued_by",
    "sha256",
)  # fmt: skip


def book_of(kind: CertificateKind, *, year: int) -> Book:
    """Two queries, however many certificates there are."""
    certificates = list(
        Certificate.objects.filter(kind=kind, year=year)
        .select_related("enrolment__training", "issued_by", "replaces", "replaced_by")
        .order_by("sequence")
    )
    counter = RegisterCounter.objects.filter(kind=kind, year=year).first()
    given = range(1, (counter.last if counter else 0) + 1)
    missing = set(given) - {one.sequence for one in certificates}
    return Book(kind, year, [_entry(one) for one in certificates], sorted(missing))


def years_of_register() -> list[int]:
    """Newest first."""
    years = Certificate.objects.order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def _entry(certificate: Certificate) -> Entry:
    return Entry(
        number=certificate.number,
        issued_on=certificate.issued_on,
        holder=certificate.holder_name,
        training=certificate.enrolment.training.code,
        state=str(certificate.state_now.label),
        remark="; ".join(_remarks(certificate)),
        issued_by=certificate.issued_by.get_full_name()
        or certificate.issued_by.get_username()
        if certificate.issued_by
        else "",
        sha256=certificate.sha256,
    )


def _remarks(certificate: Certificate) -> list[str]:
    """The reason, and the chain both ways."""
    remarks = [certificate.state_reason] if certificate.state_reason else []
    if certificate.replaces:
        remarks.append(_("Replaces %(number)s") % {"number": certificate.replaces})
    if certificate.successor:
        remarks.append(_("Replaced by %(number)s") % {"number": certificate.successor})
    return remarks
