"""The trainer's own pages, by role."""

import gzip
from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from lms.delivery.domain.evidence import add_evidence
from lms.delivery.domain.importing import apply
from lms.delivery.enums import FacilitatorRole
from lms.delivery.links import HOOK, TrainingLink
from lms.delivery.models import (
    Enrolment,
    Evidence,
    Mark,
    PendingSheet,
    Session,
    Training,
)
from tests.delivery.making_scans import blank_pdf
from tests.delivery.making_sheets import HEADINGS, csv, person, sheet
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    ActionFactory,
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import ProfessionalFactory, TrainerFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def url(name, *arguments):
    return reverse(f"lms_delivery:{name}", args=arguments)


@pytest.fixture
def evidence(training):
    return add_evidence(
        training, content=b"<script>", name="Lista ë.pdf", kind="signed_sheet", by=None
    )


@pytest.fixture
def session(training):
    return SessionFactory(training=training)


@pytest.fixture
def stranger(roles):
    """A trainer with nothing to do with `training`."""
    trainer = TrainerFactory(professional__user=UserFactory(roles=["Trainers"]))
    FacilitatorFactory(trainer=trainer)
    return trainer.professional.user


@pytest.fixture
def participant(roles):
    return ProfessionalFactory(user=UserFactory(roles=["Participants"])).user


@pytest.fixture
def addresses(training, session, evidence):
    return [
        url("training", training.code),
        url("session_add", training.code),
        url("evidence_add", training.code),
        url("sheet_import", training.code),
        url("roll_call", session.pk),
        url("evidence", evidence.pk),
    ]


def test_lead_and_coordinator_open_every_page(client_of, lead, coordinator, addresses):
    for user in (lead, coordinator):
        for address in [url("today"), url("training_create"), *addresses]:
            assert client_of(user).get(address).status_code == 200, address


def test_visitor_is_asked_to_sign_in(client, addresses):
    for address in [url("today"), url("training_create"), *addresses]:
        response = client.get(address)
        assert response.status_code == 302
        assert response.url == f"{reverse('login')}?next={address}"


def test_foreign_training_is_not_found(client_of, stranger, addresses):
    for address in addresses:
        assert client_of(stranger).get(address).status_code == 404
        assert client_of(stranger).post(address).status_code in {404, 405}


def test_participant_may_open_nothing(client_of, participant, addresses):
    for address in [url("today"), url("training_create"), *addresses]:
        assert client_of(participant).get(address).status_code == 403


def test_wrong_id_is_not_found(client_of, lead):
    for address in [
        url("training", "NO-1"),
        url("roll_call", 999),
        url("evidence", 999),
    ]:
        assert client_of(lead).get(address).status_code == 404


def test_administrator_sees_and_changes_nothing(
    client_of, administrator, training, session
):
    client = client_of(administrator)

    assert client.get(url("training", training.code)).status_code == 200
    assert client.get(url("roll_call", session.pk)).status_code == 200
    assert client.post(url("roll_call", session.pk)).status_code == 403
    assert client.get(url("sheet_import", training.code)).status_code == 403
    assert client.get(url("session_add", training.code)).status_code == 403
    assert client.get(url("training_create")).status_code == 403


def test_observer_sees_but_does_not_run_the_training(
    client_of, roles, training, session
):
    user = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=training,
        trainer__professional__user=user,
        role=FacilitatorRole.OBSERVER,
    )
    client = client_of(user)

    page = client.get(url("training", training.code)).content.decode()

    assert url("sheet_import", training.code) not in page
    assert client.get(url("roll_call", session.pk)).status_code == 200
    assert client.post(url("roll_call", session.pk)).status_code == 403
    assert client.get(url("sheet_import", training.code)).status_code == 403


def test_pages_speak_the_three_languages(client_of, lead, training):
    for code in ("sq", "sr-latn", "en"):
        assert (
            client_of(lead).get(f"/{code}/trainer/{training.code}/").status_code == 200
        )


# Today


def test_today_shows_the_next_session_and_its_roll_call(client_of, lead, training):
    day = timezone.localdate() + timedelta(days=1)
    Training.objects.filter(pk=training.pk).update(
        start_date=day, end_date=day, place="Prizren"
    )
    session = SessionFactory(training=training, date=day)
    SessionFactory(training=training, date=day, starts=time(16), ends=time(18))
    EnrolmentFactory.create_batch(2, training=training)

    page = client_of(lead).get(url("today"))

    assert page.context["today"].next_session == session
    assert url("roll_call", session.pk) in page.content.decode()
    assert "2 people are enrolled." in page.content.decode()


def test_today_says_what_is_left_to_do(client_of, lead, training):
    session = SessionFactory(training=training)
    EnrolmentFactory(training=training)

    page = client_of(lead).get(url("today"))

    today = page.context["today"]
    assert (today.next_session, list(today.to_mark), list(today.to_close)) == (
        None,
        [session],
        [training],
    )
    assert "0 of 1 marked" in page.content.decode()


def test_today_forgets_what_is_marked_or_over(client_of, lead, training):
    """Negative control of what is left to do."""
    SessionFactory(training=training)
    EnrolmentFactory(training=training, marks=["absent"])
    EnrolmentFactory(training=training, status="withdrawn")
    cancelled = TrainingFactory(cancelled=True, days=1)
    FacilitatorFactory(training=cancelled, trainer=lead.professional.trainer)

    today = client_of(lead).get(url("today")).context["today"]

    assert (list(today.to_mark), list(today.to_close)) == ([], [training])
    assert set(today.trainings) == {training, cancelled}


@pytest.mark.parametrize("count", [1, 3])
def test_today_costs_the_same_for_any_number(
    client_of, lead, training, count, django_assert_num_queries
):
    for number in range(count):
        more = TrainingFactory(
            days=2, start_date=TODAY, end_date=TODAY + timedelta(days=1)
        )
        FacilitatorFactory(training=more, trainer=lead.professional.trainer)
        EnrolmentFactory.create_batch(number + 1, training=more)
    client = client_of(lead)
    client.get(url("today"))

    with django_assert_num_queries(14):
        client.get(url("today"))


# A training


@pytest.mark.parametrize("count", [1, 3])
def test_training_page_costs_the_same_for_any_number(
    client_of, lead, training, count, django_assert_num_queries
):
    for number in range(count):
        SessionFactory(
            training=training, starts=time(9 + number), ends=time(10 + number)
        )
        FacilitatorFactory(training=training)
        EnrolmentFactory(training=training, marks=["present"])
        content = sheet(person(first=f"Emri{number}", email=""))
        apply(content, f"{number}.csv", training=training, by=lead, now=timezone.now())
    client = client_of(lead)
    client.get(url("training", training.code))

    with django_assert_num_queries(37):
        client.get(url("training", training.code))


def test_training_page_shows_what_the_floors_above_add(client_of, lead, training):
    def links(user, training):
        return [TrainingLink("Something above", f"/above/{training.code}/")]

    with hooks.register_temporarily(HOOK, links):
        page = client_of(lead).get(url("training", training.code)).content.decode()

    assert (
        '<a class="button button--quiet" href="/above/TIT-2026-01/">Something above</a>'
        in page
    )


def test_training_page_names_rows_that_wait(client_of, lead, coordinator, training):
    ProfessionalFactory(first_name="Arta", last_name="Berisha", email="x@b.org")
    apply(sheet(person()), "l.csv", training=training, by=None, now=timezone.now())

    page = client_of(lead).get(url("training", training.code)).content.decode()
    office = client_of(coordinator).get(url("training", training.code)).content.decode()

    assert "1 row of an imported sheet waits for a decision" in page
    assert "Nothing is counted from it until then." in page
    assert reverse("lms_delivery_review:index") not in page
    assert reverse("lms_delivery_review:index") in office


def created(client, edition, **facts):
    data = {
        "code": "OWN-1", "title": "", "kind": "workshop", "modules": [edition.module.pk],
        "start_date": "10.03.2026", "end_date": "11.03.2026", "place": "Pejë",
    } | facts  # fmt: skip
    return client.post(url("training_create"), data)


def test_trainer_creates_an_own_training(client_of, lead, edition):
    action = ActionFactory()

    response = created(
        client_of(lead), edition, actions=[action.pk], languages=["sq", "en"]
    )

    training = Training.objects.get(code="OWN-1")
    assert response.url == url("training", "OWN-1")
    assert training.facilitators.get().trainer == lead.professional.trainer
    assert (training.place, training.languages, training.actions.get()) == (
        "Pejë",
        ["sq", "en"],
        action,
    )


def test_coordinator_creates_a_training_without_facilitator(
    client_of, coordinator, edition
):
    created(client_of(coordinator), edition)

    assert not Training.objects.get(code="OWN-1").facilitators.exists()


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"code": "TIT-2026-01"}, "code", "is taken by another training"),
        ({"code": "abc"}, "code", "at least one digit"),
        ({"start_date": "12.03.2026"}, "end_date", "is before the first day"),
        ({"start_date": "31.02.2026"}, "start_date", "This is no day. Write it as day.month.year."),
        ({"modules": []}, "modules", "This field is required."),
        ({"start_date": "10.12.2024", "end_date": "10.12.2024"}, "modules", "has no edition that is valid on 10.12.2024"),
    ],
)  # fmt: skip
def test_refusal_of_a_new_training_stands_at_the_field(
    client_of, lead, edition, facts, field, words
):
    page = created(client_of(lead), edition, **facts)

    assert words in str(page.context["form"].errors[field])
    assert 'value="Pejë"' in page.content.decode()
    assert Training.objects.count() == 1


def test_module_without_accreditation_is_refused_at_the_field(client_of, lead):
    other = ModuleEditionFactory(module__code="M09")

    page = created(client_of(lead), other)

    assert "is not accredited for M09" in str(page.context["form"].errors["modules"])
    assert not Training.objects.filter(code="OWN-1").exists()


def test_trainer_adds_a_session(client_of, lead, training):
    data = {
        "date": "11.3.2026.",
        "starts": "10:00",
        "ends": "13:30",
        "title": "Ushtrime",
    }

    client_of(lead).post(url("session_add", training.code), data)

    session = Session.objects.get()
    assert (session.date, session.minutes, session.title) == (
        date(2026, 3, 11),
        210,
        "Ushtrime",
    )


def test_refusal_of_a_session_stands_at_the_field(client_of, lead, training):
    data = {"date": "13.03.2026", "starts": "10:00", "ends": "13:30"}

    page = client_of(lead).post(url("session_add", training.code), data)

    assert "is outside the training" in str(page.context["form"].errors["date"])


# Roll call


def test_roll_call_lists_those_who_attend_in_order(client_of, lead, training, session):
    for first, status in [
        ("Zana", "enrolled"),
        ("Çlirim", "enrolled"),
        ("Besa", "withdrawn"),
        ("Đorđe", "enrolled"),
    ]:
        EnrolmentFactory(
            training=training, professional__first_name=first, status=status
        )

    page = client_of(lead).get(url("roll_call", session.pk))

    names = [
        line.enrolment.professional.first_name for line in page.context["call"].lines
    ]
    assert names == ["Çlirim", "Đorđe", "Zana"]


def test_roll_call_saves_what_was_chosen(client_of, lead, training, session):
    arta, besa, zana = EnrolmentFactory.create_batch(3, training=training)
    data = {f"mark-{arta.pk}": "present", f"mark-{besa.pk}": "late"}

    page = client_of(lead).post(url("roll_call", session.pk), data, follow=True)

    found = dict(Mark.objects.values_list("enrolment", "value"))
    call = page.context["call"]
    assert found == {arta.pk: "present", besa.pk: "late"}
    assert (call.present, call.missing, call.total) == (2, 1, 3)
    assert "Saved: 2 marks." in page.content.decode()
    assert page.context["saved_at"] is not None
    assert zana.pk not in found


def test_everyone_else_is_present_with_one_button(client_of, lead, training, session):
    arta, besa, zana = EnrolmentFactory.create_batch(3, training=training)
    Mark.objects.create(
        enrolment=zana,
        session=session,
        value="excused",
        source="live",
        marked_at=timezone.now(),
    )
    data = {
        f"mark-{arta.pk}": "absent",
        f"seen-{zana.pk}": "excused",
        f"mark-{zana.pk}": "excused",
        "everyone": "present",
    }

    client_of(lead).post(url("roll_call", session.pk), data)

    found = dict(Mark.objects.values_list("enrolment", "value"))
    assert found == {arta.pk: "absent", besa.pk: "present", zana.pk: "excused"}


def test_old_page_does_not_take_back_what_a_colleague_entered(
    client_of, lead, training, session
):
    arta, besa = EnrolmentFactory.create_batch(2, training=training)
    old_page = {
        f"seen-{arta.pk}": "present", f"mark-{arta.pk}": "present",
        f"seen-{besa.pk}": "", f"mark-{besa.pk}": "present",
    }  # fmt: skip
    Mark.objects.create(
        enrolment=arta,
        session=session,
        value="late",
        source="live",
        marked_at=timezone.now(),
    )

    client_of(lead).post(url("roll_call", session.pk), old_page)

    assert dict(Mark.objects.values_list("enrolment", "value")) == {
        arta.pk: "late",
        besa.pk: "present",
    }


def test_roll_call_of_a_closed_training_is_refused_and_keeps_what_was_chosen(
    client_of, lead, training, session
):
    arta = EnrolmentFactory(training=training)
    Training.objects.filter(pk=training.pk).update(
        status="closed", closed_at=timezone.now()
    )

    page = client_of(lead).post(
        url("roll_call", session.pk), {f"mark-{arta.pk}": "late"}
    )

    assert "Training TIT-2026-01 is closed" in page.content.decode()
    assert page.context["call"].lines[0].value == "late"
    assert not Mark.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_roll_call_costs_the_same_for_any_number(
    client_of, lead, training, session, count, django_assert_num_queries
):
    EnrolmentFactory.create_batch(count, training=training, marks=["present"])
    client = client_of(lead)
    client.get(url("roll_call", session.pk))

    with django_assert_num_queries(13):
        client.get(url("roll_call", session.pk))


def test_roll_call_of_a_large_room_is_light(client_of, lead, training, session):
    EnrolmentFactory.create_batch(60, training=training)

    page = client_of(lead).get(url("roll_call", session.pk)).content

    assert len(gzip.compress(page)) < 20_000


# Sheets


def uploaded(client, training, content, name="list.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(url("sheet_import", training.code), {"file": file}, follow=True)


def test_sheet_is_looked_over_and_then_applied(client_of, lead, training):
    client = client_of(lead)

    page = uploaded(client, training, sheet(person(marks=("P", "M"))))

    assert page.redirect_chain[-1][0].startswith(url("sheet_import", training.code))
    assert (page.context["report"].created, Enrolment.objects.count()) == (1, 0)
    assert "Apply the sheet" in page.content.decode()

    done = client.post(page.redirect_chain[-1][0], follow=True)

    assert done.redirect_chain[-1][0] == url("training", training.code)
    assert (
        "The sheet is applied. Known people: 0, new people: 1" in done.content.decode()
    )
    assert (Enrolment.objects.count(), Mark.objects.count()) == (1, 2)
    assert not PendingSheet.objects.exists()


def test_sheet_with_a_fault_cannot_be_applied(client_of, lead, training):
    client = client_of(lead)

    page = uploaded(client, training, sheet(person(marks="?P")))

    text = page.content.decode()
    assert "1 row has a fault, so nothing can be applied." in text
    assert "“?” is not a mark." in text
    assert "Apply the sheet" not in text
    client.post(page.redirect_chain[-1][0])
    assert not Enrolment.objects.exists()


def test_sheet_that_cannot_be_read_is_refused_at_the_field(client_of, lead, training):
    page = uploaded(client_of(lead), training, b"%PDF-1.7", name="scan.pdf")

    assert "scan.pdf: The file is not a sheet." in str(
        page.context["form"].errors["file"]
    )
    assert not PendingSheet.objects.exists()


def test_no_file_is_refused_at_the_field(client_of, lead, training):
    page = client_of(lead).post(url("sheet_import", training.code))

    assert page.context["form"].errors["file"] == ["Choose a file."]


def test_too_large_a_file_is_refused_at_the_field(client_of, lead, training, settings):
    settings.LMS_DELIVERY_SHEET_MAX_BYTES = 10

    page = uploaded(client_of(lead), training, sheet(person()))

    assert "at most 0.0 MB are possible" in str(page.context["form"].errors["file"])


def test_preview_belongs_to_its_user_and_training(
    client_of, lead, coordinator, training
):
    page = uploaded(client_of(lead), training, sheet(person()))
    address = page.redirect_chain[-1][0]
    other = TrainingFactory(code="T-99")

    for client, path in [
        (client_of(coordinator), address),
        (client_of(coordinator), address.replace(training.code, other.code)),
    ]:
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    assert not Enrolment.objects.exists()


def test_preview_expires(client_of, lead, training):
    client = client_of(lead)
    page = uploaded(client, training, sheet(person()))
    PendingSheet.objects.update(uploaded_at=timezone.now() - timedelta(hours=3))

    answer = client.get(page.redirect_chain[-1][0], follow=True)

    assert answer.redirect_chain[-1][0] == url("sheet_import", training.code)
    assert "Choose the file again." in answer.content.decode()


def test_uploaded_names_are_shown_as_text(client_of, lead, training):
    name, institution = "<b>Arta", "<script>alert(1)</script>"

    page = uploaded(
        client_of(lead), training, sheet(person(first=name, institution=institution))
    )

    assert "<script>alert" not in page.content.decode()
    assert "&lt;b&gt;Arta" in page.content.decode()


def test_training_closed_since_the_preview_is_refused(client_of, lead, training):
    client = client_of(lead)
    page = uploaded(client, training, sheet(person()))
    Training.objects.filter(pk=training.pk).update(
        status="closed", closed_at=timezone.now()
    )

    answer = client.post(page.redirect_chain[-1][0], follow=True)

    assert "Training TIT-2026-01 is closed" in answer.content.decode()
    assert not Enrolment.objects.exists()


def test_upload_with_review_and_duplicates_says_so(client_of, lead, training):
    ProfessionalFactory(first_name="Arta", last_name="Berisha", email="x@b.org")
    besa = person("Besa", email="b@b.org", institution="OJQ Drita")
    content = csv(
        [*HEADINGS, "Komuna"], [*person(), ""], [*besa, "Atlantida"], [*besa, ""]
    )

    text = uploaded(client_of(lead), training, content).content.decode()

    assert "Somebody of this name has another e-mail" in text
    assert "Row 4, Besa Berisha, is the same person as row 3" in text
    assert "OJQ Drita" in text
    assert "Atlantida" in text


# Evidence


def test_evidence_is_a_download_and_nothing_else(client_of, lead, evidence):
    response = client_of(lead).get(url("evidence", evidence.pk))

    assert b"".join(response.streaming_content) == b"<script>"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_evidence_is_added_by_the_trainer(client_of, lead, training, session):
    file = SimpleUploadedFile("signed.pdf", blank_pdf())
    data = {"file": file, "kind": "signed_sheet", "session": session.pk}

    client_of(lead).post(url("evidence_add", training.code), data)

    evidence = Evidence.objects.get()
    assert (evidence.name, evidence.session, evidence.uploaded_by) == (
        "signed.pdf",
        session,
        lead,
    )


def test_refusal_of_evidence_stands_at_the_field(client_of, lead, training):
    file = SimpleUploadedFile("page.html", b"<script>")

    page = client_of(lead).post(
        url("evidence_add", training.code), {"file": file, "kind": "other"}
    )

    assert "Files of this type are not kept" in str(page.context["form"].errors["file"])
    assert not Evidence.objects.exists()
