"""A stranger's software that checks badges: nothing of ours decides.

openbadgeslib checks signature, claims, term and status list as Open Badges 3.0 asks,
jsonschema what 1EdTech's schema asks. Both reach the site as the world does, by its
public addresses; the test client stands for the network.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from urllib.parse import urlsplit

from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from certificates.models import Certificate

SITE = "https://fener.example"
OFFICE = "did:web:fener.example:badges"
SCHEMA = Path(__file__).parent / "data" / "ob_v3p0_achievementcredential_schema.json"

Refused = OB3VerificationError


class Stranger:
    """`changes` is what somebody on the way makes of what is at an address."""

    def __init__(self, client, changes=None):
        self.client = client
        self.changes = changes or {}

    def fetch(self, address):
        place = urlsplit(address)
        assert f"{place.scheme}://{place.netloc}" == SITE
        response = self.client.get(place.path)
        if response.status_code != 200:
            raise OSError(response.status_code)
        return self.changes.get(place.path, bytes)(response.content)

    def check(self, badge, *, with_status=True):
        """What the badge says. Raises Refused, or jsonschema's ValidationError."""
        verifier = OB3Verifier.for_issuer_did(OFFICE, download=self.fetch)
        verifier.verify(badge, check_status=with_status, download=self.fetch)
        claims = claims_of(badge)
        refuse_unless_by_schema(claims)
        return claims


def refuse_unless_by_schema(claims):
    Draft201909Validator(json.loads(SCHEMA.read_text())).validate(claims)


def part_of(token, place):
    """Header (0) or claims (1), unproven."""
    part = token.split(".")[place]
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def claims_of(token):
    return part_of(token, 1)


def damaged(text, place):
    """One sign of it is another one."""
    sign = "A" if text[place] != "A" else "B"
    return text[:place] + sign + text[place + 1 :]


def changed(certificate, **fields):
    Certificate.objects.filter(pk=certificate.pk).update(**fields)


def void(certificate):
    changed(certificate, state="void", state_reason="Wrong person")
