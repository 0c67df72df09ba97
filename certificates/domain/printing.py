"""Stored pages put together for the printer, and the trace that leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile

from django.db.models import QuerySet

from certificates.models import Certificate, CertificateFile, CertificateKind, Printing
from certificates.models.certificate import LIVING
from certificates.pdf.binding import Binder
from lms.delivery.models import Training

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: What a zip or a document may take of the memory before it goes to the disk, in bytes.
SPOOLED = 8 * 1024 * 1024
#: So many files are in the memory together.
AT_ONCE = 50


def printable(
    training: Training, *, kind: CertificateKind
) -> QuerySet[CertificateFile]:
    """The files of what is valid or printed ahead of a training, by name."""
    return (
        CertificateFile.objects.filter(
            certificate__in=Certificate.objects.filter(
                kind=kind, enrolment__training=training, state__in=LIVING
            )
        )
        .select_related("certificate")
        .order_by("certificate__enrolment__professional__folded_name", "certificate")
    )


def one_document(files: QuerySet[CertificateFile]) -> IO[bytes]:
    """One PDF of all pages in that order, to print and not to hand out.

    The seals stay behind: each is that of a file of its own.
    """
    spool = _spool()
    binder = Binder(spool)
    for file in files.iterator(chunk_size=AT_ONCE):
        binder.add(bytes(file.pdf))
    binder.finish()
    spool.seek(0)
    return spool


def zipped(files: QuerySet[CertificateFile]) -> IO[bytes]:
    """Every file unchanged, named so that a folder keeps the order of the list."""
    spool = _spool()
    digits = len(str(files.count()))
    # PDF is compressed already.
    with ZipFile(spool, "w", ZIP_STORED) as archive:
        for place, file in enumerate(files.iterator(chunk_size=AT_ONCE), start=1):
            name = f"{place:0{digits}}-{file.certificate.number}.pdf"
            archive.writestr(name, bytes(file.pdf))
    spool.seek(0)
    return spool


def _spool() -> IO[bytes]:
    """Whoever reads it, the response as a rule, closes it."""
    return SpooledTemporaryFile(max_size=SPOOLED)


def note_printing(
    certificates: Iterable[Certificate], *, by: User | None, now: datetime
) -> int:
    """Remember that these were printed; how many of them had been before."""
    certificates = list(certificates)
    before = (
        Printing.objects.filter(certificate__in=certificates)
        .values("certificate")
        .distinct()
        .count()
    )
    Printing.objects.bulk_create(
        Printing(certificate=one, printed_at=now, printed_by=by) for one in certificates
    )
    return before
