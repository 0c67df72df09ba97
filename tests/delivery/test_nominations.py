from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.delivery.domain.nomination import (
    Newcomer,
    NominationRefused,
    accept_nomination,
    decline_nomination,
    modules_missing,
    nominate,
    nominate_newcomer,
    offered,
    take_back,
)
from lms.delivery.enums import ApprovalState, EnrolmentStatus
from lms.delivery.models import Enrolment
from tests.factories.curriculum import ModuleEditionFactory, ModuleFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    TrainingFactory,
)
from tests.factories.people import (
    AffiliationFactory,
    InstitutionFactory,
    ProfessionFactory,
)
from tests.factories.users import UserFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def training(training):
    """Approved, so offered to institutions."""
    training.approval = ApprovalState.APPROVED
    training.save()
    return training


@pytest.fixture
def police(db):
    return InstitutionFactory(name_sq="Policia e Kosovës")


@pytest.fixture
def work(police):
    return AffiliationFactory(institution=police, professional__last_name="Berisha")


def nominating(work, training, now=NOW, by=None):
    return nominate(work, training=training, by=by, now=now)


def accepting(enrolment, words="", now=NOW):
    return accept_nomination(enrolment, words=words, by=None, now=now)


def test_nomination_keeps_where_the_person_works_and_who_proposed(training, work):
    user = UserFactory()

    enrolment = nominating(work, training, by=user)

    assert enrolment.status == EnrolmentStatus.NOMINATED
    assert (enrolment.institution, enrolment.profession) == (
        work.institution,
        work.profession,
    )
    assert (enrolment.nominated_by, enrolment.nominated_at) == (user, NOW)
    assert enrolment not in Enrolment.objects.attending()


def test_nominating_twice_is_harmless(training, work):
    assert nominating(work, training) == nominating(work, training)
    assert ModelLogEntry.objects.filter(action="lms_delivery.nominate").count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"approval": "draft"}, "not open for nominations yet"),
        ({"approval": "submitted"}, "not open for nominations yet"),
        ({"start_date": date(2026, 2, 1)}, "nominations ended before"),
        ({"status": "cancelled"}, "nothing in it changes any more"),
    ],
    ids=str,
)
def test_only_what_is_approved_and_to_come_is_offered(training, work, change, words):
    for name, value in change.items():
        setattr(training, name, value)
    training.save()

    assert not offered(today=NOW.date()).exists()
    with pytest.raises(NominationRefused, match=words):
        nominating(work, training)
    assert not Enrolment.objects.exists()


def test_facilitator_is_not_nominated(training, work):
    FacilitatorFactory(training=training, trainer__professional=work.professional)

    with pytest.raises(NominationRefused, match="is a facilitator of this training"):
        nominating(work, training)


def test_accepted_person_gets_a_place_and_the_words(training, work):
    enrolment = accepting(nominating(work, training), "Bring the form")

    assert enrolment.status == EnrolmentStatus.ENROLLED
    assert (enrolment.decision_note, enrolment.decided_at) == ("Bring the form", NOW)


def test_accepted_person_waits_when_all_places_are_taken(training, work):
    training.capacity = 1
    training.save()
    EnrolmentFactory(training=training)

    enrolment = accepting(nominating(work, training))

    assert (enrolment.status, enrolment.waiting_since) == ("waiting", NOW)


def test_declining_needs_words_and_stands(training, work):
    enrolment = nominating(work, training)
    with pytest.raises(NominationRefused, match="Say in a few words") as refusal:
        decline_nomination(enrolment, words=" ", by=None, now=NOW)
    assert refusal.value.field == "words"

    decline_nomination(enrolment, words="Next time", by=None, now=NOW)

    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.decision_note) == ("declined", "Next time")
    with pytest.raises(NominationRefused, match="was not accepted: Next time"):
        nominating(work, training)


@pytest.mark.parametrize("deed", [accept_nomination, decline_nomination])
def test_nomination_is_decided_once(training, work, deed):
    enrolment = nominating(work, training)
    accepting(enrolment)

    with pytest.raises(NominationRefused, match=r"decided already: .*, Enrolled"):
        deed(enrolment, words="No", by=None, now=NOW)


def test_place_of_a_nomination_taken_back_goes_to_who_waits(training, work, police):
    training.capacity = 1
    training.save()
    first = accepting(nominating(work, training))
    second = accepting(nominating(AffiliationFactory(institution=police), training))

    take_back(first, by=None, now=NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("withdrawn", "enrolled")


def test_nothing_is_taken_back_once_the_training_has_begun(training, work):
    enrolment = nominating(work, training)

    with pytest.raises(NominationRefused, match="has begun"):
        take_back(enrolment, by=None, now=datetime(2026, 3, 10, 7, tzinfo=UTC))


def test_person_taken_back_may_be_nominated_again_with_a_fresh_start(training, work):
    enrolment = accepting(nominating(work, training), "Welcome")
    take_back(enrolment, by=None, now=NOW)

    again = nominating(work, training)

    assert again == enrolment
    assert (again.status, again.decision_note, again.decided_at) == (
        "nominated",
        "",
        None,
    )


@pytest.fixture
def newcomer(db):
    return Newcomer(
        first_name="Teuta",
        last_name="Gashi",
        email="teuta@example.org",
        profession=ProfessionFactory(),
    )


def bringing(newcomer, police, training):
    return nominate_newcomer(
        newcomer, institution=police, training=training, by=None, now=NOW
    )


def test_newcomer_is_added_with_where_they_work(newcomer, police, training):
    enrolment = bringing(newcomer, police, training)

    person = enrolment.professional
    assert (person.full_name, person.email) == ("Teuta Gashi", "teuta@example.org")
    assert person.affiliations.get().institution == police
    assert person.affiliations.get().profession == newcomer.profession
    assert enrolment.status == EnrolmentStatus.NOMINATED


def test_newcomer_who_is_on_the_list_after_all_is_that_person(
    newcomer, police, training
):
    known = AffiliationFactory(
        institution=police,
        professional__first_name="Teuta",
        professional__last_name="Gashi",
        professional__email="Teuta@example.org",
    )

    assert bringing(newcomer, police, training).professional == known.professional


@pytest.mark.parametrize(
    "known",
    [
        {"email": "teuta@example.org", "first_name": "Teuta", "last_name": "Gashi"},
        {"email": "teuta@example.org", "first_name": "Ilir", "last_name": "Hoxha"},
        {"email": "other@example.org", "first_name": "Teuta", "last_name": "Gashi"},
    ],
    ids=["known elsewhere", "other name", "other e-mail"],
)
def test_whoever_may_be_known_elsewhere_is_left_to_the_office_without_a_word_why(
    newcomer, police, training, known
):
    AffiliationFactory(**{f"professional__{key}": text for key, text in known.items()})

    with pytest.raises(NominationRefused) as refusal:
        bringing(newcomer, police, training)

    assert str(refusal.value).startswith("The coordinator's office has to enter")
    assert Professional.objects.count() == 1
    assert not Enrolment.objects.exists()


def test_modules_to_be_known_before_are_named_per_person(training, work, edition):
    before, also = ModuleFactory(code="M01"), ModuleFactory(code="M02")
    edition.module.prerequisites.set([before, also])
    edition.module.save()
    learned = ModuleEditionFactory(module=before)
    EnrolmentFactory(
        training=TrainingFactory(closed=True, editions=[learned]),
        professional=work.professional,
        status="completed",
    )
    other = AffiliationFactory().professional

    missing = modules_missing(training, [work.professional_id, other.pk])

    assert missing == {work.professional_id: ["M02"], other.pk: ["M01", "M02"]}


# --- Pages ------------------------------------------------------------------


@pytest.fixture
def soon(training):
    """`training` in a month from today, for the pages that look at the calendar."""
    training.start_date = timezone.localdate() + timedelta(days=30)
    training.end_date = training.start_date + timedelta(days=1)
    training.save()
    return training


@pytest.fixture
def focal_point(roles, police):
    user = UserFactory(roles=["Focal points"])
    AffiliationFactory(
        institution=police,
        focal_point=True,
        professional__user=user,
        professional__last_name="Pika",
    )
    return user


def nominate_page(training):
    return reverse("lms_delivery:nominate", args=[training.code])


def decide_page(training):
    return reverse("lms_delivery:nominations_decide", args=[training.code])


def test_focal_point_sees_what_is_offered_and_own_people_alone(
    client_of, focal_point, soon, work
):
    nominating(work, soon, now=timezone.now())
    foreign = AffiliationFactory(professional__last_name="Tajnikaj")
    nominating(foreign, soon, now=timezone.now())
    days = {"start_date": soon.start_date, "end_date": soon.end_date}
    TrainingFactory(title="Draft of a training", **days)
    client = client_of(focal_point)

    listed = client.get(reverse("lms_delivery:nominations")).text
    form = client.get(nominate_page(soon)).text

    assert "Referral in practice" in listed
    assert "Draft of a training" not in listed
    for page in (listed, form):
        assert "Berisha" in page
        assert "Tajnikaj" not in page


def test_focal_point_nominates_several_and_the_lead_decides(
    client_of, focal_point, lead, soon, work, police
):
    other = AffiliationFactory(institution=police, professional__last_name="Krasniqi")
    client, trainer = client_of(focal_point), client_of(lead)

    client.post(nominate_page(soon), {"people": [work.pk, other.pk]})
    nominated = list(soon.enrolments.nominated())
    assert [one.professional for one in nominated] == [
        work.professional,
        other.professional,
    ]
    assert "2 nominated people wait for an answer" in (
        trainer.get(reverse("lms_delivery:training", args=[soon.code])).text
    )

    first, second = nominated
    trainer.post(decide_page(soon), {"people": [first.pk], "deed": "accept"})
    trainer.post(
        decide_page(soon),
        {"people": [second.pk], "deed": "decline", "words": "In May again"},
    )
    page = client.get(nominate_page(soon)).text
    assert "In May again" in page
    assert list(soon.enrolments.attending()) == [first]


def test_person_of_another_institution_is_not_nominated(client_of, focal_point, soon):
    foreign = AffiliationFactory()

    page = client_of(focal_point).post(nominate_page(soon), {"people": [foreign.pk]})

    assert "Choose people of your institution." in page.text
    assert not Enrolment.objects.exists()


def test_one_refusal_nominates_nobody(client_of, focal_point, soon, work, police):
    teaches = AffiliationFactory(institution=police)
    FacilitatorFactory(training=soon, trainer__professional=teaches.professional)

    page = client_of(focal_point).post(
        nominate_page(soon), {"people": [work.pk, teaches.pk]}
    )

    assert "is a facilitator of this training" in page.text
    assert not Enrolment.objects.exists()


def test_newcomer_form_shows_what_is_missing_and_keeps_what_was_typed(
    client_of, focal_point, soon
):
    page = client_of(focal_point).post(
        nominate_page(soon), {"first_name": "Teuta", "last_name": "", "email": "x"}
    )

    assert 'value="Teuta"' in page.text
    assert "Enter a valid email address." in page.text
    assert not Enrolment.objects.exists()


def test_declining_without_words_decides_nothing(client_of, lead, soon, work):
    enrolment = nominating(work, soon, now=timezone.now())

    page = client_of(lead).post(
        decide_page(soon), {"people": [enrolment.pk], "deed": "decline"}
    )

    assert "Say in a few words why not" in page.text
    assert soon.enrolments.nominated().get() == enrolment


@pytest.mark.parametrize("deed", ["", "drop"])
def test_unknown_deed_decides_nothing(client_of, lead, soon, work, deed):
    enrolment = nominating(work, soon, now=timezone.now())

    page = client_of(lead).post(
        decide_page(soon), {"people": [enrolment.pk], "deed": deed, "words": "Words"}
    )

    assert "Choose what to do." in page.text
    assert soon.enrolments.nominated().exists()


def test_co_trainer_reads_nominations_and_decides_none(client_of, lead, soon, work):
    enrolment = nominating(work, soon, now=timezone.now())
    soon.facilitators.update(role="co_trainer")
    client = client_of(lead)

    assert "Berisha" in client.get(decide_page(soon)).text
    sent = client.post(decide_page(soon), {"people": [enrolment.pk], "deed": "accept"})
    assert sent.status_code == 403


def test_focal_point_takes_back_what_the_own_institution_nominated_alone(
    client_of, focal_point, soon, work
):
    own = nominating(work, soon, now=timezone.now())
    foreign = nominating(AffiliationFactory(), soon, now=timezone.now())
    client = client_of(focal_point)

    def take_back_page(one):
        return reverse("lms_delivery:nomination_take_back", args=[one.pk])

    assert client.post(take_back_page(foreign)).status_code == 404
    assert client.post(take_back_page(own)).status_code == 302
    own.refresh_from_db()
    assert own.status == "withdrawn"
    assert client_of(UserFactory()).post(take_back_page(foreign)).status_code == 404


def test_nominations_are_for_focal_points_alone(client_of, lead, coordinator, soon):
    for user in (UserFactory(), lead, coordinator):
        assert client_of(user).get(nominate_page(soon)).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_listings_ask_the_database_as_often_for_three_as_for_one(
    client_of, focal_point, lead, soon, police, people, django_assert_num_queries
):
    for _ in range(people):
        nominating(AffiliationFactory(institution=police), soon, now=timezone.now())
        AffiliationFactory(institution=police)
        EnrolmentFactory(
            training=soon, institution=police, status="waiting", waiting_since=NOW
        )
        TrainingFactory(
            approval="approved", start_date=soon.start_date, end_date=soon.end_date
        )
    client, trainer = client_of(focal_point), client_of(lead)
    listed = reverse("lms_delivery:nominations")
    for each, page in ((client, listed), (trainer, decide_page(soon))):
        each.get(page)

    with django_assert_num_queries(12):
        client.get(listed)
    with django_assert_num_queries(17):
        client.get(nominate_page(soon))
    with django_assert_num_queries(14):
        trainer.get(decide_page(soon))
