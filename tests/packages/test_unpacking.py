"""Archives that nobody vouches for: a good one arrives whole, a bad one leaves nothing."""

import shutil
import warnings
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.packages.domain.refusal import PackageRefused
from lms.packages.domain.unpacking import look_into, unpacked
from lms.packages.enums import PackageKind
from tests.packages import making_packages as making

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    HOSTILE = making.hostile()


@pytest.fixture(autouse=True)
def _small_limits(settings):
    """Small, so that the bombs of the tests can be small too."""
    settings.LMS_PACKAGES_MAX_FILES = 300
    settings.LMS_PACKAGES_MAX_FILE_BYTES = 10_000_000
    settings.LMS_PACKAGES_MAX_UNPACKED_BYTES = 20_000_000
    settings.LMS_PACKAGES_MAX_DESCRIPTION_BYTES = 500_000


def everything_below(folder):
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )


def test_scorm_package_is_unpacked_as_it_is(root):
    with unpacked(BytesIO(making.scorm())) as (folder, found):
        pass

    assert everything_below(root / folder) == [
        "imsmanifest.xml", "lesson/index.html", "other.html", "shared.css",
    ]  # fmt: skip
    assert (root / folder / "lesson/index.html").read_bytes() == making.PAGE
    assert [path.name for path in root.iterdir()] == [folder]
    assert found.kind == PackageKind.SCORM12
    assert (found.title, found.launch) == ("Signs of trafficking", "lesson/index.html")
    assert found.files == 4


@pytest.mark.parametrize("spelling", ["scormtype", "scormType"])
def test_page_to_begin_with_is_found_over_organization_item_and_resource(spelling):
    """Neither the first resource nor the first organization."""
    found = look_into(BytesIO(making.scorm(spelling=spelling)))
    assert found.launch == "lesson/index.html"
    other = look_into(BytesIO(making.scorm(default="OTHER")))
    assert other.launch == "other.html"


def test_h5p_package_is_known():
    found = look_into(BytesIO(making.h5p()))
    assert (found.kind, found.title) == (PackageKind.H5P, "Three questions")


def test_what_programs_leave_behind_is_left_out(root):
    more = [("__MACOSX/._index.html", b"x"), (".DS_Store", b"x"), ("Thumbs.db", b"x")]
    with unpacked(BytesIO(making.scorm(*more))) as (folder, _found):
        assert len(everything_below(root / folder)) == 4


def test_looking_writes_nothing(root):
    look_into(BytesIO(making.scorm()))
    assert list(root.iterdir()) == []


def test_archive_over_the_limit_is_refused(settings):
    settings.LMS_PACKAGES_MAX_BYTES = 100
    with pytest.raises(PackageRefused, match="at most 0 MB are taken"):
        look_into(BytesIO(making.scorm()))


def test_there_are_fifty_hostile_archives():
    assert len(HOSTILE) >= 50


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_archive_is_refused_and_leaves_nothing(case, root, tmp_path):
    data, words = HOSTILE[case]

    with pytest.raises(PackageRefused) as refused, unpacked(BytesIO(data)):
        pass

    assert words in str(refused.value)
    assert list(root.iterdir()) == []
    assert everything_below(tmp_path) == []


def test_what_fails_after_unpacking_leaves_nothing(root):
    with pytest.raises(KeyError), unpacked(BytesIO(making.scorm())):
        raise KeyError
    assert list(root.iterdir()) == []


def test_folder_that_cannot_be_written_is_said_in_words(settings, tmp_path):
    settings.LMS_PACKAGES_ROOT = tmp_path / "file"
    settings.LMS_PACKAGES_ROOT.write_text("in the way")
    with (
        pytest.raises(PackageRefused, match="A file is in the way of the folder"),
        unpacked(BytesIO(making.scorm())),
    ):
        pass


def naive_extract(data, folder):
    """What many do: trust the names."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for entry in archive.infolist():
            target = folder / entry.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(entry))


def test_naive_unpacking_would_write_outside(root, tmp_path):
    """The negative control: these archives do harm where names are trusted."""
    inner = root / "deep" / "naive"
    inner.mkdir(parents=True)
    naive_extract(HOSTILE["slip_twice"][0], inner)
    assert (root / "evil.html").exists()

    shutil.rmtree(root)
    root.mkdir()
    with pytest.raises(PackageRefused), unpacked(BytesIO(HOSTILE["slip_twice"][0])):
        pass
    assert everything_below(tmp_path) == []


@pytest.mark.filterwarnings("ignore:Duplicate name")
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=st.text(min_size=1, max_size=40).map(lambda name: f"{name}.html"))
def test_whatever_the_name_nothing_is_written_outside(name, root, tmp_path):
    try:
        data = making.scorm((name, b"x"))
    except (UnicodeError, ValueError, IndexError):  # cannot even be packed
        return
    try:
        with unpacked(BytesIO(data)) as (folder, _found):
            pass
    except PackageRefused:
        assert everything_below(tmp_path) == []
    else:
        inside = root / folder
        assert all(path.resolve().is_relative_to(inside) for path in inside.rglob("*"))
        assert len(everything_below(tmp_path)) == 5
        shutil.rmtree(inside)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_torn_archive_is_unpacked_whole_or_refused(data, root):
    """Bytes of a good archive are changed anywhere: words, or all files, never an error."""
    content = bytearray(making.scorm())
    for _number in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        with unpacked(BytesIO(bytes(content))) as (folder, _found):
            pass
    except PackageRefused:
        assert list(root.iterdir()) == []
    else:
        shutil.rmtree(root / folder)
