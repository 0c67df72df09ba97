"""Whether a certificate is revoked, asked of OpenSSL's own OCSP responder."""

import io
import shlex
import subprocess
from datetime import timedelta

import pytest
from asn1crypto import ocsp
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from django.core.cache import cache
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature

from certificates.domain.issuing import IssuingRefused, issue_for_training
from certificates.enums import SealProfile, SealState
from certificates.models import Certificate, CertificateFile, RegisterCounter
from certificates.seal import SealRefused, keys, seal_of, sealed
from certificates.seal.authority import Authority, Pair
from certificates.seal.reading import trusted
from tests.certificates.authority import YEAR, Stamper, in_years, pdfsig

pytestmark = pytest.mark.django_db

REVOKED = "The seal's certificate, or one it rests on, is revoked, so nothing"
OPTIONS = "-index index -CA ca.pem -rsigner signer.pem -rkey key.pem -nmin 60"
UNKNOWN = "Nobody says whether the seal's certificate"


class Responder:
    """`openssl ocsp` on a port of this machine that stays the same."""

    def __init__(self, folder, authority):
        self.folder, self.process, self.port = folder, None, 0
        self.authority = self.signer = authority.root
        self.start({})
        self.signer = self.delegate()
        self.url = f"http://127.0.0.1:{self.port}/"

    def start(self, states):
        """From now on it knows these pairs, `V` is valid and `R` revoked."""
        self.stop()
        files = {
            "ca.pem": self.authority.certificate_pem(),
            "signer.pem": self.signer.certificate_pem(),
            "key.pem": self.signer.key_pem(),
            "index": "".join(self._line(*one) for one in states.items()).encode(),
        }
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        self.process = subprocess.Popen(
            ["openssl", "ocsp", *shlex.split(OPTIONS), "-port", str(self.port)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        # ACCEPT [::]:45957 PID=25959
        # ocsp: waiting for OCSP client connections...
        said = []
        while "aiting for OCSP client" not in "".join(said[-1:]):
            said.append(self.process.stdout.readline())
            assert said[-1], said
        [place] = [one.split()[1] for one in said if one.startswith("ACCEPT")]
        self.port = int(place.rpartition(":")[2])

    def _line(self, pair, state):
        ends = f"{pair.certificate.not_valid_after_utc:%y%m%d%H%M%SZ}"
        since = f"{timezone.now() - timedelta(hours=1):%y%m%d%H%M%SZ}"
        serial = f"{pair.certificate.serial_number:X}"
        serial = serial.zfill(len(serial) + len(serial) % 2)
        revoked = f"{since},keyCompromise" if state == "R" else ""
        return f"{state}\t{ends}\t{revoked}\t{serial}\tunknown\t/CN={serial}\n"

    def delegate(self):
        """A certificate for answers alone, as most authorities have one."""
        uses = "extendedKeyUsage = OCSPSigning\nnoCheck = yes\n"
        (self.folder / "uses").write_text(uses)
        subject = ["-subj", "/CN=TEST - Responder"]
        new_key = ["-newkey", "rsa:2048", "-nodes", "-keyout", "own-key.pem"]
        self._openssl("req", "-new", *new_key, *subject, "-out", "own.csr")
        issuer = ["-CA", "ca.pem", "-CAkey", "key.pem", "-extfile", "uses"]
        self._openssl("x509", "-req", "-in", "own.csr", *issuer, "-out", "own.pem")
        return Pair(
            load_pem_private_key((self.folder / "own-key.pem").read_bytes(), None),
            load_pem_x509_certificate((self.folder / "own.pem").read_bytes()),
        )

    def _openssl(self, *arguments):
        subprocess.run(
            ["openssl", *arguments], cwd=self.folder, check=True, capture_output=True
        )

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None


@pytest.fixture
def responder(shelf, tmp_path):
    (tmp_path / "responder").mkdir()
    responder = Responder(tmp_path / "responder", shelf.authority)
    yield responder
    responder.stop()


@pytest.fixture
def pairs(shelf, responder, stamping, monkeypatch):
    """A seal and a clock whose certificates name the responder, and no list."""
    monkeypatch.setattr(shelf.authority, "list_url", "")
    monkeypatch.setattr(shelf.authority, "ocsp_url", responder.url)
    seal = shelf.pair("Seal", shelf.ec.key)
    clock = shelf.pair(
        "Clock", shelf.rsa.key, begins=shelf.now - YEAR, stamps_time=True
    )
    monkeypatch.setattr(Stamper, "pair", clock)
    stamping(seal, CERTIFICATES_SEAL_REVOKED=[])
    return seal, clock


def quarter_of_an_hour_later():
    """Answers are asked for anew, and a service that failed too."""
    keys.forget()
    cache.clear()


def answers_in(content):
    """Serial number and state of each answer that the file carries."""
    store = PdfFileReader(io.BytesIO(content)).root["/DSS"]
    assert "/CRLs" not in store
    found = {}
    for one in store["/OCSPs"]:
        answer = ocsp.OCSPResponse.load(one.get_object().data)
        for single in answer.response_data["responses"]:
            serial = single["cert_id"]["serial_number"].native
            found[serial] = single["cert_status"].name
    return found


def by_itself(content):
    """pyHanko's verdict by what the file carries and the roots, nobody being asked."""
    reader = PdfFileReader(io.BytesIO(content))
    store = DocumentSecurityStore.read_dss(reader)
    asking = {"trust_roots": trusted(), "allow_fetching": False}
    context = store.as_validation_context(asking | {"revocation_mode": "require"})
    [seal] = reader.embedded_regular_signatures
    return validate_pdf_signature(seal, context)


@pytest.mark.parametrize("whose", ["delegate", "root"])
def test_seal_carries_the_answers_that_it_is_not_revoked(
    whose, pdf, pairs, responder, shelf, tmp_path
):
    """Signed by a responder's own key, or by the authority's."""
    if whose == "root":
        responder.signer = shelf.authority.root
    responder.start(dict.fromkeys(pairs, "V"))
    content = sealed(pdf, now=timezone.now()).pdf
    responder.stop()

    serials = {pair.certificate.serial_number for pair in pairs}
    assert answers_in(content) == dict.fromkeys(serials, "good")
    seal = seal_of(content)
    assert (seal.state, seal.profile) == (SealState.INTACT, SealProfile.ARCHIVED)
    verdict = by_itself(content)
    assert (verdict.bottom_line, verdict.timestamp_validity.trusted) == (True, True)
    if whose == "delegate":  # of a root that answers itself pyHanko asks for more here
        verdict = in_years(content)
        assert verdict.ades_subindic == AdESPassed.OK, verdict.failure_msg
    said, _stamp = pdfsig(content, shelf.roots, tmp_path).split("Signature #2")
    assert "Signature Validation: Signature is Valid." in said


def test_without_its_answers_it_would_not_be(pdf, stamping, shelf, monkeypatch):
    """A seal whose certificates name nobody carries no answer, and says so in years."""
    monkeypatch.setattr(shelf.authority, "list_url", "")
    clock = shelf.pair("Clock", shelf.rsa.key, stamps_time=True)
    monkeypatch.setattr(Stamper, "pair", clock)
    stamping(shelf.pair("Seal", shelf.ec.key), CERTIFICATES_SEAL_REVOKED=[])
    content = sealed(pdf, now=timezone.now()).pdf
    assert not by_itself(content).bottom_line
    assert in_years(content).ades_subindic != AdESPassed.OK


@pytest.mark.parametrize("which", ["seal", "clock"])
def test_certificate_that_is_revoked_meanwhile_issues_no_more(
    which, pairs, responder, held, kind, memory
):
    seal, clock = pairs
    responder.start({seal: "V", clock: "V"})
    [issued] = issue(held("Arta Gashi"), kind).issued

    responder.start({seal: "V", clock: "V", {"seal": seal, "clock": clock}[which]: "R"})
    quarter_of_an_hour_later()
    with pytest.raises(IssuingRefused, match=REVOKED):
        issue(held("Besa Krasniqi"), kind)

    assert list(Certificate.objects.all()) == [issued]
    assert RegisterCounter.objects.get().last == 1
    content = bytes(CertificateFile.objects.get(certificate=issued).pdf)
    assert seal_of(content).state == SealState.INTACT
    assert in_years(content).ades_subindic == AdESPassed.OK


def issue(training, kind):
    return issue_for_training(training, kind=kind, by=None, now=timezone.now())


def test_nobody_who_may_say_so_knows_the_certificate(pdf, pairs, responder, shelf):
    """The responder knows it not, is not the authority's, or is silent: no seal."""
    known = dict.fromkeys(pairs, "V")
    stranger = Authority(now=shelf.now - YEAR).root
    for states, signer in (({}, responder.signer), (known, stranger), (None, None)):
        responder.signer = signer
        responder.stop() if states is None else responder.start(states)
        quarter_of_an_hour_later()
        with pytest.raises(SealRefused, match=UNKNOWN):
            sealed(pdf, now=timezone.now())

    responder.signer = shelf.authority.root
    responder.start(known)
    quarter_of_an_hour_later()
    assert seal_of(sealed(pdf, now=timezone.now()).pdf).state == SealState.INTACT
