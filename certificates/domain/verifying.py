"""Is this certificate genuine? Asked with a code, with number and name, or with a file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate

from certificates.enums import Evidence
from certificates.models import Certificate
from certificates.seal import Seal, seal_of
from curriculum.folding import fold
from curriculum.models.names import language_suffix

from .codes import ALPHABET, LENGTH, as_written

UNKNOWN = "unknown"

_NO_LETTER_OR_DIGIT = re.compile(r"[\W_]+")
_CODE_IN_FILE = re.compile(rb"/Keywords\s*\(([%b]{%d})\)" % (ALPHABET.encode(), LENGTH))


@dataclass(frozen=True)
class Verification:
    """`file_matches` and `seal` are None where no file was shown."""

    certificate: Certificate | None
    file_matches: bool | None = None
    content: bytes | None = field(default=None, repr=False)

    @property
    def state(self) -> str:
        return self.certificate.state_now if self.certificate else UNKNOWN

    @property
    def seal(self) -> Seal | None:
        """Looked at when it is asked for, which opens the file."""
        return None if self.content is None else seal_of(self.content)


def verify_code(code: str) -> Verification:
    """One query, for a code of somebody and for anything else alike."""
    written = as_written(code)
    return Verification(Certificate.objects.with_chain().filter(code=written).first())


def what_may_change(code: str) -> tuple[Any, ...] | None:
    """All that is not frozen of what the page of a certificate shows; None of nobody's.

    A fraction of the work of `verify_code`.
    """
    certificates = Certificate.objects.filter(code=as_written(code)).order_by()
    facts = certificates.values_list(
        *("pk", "state", "valid_until", "holder_name", "replaced_by__code"),
        "enrolment__professional__is_protected",
        # None is ever taken away, so the newest tells whether there are more.
        Max("renewals"),
    )
    return next(iter(facts[:1]), None)


def verify_named(number: str, name: str) -> Verification:
    """Both have to agree with the face of one certificate.

    One query and one answer to an unknown number, another name, and a holder who was
    erased or is protected: who asks learns nothing from which of them it was.
    """
    written = _NO_LETTER_OR_DIGIT.sub("-", number.upper()).strip("-")
    numbers = (number.strip(), written)
    certificate = Certificate.objects.with_chain().filter(number__in=numbers).first()
    holder = public_name(certificate) if certificate else ""
    if (words := _words_of(holder)) and words == _words_of(name):
        return Verification(certificate)
    return Verification(None)


def _words_of(name: str) -> list[str]:
    """The words of a name however they are written, in any order."""
    return sorted(fold(name).split())


def verify_file(content: bytes) -> Verification:
    """Compare a file with the register, byte for byte.

    A file that was changed still names the certificate it was made from, if its
    keywords are left. The file is opened as a PDF only if its seal is asked for.
    """
    digest = hashlib.sha256(content).hexdigest()
    certificates = Certificate.objects.with_chain()
    if same := certificates.filter(sha256=digest).first():
        return Verification(same, file_matches=True, content=content)
    if not (found := _CODE_IN_FILE.search(content)):
        return Verification(None, file_matches=False, content=content)
    code = as_written(found[1].decode())
    named = certificates.filter(code=code).first()
    return Verification(named, file_matches=False, content=content)


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
    #: Of a part of the training; else None.
    hours_present: float | None
    valid_until: date | None


def public_name(certificate: Certificate) -> str:
    """The holder as anybody may read it: empty if erased or protected."""
    if certificate.enrolment.professional.is_protected:
        return ""
    return certificate.holder_name


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
        hours_present=facts["present_minutes"] / 60
        if facts.get("rests_on") == Evidence.PART
        else None,
        valid_until=certificate.valid_until,
    )


def seal_as_data(seal: Seal) -> dict[str, Any]:
    return {
        "state": seal.state.value,
        "by": seal.by,
        "certificate": seal.certificate,
        "at": seal.at.isoformat() if seal.at else None,
        "time_stamped": seal.is_time_stamped,
        "profile": seal.profile or None,
    }


def kept_seal_as_data(certificate: Certificate) -> dict[str, Any] | None:
    """What the register says of the seal; None of what was issued without one."""
    seal = certificate.seal
    if seal is None:
        return None
    return {
        "by": seal.name,
        "certificate": seal.fingerprint,
        "at": certificate.issued_at.isoformat(),
        "profile": certificate.seal_profile,
        "valid_until": localdate(seal.ends_at).isoformat(),
    }


def as_data(certificate: Certificate | None) -> dict[str, Any]:
    """What the outside may know, for the command and the API."""
    if certificate is None:
        unknown = ("number", "holder", "kind", "issued_on")
        return {"state": UNKNOWN, **dict.fromkeys(unknown)}
    facts, face = certificate.facts, face_of(certificate)
    successor, predecessor = certificate.successor, certificate.replaces
    return {
        "state": certificate.state_now,
        "number": certificate.number,
        "holder": public_name(certificate),
        "kind": certificate.kind.code,
        "kind_names": facts["kind"],
        "training": facts["training"]["title"],
        "modules": [
            {
                "code": module["code"],
                "edition": module["edition"],
                "names": {suffix: module[suffix] for suffix in ("sq", "sr", "en")},
            }
            for module in facts["modules"]
        ],
        "place": face.place,
        "hours": face.hours,
        "hours_present": face.hours_present,
        "first_day": facts["first_day"],
        "last_day": facts["last_day"],
        "issued_on": certificate.issued_on.isoformat(),
        "valid_until": face.valid_until.isoformat() if face.valid_until else None,
        "replaces": predecessor.number if predecessor else None,
        "replaced_by": successor.number if successor else None,
        "renews": certificate.renews.number if certificate.renews else None,
        "seal": kept_seal_as_data(certificate),
    }
