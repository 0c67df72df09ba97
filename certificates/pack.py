"""What this floor adds to the handover pack of a training."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from lms.delivery.models import Training
from lms.delivery.packing import PackFile, table

from .models import Certificate, CertificateFile
from .permissions import user_can_see_register

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def pack_parts(user: User, training: Training) -> Iterator[PackFile]:
    """The list of the certificates and their files, to whoever sees the register."""
    if not user_can_see_register(user):
        return
    certificates = (
        Certificate.objects.filter(enrolment__training=training)
        .select_related("kind")
        .order_by("kind", "year", "sequence")
    )
    rows = [
        (one.number, one.kind, one.holder_name, one.issued_on, one.get_state_display(),
         one.state_reason, one.sha256)
        for one in certificates
    ]  # fmt: skip
    yield table(
        "certificates.csv",
        _("Certificates"),
        (_("Number"), _("Kind"), _("Name"), _("Issued on"), _("State"), _("Reason"), "SHA-256"),
        rows,
    )  # fmt: skip
    for certificate in certificates:
        path = f"certificates/{certificate.number}.pdf"
        yield PackFile(path, certificate.number, partial(_opened, certificate.pk))


def _opened(certificate: int) -> IO[bytes]:
    return io.BytesIO(CertificateFile.objects.get(certificate=certificate).pdf)
