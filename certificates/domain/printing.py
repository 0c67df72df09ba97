"""Stored pages put together for the printer."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.db.models import QuerySet
from pypdf import PdfReader, PdfWriter

from certificates.models import Certificate, CertificateFile, CertificateKind
from lms.delivery.models import Training


def printable(
    training: Training, *, kind: CertificateKind
) -> QuerySet[CertificateFile]:
    """The files of the valid certificates of a training, by name."""
    return CertificateFile.objects.filter(
        certificate__in=Certificate.objects.valid().filter(
            kind=kind, enrolment__training=training
        )
    ).order_by("certificate__enrolment__professional__folded_name", "certificate")


def one_document(files: Iterable[CertificateFile]) -> bytes:
    """One PDF of all pages in that order, to print and not to hand out."""
    writer = PdfWriter()
    for file in files:
        writer.append(PdfReader(io.BytesIO(bytes(file.pdf))), import_outline=False)
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
