"""The register of trainings in the admin."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from openpyxl import load_workbook

from lms.delivery.domain.importing import apply
from lms.delivery.models import (
    Action,
    Enrolment,
    Evidence,
    Facilitator,
    Headcount,
    Session,
    SheetImport,
    SheetRow,
    Training,
)
from tests.delivery.making_sheets import NOW, person, sheet
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    ActionFactory,
    EnrolmentFactory,
    FacilitatorFactory,
    HeadcountFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import (
    AccreditationFactory,
    AffiliationFactory,
    InstitutionFactory,
    MunicipalityFactory,
    ProfessionalFactory,
    TrainerFactory,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client_of, coordinator):
    return in_english(client_of(coordinator))


@pytest.fixture
def operator_client(client_of):
    return in_english(client_of(UserFactory(operator=True)))


def in_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def listed(client, name, **query):
    page = client.get(reverse(f"{name}:index"), query)
    assert page.status_code == 200
    return list(page.context["object_list"])


# Listings


def trainings(count):
    for number in range(count):
        training = TrainingFactory(
            municipality=MunicipalityFactory(), actions=[ActionFactory()]
        )
        EnrolmentFactory.create_batch(number, training=training)


def sheets(count):
    for number in range(count):
        content = sheet(person(first=f"Emri{number}", email=""))
        apply(
            content,
            f"{number}.csv",
            training=TrainingFactory(),
            by=UserFactory(),
            now=NOW,
        )


LISTINGS = {
    "training": (trainings, 16),
    "enrolment": (EnrolmentFactory.create_batch, 15),
    "sheetimport": (sheets, 12),
    "evidence": (sheets, 12),
    "action": (ActionFactory.create_batch, 11),
    "headcount": (HeadcountFactory.create_batch, 13),
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTINGS)
def test_listing_costs_the_same_for_any_number(
    office, name, count, django_assert_num_queries
):
    make, queries = LISTINGS[name]
    make(count)
    office.get(reverse(f"{name}:index"))

    with django_assert_num_queries(queries):
        assert len(listed(office, name)) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTINGS)
def test_export_costs_the_same_for_any_number(
    office, name, count, django_assert_max_num_queries
):
    make, queries = LISTINGS[name]
    make(count)

    with django_assert_max_num_queries(queries):
        response = office.get(reverse(f"{name}:index"), {"export": "xlsx"})
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))

    assert book.active.max_row == count + 1


def test_export_holds_no_live_formula(office):
    TrainingFactory(title='=HYPERLINK("http://evil")', place="@SUM(A1)")

    text = b"".join(
        office.get(reverse("training:index"), {"export": "csv"}).streaming_content
    ).decode()

    assert "\"'=HYPERLINK" in text
    assert "'@SUM(A1)" in text


@pytest.mark.parametrize(
    "query",
    [
        {"status": "planned"},
        {"kind": "online"},
        {"start_date_from": "01.03.2026", "start_date_to": "31.03.2026"},
        {"q": "tit-2026-7"},
        {"q": "praktikë prizren"},
    ],
    ids=str,
)
def test_trainings_are_filtered_and_searched(office, query):
    wanted = TrainingFactory(
        code="TIT-2026-77", kind="online", title="Referimi në praktikë", place="Prizren"
    )
    TrainingFactory(
        closed=True,
        start_date=date(2026, 5, 1),
        end_date=date(2026, 5, 2),
        place="Pejë",
    )

    assert listed(office, "training", **query) == [wanted]


@pytest.mark.parametrize(
    "ordering", ["code", "-people", "start_date", "get_status_display"]
)
def test_trainings_are_sorted_by_their_columns(office, ordering):
    trainings(3)

    assert len(listed(office, "training", ordering=ordering)) == 3


def test_trainings_of_a_municipality_are_listed(office):
    wanted = TrainingFactory(municipality=MunicipalityFactory())
    TrainingFactory()

    assert listed(office, "training", municipality=wanted.municipality_id) == [wanted]


def test_enrolments_are_found_by_a_name_without_its_letters(office):
    wanted = EnrolmentFactory(
        professional__first_name="Çlirim", professional__last_name="Đorđević"
    )
    EnrolmentFactory()

    assert listed(office, "enrolment", q="clirim djordjevic") == [wanted]
    assert listed(
        office, "enrolment", status="enrolled", training=wanted.training_id
    ) == [wanted]


# Training form


def form(edition, sessions=(), facilitators=(), **facts):
    data = {
        "code": "TIT-2026-50", "title": "Referimi", "kind": "workshop", "place": "Prizren",
        "start_date": "10.03.2026", "end_date": "12.03.2026", "editions": [edition.pk],
    }  # fmt: skip
    for name, rows in (("sessions", sessions), ("facilitators", facilitators)):
        data[f"{name}-TOTAL_FORMS"] = len(rows)
        data[f"{name}-INITIAL_FORMS"] = sum(bool(row.get("id")) for row in rows)
        for number, row in enumerate(rows):
            data |= {f"{name}-{number}-{key}": value for key, value in row.items()}
    return data | facts


def session_row(day="10.03.2026", starts="09:00", ends="15:00", **facts):
    return {"date": day, "starts": starts, "ends": ends} | facts


def created(office, edition, **facts):
    return office.post(reverse("training:add"), form(edition, **facts))


def errors(response, rows, number=0):
    return response.context["form"].formsets[rows].forms[number].errors


def test_training_is_created_with_sessions_and_facilitators(office, edition):
    trainer, action = AccreditationFactory(edition=edition).trainer, ActionFactory()

    created(
        office, edition, actions=[action.pk], languages=["sq"],
        sessions=[session_row(), session_row("11.03.2026")],
        facilitators=[{"trainer": trainer.pk, "role": "lead", "answer": "accepted", "editions": [edition.pk]}],
    )  # fmt: skip

    training = Training.objects.get(code="TIT-2026-50")
    facilitator = training.facilitators.get()
    assert (training.sessions.count(), training.languages) == (2, ["sq"])
    assert list(training.editions.all()) == [edition]
    assert list(training.actions.all()) == [action]
    assert (facilitator.trainer, list(facilitator.editions.all())) == (
        trainer,
        [edition],
    )


def test_unaccredited_facilitator_is_refused_at_the_field(office, edition):
    trainer = TrainerFactory()

    response = created(
        office,
        edition,
        facilitators=[
            {"trainer": trainer.pk, "role": "co_trainer", "answer": "accepted"}
        ],
    )

    assert "is not accredited for M03" in str(
        errors(response, "facilitators")["trainer"]
    )
    assert "is not accredited for M03" in response.content.decode()
    assert not Training.objects.exists()


def test_observer_needs_no_accreditation_in_the_form(office, edition):
    """Negative control of the rule."""
    created(
        office,
        edition,
        facilitators=[
            {"trainer": TrainerFactory().pk, "role": "observer", "answer": "accepted"}
        ],
    )

    assert Facilitator.objects.get().role == "observer"


def test_answer_asked_in_the_form_gets_its_moment(office, edition):
    trainer = AccreditationFactory(edition=edition).trainer
    row = {"trainer": trainer.pk, "role": "lead", "answer": "asked"}

    created(office, edition, facilitators=[row])

    facilitator = Facilitator.objects.get()
    assert facilitator.answer == "asked"
    assert facilitator.asked_at
    assert facilitator.answered_at is None


def test_answer_noted_by_the_office_gets_its_moment(office, training, edition):
    facilitator = FacilitatorFactory(
        training=training, answer="asked", asked_at=timezone.now()
    )
    row = {
        "id": facilitator.pk,
        "trainer": facilitator.trainer_id,
        "role": "lead",
        "answer": "declined",
        "answer_note": "On leave",
    }

    data = with_rows(edition, training, facilitators=[row])
    office.post(reverse("training:edit", args=[training.pk]), data)

    facilitator.refresh_from_db()
    assert (facilitator.answer, facilitator.answer_note) == ("declined", "On leave")
    assert facilitator.answered_at


def test_facilitator_who_is_elsewhere_is_refused_at_the_field(office, edition):
    trainer = AccreditationFactory(edition=edition).trainer
    FacilitatorFactory(training=TrainingFactory(code="T-1", days=1), trainer=trainer)

    response = created(
        office,
        edition,
        sessions=[{"date": "10.03.2026", "starts": "09:00", "ends": "10:00"}],
        facilitators=[{"trainer": trainer.pk, "role": "lead", "answer": "accepted"}],
    )

    assert "is in training T-1 at that time" in str(
        errors(response, "facilitators")["trainer"]
    )


def test_modules_of_a_facilitator_are_those_of_the_training(office, edition):
    other = ModuleEditionFactory()
    trainer = AccreditationFactory(edition=other).trainer

    response = created(
        office,
        edition,
        facilitators=[
            {
                "trainer": trainer.pk,
                "role": "lead",
                "answer": "accepted",
                "editions": [other.pk],
            }
        ],
    )

    assert (
        "Choose only modules that this training teaches."
        in errors(response, "facilitators")["editions"]
    )


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"end_date": "09.03.2026"}, "end_date", "is before the first day"),
        ({"code": "tit-2026-01"}, "code", "is taken by another training"),
        ({"code": "new"}, "code", "at least one digit"),
        ({"start_date": "10.03.2025"}, "editions", "is not valid yet on the first day"),
    ],
)
def test_refusal_of_a_training_stands_at_the_field(
    office, edition, facts, field, words
):
    TrainingFactory(code="TIT-2026-01")

    response = created(office, edition, **facts)

    assert words in str(response.context["form"].errors[field])
    assert Training.objects.count() == 1


def test_two_editions_of_a_module_are_refused(office, edition):
    other = ModuleEditionFactory(module=edition.module, label="2026-2")

    response = created(office, edition, editions=[edition.pk, other.pk])

    assert (
        "Choose one edition only of module M03."
        in response.context["form"].errors["editions"]
    )


@pytest.mark.parametrize(
    ("rows", "number", "field", "words"),
    [
        ([session_row("13.03.2026")], 0, "date", "This day is outside the training."),
        ([session_row(), session_row(starts="14:00", ends="16:00")], 1, "starts", "Another session is at the same time."),
        ([session_row(starts="15:00", ends="09:00")], 0, "__all__", "The session ends before it starts."),
    ],
)  # fmt: skip
def test_refusal_of_a_session_stands_at_the_field(
    office, edition, rows, number, field, words
):
    response = created(office, edition, sessions=rows)

    assert words in str(errors(response, "sessions", number)[field])


def edited(office, training, edition, **facts):
    data = form(edition, code=training.code, title=training.title) | facts
    return office.post(reverse("training:edit", args=[training.pk]), data)


def rows_of(*sessions):
    return [
        {"id": s.pk, "date": f"{s.date:%d.%m.%Y}", "starts": s.starts, "ends": s.ends}
        for s in sessions
    ]


def with_rows(edition, training, **rows):
    return form(edition, code=training.code, title=training.title, **rows)


def test_session_with_attendance_is_not_removed(office, training, edition):
    session = SessionFactory(training=training)
    EnrolmentFactory(training=training, marks=["present"])
    row = rows_of(session)[0] | {"DELETE": "on"}

    response = office.post(
        reverse("training:edit", args=[training.pk]),
        with_rows(edition, training, sessions=[row]),
    )

    assert "A session with attendance stays." in str(response.context["form"].errors)
    assert Session.objects.filter(pk=session.pk).exists()


def test_session_without_attendance_is_removed(office, training, edition):
    """Negative control of the guard."""
    row = rows_of(SessionFactory(training=training))[0] | {"DELETE": "on"}

    office.post(
        reverse("training:edit", args=[training.pk]),
        with_rows(edition, training, sessions=[row]),
    )

    assert not Session.objects.exists()


def test_old_facilitator_does_not_block_another_correction(office, training, edition):
    facilitator = FacilitatorFactory(training=training)
    row = {
        "id": facilitator.pk,
        "trainer": facilitator.trainer_id,
        "role": "lead",
        "answer": "accepted",
    }

    data = with_rows(edition, training, facilitators=[row]) | {"place": "Pejë"}
    office.post(reverse("training:edit", args=[training.pk]), data)

    assert Training.objects.get(pk=training.pk).place == "Pejë"


def test_new_days_ask_for_the_facilitators_again(office, training, edition):
    facilitator = FacilitatorFactory(training=training)
    row = {
        "id": facilitator.pk,
        "trainer": facilitator.trainer_id,
        "role": "lead",
        "answer": "accepted",
    }

    data = with_rows(edition, training, facilitators=[row]) | {"end_date": "11.03.2026"}
    response = office.post(reverse("training:edit", args=[training.pk]), data)

    assert "is not accredited" in str(errors(response, "facilitators")["trainer"])


def test_closed_training_takes_its_tags_and_keeps_its_days(office, edition):
    training = TrainingFactory(closed=True, editions=[edition])
    action = ActionFactory()

    edited(office, training, edition, actions=[action.pk], start_date="09.03.2026")

    training = Training.objects.get()
    assert list(training.actions.all()) == [action]
    assert training.start_date == date(2026, 3, 10)


def test_closed_training_takes_no_session(office, edition):
    training = TrainingFactory(closed=True, editions=[edition])

    data = with_rows(edition, training, sessions=[session_row()])
    response = office.post(reverse("training:edit", args=[training.pk]), data)

    assert "nothing in it changes any more" in str(response.context["form"].errors)
    assert not Session.objects.exists()


# Cancelling and deleting


def test_training_is_cancelled_with_a_reason(office, training):
    address = reverse("training:cancel", args=[training.pk])

    assert "Cancel the training" in office.get(address).content.decode()
    refused = office.post(address, {"reason": ""})
    assert "This field is required." in refused.content.decode()
    office.post(address, {"reason": "Snow on the road"})

    training.refresh_from_db()
    assert (training.status, training.cancel_reason) == (
        "cancelled",
        "Snow on the road",
    )


def test_cancelling_twice_is_refused_with_words(office, training):
    address = reverse("training:cancel", args=[training.pk])
    office.post(address, {"reason": "Snow"})

    answer = office.post(address, {"reason": "Snow"}, follow=True)

    assert "is cancelled; nothing in it changes any more" in answer.content.decode()


def test_coordinator_deletes_no_training(office, training):
    office.post(reverse("training:delete", args=[training.pk]))

    assert Training.objects.exists()


def test_training_with_participants_is_never_deleted(operator_client, training):
    EnrolmentFactory(training=training)

    answer = operator_client.post(
        reverse("training:delete", args=[training.pk]), follow=True
    )

    assert "Cancel it instead, with the reason." in answer.content.decode()
    assert Training.objects.exists()


def test_empty_training_is_deleted_by_the_operator(operator_client, training):
    """Negative control of the guard."""
    SessionFactory(training=training)

    operator_client.post(reverse("training:delete", args=[training.pk]))

    assert not Training.objects.exists()


@pytest.mark.parametrize("name", ["enrolment", "evidence", "sheetimport", "action"])
def test_record_of_a_training_is_never_deleted(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"{name}:delete", args=[1])


@pytest.mark.parametrize("name", ["evidence", "sheetimport"])
def test_files_are_neither_added_nor_edited_in_the_admin(name):
    for page, arguments in (("add", []), ("edit", [1])):
        with pytest.raises(NoReverseMatch):
            reverse(f"{name}:{page}", args=arguments)


# Enrolments


def test_person_is_enrolled_with_the_work_of_the_day(office, training):
    work = AffiliationFactory()
    data = {"training": training.pk, "professional": work.professional_id}

    office.post(reverse("enrolment:add"), data)

    assert Enrolment.objects.get().institution == work.institution


def test_facilitator_is_refused_as_participant_at_the_field(office, training):
    trainer = FacilitatorFactory(training=training).trainer
    data = {"training": training.pk, "professional": trainer.professional_id}

    response = office.post(reverse("enrolment:add"), data)

    assert "is a facilitator of this training" in str(
        response.context["form"].errors["professional"]
    )
    assert not Enrolment.objects.exists()


def test_person_is_not_enrolled_twice(office):
    place = EnrolmentFactory()

    response = office.post(
        reverse("enrolment:add"),
        {"training": place.training_id, "professional": place.professional_id},
    )

    assert "This person is already enrolled." in str(response.context["form"].errors)


def test_closed_training_is_no_choice(office):
    training = TrainingFactory(closed=True)

    response = office.post(
        reverse("enrolment:add"),
        {"training": training.pk, "professional": ProfessionalFactory().pk},
    )

    assert "training" in response.context["form"].errors


def test_work_of_the_day_is_put_right(office):
    place, right = EnrolmentFactory(), InstitutionFactory()

    office.post(
        reverse("enrolment:edit", args=[place.pk]),
        {
            "institution": right.pk,
            "profession": place.profession_id,
            "status": "completed",
        },
    )

    place.refresh_from_db()
    assert (place.institution, place.status) == (right, "enrolled")


def test_enrolment_is_withdrawn_and_taken_up_again(office):
    place = EnrolmentFactory()

    office.post(reverse("enrolment:withdraw", args=[place.pk]))
    place.refresh_from_db()
    assert place.status == "withdrawn"

    office.post(reverse("enrolment:enrol", args=[place.pk]))
    place.refresh_from_db()
    assert place.status == "enrolled"


def test_withdrawing_from_a_closed_training_is_refused(office):
    place = EnrolmentFactory(training=TrainingFactory(closed=True))

    answer = office.post(reverse("enrolment:withdraw", args=[place.pk]), follow=True)

    assert "nothing in it changes any more" in answer.content.decode()


# Action rows, headcounts, sheets


def test_action_row_and_headcount_are_entered(office):
    office.post(
        reverse("action:add"),
        {"code": "VI.1", "level": "action", "order": 40, "name_sq": "Veprim"},
    )
    action = Action.objects.get(code="VI.1")
    data = {
        "action": action.pk,
        "institution": InstitutionFactory().pk,
        "date": "01.05.2026",
        "people": 30,
    }
    office.post(reverse("headcount:add"), data)

    assert Headcount.objects.get().people == 30


def test_imported_sheet_opens_to_its_rows(office, training):
    ProfessionalFactory(first_name="Arta", last_name="Berisha", email="x@b.org")
    apply(
        sheet(person(), person("Besa", email="b@b.org")),
        "l.csv",
        training=training,
        by=None,
        now=NOW,
    )

    page = office.get(
        reverse("sheetimport:inspect", args=[SheetImport.objects.get().pk])
    ).content.decode()

    assert "Arta · Berisha" in page
    assert "Needs a decision: Somebody of this name has another e-mail" in page
    assert reverse("lms_delivery:evidence", args=[Evidence.objects.get().pk]) in page


# Review queue


@pytest.fixture
def arta(db):
    return ProfessionalFactory(first_name="Arta", last_name="Berisha", email="x@b.org")


def waiting(training, count=1):
    for number in range(count):
        content = sheet(person(email=f"a{number}@b.org"))
        apply(content, f"{number}.csv", training=training, by=None, now=NOW)
    return SheetRow.objects.awaiting_decision().first()


def decide(client, row, decision):
    address = reverse("lms_delivery_review:decide", args=[row.pk])
    return client.post(address, {"decision": decision}, follow=True)


def test_queue_shows_the_row_beside_its_candidates(office, training, arta):
    work = AffiliationFactory(professional=arta, institution__name_en="Kosovo Police")
    row = waiting(training)

    page = office.get(reverse("lms_delivery_review:index"))

    text = page.content.decode()
    assert page.context["items"] == [(row, [(arta, work)])]
    assert "a0@b.org" in text
    assert "Kosovo Police" in text
    assert "Another person" in text


@pytest.mark.parametrize("count", [1, 3])
def test_queue_costs_the_same_for_any_number(
    office, training, arta, count, django_assert_num_queries
):
    AffiliationFactory(professional=arta)
    waiting(training, count)
    office.get(reverse("lms_delivery_review:index"))

    with django_assert_num_queries(19):
        page = office.get(reverse("lms_delivery_review:index"))
    assert len(page.context["items"]) == count


def test_same_is_decided_in_the_queue(office, coordinator, training, arta):
    row = waiting(training)

    answer = decide(office, row, arta.pk)

    row.refresh_from_db()
    assert (row.professional, row.decided_by) == (arta, coordinator)
    assert (
        "Decided: the row is Arta Berisha, enrolled in TIT-2026-01."
        in answer.content.decode()
    )
    assert "Nothing waits for a decision." in answer.content.decode()


def test_another_is_decided_in_the_queue(office, training, arta):
    decide(office, waiting(training), "another")

    assert Enrolment.objects.get().professional != arta


@pytest.mark.parametrize("decision", ["", "0", "somebody", "999999"])
def test_decision_outside_the_candidates_is_refused(office, training, arta, decision):
    row = waiting(training)

    answer = decide(office, row, decision)

    assert (
        "Choose one of the people shown, or another person." in answer.content.decode()
    )
    assert SheetRow.objects.awaiting_decision().get() == row


def test_stranger_is_no_choice_in_the_queue(office, training, arta):
    decide(office, waiting(training), ProfessionalFactory().pk)

    assert not Enrolment.objects.exists()


def test_decided_row_says_who_decided(office, training, arta):
    row = waiting(training)
    decide(office, row, arta.pk)

    answer = decide(office, row, "another")

    assert "Row 2 was decided by coordinator on" in answer.content.decode()


def test_queue_is_closed_to_everybody_else(
    client_of, administrator, lead, training, arta
):
    row = waiting(training)

    for user in (administrator, lead):
        client = client_of(user)
        assert client.get(reverse("lms_delivery_review:index")).status_code in {
            302,
            403,
        }
        decide(client, row, arta.pk)
    assert SheetRow.objects.awaiting_decision().exists()


# Roles


@pytest.mark.parametrize("name", LISTINGS)
def test_administrator_looks_and_does_not_touch(client_of, administrator, name):
    LISTINGS[name][0](1)
    client = client_of(administrator)

    assert client.get(reverse(f"{name}:index")).status_code == 200
    if name not in ("evidence", "sheetimport"):
        assert client.get(reverse(f"{name}:add")).status_code == 302


@pytest.mark.parametrize("name", LISTINGS)
def test_trainer_never_enters_the_admin(client_of, lead, name):
    assert client_of(lead).get(reverse(f"{name}:index")).status_code in {302, 403}


def test_deeds_ask_for_permission(client_of, administrator, training):
    place = EnrolmentFactory(training=training)
    client = client_of(administrator)

    client.post(reverse("training:cancel", args=[training.pk]), {"reason": "x"})
    client.post(reverse("enrolment:withdraw", args=[place.pk]))

    training.refresh_from_db()
    place.refresh_from_db()
    assert (training.status, place.status) == ("planned", "enrolled")


def test_history_of_a_training_names_its_deeds(office, training):
    apply(sheet(person()), "l.csv", training=training, by=None, now=timezone.now())

    page = office.get(reverse("training:history", args=[training.pk])).content.decode()

    assert "Attendance sheet imported" in page


def test_the_hour_of_a_row_is_the_hour_of_the_clock_on_the_wall(office):
    closed_at = datetime(2026, 7, 1, 10, 30, tzinfo=UTC)
    training = TrainingFactory(closed=True, closed_at=closed_at)

    response = office.get(reverse("training:inspect", args=[training.pk]))

    assert "01.07.2026 12:30" in response.content.decode()


def test_more_places_go_to_the_waiting_list(office, training, edition):
    training.start_date = training.end_date = timezone.localdate() + timedelta(days=9)
    training.capacity = 1
    training.save()
    days = dict.fromkeys(("start_date", "end_date"), f"{training.start_date:%d.%m.%Y}")
    EnrolmentFactory(training=training)
    waiting = EnrolmentFactory(
        training=training, status="waiting", waiting_since=timezone.now()
    )

    response = edited(office, training, edition, capacity="2", **days)

    waiting.refresh_from_db()
    assert response.status_code == 302
    assert waiting.status == "enrolled"


def test_enrolling_where_all_places_are_taken_says_so(office, training):
    training.capacity = 1
    training.save()
    EnrolmentFactory(training=training)
    person = ProfessionalFactory()

    response = office.post(
        reverse("enrolment:add"),
        {"training": training.pk, "professional": person.pk},
        follow=True,
    )

    assert "all places are taken, so on the waiting list" in response.text
    assert training.enrolments.waiting().get().professional == person
