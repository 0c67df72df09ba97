"""Colleagues briefed after a training: the cascade, counted apart."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lms.delivery.domain.briefing import BriefingRefused, add_briefing, briefings_of
from lms.delivery.models import Briefing
from lms.targets.domain.counting import count
from tests.factories.delivery import BriefingFactory, EnrolmentFactory, TrainingFactory
from tests.factories.people import InstitutionFactory, ProfessionalFactory
from tests.factories.targets import IndicatorFactory, trained
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def participant(roles, training):
    """The login of somebody enrolled in `training`; the enrolment is `.place`."""
    user = UserFactory(roles=["Participants"])
    user.place = EnrolmentFactory(
        training=training, professional=ProfessionalFactory(user=user)
    )
    return user


def brief(enrolment, day=date(2026, 4, 1), people=5, **facts):
    facts = {"by": None, "now": timezone.now()} | facts
    return add_briefing(enrolment, briefed_on=day, people=people, **facts)


def mine(enrolment):
    return reverse("lms_delivery:my_briefings", args=[enrolment.pk])


def test_briefings_of_a_training_are_summed(training):
    place = EnrolmentFactory(training=training)
    brief(place, people=5, place=" Peja ")
    brief(place, people=7, institution=InstitutionFactory())
    brief(EnrolmentFactory(), people=100)

    found = briefings_of(training)

    assert found.colleagues == 12
    assert [row.people for row in found.rows] == [7, 5]
    assert found.rows[1].place == "Peja"


def test_briefings_are_in_no_count_of_people():
    indicator = IndicatorFactory()
    enrolment = trained(indicator)
    before = count(on=date(2026, 11, 1))
    brief(enrolment, people=300)
    assert count(on=date(2026, 11, 1)) == before


def test_briefing_refuses_what_cannot_be(training):
    place = EnrolmentFactory(training=training)
    gone = EnrolmentFactory(
        training=training, status="withdrawn",
        professional__first_name="Ana", professional__last_name="Berisha",
    )  # fmt: skip
    cancelled = EnrolmentFactory(training=TrainingFactory(code="T-1", cancelled=True))
    early, late = date(2026, 3, 9), timezone.localdate() + timedelta(1)
    for enrolment, facts, words, field in (
        (place, {"people": 0}, "Enter a number of colleagues from 1 to 500.", "people"),
        (place, {"people": 501}, "Enter a number of colleagues from 1 to 500.", "people"),
        (place, {"day": early}, "Choose a day from 10.03.2026, when the training began, until today.", "briefed_on"),
        (place, {"day": late}, "Choose a day from 10.03.2026, when the training began, until today.", "briefed_on"),
        (gone, {}, "Ana Berisha did not take part in training TIT-2026-01.", ""),
        (cancelled, {}, "Training T-1 is cancelled; there was nothing to tell of.", ""),
    ):  # fmt: skip
        with pytest.raises(BriefingRefused) as refusal:
            brief(enrolment, **facts)
        assert (str(refusal.value), refusal.value.field) == (words, field)
    assert not Briefing.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        BriefingFactory(people=0)


def test_participant_enters_and_takes_out_the_own(participant, client_of):
    page = client_of(participant)
    sent = {"people": "4", "briefed_on": "1.4.2026", "place": "Peja"}
    answer = page.post(mine(participant.place), sent, follow=True, **ENGLISH)
    assert "Noted: 4 colleagues briefed." in answer.text
    briefing = Briefing.objects.get()
    assert (briefing.enrolment, briefing.entered_by) == (participant.place, participant)

    wrong = page.post(mine(participant.place), {**sent, "briefed_on": "1.4.2020"})
    assert "10.03.2026" in wrong.text
    assert Briefing.objects.count() == 1

    remove = reverse("lms_delivery:briefing_remove", args=[briefing.pk])
    assert page.get(remove).status_code == 405
    page.post(remove)
    assert not Briefing.objects.exists()


def test_what_is_foreign_is_not_found(participant, training, client_of, roles):
    other = EnrolmentFactory(training=training)
    briefing = BriefingFactory(enrolment=other)
    remove = reverse("lms_delivery:briefing_remove", args=[briefing.pk])
    page = client_of(participant)
    sent = {"people": "4", "briefed_on": "1.4.2026"}
    assert page.post(mine(other), sent).status_code == 404
    assert page.post(remove).status_code == 404
    assert client_of(UserFactory(roles=["Trainers"])).post(remove).status_code == 404
    assert Briefing.objects.get() == briefing


def test_trainer_enters_for_others_and_sees_the_sum(training, lead, client_of):
    place, foreign = EnrolmentFactory(training=training), EnrolmentFactory()
    page = client_of(lead)
    address = reverse("lms_delivery:briefings", args=[training.code])
    sent = {"enrolment": foreign.pk, "people": "9", "briefed_on": "1.4.2026"}
    page.post(address, sent)
    assert not Briefing.objects.exists()

    page.post(address, {**sent, "enrolment": place.pk})

    assert Briefing.objects.get().enrolment == place
    assert str(place.professional) in page.get(address).text
    overview = reverse("lms_delivery:training", args=[training.code])
    assert "9 colleagues were told" in page.get(overview, **ENGLISH).text


def test_reader_of_the_office_enters_nothing(training, administrator, client_of):
    place = EnrolmentFactory(training=training)
    address = reverse("lms_delivery:briefings", args=[training.code])
    page = client_of(administrator)
    assert page.get(address).status_code == 200
    sent = {"enrolment": place.pk, "people": "9", "briefed_on": "1.4.2026"}
    assert page.post(address, sent).status_code == 403


def test_my_learning_leads_to_it_once_the_person_was_there(client_of, roles):
    user = UserFactory(roles=["Participants"])
    person = ProfessionalFactory(user=user)
    there = EnrolmentFactory(
        training=TrainingFactory(days=2), professional=person, marks=["present"] * 2
    )
    not_yet = EnrolmentFactory(training=TrainingFactory(days=1), professional=person)
    BriefingFactory(enrolment=there, people=3)
    BriefingFactory(enrolment=there, people=4)

    text = client_of(user).get(reverse("my_learning"), **ENGLISH).text

    assert mine(there) in text
    assert "Colleagues briefed: 7" in text
    assert mine(not_yet) not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_listings_ask_the_same_number_of_queries(
    rows, training, coordinator, client_of, django_assert_num_queries
):
    for _number in range(rows):
        BriefingFactory(
            enrolment__training=training, institution=InstitutionFactory(), note="=1+1"
        )
    desk = client_of(coordinator)
    listing = reverse("briefing:index")
    page = reverse("lms_delivery:briefings", args=[training.code])
    for address, queries in ((listing, 13), (page, 10)):
        desk.get(address)
        with django_assert_num_queries(queries):
            assert desk.get(address).status_code == 200
    export = desk.get(listing, {"export": "csv"}).getvalue()
    assert b"'=1+1" in export
