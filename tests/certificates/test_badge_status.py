"""A badge falls with its certificate, in the eyes of a stranger."""

from datetime import timedelta

import pytest
from django.utils import timezone
from openbadgeslib.ob3.status import decode_encoded_list

from certificates.badge.credential import credential_of
from certificates.badge.keys import signed
from certificates.badge.status import SIZE
from certificates.seal.keys import current_key
from tests.certificates.badges import (
    SITE,
    Refused,
    Stranger,
    changed,
    claims_of,
    damaged,
)
from tests.factories.certificates import CertificateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]


@pytest.mark.usefixtures("key")
def test_a_changed_status_list_is_refused(get_badge, client):
    badge = get_badge(CertificateFactory())

    def damage(content):
        text = content.decode()
        return damaged(text, text.rindex(".") + 20).encode()

    with pytest.raises(Refused, match="proof is invalid"):
        Stranger(client, {"/badges/status/0/": damage}).check(badge)


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("state", ["void", "replaced", "ahead"])
def test_a_badge_falls_with_its_certificate(state, get_badge, stranger):
    fallen, standing = CertificateFactory(), CertificateFactory()
    badge, other = get_badge(fallen), get_badge(standing)
    stranger.check(badge)

    changed(fallen, state=state, state_reason="Wrong person")

    with pytest.raises(Refused, match="'revocation' is set"):
        stranger.check(badge)
    stranger.check(other)
    # Negative control: nothing but the bit says so.
    stranger.check(badge, with_status=False)


@pytest.mark.usefixtures("key")
def test_an_expired_badge_expired_and_was_not_revoked(get_badge, stranger):
    certificate = CertificateFactory(valid_until=timezone.localdate())
    badge = get_badge(certificate)
    stranger.check(badge)
    yesterday = timezone.localdate() - timedelta(days=1)
    changed(certificate, state="expired", state_reason="x")
    stranger.check(badge)
    certificate.valid_until = yesterday
    over = signed(credential_of(certificate), key=current_key())
    with pytest.raises(Refused, match="expired"):
        stranger.check(over)


@pytest.mark.usefixtures("key")
def test_list_is_of_the_register(client):
    states = ("issued", "void", "replaced", "expired", "ahead", "issued")
    pks = (1, 2, 9, SIZE - 2, SIZE - 1, SIZE)
    for pk, state in zip(pks, states, strict=True):
        CertificateFactory(pk=pk, state=state, state_reason="x")
    said = claims_of(client.get("/badges/status/0/").text)
    subject = said["credentialSubject"]
    bits = decode_encoded_list(subject["encodedList"])
    assert len(bits) == SIZE // 8
    assert {
        8 * place + bit
        for place, byte in enumerate(bits)
        for bit in range(8)
        if byte & (128 >> bit)
    } == {2, 9, SIZE - 1}
    assert (said["id"], subject["type"], subject["statusPurpose"]) == (
        f"{SITE}/badges/status/0/",
        "BitstringStatusList",
        "revocation",
    )
    last_day = timezone.localdate() + timedelta(days=1)
    assert said["validUntil"].startswith(f"{last_day}T23:59:59")
    assert not any(
        decode_encoded_list(
            claims_of(client.get("/badges/status/1/").text)["credentialSubject"][
                "encodedList"
            ]
        )
    )
    for block in (2, 10**30):
        response = client.get(f"/badges/status/{block}/", HTTP_ACCEPT_LANGUAGE="en")
        assert response.status_code == 404
        assert response.json() == {"detail": "There is no such list."}
