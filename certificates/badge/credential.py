"""A certificate as an OpenBadgeCredential, in the active language.

Neither the vocabulary of Open Badges nor that of credentials knows texts in several
languages at once, so a badge is in one, and says in which.
"""

from __future__ import annotations

import uuid
from typing import Any

from certificates.domain.facts import address_of
from certificates.domain.verifying import Face, face_of, public_name
from certificates.enums import Evidence
from certificates.models import Certificate
from curriculum.conf import public_url
from curriculum.models.names import language_suffix

from .addresses import address_of_badge, issuer_id
from .claims import CONTEXT, begin, claimed, end
from .status import entry_of

OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_TAGS = {"sq": "sq", "sr": "sr-Latn", "en": "en"}


def credential_of(certificate: Certificate) -> dict[str, Any]:
    """What the face says, no more; the claims of its JWT are among it."""
    face, until = face_of(certificate), certificate.valid_until
    credential = {
        "@context": [CONTEXT, OPEN_BADGES],
        "id": address_of_badge(certificate.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": face.kind,
        "issuer": _issuer(certificate),
        "credentialSubject": _subject(certificate, face),
        "evidence": [{"id": address_of(certificate.code), "type": ["Evidence"]}],
        "credentialStatus": entry_of(certificate),
    }
    return claimed(
        credential,
        issuer=issuer_id(),
        valid_from=begin(certificate.issued_on),
        valid_until=end(until) if until else None,
    )


def _issuer(certificate: Certificate) -> dict[str, Any]:
    return {
        "id": issuer_id(),
        "type": ["Profile"],
        "name": certificate.facts["issuer"]["office"][language_suffix()],
        "url": public_url(),
    }


def _subject(certificate: Certificate, face: Face) -> dict[str, Any]:
    return {
        # Whoever holds this certificate; it leads from none to another.
        "id": _urn(address_of(certificate.code)),
        "type": ["AchievementSubject"],
        "identifier": [_identity(certificate)],
        "licenseNumber": certificate.number,
        "activityStartDate": begin(face.first_day).isoformat(),
        "activityEndDate": end(face.last_day).isoformat(),
        "narrative": face.title,
        "achievement": _achievement(certificate, face),
    }


def _identity(certificate: Certificate) -> dict[str, Any]:
    """The name as the public may read it; without one, the number on the paper."""
    name = public_name(certificate)
    return {
        "type": "IdentityObject",
        "hashed": False,
        "identityType": "name" if name else "identifier",
        "identityHash": name or certificate.number,
    }


def _achievement(certificate: Certificate, face: Face) -> dict[str, Any]:
    """The same, by its `id`, for all who got this kind for the same modules."""
    facts = certificate.facts
    taught = [f"{module['code']} {module['edition']}" for module in facts["modules"]]
    evidence = Evidence(facts.get("rests_on", Evidence.COMPLETED))
    return {
        "id": _urn("/".join([issuer_id(), str(certificate.kind_id), *taught])),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "inLanguage": _TAGS[language_suffix()],
        "name": face.kind,
        "description": "; ".join(face.modules) or face.kind,
        "criteria": {"narrative": str(evidence.label)},
    }


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
