"""A badge is accepted by software that is not ours, and refused when it should be."""

from datetime import date

import pytest
from django.utils import timezone
from jsonschema import ValidationError

from certificates.domain.issuing import issue
from curriculum.models import Module
from lms.delivery.models import Enrolment
from tests.certificates.badges import (
    OFFICE,
    SITE,
    Refused,
    claims_of,
    damaged,
    refuse_unless_by_schema,
)
from tests.factories.certificates import CertificateFactory
from trainers_pool.models import Professional

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]


@pytest.mark.usefixtures("key", "memory")
def test_an_issued_certificate_has_its_badge(get_badge, stranger, held, kind):
    held("Arta Gashi")
    certificate = issue(Enrolment.objects.get(), kind=kind, by=None, now=timezone.now())
    said = stranger.check(get_badge(certificate))
    office = "Office of the National Anti-Trafficking Coordinator"
    assert said["issuer"]["name"] == office
    assert said["credentialSubject"]["identifier"][0]["identityHash"] == "Arta Gashi"


@pytest.mark.usefixtures("key")
def test_badge_says_what_the_face_says_and_no_more(get_badge, stranger):
    certificate = CertificateFactory(
        holder_name="Arta Gashi", valid_until=date(2099, 4, 1)
    )
    training = certificate.enrolment.training
    said = stranger.check(get_badge(certificate))
    address = f"{SITE}/api/v1/certificates/{certificate.code}/badge/"
    subject = said["credentialSubject"]
    achievement = subject.pop("achievement")
    assert said == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Certificate",
        "issuer": {
            "id": OFFICE,
            "type": ["Profile"],
            "name": "Office of the National Anti-Trafficking Coordinator",
            "url": SITE,
        },
        "credentialSubject": {
            "id": subject["id"],
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityType": "name",
                    "identityHash": "Arta Gashi",
                }
            ],
            "licenseNumber": certificate.number,
            "activityStartDate": "2026-03-10T00:00:00+01:00",
            "activityEndDate": "2026-03-12T23:59:59+01:00",
            "narrative": training.title,
        },
        "evidence": [
            {"id": f"{SITE}/verify/{certificate.code}/", "type": ["Evidence"]}
        ],
        "credentialStatus": {
            "id": f"{SITE}/badges/status/0/#{certificate.pk}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(certificate.pk),
            "statusListCredential": f"{SITE}/badges/status/0/",
        },
        "validFrom": "2026-04-02T00:00:00+02:00",
        "validUntil": "2099-04-01T23:59:59+02:00",
        "iss": OFFICE,
        "jti": address,
        "sub": subject["id"],
        "nbf": 1775080800,
        "exp": 4078763999,
    }
    assert achievement == {
        "id": achievement["id"],
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "inLanguage": "en",
        "name": "Certificate",
        "description": "M03 National Referral Mechanism (2026-1)",
        "criteria": {"narrative": "Completed the training"},
    }


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("language", "tag", "name", "criteria"),
    [
        ("sq", "sq", "Certifikatë", "E ka përfunduar trajnimin"),
        ("sr-latn", "sr-Latn", "Potvrda", "Završena obuka"),
        ("en", "en", "Certificate", "Completed the training"),
    ],
)
def test_badge_is_in_the_language_of_the_page(
    language, tag, name, criteria, get_badge, client, stranger
):
    certificate = CertificateFactory()
    address = f"/api/v1/certificates/{certificate.code}/badge/"
    machine = client.get(address, HTTP_ACCEPT_LANGUAGE=language)
    assert "Accept-Language" in machine["Vary"]
    for badge in (get_badge(certificate, language), machine.text):
        achievement = stranger.check(badge)["credentialSubject"]["achievement"]
        assert achievement["inLanguage"] == tag
        assert achievement["name"] == name
        assert achievement["criteria"] == {"narrative": criteria}


@pytest.mark.usefixtures("key")
def test_same_achievement_has_one_name_and_each_holder_another(get_badge):
    one, two = CertificateFactory(), CertificateFactory()
    other = CertificateFactory(kind__code="module", kind__prefix="M")
    subjects = [
        claims_of(get_badge(each))["credentialSubject"] for each in (one, two, other)
    ]
    achieved = [subject["achievement"]["id"] for subject in subjects]
    assert achieved[0] == achieved[1] != achieved[2]
    assert len({subject["id"] for subject in subjects}) == 3


@pytest.mark.usefixtures("key")
def test_badge_is_of_the_frozen_facts(get_badge):
    certificate = CertificateFactory(holder_name="Arta Gashi")
    before = get_badge(certificate)
    Professional.objects.update(first_name="Someone", last_name="Else")
    Module.objects.update(name_en="Something else")
    certificate.kind.name_en = "Something else"
    certificate.kind.save()
    assert claims_of(get_badge(certificate)) == claims_of(before)


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("is_protected", [True, False], ids=["protected", "erased"])
def test_no_name_is_told_where_none_may_be(is_protected, get_badge, stranger):
    certificate = CertificateFactory(
        holder_name="Besa Krasniqi" if is_protected else "",
        completion__enrolment__professional__is_protected=is_protected,
    )
    said = stranger.check(get_badge(certificate))
    assert said["credentialSubject"]["identifier"] == [
        {
            "type": "IdentityObject",
            "hashed": False,
            "identityType": "identifier",
            "identityHash": certificate.number,
        }
    ]
    person = certificate.enrolment.professional
    for secret in ("Besa", "Krasniqi", person.email, person.last_name):
        assert secret not in str(said)


@pytest.mark.usefixtures("key")
def test_one_changed_sign_is_refused(get_badge, stranger):
    badge = get_badge(CertificateFactory())
    claims, signature = (badge.index("."), badge.rindex("."))
    for place in (2, claims + 40, (claims + signature) // 2, signature + 20):
        with pytest.raises(Refused):
            stranger.check(damaged(badge, place))
    stranger.check(badge)


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("missing", ["criteria", "description", "type"])
def test_the_schema_refuses_what_is_no_badge(missing, get_badge):
    """Negative control: what the stranger accepts, it has looked at."""
    claims = claims_of(get_badge(CertificateFactory()))
    refuse_unless_by_schema(claims)
    del claims["credentialSubject"]["achievement"][missing]
    with pytest.raises(ValidationError, match=f"'{missing}' is a required property"):
        refuse_unless_by_schema(claims)
