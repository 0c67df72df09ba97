"""Services on the network that a seal asks: no answer keeps anybody waiting for long."""

import socket
import socketserver
import threading
import time
from contextlib import contextmanager

import pytest
from asn1crypto import tsp
from django.core.cache import cache
from django.utils import timezone

from certificates.domain.issuing import IssuingRefused, issue_for_training
from certificates.enums import SealProfile, SealState
from certificates.models import Certificate, RegisterCounter
from certificates.seal import SealRefused, clock, keys, require_seal, seal_of, sealed
from tests.certificates.authority import YEAR, Stamper

pytestmark = pytest.mark.django_db

NO_STAMP = "gives no time stamp"
UNKNOWN_IF_REVOKED = "Nobody says whether the seal's certificate"
#: Seconds, on a busy machine too; each of these services would take half a minute.
SOON = 15
BEGINS = b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\n"


@contextmanager
def service(*answers):
    """An HTTP service on this machine; gives its address, and whom it was asked by.

    The first answer is for the first question, the last one for all that follow: a
    function from the bytes of a question to the pieces that are sent.
    """
    over = threading.Event()
    asked = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            answer = answers[min(len(asked), len(answers) - 1)]
            asked.append(threading.get_ident())
            try:
                for piece in answer(self.question()):
                    self.wfile.write(piece)
                    if over.is_set():
                        break
            except OSError:
                pass  # whoever asked is gone

        def question(self):
            length = 0
            while (line := self.rfile.readline()).strip():
                name, _colon, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            return self.rfile.read(length)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}/", asked
    finally:
        over.set()
        server.shutdown()
        server.server_close()


def grant(question):
    reply = Stamper("").request_tsa_response(tsp.TimeStampReq.load(question)).dump()
    yield BEGINS + b"Content-Length: %d\r\n\r\n" % len(reply) + reply


def slowly(content, pause=0.2):
    for byte in content:
        time.sleep(pause)
        yield bytes([byte])


def silence(question):
    yield from slowly(BEGINS, 30)


def dripping_headers(question, pause=0.2):
    yield from slowly(BEGINS * 20, pause)


def dripping_body(question):
    yield BEGINS + b"Content-Length: 1000\r\n\r\n"
    yield from slowly(bytes(1000))


def endless_body(question):
    yield BEGINS + b"\r\n"
    while True:
        yield bytes(50_000)


def failure(question):
    yield b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"


def page(question):
    yield BEGINS + b"\r\n<!DOCTYPE html><title>Welcome</title>"


def page_that_says_so(question):
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Welcome</title>"


def other_stamp(question):
    """An answer to another question."""
    other = tsp.TimeStampReq.load(question).copy()
    other["nonce"] = 1
    yield from grant(other.dump())


def test_service_on_the_network_stamps(pdf, sealing):
    with service(grant) as (address, asked):
        sealing(CERTIFICATES_SEAL_TIMESTAMP_URL=f"http://{address}")
        seal = seal_of(sealed(pdf, now=timezone.now()).pdf)
    assert (seal.state, seal.profile) == (SealState.INTACT, SealProfile.ARCHIVED)
    assert len(asked) == 3


def test_service_is_reached_by_the_proxy_of_the_environment(pdf, sealing, monkeypatch):
    with service(grant) as (address, asked):
        monkeypatch.setenv("http_proxy", f"http://{address}")
        sealing(CERTIFICATES_SEAL_TIMESTAMP_URL="http://stamps.invalid/")
        assert seal_of(sealed(pdf, now=timezone.now()).pdf).state == SealState.INTACT
    assert len(asked) == 3


def seconds_until_refused(pdf, words):
    begin = time.monotonic()
    with pytest.raises(SealRefused, match=words):
        sealed(pdf, now=timezone.now())
    return time.monotonic() - begin


@pytest.mark.parametrize("answers", [1, 2, 3])
@pytest.mark.parametrize(
    ("answer", "scheme"),
    [
        (silence, "http"),
        (silence, "https"),
        (dripping_headers, "http"),
        (dripping_body, "http"),
        (failure, "http"),
        (page, "http"),
        (page_that_says_so, "http"),
        (other_stamp, "http"),
    ],
)
def test_service_that_gives_no_stamp_in_time_is_no_seal(
    answer, scheme, answers, pdf, sealing, monkeypatch
):
    """Be it at the size, at the seal or at the archive that it fails."""
    monkeypatch.setattr(clock, "PATIENCE", 0.5)
    with service(*[grant] * (answers - 1), answer) as (address, _asked):
        sealing(CERTIFICATES_SEAL_TIMESTAMP_URL=f"{scheme}://{address}")
        assert seconds_until_refused(pdf, NO_STAMP) < SOON


def test_endless_stamp_is_cut_off_before_its_time_is_over(pdf, sealing, monkeypatch):
    monkeypatch.setattr(clock, "PATIENCE", 30)
    with service(endless_body) as (address, _asked):
        sealing(CERTIFICATES_SEAL_TIMESTAMP_URL=f"http://{address}")
        assert seconds_until_refused(pdf, NO_STAMP) < SOON


def test_nobody_listens(pdf, sealing):
    with service(grant) as (address, _asked):
        pass
    sealing(CERTIFICATES_SEAL_TIMESTAMP_URL=f"http://{address}")
    assert seconds_until_refused(pdf, NO_STAMP) < SOON


def test_name_that_is_looked_up_for_long_keeps_nobody_waiting(
    pdf, sealing, monkeypatch
):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(30))
    monkeypatch.setattr(clock, "PATIENCE", 0.5)
    sealing(CERTIFICATES_SEAL_TIMESTAMP_URL="http://stamps.example/")
    try:
        assert seconds_until_refused(pdf, NO_STAMP) < SOON
    finally:
        over.set()


def test_whoever_issues_waits_some_seconds_for_a_dripping_service(
    held, kind, memory, sealing
):
    training = held("Arta Gashi", "Besa Krasniqi")
    with service(lambda question: dripping_headers(question, 3)) as (address, asked):
        sealing(CERTIFICATES_SEAL_TIMESTAMP_URL=f"http://{address}")
        begin = time.monotonic()
        with pytest.raises(IssuingRefused, match=NO_STAMP):
            issue_for_training(training, kind=kind, by=None, now=timezone.now())
        assert time.monotonic() - begin < clock.PATIENCE + 10
    assert len(asked) == 1
    assert not Certificate.objects.exists()
    assert not RegisterCounter.objects.exists()


@pytest.fixture
def asking(shelf, stamping, monkeypatch):
    """`asking(address)` seals with certificates whose lists are handed out there."""

    def use(address):
        monkeypatch.setattr(shelf.authority, "list_url", f"http://{address}seals")
        monkeypatch.setattr(shelf.clocks, "list_url", f"http://{address}clocks")
        clock_pair = shelf.pair(
            "Clock",
            shelf.rsa.key,
            by=shelf.clocks,
            begins=shelf.now - 4 * YEAR,
            stamps_time=True,
        )
        monkeypatch.setattr(Stamper, "pair", clock_pair)
        stamping(shelf.pair("Seal", shelf.rsa.key), CERTIFICATES_SEAL_REVOKED=[])

    return use


def list_of(authority, shelf):
    content = authority.list_revoked(begins=shelf.now, ends=shelf.now + YEAR)

    def answer(question):
        yield b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(content)
        yield content

    return answer


def test_lists_are_asked_for_once_for_many_seals(pdf, asking, shelf):
    lists = [list_of(one, shelf) for one in (shelf.authority, shelf.clocks)]
    with service(*lists) as (address, asked):
        asking(address)
        for _one in range(3):
            require_seal(now=timezone.now())
            content = sealed(pdf, now=timezone.now()).pdf
    assert seal_of(content).profile == SealProfile.ARCHIVED
    assert len(asked) == 2


@pytest.mark.parametrize(
    "answer",
    [silence, dripping_headers, dripping_body, failure, page],
)
def test_list_that_nobody_hands_out_in_time_is_asked_for_once(
    answer, held, kind, memory, asking, monkeypatch
):
    monkeypatch.setattr(keys, "PATIENCE", 0.5)
    training = held("Arta Gashi")
    with service(answer) as (address, asked):
        asking(address)
        begin = time.monotonic()
        for _attempt in range(3):
            with pytest.raises(IssuingRefused, match=UNKNOWN_IF_REVOKED):
                issue_for_training(training, kind=kind, by=None, now=timezone.now())
        assert time.monotonic() - begin < SOON
    assert len(asked) == 1
    assert not RegisterCounter.objects.exists()


def test_endless_list_is_cut_off_before_its_time_is_over(pdf, asking, monkeypatch):
    monkeypatch.setattr(keys, "PATIENCE", 30)
    with service(endless_body) as (address, _asked):
        asking(address)
        assert seconds_until_refused(pdf, UNKNOWN_IF_REVOKED) < SOON


def test_service_that_answers_again_is_asked_again(pdf, sealing):
    with service(failure, grant) as (address, _asked):
        sealing(CERTIFICATES_SEAL_TIMESTAMP_URL=f"http://{address}")
        assert seconds_until_refused(pdf, NO_STAMP) < SOON
        cache.clear()  # a minute later
        assert seal_of(sealed(pdf, now=timezone.now()).pdf).state == SealState.INTACT
