"""Pictures, films and files in a lesson: said before loaded, and nothing from elsewhere."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.models import Collection, CollectionViewRestriction

from curriculum.blocks import LessonBlock
from curriculum.models import LessonPage
from tests.factories.media import audio, document, download, figure, picture, video
from tests.factories.programme import LESSONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, programme):
    def make(*parts):
        page = LessonPage.objects.get(number=1, locale__language_code="en")
        page.body = [{"type": kind, "value": value} for kind, value in parts]
        page.save()
        return client.get(LESSONS["en"]).content.decode()

    return make


@pytest.fixture
def on_disk(settings, tmp_path):
    """Wagtail hands out whole documents from a disk only."""
    disk = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "default": disk}


def faults_of(kind, value):
    block = LessonBlock().child_blocks[kind]
    with override("en"), pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    return refused.value.block_errors


def test_a_film_says_its_size_and_loads_nothing_by_itself(read):
    content = read(("video", video()))

    assert "Video · 1.4\xa0MB" in content
    assert 'controls preload="none"' in content
    assert 'poster="/media/images/' in content
    assert '<track kind="captions" src="/documents/' in content
    assert 'srclang="en" label="English" default' in content
    assert "https://" not in content[content.index("<video") :].partition("</video>")[0]


def test_a_recording_comes_with_its_words(read):
    content = read(("audio", audio()))

    assert '<audio controls preload="none" aria-label="A call">' in content
    assert 'type="audio/mpeg"' in content
    assert "Good evening." in content


def test_a_figure_says_what_is_to_be_seen(read):
    content = read(("figure", figure()))

    assert 'alt="A form with two boxes"' in content
    assert 'loading="lazy"' in content


def test_a_download_says_what_it_is(read):
    assert "(Serbian, PDF, 10\xa0bytes)" in read(("download", download()))


def test_a_file_that_is_gone_leaves_no_hole(read):
    gone = {"file": 999, "image": 999, "still": 999, "captions": 999}

    content = read(
        ("video", {**video(), **gone}),
        ("audio", {**audio(), **gone}),
        ("figure", {**figure(), **gone}),
        ("download", {**download(), **gone}),
    )

    for name in ("media", "figure", "download"):
        assert f"part--{name}" not in content


@pytest.mark.parametrize("kind", ["video", "audio", "figure", "download"])
def test_an_editor_can_save(kind):
    value = {"video": video, "audio": audio, "figure": figure, "download": download}
    block = LessonBlock().child_blocks[kind]

    assert block.clean(block.to_python(value[kind]()))


@pytest.mark.parametrize(
    ("kind", "make", "field"),
    [
        ("figure", figure, "alt"),
        ("video", video, "captions"),
        ("video", video, "still"),
        ("audio", audio, "transcript"),
    ],
)
def test_what_some_readers_need_cannot_be_left_out(kind, make, field):
    assert list(faults_of(kind, {**make(), field: None})) == [field]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("file", "Choose a file that ends in .mp4, .webm."),
        ("captions", "Choose a file that ends in .vtt."),
    ],
)
def test_a_file_of_another_kind_is_refused(field, words):
    faults = faults_of("video", {**video(), field: document("talk.pdf").pk})

    assert faults[field].messages == [words]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_files(
    read, client, django_assert_num_queries, count
):
    for _n in range(count):
        picture()
    makers = [("video", video), ("audio", audio), ("figure", figure)]
    makers.append(("download", download))
    read(*[(kind, make()) for _n in range(count) for kind, make in makers])

    with django_assert_num_queries(15):
        client.get(LESSONS["en"])


@pytest.mark.parametrize(
    ("asked", "said", "content"),
    [
        ("bytes=0-", "bytes 0-9/10", b"0123456789"),
        ("bytes=2-4", "bytes 2-4/10", b"234"),
        ("bytes=8-99", "bytes 8-9/10", b"89"),
        ("bytes=-3", "bytes 7-9/10", b"789"),
        ("bytes=-99", "bytes 0-9/10", b"0123456789"),
    ],
)
def test_a_player_is_given_the_part_it_asks_for(client, asked, said, content):
    response = client.get(document("talk.mp4").url, headers={"range": asked})

    assert response.status_code == 206
    assert response["Content-Range"] == said
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Type"] == "video/mp4"
    assert response.getvalue() == content


def test_a_part_beyond_the_end_is_refused(client):
    response = client.get(document("talk.mp4").url, headers={"range": "bytes=10-"})

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */10"


def test_a_part_is_a_megabyte_at_most(client):
    film = document("talk.mp4", b"0" * 1_500_000)

    response = client.get(film.url, headers={"range": "bytes=100-"})

    assert response["Content-Range"] == "bytes 100-1048675/1500000"
    assert len(response.content) == 1024 * 1024


def test_what_is_packed_on_its_way_is_not_cut(on_disk, client):
    headers = {"range": "bytes=0-1", "accept-encoding": "gzip"}

    response = client.get(document("talk.mp4").url, headers=headers)

    assert response.status_code == 200


def test_a_document_that_is_not_played_is_not_cut(on_disk, client):
    headers = {"range": "bytes=0-1"}

    assert client.get(document("talk.pdf").url, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"range": "bytes=-"},
        {"range": "bytes=0-1,4-5"},
        {"range": "lines=1-2"},
        {"range": "bytes=0-1", "if-range": '"x"'},
    ],
)
def test_whatever_else_is_asked_gets_the_whole(on_disk, client, headers):
    response = client.get(document("talk.mp4").url, headers=headers)

    assert response.status_code == 200
    assert response.getvalue() == b"0123456789"


def test_no_part_of_a_closed_document_is_given_away(client):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type="login"
    )
    film = document("talk.mp4")
    film.collection = closed
    film.save()

    response = client.get(film.url, headers={"range": "bytes=0-"})

    assert response.status_code == 302
