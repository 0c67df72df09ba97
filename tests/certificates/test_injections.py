"""Facts that try to be code: nothing is fetched or read, and it is soon over."""

import io
import socket
import socketserver
import threading
import time
import zlib
from datetime import date

import pytest
from pypdf import PdfReader

from certificates.backends import HTMLRenderer
from certificates.models.template import starter_css, starter_html
from certificates.pdf.guard import prove
from certificates.pdf.layout import build_page
from certificates.pdf.page import PageRefused
from certificates.pdf.templates import Source, render
from tests.certificates.test_template_refusals import KIND, facts

CANARY = b"canary-4d1f6a"

#: {url} is the address of a server that counts, {file} a file with the canary in it.
PAYLOADS = (
    '<img src="{url}/1.png">',
    "<img src={url}/2.png>",
    "<img/src='{url}/3.png'/>",
    '"><img src="{url}/4.png">',
    "'><img src='{url}/5.png'>",
    '</div><img src="{url}/6.png"><div>',
    '</style><img src="{url}/7.png">',
    '</title><link rel="stylesheet" href="{url}/8.css">',
    '<link rel="stylesheet" href="{url}/9.css">',
    '<style>@import "{url}/10.css";</style>',
    "<style>@import url({url}/11.css);</style>",
    '<style>@font-face {{ font-family: a; src: url("{url}/12.ttf") }}</style>',
    "<style>p {{ background: url({url}/13.png) }}</style>",
    '<p style="background-image: url({url}/14.png)">a</p>',
    '<base href="{url}/15/">',
    '<iframe src="{url}/16"></iframe>',
    '<object data="{url}/17"></object>',
    '<embed src="{url}/18">',
    '<script src="{url}/19.js"></script>',
    "<script>fetch('{url}/20')</script>",
    "<svg><image href='{url}/21.png'/></svg>",
    "<svg onload=\"fetch('{url}/22')\">",
    '<pdf:insertpdf src="{url}/23.pdf"/>',
    "<pdf:nextpage></pdf:nextpage>",
    '<pdf:barcode value="a" type="qr"/>',
    '<pdf:toc/>',
    '<body background="{url}/24.png">',
    '<ul style="list-style-image: url({url}/25.png)"><li>a</li></ul>',
    '<a href="{url}/26">a</a>',
    '<form action="{url}/27"><input type="image" src="{url}/28"></form>',
    '<meta http-equiv="refresh" content="0;url={url}/29">',
    "<!--<img src='{url}/30'>-->",
    "--><img src='{url}/31'>",
    "<![CDATA[<img src='{url}/32'>]]>",
    '<?xml-stylesheet href="{url}/33.css"?>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "{url}/34">]>&b;',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file://{file}">]>&b;',
    '<xi:include href="file://{file}" parse="text"/>',
    '<img src="file://{file}">',
    '<img src="{file}">',
    '<img src="../../../../../..{file}">',
    '<img src="file:\\\\{file}">',
    '<pdf:insertpdf src="{file}"/>',
    '<link rel="stylesheet" href="file://{file}">',
    '<object data="file://{file}"></object>',
    "url(file://{file})",
    "url({url}/35.png)",
    'x" style="background: url({url}/36.png)',
    "x' onerror='fetch(1)",
    '&lt;img src="{url}/37.png"&gt;',
    "&#60;img src={url}/38.png&#62;",
    '<para><img src="{url}/39.png"/></para>',
    '<font face="Courier">a</font><img src="file://{file}" width="9" height="9"/>',
    "{{{{ settings.SECRET_KEY }}}}",
    '{{% include "{file}" %}}',
    '{{% load static %}}{{% static "{file}" %}}',
    "{{% for a in holder %}}{{% for b in holder %}}a{{% endfor %}}{{% endfor %}}",
    "{{{{ qr }}}} picture:qr src=\"picture:qr\" src='picture:-logo'",
    "%(name)s %s {{0.__class__}} ${{7*7}} #{{7*7}} <%= 7*7 %>",
    "'; DROP TABLE certificates_certificate; -- ) Tj ET /F1 9 Tf (a",
    "\\) Tj ET Q /Im1 Do BT (\\",
    "<b><i><u>" * 60,
)  # fmt: skip


@pytest.fixture(scope="module")
def counter():
    """A server on this machine, and what it was asked."""
    asked = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            asked.append(self.request.recv(1000))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    file = tmp_path_factory.mktemp("secret") / "secret.html"
    file.write_bytes(CANARY)
    return file


def hostile(text):
    """The payload in every text field of the facts at once."""
    words = dict.fromkeys(KIND, text)
    return facts(
        holder=text,
        kind=words,
        training={"code": text, "title": text},
        modules=[{"code": text, "edition": text, **words}],
        place=text,
        issuer=dict.fromkeys(("country", "ministry", "office"), words),
        signatory={"name": text, **words},
        replaces=text,
    )


def set_by_template(facts):
    return render(Source(starter_html(), starter_css()), facts)


def set_built_in(facts):
    page = build_page(facts)
    pdf = HTMLRenderer().render(page, kind="participation", issued_on=date(2026, 4, 2))
    prove(pdf, page)
    return pdf


def test_there_are_sixty_of_them():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("way", [set_by_template, set_built_in])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_facts_are_only_text(payload, way, counter, canary):
    url, asked = counter
    text = payload.format(url=url, file=canary)
    began = time.process_time()

    for changes in (hostile(text), facts(holder=text)):
        try:
            pdf = way(changes)
        except PageRefused:
            continue
        shown = "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
        assert "".join(text.split()) in shown
        assert not any(CANARY in stream for stream in streams(pdf))

    assert asked == []
    assert time.process_time() - began < 2


def streams(pdf):
    """The file, and whatever is packed in it."""
    yield pdf
    for part in pdf.split(b"stream\n")[1:]:
        try:
            yield zlib.decompressobj().decompress(part)
        except zlib.error:
            continue


def test_the_counter_counts(counter):
    """Negative control: a request that is made is seen."""
    url, asked = counter
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as call:
        call.sendall(b"GET / HTTP/1.0")
        call.recv(1)
    assert len(asked) == 1
    asked.clear()
