"""Is this certificate genuine? Asked with a code or with a file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from certificates.models import Certificate
from curriculum.models.names import language_suffix

from .codes import ALPHABET, LENGTH, as_written

UNKNOWN = "unknown"

_CODE_IN_FILE = re.compile(rb"/Keywords\s*\(([%b]{%d})\)" % (ALPHABET.encode(), LENGTH))


@dataclass(frozen=True)
class Verification:
    """`file_matches` is None where no file was shown."""

    certificate: Certificate | None
    file_matches: bool | None = None

    @property
    def state(self) -> str:
        return self.certificate.state if self.certificate else UNKNOWN


def verify_code(code: str) -> Verification:
    """One query, for a code of somebody and for anything else alike."""
    written = as_written(code)
    return Verification(Certificate.objects.with_chain().filter(code=written).first())


def verify_file(content: bytes) -> Verification:
    """Compare a file with the register, byte for byte.

    A file that was changed still names the certificate it was made from, if its
    keywords are left; the file itself is never opened as a PDF.
    """
    digest = hashlib.sha256(content).hexdigest()
    certificates = Certificate.objects.with_chain()
    if same := certificates.filter(sha256=digest).first():
        return Verification(same, file_matches=True)
    if not (found := _CODE_IN_FILE.search(content)):
        return Verification(None, file_matches=False)
    code = as_written(found[1].decode())
    return Verification(certificates.filter(code=code).first(), file_matches=False)


@dataclass(frozen=True)
class Face:
    """What the certificate says, in the language of the page that shows it."""

    kind: str
    title: str
    modules: list[str]
    place: str
    first_day: date
    last_day: date
    hours: float


def face_of(certificate: Certificate) -> Face:
    facts, suffix = certificate.facts, language_suffix()
    return Face(
        kind=facts["kind"][suffix],
        title=facts["training"]["title"],
        modules=[
            f"{module['code']} {module[suffix]} ({module['edition']})"
            for module in facts["modules"]
        ],
        place=facts["place"],
        first_day=date.fromisoformat(facts["first_day"]),
        last_day=date.fromisoformat(facts["last_day"]),
        hours=facts["minutes"] / 60,
    )


def as_data(certificate: Certificate | None) -> dict[str, Any]:
    """What the outside may know, for the command and the API."""
    if certificate is None:
        unknown = ("number", "holder", "kind", "issued_on")
        return {"state": UNKNOWN, **dict.fromkeys(unknown)}
    facts = certificate.facts
    successor, predecessor = certificate.successor, certificate.replaces
    return {
        "state": certificate.state,
        "number": certificate.number,
        "holder": certificate.holder_name,
        "kind": certificate.kind.code,
        "kind_names": facts["kind"],
        "training": facts["training"]["title"],
        "modules": [
            {"code": module["code"], "edition": module["edition"]}
            for module in facts["modules"]
        ],
        "first_day": facts["first_day"],
        "last_day": facts["last_day"],
        "issued_on": certificate.issued_on.isoformat(),
        "replaces": predecessor.number if predecessor else None,
        "replaced_by": successor.number if successor else None,
    }
