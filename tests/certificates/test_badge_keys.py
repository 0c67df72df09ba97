"""What signs badges, and how long what it signed is believed."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.certificates.authority import YEAR
from tests.certificates.badges import (
    OFFICE,
    Refused,
    Stranger,
    part_of,
    void,
)
from tests.factories.certificates import CertificateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]


CURVES = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1, "P-521": ec.SECP521R1}


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [("RSA", "RS256"), ("P-256", "ES256"), ("P-384", "ES384"), ("P-521", "ES512")],
)
def test_a_stranger_accepts_a_badge(
    kind, algorithm, get_badge, stranger, shelf, sealing
):
    pair = shelf.rsa
    if kind in CURVES:
        pair = shelf.pair(kind, ec.generate_private_key(CURVES[kind]()))
    sealing(pair)
    badge = get_badge(CertificateFactory())

    stranger.check(badge)

    header = part_of(badge, 0)
    assert (header["alg"], header["typ"]) == (algorithm, "JWT")
    assert header["kid"].startswith(f"{OFFICE}#")


def test_a_curve_that_jose_does_not_know_signs_no_badge(client, shelf, sealing, caplog):
    sealing(shelf.pair("Brainpool", ec.generate_private_key(ec.BrainpoolP256R1())))
    response = client.get(f"/en/verify/{CertificateFactory().code}/badge/")
    assert response.status_code == 503
    assert "Open Badges need an RSA key" in caplog.text


def test_badges_outlive_the_certificate_of_their_key(get_badge, client, shelf, sealing):
    certificate = CertificateFactory()
    sealing()
    badge = get_badge(certificate)
    now = shelf.now
    over = shelf.pair("Seal", shelf.rsa.key, begins=now - YEAR, ends=now - YEAR / 2)
    sealing(over)
    assert client.get(f"/en/verify/{certificate.code}/badge/").status_code == 503
    Stranger(client).check(badge)
    void(certificate)
    with pytest.raises(Refused, match="'revocation' is set"):
        Stranger(client).check(badge)


def test_badges_of_an_earlier_key_are_accepted(get_badge, stranger, shelf, sealing):
    sealing()
    certificate = CertificateFactory()
    early = get_badge(certificate)
    old = shelf.keep("old.pem", shelf.rsa.certificate_pem())

    sealing(shelf.ec, CERTIFICATES_SEAL_TRUSTED=[shelf.root])
    with pytest.raises(Refused, match="no verificationMethod with id"):
        stranger.check(early)

    sealing(shelf.ec, CERTIFICATES_SEAL_TRUSTED=[shelf.root, old])
    late = get_badge(certificate)
    assert part_of(early, 0)["kid"] != part_of(late, 0)["kid"]
    for badge in (early, late):
        stranger.check(badge)
    void(certificate)
    for badge in (early, late):
        with pytest.raises(Refused, match="'revocation' is set"):
            stranger.check(badge)


def test_keys_are_those_that_seal_and_no_secret_is_among_them(client, shelf, sealing):
    clock = shelf.pair(
        "Clock", ec.generate_private_key(ec.SECP256R1()), stamps_time=True
    )
    files = [
        shelf.root,
        shelf.keep("old.pem", shelf.ec.certificate_pem()),
        shelf.keep("clock.pem", clock.certificate_pem()),
        shelf.keep("again.pem", shelf.rsa.certificate_pem()),
        "/no/file.pem",
    ]
    sealing(CERTIFICATES_SEAL_TRUSTED=files)
    keys = client.get("/badges/keys.json").json()["keys"]
    document = client.get("/badges/did.json").json()
    assert [key["kty"] for key in keys] == ["RSA", "EC"]
    assert [one["publicKeyJwk"] for one in document["verificationMethod"]] == keys
    assert document["assertionMethod"] == [f"{OFFICE}#{key['kid']}" for key in keys]
    for key in keys:
        assert set(key) <= {"kty", "kid", "alg", "use", "n", "e", "crv", "x", "y"}


@pytest.mark.usefixtures("key")
def test_the_same_is_signed_once_in_a_while(
    get_badge, client, shelf, sealing, settings
):
    """Signatures on a curve differ each time, so the same one is one."""
    sealing(shelf.ec)
    certificate = CertificateFactory()
    assert get_badge(certificate) != get_badge(certificate)
    settings.CERTIFICATES_PAGE_SECONDS = 60
    assert get_badge(certificate) == get_badge(certificate)
    before = client.get("/badges/status/0/").text
    assert client.get("/badges/status/0/").text == before
    void(certificate)
    assert client.get("/badges/status/0/").text != before
