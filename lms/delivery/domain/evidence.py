"""Files that prove something: kept as they came, with their hash."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery import conf
from lms.delivery.models import Evidence, Session, Training

from .sheet_grid import text_of

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class EvidenceRefused(Exception):
    """Carries the reason in words fit for the person who uploads."""


@transaction.atomic
def add_evidence(
    training: Training,
    *,
    content: bytes,
    name: str,
    kind: str,
    session: Session | None = None,
    by: User | None,
) -> Evidence:
    """Keep a file with a training; a closed training may still get its papers."""
    training = Training.objects.select_for_update().get(pk=training.pk)
    name = text_of(name.replace("\\", "/").rpartition("/")[2])[-255:]
    _refuse(training, content, name, session)
    evidence = Evidence.objects.create(
        training=training,
        session=session,
        kind=kind,
        name=name,
        file=ContentFile(content, name),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
    log(training, "lms_delivery.add_evidence", user=by, data={"evidence": evidence.pk})
    return evidence


def _refuse(
    training: Training, content: bytes, name: str, session: Session | None
) -> None:
    if not content:
        raise EvidenceRefused(_("The file is empty. Choose it again."))
    if len(content) > conf.evidence_max_bytes():
        raise EvidenceRefused(
            _("The file has %(size)s MB; at most %(most)s MB are kept.")
            % {
                "size": f"{len(content) / 1024 / 1024:.1f}",
                "most": f"{conf.evidence_max_bytes() / 1024 / 1024:.1f}",
            }
        )
    if name.rpartition(".")[2].lower() not in conf.evidence_endings():
        raise EvidenceRefused(
            _("Files of this type are not kept. Choose one of: %(endings)s.")
            % {"endings": ", ".join(conf.evidence_endings())}
        )
    if session and session.training_id != training.pk:
        raise EvidenceRefused(_("The session belongs to another training."))
    sha256 = hashlib.sha256(content).hexdigest()
    if Evidence.objects.filter(training=training, sha256=sha256).exists():
        raise EvidenceRefused(_("This training already has this file."))
