import pytest
from django.utils.translation import override

from curriculum.blocks import LessonBlock
from curriculum.domain.content import (
    CONTENT,
    ContentRefused,
    read_modules,
    read_terms,
    written_lessons,
)
from curriculum.domain.lesson_text import read_lesson
from curriculum.domain.markdown import plain_text, rich_text
from curriculum.sources import documents_of
from tests.factories.programme import DATA

HEAD = '+++\ntitle = "T"\nslug = "t"\nminutes = 5\n+++\n'


@pytest.fixture
def lesson_of(tmp_path):
    """`lesson_of(text)` reads a lesson with this text."""

    def make(text):
        path = tmp_path / "01.en.md"
        path.write_text(text, encoding="utf-8")
        return read_lesson(path)

    return make


def test_a_lesson_is_read_part_by_part():
    lesson = read_lesson(DATA / "X01" / "lessons" / "01.en.md")

    assert (lesson.title, lesson.slug, lesson.minutes) == (
        "Lesson one",
        "lesson-one",
        30,
    )
    assert [part["type"] for part in lesson.body] == [
        "why", "text", "steps", "case", "check", "remember",
    ]  # fmt: skip
    assert lesson.body[2]["value"] == {"heading": "Why", "steps": ["One", "Two"]}
    assert lesson.body[3]["value"]["question"] == "Why?"
    assert lesson.body[4]["value"]["answers"] == [
        {"text": "No", "is_right": False, "feedback": "Wrong."},
        {"text": "Yes", "is_right": True, "feedback": "Right."},
    ]
    assert lesson.body[5]["value"]["points"] == ["One", "Two"]


def test_a_case_with_decisions_is_read_two_levels_deep(lesson_of):
    (part,) = lesson_of(
        HEAD
        + """
## branch: A call in the evening

A colleague **calls**.

? What do you do?
- Ask for the name :: The colleague hangs up.
- Listen first :: The colleague tells you more.
  ? What then?
  - Write it down :: Nothing is lost.
  - Wait until morning :: A night goes by.
"""
    ).body

    assert part == {
        "type": "branch",
        "value": {
            "heading": "A call in the evening",
            "text": "<p>A colleague <b>calls</b>.</p>",
            "question": "What do you do?",
            "decisions": [
                {
                    "text": "Ask for the name",
                    "consequence": "The colleague hangs up.",
                    "question": "",
                    "decisions": [],
                },
                {
                    "text": "Listen first",
                    "consequence": "The colleague tells you more.",
                    "question": "What then?",
                    "decisions": [
                        {"text": "Write it down", "consequence": "Nothing is lost."},
                        {
                            "text": "Wait until morning",
                            "consequence": "A night goes by.",
                        },
                    ],
                },
            ],
        },
    }


def test_a_checklist_and_a_definition_are_read(lesson_of):
    lesson = lesson_of(HEAD + "## checklist: A\n\n- b\n- c\n\n## definition: nrm\n")

    assert lesson.body == [
        {"type": "checklist", "value": {"heading": "A", "items": ["b", "c"]}},
        {"type": "definition", "value": {"term": "nrm"}},
    ]


def test_html_in_a_content_file_is_shown_and_not_run():
    lesson = read_lesson(DATA / "X01" / "lessons" / "01.en.md")

    assert "<script" not in lesson.body[0]["value"]["text"]
    assert "&lt;script&gt;" in lesson.body[0]["value"]["text"]


def test_markdown_becomes_what_the_editor_writes():
    assert rich_text("**a** *b*\n\n- c") == (
        "<p><b>a</b> <i>b</i></p>\n<ul>\n<li>c</li>\n</ul>"
    )
    assert plain_text("**a** & “b” <c>") == "a & “b” <c>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no head", "the head is missing"),
        ("+++\ntitle = \n+++\n", "Correct the line"),
        ('+++\ntitle = "T"\n+++\n', "“slug” is missing"),
        (HEAD + "text\n## why: A\n\nb", "text before the first"),
        (HEAD + "## what: A\n\nb", "is no part of a lesson"),
        (HEAD + "## why\n\nb", "is no part of a lesson"),
        (HEAD + "## case: A\n\nb", "the question is missing"),
        (HEAD + "## steps: A\n\nb c", "is not an item of a list"),
        (HEAD + "## checklist: A\n", "the list is empty"),
        (HEAD + "## checklist: A\n\nb c", "is not an item of a list"),
        (HEAD + "## definition:\n", "only the key of a term"),
        (HEAD + "## definition: nrm\n\nA mechanism.", "only the key of a term"),
        (HEAD + "## branch: A\n\nb\n- c :: d\n- e :: f", "ask “? …” before"),
        (HEAD + "## branch: A\n\n? b\n- c :: d\n- e :: f", "describe the situation"),
        (HEAD + "## branch: A\n\nz\n? b\n- c :: d", "two decisions or more"),
        (HEAD + "## branch: A\n\nz\n? b\n- c\n- d :: e", "instead of “- c”"),
        (HEAD + "## branch: A\n\nz\n? b\n  - c :: d", "follows no decision"),
        (HEAD + "## branch: A\n\nz\n? b\n- c :: d\n  ? e\n- f :: g", "“c” needs both"),
        (HEAD + "## branch: A\n\nz\n? b\n- c :: d\n  - e :: f\n- g :: h", "“c” needs"),
        (HEAD + "## check: A\n\n- [x] b", "- [x] answer :: feedback"),
        (HEAD + "## check: A\n\n- [ ] b :: c\n- [ ] d :: e", "exactly one answer"),
    ],
)
def test_a_wrong_lesson_is_refused_with_its_file_and_the_reason(lesson_of, text, words):
    with override("en"), pytest.raises(ContentRefused, match=r"01\.en\.md") as refused:
        lesson_of(text)

    assert words in str(refused.value)


def test_the_programme_is_complete_in_three_languages():
    modules = read_modules()

    assert [module.code for module in modules] == [f"M{n:02}" for n in range(1, 15)]
    for module in modules:
        for texts in (
            module.title,
            module.summary,
            module.audience,
            module.slug,
            module.edition.reason,
            *module.objectives,
            *(point.text for point in module.key_points),
            *(lesson.title for lesson in module.lessons),
        ):
            assert all(texts[suffix] for suffix in ("sq", "sr", "en")), module.code
    for term in read_terms():
        assert all(term.term[suffix] for suffix in ("sq", "sr", "en")), term.key


@pytest.mark.parametrize("code", ["M02", "M05", "M06", "M08", "M09", "M13", "M14"])
def test_a_module_not_written_out_says_what_to_remember(code):
    (module,) = (module for module in read_modules() if module.code == code)

    assert 6 <= len(module.key_points) <= 8
    for point in module.key_points:
        assert point.sources
        assert all(len(text) <= 400 for text in point.text.values()), point.text["en"]


def test_every_module_but_the_first_comes_after_it():
    first, *others = read_modules()

    assert first.prerequisites == []
    assert all("M01" in module.prerequisites for module in others)


def parts_of(path):
    """Of each part its kind, its term and what there is to choose from."""
    return [
        (
            part["type"],
            part["value"].get("term"),
            len(part["value"].get("answers", [])),
            [len(made["decisions"]) for made in part["value"].get("decisions", [])],
        )
        for part in read_lesson(path).body
    ]


def test_a_lesson_is_built_alike_in_every_language():
    lessons = sorted(CONTENT.glob("*/lessons/*.sq.md"))

    assert len(lessons) > 60
    for path in lessons:
        for suffix in ("sr", "en"):
            translation = path.with_name(path.name.replace(".sq.", f".{suffix}."))
            assert parts_of(translation) == parts_of(path), translation


@pytest.mark.parametrize("suffix", ["sq", "sr", "en"])
def test_m03_is_written_out_and_an_editor_could_save_it(suffix):
    lessons = written_lessons(CONTENT / "M03", suffix)

    assert list(lessons) == list(range(1, 9))
    block = LessonBlock()
    for path in lessons.values():
        lesson = read_lesson(path)
        value = block.to_python(lesson.body)
        assert block.clean(value)
        assert lesson.sources


def test_every_source_names_a_known_document():
    sources = {
        source
        for path in CONTENT.glob("*/lessons/*.md")
        for source in read_lesson(path).sources
    }

    for source in sources:
        assert documents_of([source], suffix="sq"), source


def test_documents_gather_the_places_they_are_quoted_from():
    strategy, other = documents_of(["002:10", "002:12", "000:1"], suffix="en")

    assert "National Strategy" in strategy.title
    assert strategy.places == ["10", "12"]
    assert other.places == ["1"]
