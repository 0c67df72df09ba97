"""Seals by a key that stays in its PKCS#11 token: a software one with RSA and ECDSA."""

import io
import os
import shutil
import subprocess

import pkcs11
import pytest
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates.enums import SealProfile, SealState
from certificates.seal import SealRefused, seal_of, sealed
from certificates.seal.authority import new_key
from certificates.seal.naming import as_asn1, fingerprint
from tests.certificates.authority import Stamper, pdfsig
from tests.certificates.badges import part_of
from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.django_db

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"


def put_key(folder, token, pair):
    """A new token of that name with the pair's key in it, called `seal`."""
    key = folder / f"{token}.pem"
    key.write_bytes(pair.key_pem())
    init = ["--init-token", "--free", "--label", token, "--so-pin", "5678"]
    put = ["--import", str(key), "--token", token, "--label", "seal", "--id", "01"]
    for command in (init, put):
        subprocess.run(
            ["softhsm2-util", *command, "--pin", "1234"],
            check=True,
            capture_output=True,
        )
    key.unlink()


def put_certificate(token, pair):
    certificate = as_asn1(pair.certificate)
    opened = pkcs11.lib(LIBRARY).get_token(token_label=token)
    with opened.open(rw=True, user_pin="1234") as session:
        session.create_object(
            {
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.LABEL: "seal",
                pkcs11.Attribute.SUBJECT: certificate.subject.dump(),
                pkcs11.Attribute.VALUE: certificate.dump(),
            }
        )


@pytest.fixture(scope="module")
def tokens(shelf, tmp_path_factory):
    """Made before the library is loaded, which looks for tokens only then."""
    if not shutil.which("softhsm2-util"):
        pytest.skip("softhsm2 is missing; .ci/system-packages installs it")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    for name in ("rsa", "ec"):
        for token in (name, f"{name}-with-certificate", f"{name}-guarded"):
            put_key(folder, token, getattr(shelf, name))
    for name in ("rsa", "ec"):
        put_certificate(f"{name}-with-certificate", getattr(shelf, name))
    yield
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def in_token(tokens, sealing):
    """`in_token("ec")` seals with the key of the token of that name."""

    def use(token, **kwargs):
        sealing(
            CERTIFICATES_SEAL_KEY="seal",
            CERTIFICATES_SEAL_MODULE=LIBRARY,
            CERTIFICATES_SEAL_TOKEN=token,
            CERTIFICATES_SEAL_PASSWORD="1234",
            **kwargs,
        )

    return use


def use_certificate(shelf, pair):
    """The setting for a token that has the key alone."""
    return {
        "CERTIFICATES_SEAL_CERTIFICATE": shelf.keep("own.pem", pair.certificate_pem())
    }


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_every_reader_accepts_the_seal_of_a_token(key, pdf, shelf, in_token, tmp_path):
    pair = getattr(shelf, key)
    in_token(key, **use_certificate(shelf, pair))
    made = sealed(pdf, now=timezone.now())
    assert made.by.fingerprint == fingerprint(pair.certificate)
    assert seal_of(made.pdf).state == SealState.INTACT

    [signature] = PdfFileReader(io.BytesIO(made.pdf)).embedded_signatures
    root = as_asn1(shelf.authority.root.certificate)
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    assert (status.bottom_line, status.trusted) == (True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE

    said = pdfsig(made.pdf, shelf.roots, tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Certificate Validation: Certificate is Trusted." in said


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_every_seal_of_a_token_is_good(key, pdf, shelf, in_token):
    """Signatures of ECDSA differ in length; there is room for the longest."""
    in_token(key, **use_certificate(shelf, getattr(shelf, key)))
    files = [sealed(pdf + b"%%%d" % n, now=timezone.now()).pdf for n in range(12)]
    assert {seal_of(file).state for file in files} == {SealState.INTACT}


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_certificate_comes_from_the_token(key, pdf, shelf, in_token):
    in_token(f"{key}-with-certificate", CERTIFICATES_SEAL_CERTIFICATE="")
    made = sealed(pdf, now=timezone.now())
    assert made.by.fingerprint == fingerprint(getattr(shelf, key).certificate)
    assert seal_of(made.pdf).state == SealState.INTACT


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_token_seals_for_the_long_term(key, pdf, shelf, in_token, tmp_path):
    in_token(
        key,
        CERTIFICATES_SEAL_TIMESTAMP_URL="https://stamps.example",
        CERTIFICATES_SEAL_TIMESTAMPER=f"{Stamper.__module__}.Stamper",
        **use_certificate(shelf, getattr(shelf, key)),
    )
    content = sealed(pdf, now=timezone.now()).pdf
    seal = seal_of(content)
    assert (seal.state, seal.profile) == (SealState.INTACT, SealProfile.ARCHIVED)
    said, _stamp = pdfsig(content, shelf.roots, tmp_path).split("Signature #2")
    assert "Signature Validation: Signature is Valid." in said


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(("key", "algorithm"), [("rsa", "RS256"), ("ec", "ES256")])
def test_token_signs_badges(key, algorithm, shelf, in_token, stranger, get_badge):
    in_token(key, **use_certificate(shelf, getattr(shelf, key)))
    badge = get_badge(CertificateFactory())
    stranger.check(badge)
    assert part_of(badge, 0)["alg"] == algorithm


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_what_keeps_a_token_from_sealing_is_said(key, pdf, shelf, in_token, settings):
    """Its PIN first: whoever has logged in is not asked for it again."""
    token = f"{key}-guarded"
    in_token(token, **use_certificate(shelf, getattr(shelf, key)))
    other = shelf.pair("Other", new_key(key)).certificate_pem()
    for setting, value, words in (
        ("PASSWORD", "4321", "The token does not take the PIN"),
        ("TOKEN", "Other", "The token Other with the key seal does not answer"),
        ("KEY", "other", f"The token {token} with the key other does not answer"),
        ("MODULE", "/no/library.so", "There is no PKCS#11 library /no/library.so"),
        ("CERTIFICATE", shelf.keep("other.pem", other), "do not belong together"),
    ):
        name = f"CERTIFICATES_SEAL_{setting}"
        right = getattr(settings, name)
        setattr(settings, name, value)
        with pytest.raises(SealRefused, match=words):
            sealed(pdf, now=timezone.now())
        setattr(settings, name, right)
    assert seal_of(sealed(pdf, now=timezone.now()).pdf).state == SealState.INTACT
