from datetime import date, time

import pytest
from wagtail.models import ModelLogEntry

from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.enums import EnrolmentStatus, MarkSource, MarkValue, RowOutcome
from lms.delivery.models import (
    Enrolment,
    Evidence,
    Mark,
    MarkEvent,
    Session,
    SheetImport,
    SheetRow,
)
from tests.delivery.making_sheets import HEADINGS, NOW, csv, person, sheet
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import (
    AffiliationFactory,
    InstitutionFactory,
    ProfessionalFactory,
    ProfessionFactory,
)
from tests.factories.users import UserFactory
from trainers_pool.models import Affiliation, Institution, Profession, Professional

pytestmark = pytest.mark.django_db


def applied(training, content, name="list.csv", by=None):
    return apply(content, name, training=training, by=by, now=NOW)


def marks(training):
    """Name → values by day."""
    found = {}
    for mark in Mark.objects.filter(session__training=training).order_by(
        "session__date", "session__starts"
    ):
        found.setdefault(mark.enrolment.professional.first_name, []).append(mark.value)
    return found


def test_apply_creates_people_sessions_enrolments_and_marks(training):
    user = UserFactory()

    report = applied(training, sheet(person(marks=("P", "M"))), by=user)

    someone = Professional.objects.get()
    enrolment = Enrolment.objects.get()
    mark = Mark.objects.order_by("session__date").first()
    assert (report.applied, report.created, report.matched) == (True, 1, 0)
    assert (someone.full_name, someone.email) == ("Arta Berisha", "arta@example.org")
    assert (enrolment.status, str(enrolment.institution)) == (
        "enrolled",
        "Policia e Kosovës",
    )
    assert [(s.date, s.starts, s.ends) for s in Session.objects.in_order()] == [
        (date(2026, 3, 10), time(9), time(15)),
        (date(2026, 3, 11), time(9), time(15)),
    ]
    assert marks(training) == {"Arta": ["present", "absent"]}
    assert (mark.source, mark.marked_by, mark.marked_at) == (
        MarkSource.IMPORT,
        user,
        NOW,
    )


def test_apply_keeps_the_file_and_every_row(training):
    content = sheet(person())

    applied(training, content, name="Lista e Prizrenit.csv")

    evidence = Evidence.objects.get()
    row = SheetRow.objects.get()
    with evidence.file.open() as file:
        assert file.read() == content
    assert (evidence.name, evidence.kind) == ("Lista e Prizrenit.csv", "sheet")
    assert not evidence.file.name.endswith("Prizrenit.csv")
    assert (row.number, row.outcome) == (2, RowOutcome.CREATED)
    assert row.data["institution"] == "Policia e Kosovës"
    assert row.professional == Professional.objects.get()
    assert set(row.marks) == {str(session.pk) for session in Session.objects.all()}


def test_apply_leaves_a_trace(training):
    user = UserFactory()

    applied(training, sheet(person()), by=user)

    log = ModelLogEntry.objects.filter(action="lms_delivery.import_sheet").get()
    assert (log.user, log.data["rows"]) == (user, 1)
    assert not ModelLogEntry.objects.exclude(user=user).exists()


def test_apply_marks_the_training_as_held(training):
    applied(training, sheet(person()))

    training.refresh_from_db()
    assert training.status == "held"


def test_unknown_institution_and_position_wait_to_be_confirmed(training):
    report = applied(
        training, sheet(person(institution="OJQ Drita", profession="Kuzhinier"))
    )

    assert report.new_institutions == ("OJQ Drita",)
    assert report.new_professions == ("Kuzhinier",)
    assert not Institution.objects.get(name_sq="OJQ Drita").is_confirmed
    assert not Profession.objects.get(name_sq="Kuzhinier").is_confirmed


def test_unknown_municipality_is_left_out_and_said(training):
    content = csv([*HEADINGS, "Komuna"], [*person(), "Atlantida"])

    assert applied(training, content).unknown_municipalities == ("Atlantida",)
    assert Enrolment.objects.get().municipality is None


def test_known_institution_is_found_by_its_other_spelling(training):
    police = InstitutionFactory(name_sq="Policia e Kosovës", name_sr="Policija Kosova")
    police.aliases.create(text="PK")
    police.save()

    applied(
        training,
        sheet(
            person(institution="POLICIJA KOSOVA"),
            person(first="Besa", email="b@b.org", institution="pk"),
        ),
    )

    assert set(Enrolment.objects.values_list("institution", flat=True)) == {police.pk}


def test_known_person_is_enrolled_and_completed_but_not_changed(training):
    arta = ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="arta@example.org", phone="+383 1"
    )
    content = csv(
        [*HEADINGS, "Gjinia", "Telefoni"],
        [*person(first="ARTA", last="Berisha-Kuçi"), "F", "+383 2"],
    )

    report = applied(training, content)

    arta.refresh_from_db()
    assert (report.matched, report.created) == (1, 0)
    assert (arta.first_name, arta.last_name, arta.sex, arta.phone) == (
        "Arta",
        "Berisha",
        "F",
        "+383 1",
    )


def test_enrolment_takes_the_work_of_the_day_from_the_sheet(training):
    work = AffiliationFactory(
        professional__email="arta@example.org", professional__first_name="Arta"
    )

    applied(training, sheet(person(institution="QPS Prizren", profession="Kuzhinier")))

    enrolment = Enrolment.objects.get()
    assert str(enrolment.institution) == "QPS Prizren"
    assert Affiliation.objects.filter(professional=work.professional).count() == 2
    assert Affiliation.objects.latest("pk").start_date == training.start_date


def test_enrolment_takes_what_the_sheet_leaves_out_from_the_register(training):
    work = AffiliationFactory(
        professional__email="arta@example.org", professional__first_name="Arta"
    )

    applied(training, sheet(person(institution="", profession="")))

    enrolment = Enrolment.objects.get()
    assert (enrolment.institution, enrolment.profession) == (
        work.institution,
        work.profession,
    )
    assert Affiliation.objects.count() == 1


def test_no_email_matches_at_the_institution_of_an_earlier_enrolment(training):
    before = EnrolmentFactory(
        professional__first_name="Arta", professional__last_name="Berisha"
    )

    report = applied(
        training, sheet(person(institution=before.institution.name_sq, email=""))
    )

    assert report.matched == 1


def test_place_that_was_left_before_the_training_does_not_match(training):
    AffiliationFactory(
        professional__first_name="Arta", professional__last_name="Berisha",
        institution=InstitutionFactory(name_sq="Policia"), end_date=date(2026, 3, 9),
    )  # fmt: skip

    report = applied(training, sheet(person(institution="Policia", email="")))

    assert [line.reason for line in report.review] == ["other_place"]


def test_same_person_twice_is_one_enrolment_with_the_union_of_the_marks(training):
    rows = [person(marks=("P", "")), person(first="ARTA", marks=("-", "X"))]

    report = applied(training, sheet(*rows))

    assert (report.rows, report.created) == (2, 1)
    assert [(line.row, line.same_as) for line in report.duplicates] == [(3, 2)]
    assert marks(training) == {"Arta": ["present", "present"]}
    assert SheetRow.objects.count() == 2


def test_review_row_is_kept_and_nothing_is_counted_from_it(training):
    namesake = ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="x@example.org"
    )

    report = applied(training, sheet(person(), person(first="Besa", email="b@b.org")))

    row = SheetRow.objects.get(outcome=RowOutcome.REVIEW)
    assert report.applied
    assert [(line.row, line.name) for line in report.review] == [(2, "Arta Berisha")]
    assert report.review[0].candidates[0].pk == namesake.pk
    assert (row.professional, row.reason, list(row.candidates.all())) == (
        None,
        "other_email",
        [namesake],
    )
    assert list(marks(training)) == ["Besa"]
    assert not Enrolment.objects.filter(professional=namesake).exists()


def test_institution_of_a_row_in_review_is_not_created(training):
    ProfessionalFactory(first_name="Arta", last_name="Berisha", email="x@example.org")

    report = applied(training, sheet(person(institution="OJQ Drita")))

    assert report.new_institutions == ()
    assert not Institution.objects.filter(name_sq="OJQ Drita").exists()


def test_existing_session_is_used_and_several_of_a_day_all_get_the_mark(training):
    SessionFactory(
        training=training, date=training.start_date, starts=time(9), ends=time(12)
    )
    SessionFactory(
        training=training, date=training.start_date, starts=time(13), ends=time(16)
    )

    applied(training, sheet(person(marks=("P", "M"))))

    assert training.sessions.count() == 3
    assert marks(training) == {"Arta": ["present", "present", "absent"]}


def test_hours_of_new_sessions_come_from_the_settings(training, settings):
    settings.LMS_DELIVERY_SESSION_STARTS = time(10)
    settings.LMS_DELIVERY_SESSION_ENDS = time(14)

    applied(training, sheet(person()))

    assert {(s.starts, s.ends) for s in Session.objects.all()} == {(time(10), time(14))}


@pytest.mark.parametrize(
    ("known", "written", "expected"),
    [
        ("late", "P", "late"),
        ("excused", "M", "excused"),
        ("late", "M", "absent"),
        ("absent", "P", "present"),
    ],
)
def test_sheet_overrules_only_what_it_contradicts(training, known, written, expected):
    SessionFactory(training=training)
    EnrolmentFactory(
        training=training,
        professional__email="arta@example.org",
        professional__first_name="Arta",
        marks=[known],
    )

    applied(training, sheet(person(marks=(written, ""))))

    assert marks(training)["Arta"][0] == expected
    assert MarkEvent.objects.count() == 2 + (known != expected)


def test_withdrawn_person_on_the_sheet_is_enrolled_again(training):
    EnrolmentFactory(
        training=training,
        professional__email="arta@example.org",
        professional__first_name="Arta",
        status=EnrolmentStatus.WITHDRAWN,
    )

    applied(training, sheet(person()))

    assert Enrolment.objects.get().status == EnrolmentStatus.ENROLLED


def test_same_file_again_changes_nothing_and_says_so(training):
    content = sheet(person())
    applied(training, content)
    before = list(Mark.objects.values())

    report = applied(training, content, name="other name.csv")

    assert report.applied is False
    assert report.note.startswith("This file was already applied to TIT-2026-01 on ")
    assert (report.matched, report.created) == (1, 0)
    assert list(Mark.objects.values()) == before
    assert SheetImport.objects.count() == Evidence.objects.count() == 1


def test_saved_again_file_changes_no_mark(training):
    applied(training, sheet(person(), person(first="Besa", email="")))

    report = applied(
        training, sheet(person(), person(first="Besa", email="")) + b"\r\n"
    )

    assert (report.applied, report.matched, report.created) == (True, 2, 0)
    assert MarkEvent.objects.count() == Mark.objects.count() == 4


def test_facilitator_on_the_sheet_is_a_rejected_row(training):
    trainer = FacilitatorFactory(
        training=training,
        trainer__professional__email="arta@example.org",
        trainer__professional__first_name="Arta",
    ).trainer

    report = applied(training, sheet(person(), person(first="Besa", email="b@b.org")))

    (line,) = report.rejected
    assert (line.row, line.column) == (2, "“Emri” (A)")
    assert line.reason.startswith(
        f"{trainer} is a facilitator of this training, and nobody is both."
    )
    assert not Enrolment.objects.exists()


def test_facilitator_of_another_training_is_a_participant(training):
    """Negative control of the guard."""
    FacilitatorFactory(
        trainer__professional__email="arta@example.org",
        trainer__professional__first_name="Arta",
    )

    assert applied(training, sheet(person())).applied


@pytest.mark.parametrize("do", [preview, applied], ids=["preview", "apply"])
@pytest.mark.parametrize(
    ("traits", "word"),
    [({"closed": True}, "closed"), ({"cancelled": True}, "cancelled")],
)
def test_sheet_for_a_closed_training_is_refused(traits, word, do):
    training = TrainingFactory(code="T-1", **traits)
    content = sheet(person())

    with pytest.raises(SheetRefused, match=f"Training T-1 is {word}; nothing in it"):
        do(training, content) if do is applied else do(
            content, "l.csv", training=training, now=NOW
        )


def test_taken_email_of_a_newcomer_is_never_taken_twice(training):
    """Two spellings of one e-mail in the register's eyes are one."""
    applied(training, sheet(person(email="Arta@Example.org")))

    report = applied(training, sheet(person(email="ARTA@EXAMPLE.ORG")))

    assert (report.matched, Professional.objects.count()) == (1, 1)


def test_fullest_of_several_rows_gives_the_name(training):
    rows = [
        person(first="Kace", last="Cela", email="k@b.org"),
        person(first="Kaçë", last="Çela", email="k@b.org"),
    ]

    applied(training, sheet(*rows))

    assert Professional.objects.get().full_name == "Kaçë Çela"


def test_report_as_json_has_the_promised_keys(training):
    ProfessionalFactory(first_name="Besa", last_name="Berisha", email="x@example.org")
    content = sheet(
        person(), person(), person(first="Besa", email="b@b.org"), person(marks="?P")
    )

    found = preview(content, "l.csv", training=training, now=NOW).as_json()

    assert set(found) >= {
        "rows", "matched", "created", "review", "rejected", "sessions", "duplicates",
        "new_institutions", "new_professions", "applied", "training",
    }  # fmt: skip
    assert found["sessions"] == ["2026-03-10", "2026-03-11"]
    assert found["duplicates"] == [{"row": 3, "same_as": 2}]
    assert found["review"][0]["reason"] == "Somebody of this name has another e-mail"
    assert set(found["rejected"][0]) == {"row", "column", "reason"}


@pytest.mark.parametrize("count", [1, 3])
def test_preview_asks_the_register_once_for_all_rows(
    training, django_assert_num_queries, count
):
    people = [
        ProfessionalFactory(
            first_name=f"Arta{n}", last_name="Berisha", email=f"a{n}@b.org"
        )
        for n in range(count)
    ]
    content = sheet(*[person(first=p.first_name, email=p.email) for p in people])

    with django_assert_num_queries(13):
        preview(content, "l.csv", training=training, now=NOW)


def test_present_and_absent_are_the_only_marks_a_sheet_makes(training):
    applied(training, sheet(person(marks=("x", "jo"))))

    assert set(Mark.objects.values_list("value", flat=True)) == {
        MarkValue.PRESENT,
        MarkValue.ABSENT,
    }


def test_profession_alias_is_found(training):
    detective = ProfessionFactory(name_sq="Hetues i krimeve")
    detective.aliases.create(text="Hetues")
    detective.save()

    applied(training, sheet(person()))

    assert Enrolment.objects.get().profession == detective
