"""Pages bound into one file are the pages of the files, and weigh less together."""

import io
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

from certificates.pdf.binding import Binder
from tests.certificates.test_pictures import difference, picture_of
from tests.certificates.test_stencil import NAMES, built_in, person


def bound(*files):
    out = io.BytesIO()
    binder = Binder(out)
    for file in files:
        binder.add(file)
    binder.finish()
    return out.getvalue()


def texts(*files):
    return [
        page.extract_text()
        for file in files
        for page in PdfReader(io.BytesIO(file), strict=True).pages
    ]


@pytest.fixture(scope="module")
def certificates():
    """Two drawn and four filled in, as they are issued."""
    return [built_in(person(name, place)) for place, name in enumerate(NAMES)]


def test_the_pages_are_those_of_the_files_in_their_order(certificates):
    out = bound(*certificates, certificates[0])

    assert texts(out) == texts(*certificates, certificates[0])
    assert out.count(b"/FontFile2") < 4 * len(certificates)
    assert len(out) < sum(map(len, certificates)) / 2


@pytest.mark.skipif(not shutil.which("pdfseparate"), reason="poppler is not installed")
def test_the_pages_look_as_they_do_alone(certificates, tmp_path):
    (tmp_path / "all.pdf").write_bytes(bound(*certificates))
    subprocess.run(["pdfseparate", "all.pdf", "%d.pdf"], cwd=tmp_path, check=True)

    for place, one in enumerate(certificates, start=1):
        page = picture_of((tmp_path / f"{place}.pdf").read_bytes(), tmp_path)
        assert difference(page, picture_of(one, tmp_path)) == 0


def page_of(words, *, inside=b"1 g", width=300, loop=False):
    """A page that draws a picture that draws another; equal words have equal lengths."""
    writer = PdfWriter()
    page = writer.add_blank_page(width, 200)
    inner = stream(writer, inside, {})
    outer = stream(writer, b"/In Do", {"/In": inner})
    page[NameObject("/Resources")] = resources({"/Out": outer})
    page[NameObject("/Contents")] = stream(writer, words)
    if loop:
        data = DictionaryObject()
        data[NameObject("/Itself")] = writer._add_object(data)
        page[NameObject("/PieceInfo")] = data["/Itself"].indirect_reference
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def stream(writer, content, pictures=None):
    made = DecodedStreamObject()
    made.set_data(content)
    if pictures is not None:
        made[NameObject("/Subtype")] = NameObject("/Form")
        made[NameObject("/Resources")] = resources(pictures)
    return writer._add_object(made)


def resources(pictures):
    named = DictionaryObject({NameObject(key): one for key, one in pictures.items()})
    return DictionaryObject({NameObject("/XObject"): named})


def seen(file):
    """(width, contents, what hangs two steps below) of each page."""
    found = []
    for page in PdfReader(io.BytesIO(file), strict=True).pages:
        inner = page["/Resources"]["/XObject"]["/Out"]["/Resources"]["/XObject"]["/In"]
        found.append(
            (page.mediabox.width, page.get_contents().get_data(), inner.get_data())
        )
    return found


PAGES = [
    page_of(words, inside=inside, width=width)
    for words in (b"/Out Do", b"q /Out Do Q")
    for inside in (b"0 g", b"1 g", b"0.5 g")
    for width in (300, 400)
]


@given(st.lists(st.sampled_from(PAGES), max_size=8))
def test_any_pages_in_any_order_stay_what_they_are(files):
    """Most objects of these files are the same byte for byte, and mean something else."""
    assert seen(bound(*files)) == [one for file in files for one in seen(file)]


def packed(file):
    """The same file as newer programs write it: its objects in streams of objects."""
    writer = copy_into_new_writer(
        PdfFileReader(io.BytesIO(file)), writer_kwargs={"stream_xrefs": True}
    )
    objects = writer.prepare_object_stream()
    extra = writer.add_object(writer.root["/Pages"]["/Kids"][0], obj_stream=objects)
    writer.root["/Pages"]["/Kids"][0] = extra
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def inheriting(file):
    """The same file with the size of the page said for all pages at once."""
    writer = PdfWriter(clone_from=io.BytesIO(file))
    [page] = writer.pages
    tree = page["/Parent"].get_object()
    tree[NameObject("/MediaBox")] = page.pop("/MediaBox")
    tree[NameObject("/Rotate")] = NumberObject(90)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("changed", [packed, inheriting])
def test_files_of_other_programs_are_bound_too(changed):
    files = [changed(PAGES[0]), PAGES[-1], changed(PAGES[3])]

    assert seen(bound(*files)) == seen(PAGES[0]) + seen(PAGES[-1]) + seen(PAGES[3])


def test_what_leads_back_to_itself_ends():
    file = page_of(b"/Out Do", loop=True)

    assert seen(bound(file, file)) == seen(file) * 2
