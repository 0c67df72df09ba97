from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.delivery.domain.enrolment import Work
from lms.delivery.domain.marking import mark
from lms.delivery.domain.roll_call import Came, Handover, Said, receive
from lms.delivery.domain.walk_ins import (
    NewPerson,
    WalkInRefused,
    dismiss_walk_in,
    match_new_person,
    match_walk_in,
    take_up_walk_in,
    waiting_of,
)
from lms.delivery.models import Mark, MarkEvent, WalkIn
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
)
from tests.factories.people import (
    AffiliationFactory,
    InstitutionFactory,
    ProfessionalFactory,
    ProfessionFactory,
)
from tests.factories.users import UserFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.fixture
def sessions(training):
    return [
        SessionFactory(training=training),
        SessionFactory(training=training, date=training.end_date),
    ]


class Phone:
    """Writes people down and marks them, as a phone hands it in."""

    def __init__(self, user):
        self.user, self.device, self.sequence = user, uuid4(), 0

    def hand_in(self, session, words, came=()):
        handover = Handover(device=self.device, by=self.user, now=NOW, sent_at=NOW)
        return receive(session, words, came=came, handover=handover)

    def writes_down(self, session, name, value="present", **facts):
        one = Came(id=uuid4(), name=name, **facts)
        self.hand_in(session, [self.word(value, walk_in=one.id)], came=[one])
        return WalkIn.objects.get(pk=one.id)

    def word(self, value, **who):
        self.sequence += 1
        return Said(id=uuid4(), value=value, sequence=self.sequence, seen=0, **who)


@pytest.fixture
def phone(lead):
    return Phone(lead)


@pytest.fixture
def besa(phone, sessions):
    return phone.writes_down(sessions[0], "Besa Krasniqi")


def matched(walk_in, person):
    return match_walk_in(walk_in, professional=person, by=None, now=NOW)


def test_matching_enrols_and_counts_every_word(besa, phone, sessions, training):
    phone.hand_in(sessions[1], [phone.word("late", walk_in=besa.pk)])
    person = ProfessionalFactory()

    enrolment = matched(besa, person)

    assert (enrolment.professional, enrolment.status) == (person, "enrolled")
    marks = dict(Mark.objects.values_list("session", "value"))
    assert marks == {sessions[0].pk: "present", sessions[1].pk: "late"}
    assert set(MarkEvent.objects.values_list("enrolment", "walk_in")) == {
        (enrolment.pk, besa.pk)
    }
    besa.refresh_from_db()
    assert (besa.status, besa.enrolment, besa.decided_at) == ("matched", enrolment, NOW)
    training.refresh_from_db()
    assert training.status == "held"


@pytest.mark.parametrize("status", ["nominated", "waiting", "declined", "withdrawn"])
def test_whoever_was_not_in_takes_part_once_matched(besa, training, status):
    enrolment = EnrolmentFactory(training=training, status=status, waiting_since=NOW)

    assert matched(besa, enrolment.professional) == enrolment
    enrolment.refresh_from_db()
    assert enrolment.status == "enrolled"


def test_other_word_about_the_same_person_stays_a_disagreement(
    besa, phone, sessions, training
):
    enrolment = EnrolmentFactory(training=training)
    other = Phone(UserFactory())
    other.hand_in(sessions[0], [other.word("absent", enrolment=enrolment.pk)])

    matched(besa, enrolment.professional)

    assert Mark.objects.get().is_disputed


def test_same_word_about_the_same_person_is_no_disagreement(besa, sessions, training):
    enrolment = EnrolmentFactory(training=training)
    mark(
        enrolment, session=sessions[0], value="present", source="live", by=None, now=NOW
    )

    matched(besa, enrolment.professional)

    found = Mark.objects.get()
    assert (found.value, found.is_disputed) == ("present", False)


def test_word_after_the_matching_is_one_about_the_person(besa, phone, sessions):
    matched(besa, ProfessionalFactory())

    phone.hand_in(sessions[0], [phone.word("late", walk_in=besa.pk)])

    assert Mark.objects.get().value == "late"


def test_word_about_a_matched_person_who_withdrew_is_refused(besa, phone, sessions):
    enrolment = matched(besa, ProfessionalFactory())
    enrolment.status = "withdrawn"
    enrolment.save()

    (answer,) = phone.hand_in(sessions[0], [phone.word("late", walk_in=besa.pk)])

    assert "is no longer enrolled (Withdrawn)" in answer.reason


def test_facilitator_is_no_walk_in(besa, training):
    facilitator = FacilitatorFactory(training=training)

    with pytest.raises(WalkInRefused, match="is a facilitator of this training"):
        matched(besa, facilitator.trainer.professional)
    besa.refresh_from_db()
    assert besa.status == "waiting"


def test_somebody_is_matched_once(besa):
    matched(besa, ProfessionalFactory())

    with pytest.raises(WalkInRefused, match="“Besa Krasniqi” somebody decided mean"):
        matched(besa, ProfessionalFactory())


def test_closed_training_matches_nobody(besa, training):
    training.status, training.closed_at = "closed", NOW
    training.save()

    with pytest.raises(WalkInRefused, match="is closed"):
        matched(besa, ProfessionalFactory())


def test_new_person_is_added_with_their_work(besa):
    work = Work(institution=InstitutionFactory(), profession=ProfessionFactory())
    person = NewPerson(first_name="Besa", last_name="Krasniqi", work=work)

    enrolment = match_new_person(besa, person=person, by=None, now=NOW)

    added = Professional.objects.get(last_name="Krasniqi")
    assert enrolment.professional == added
    assert enrolment.institution == work.institution
    assert added.affiliations.get().profession == work.profession
    assert Mark.objects.get().enrolment == enrolment


def test_new_person_with_a_known_e_mail_is_refused(besa):
    ProfessionalFactory(email="Besa@example.org")
    person = NewPerson(
        first_name="Besa", last_name="Krasniqi", work=Work(), email="besa@example.org"
    )

    with pytest.raises(WalkInRefused, match="has this e-mail") as refusal:
        match_new_person(besa, person=person, by=None, now=NOW)
    assert refusal.value.field == "email"


def test_dismissed_person_is_kept_and_may_be_taken_up_again(besa, training):
    dismiss_walk_in(besa, by=None, now=NOW)
    assert waiting_of(training) == []
    assert MarkEvent.objects.count() == 1

    take_up_walk_in(besa, by=None)

    assert [one.walk_in for one in waiting_of(training)] == [besa]


def test_candidates_are_namesakes_those_of_the_training_first(besa, training):
    elsewhere = ProfessionalFactory(first_name="Besa", last_name="Krasniqi")
    inside = ProfessionalFactory(first_name="Krasniqi", last_name="Besa")
    EnrolmentFactory(training=training, professional=inside)
    also = ProfessionalFactory(first_name="BESA", last_name="Krasniqi")
    EnrolmentFactory(training=training, professional=also)
    ProfessionalFactory(first_name="Besarta", last_name="Krasniqi")

    (waiting,) = waiting_of(training)

    assert waiting.candidates == [inside, also, elsewhere]


# --- The page ---------------------------------------------------------------


def page(training):
    return reverse("lms_delivery:walk_ins", args=[training.code])


def test_trainer_is_offered_people_of_the_training_alone(
    client_of, lead, coordinator, besa, training
):
    ProfessionalFactory(first_name="Besa", last_name="Krasniqi", email="")
    EnrolmentFactory(training=training, professional__last_name="Hoxha")

    mine = client_of(lead).get(page(training)).text
    office = client_of(coordinator).get(page(training)).text

    assert ("This is Besa Krasniqi" in mine, "Hoxha" in mine) == (False, True)
    assert "This is Besa Krasniqi" in office
    assert ("A new person" in mine, "A new person" in office) == (False, True)


def test_trainer_matches_a_participant_and_nobody_else(client_of, lead, besa, training):
    enrolment = EnrolmentFactory(training=training)
    client = client_of(lead)

    def decide(person):
        return client.post(
            page(training), {"walk_in": besa.pk, "decision": person.pk}, follow=True
        ).text

    assert "Choose one of the people shown." in decide(ProfessionalFactory())
    assert f"is {enrolment.professional}" in decide(enrolment.professional)
    assert Mark.objects.get().enrolment == enrolment


def test_trainer_adds_nobody_to_the_register(client_of, lead, besa, training):
    data = {"walk_in": besa.pk, "decision": "new", f"new-{besa.pk}-first_name": "Besa"}

    assert client_of(lead).post(page(training), data).status_code == 403
    assert not Professional.objects.filter(first_name="Besa").exists()


def test_office_adds_a_new_person(client_of, coordinator, besa, training):
    client, work = client_of(coordinator), AffiliationFactory()
    new = f"new-{besa.pk}"
    data = {"walk_in": besa.pk, "decision": "new", f"{new}-last_name": "Krasniqi"}

    refused = client.post(page(training), data).text
    assert "Nothing is saved yet" in refused

    facts = {"first_name": "Besa", "institution": work.institution_id}
    facts["profession"] = work.profession_id
    client.post(
        page(training), data | {f"{new}-{name}": text for name, text in facts.items()}
    )
    assert training.enrolments.get().professional.full_name == "Besa Krasniqi"


@pytest.mark.parametrize("walk_in", ["", "x", "0d8f8f9a-2f5a-4d0e-9f2e-3f5b1b6f3c11"])
def test_unknown_walk_in_is_not_found(client_of, coordinator, training, walk_in):
    data = {"walk_in": walk_in, "decision": "dismiss"}

    assert client_of(coordinator).post(page(training), data).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_database_as_often_for_three_as_for_one(
    client_of, coordinator, phone, sessions, training, number,
    django_assert_num_queries,
):  # fmt: skip
    for place in range(number):
        phone.writes_down(sessions[0], f"Person {place}")
        AffiliationFactory(
            professional__first_name="Person", professional__last_name=str(place)
        )
        EnrolmentFactory(training=training)
    client = client_of(coordinator)
    client.get(page(training))

    with django_assert_num_queries(18):
        client.get(page(training))


def test_training_says_how_many_wait(client_of, lead, besa, training):
    address = reverse("lms_delivery:training", args=[training.code])

    shown = client_of(lead).get(address).text
    assert "1 person came without an enrolment and is not matched yet." in shown

    dismiss_walk_in(besa, by=None, now=timezone.now())
    assert "came without an enrolment" not in client_of(lead).get(address).text


def test_page_of_closing_warns_of_whom_nobody_matched(client_of, lead, besa, training):
    EnrolmentFactory(training=training)
    address = reverse("lms_assessment:close", args=[training.code])

    assert "1 person came without an enrolment" in client_of(lead).get(address).text
