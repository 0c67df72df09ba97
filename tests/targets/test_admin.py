"""The desk: every number opens, and only for who may see it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from lms.delivery.models import Evidence, SheetImport, SheetRow
from lms.targets.models import Indicator, IndicatorLink, StaffNumber
from tests.factories.assessment import PostTestScoreFactory
from tests.factories.delivery import (
    ActionFactory,
    MarkEventFactory,
    MarkFactory,
    SessionFactory,
)
from tests.factories.people import (
    InstitutionFactory,
    ProfessionalFactory,
    ProfessionFactory,
)
from tests.factories.targets import (
    IndicatorFactory,
    LinkFactory,
    StaffNumberFactory,
    row_in_review,
    took_part,
    trained,
    training_for,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch, settings):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 22))
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def desk(client_of, coordinator):
    return client_of(coordinator)


@pytest.fixture
def indicator(roles):
    return IndicatorFactory(action__code="III.1.9", action__name_en="SOPs", value=80)


def progress(name, *args):
    return reverse(f"lms_targets_progress:{name}", args=args)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def every_address(indicator, place, link):
    return [
        progress("index"),
        progress("index_results"),
        *(
            progress(name, indicator.pk)
            for tab in ("people", "participations", "trainings", "not_counted")
            for name in (tab, f"{tab}_results")
        ),
        progress("enrolment", indicator.pk, place.pk),
        reverse("indicator:index"),
        reverse("indicatorlink:index"),
        reverse("staffnumber:index"),
    ]


@pytest.mark.parametrize("export", ["", "xlsx", "csv"])
def test_coordinator_and_administrator_open_every_page(
    client_of, coordinator, administrator, indicator, export
):
    place = trained(indicator)
    link = LinkFactory()
    clients = {
        coordinator: every_address(indicator, place, link),
        administrator: every_address(indicator, place, link)[:-2],
    }
    for user, addresses in clients.items():
        for address in addresses:
            response = client_of(user).get(address, {"export": export})
            assert response.status_code == 200, (user, address)


@pytest.mark.parametrize("export", ["", "xlsx", "csv"])
@pytest.mark.parametrize("group", [None, "Trainers", "Focal points", "Participants"])
def test_other_roles_open_no_page(client_of, indicator, group, export):
    place = trained(indicator)
    user = UserFactory(roles=[group] if group else [])
    for address in every_address(indicator, place, LinkFactory()):
        response = client_of(user).get(address, {"export": export})
        assert response.status_code == 302, address
        assert place.professional.last_name not in response.content.decode()


def test_admin_user_without_the_permission_opens_no_page(
    client_of, coordinator, indicator
):
    """Opening the admin is not enough; this is the hole of stock reports."""
    coordinator.groups.get().permissions.remove(
        *coordinator.groups.get().permissions.filter(
            content_type__app_label="lms_targets"
        )
    )
    place = trained(indicator)
    for address in every_address(indicator, place, LinkFactory()):
        response = client_of(coordinator).get(address, {"export": "csv"})
        assert response.status_code == 302, address


# The numbers


def test_list_shows_people_participations_trainings_headcount(desk, indicator):
    place = trained(indicator)
    trained(indicator, professional=place.professional)

    html = text(desk.get(progress("index")))

    assert progress("people", indicator.pk) in html
    assert "at least 80 people" in html
    assert "nobody has verified it one by one" in html


def test_list_of_another_day_leads_to_lists_of_that_day(desk, indicator):
    trained(indicator, day=date(2026, 5, 1))

    html = text(desk.get(progress("index"), {"on": "2026-06-30"}))

    assert f"{progress('people', indicator.pk)}?on=2026-06-30" in html


def test_people_are_who_earned_the_count(desk, indicator):
    place = trained(indicator)
    other = took_part(indicator)

    html = text(desk.get(progress("people", indicator.pk)))

    assert place.professional.full_name in html
    assert other.professional.full_name not in html
    assert progress("enrolment", indicator.pk, place.pk) in html
    assert "10.03.2026" in html


def test_people_are_found_without_their_letters(desk, indicator):
    trained(indicator, professional=ProfessionalFactory(last_name="Çelaj"))
    trained(indicator, professional=ProfessionalFactory(last_name="Hoxha"))

    html = text(desk.get(progress("people", indicator.pk), {"q": "celaj"}))

    assert "Çelaj" in html
    assert "Hoxha" not in html


def test_participations_name_a_person_once_for_each_training(desk, indicator):
    place = trained(indicator)
    again = trained(indicator, professional=place.professional)

    html = text(desk.get(progress("participations", indicator.pk)))

    assert progress("enrolment", indicator.pk, place.pk) in html
    assert progress("enrolment", indicator.pk, again.pk) in html


def test_trainings_are_those_of_the_number(desk, indicator):
    counted = training_for(indicator, code="TIT-2026-01")
    training_for(indicator, code="TIT-2026-02", status="held")

    html = text(desk.get(progress("trainings", indicator.pk)))

    assert counted.code in html
    assert "TIT-2026-02" not in html


def test_others_have_a_reason_and_a_link_to_the_action(desk, indicator):
    training = training_for(indicator, status="held", code="TIT-2026-03")
    place = took_part(training=training, status="enrolled")

    html = text(desk.get(progress("not_counted", indicator.pk)))

    assert place.professional.full_name in html
    assert "The training is not closed yet." in html
    assert reverse("closing:close", args=[training.pk]) in html


def test_rows_in_review_lead_to_the_queue(desk, indicator):
    row_in_review(training_for(indicator))

    html = text(desk.get(progress("not_counted", indicator.pk), {"reason": "review"}))

    assert "Agim Krasniqi" in html
    assert reverse("lms_delivery_review:index") in html


def test_administrator_sees_the_action_without_a_link(
    client_of, administrator, indicator
):
    training = training_for(indicator, status="held", code="TIT-2026-03")
    took_part(training=training, status="enrolled")
    row_in_review(training)

    html = text(client_of(administrator).get(progress("not_counted", indicator.pk)))

    assert "Close TIT-2026-03." in html
    assert reverse("closing:close", args=[training.pk]) not in html
    assert reverse("lms_delivery_review:index") not in html


@pytest.mark.parametrize("name", ["people", "participations", "not_counted"])
@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_queries_whatever_is_in_them(
    desk, indicator, django_assert_num_queries, name, number
):
    for _person in range(number):
        trained(indicator)
        took_part(indicator)
        took_part(training=training_for(indicator, status="held"))
        row_in_review(training_for(indicator))
    address = progress(name, indicator.pk)
    desk.get(address)

    queries = {"people": 12, "participations": 12, "not_counted": 13}
    with django_assert_num_queries(queries[name]):
        desk.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_map_costs_the_same_queries_whatever_is_in_it(
    desk, roles, django_assert_num_queries, number
):
    for _link in range(number):
        link = LinkFactory()
        trained(IndicatorFactory(action=link.action))
    desk.get(reverse("indicatorlink:index"))

    with django_assert_num_queries(13):
        desk.get(reverse("indicatorlink:index"))


# One enrolment


@pytest.fixture
def proven(indicator):
    """A counted enrolment with a changed mark, a sheet, a signed sheet and a score."""
    place = trained(indicator)
    session = SessionFactory(training=place.training, date=date(2026, 3, 9))
    who = UserFactory(username="vlora")
    MarkEventFactory(
        enrolment=place,
        session=session,
        value="absent",
        source="import",
        said_by=UserFactory(username="arben"),
    )
    MarkFactory(enrolment=place, session=session, marked_by=who, source="live")
    signed, sheet = (
        Evidence.objects.create(
            training=place.training,
            session=for_session,
            kind=kind,
            name=name,
            sha256=digit * 64,
            file=ContentFile(b"x", name=name),
        )
        for kind, name, digit, for_session in (
            ("signed_sheet", "signed.pdf", "1", session),
            ("sheet", "list.xlsx", "2", None),
        )
    )
    SheetRow.objects.create(
        sheet_import=SheetImport.objects.create(
            training=place.training, evidence=sheet
        ),
        number=14,
        data={"first_name": "ARTA", "last_name": "BERISHA"},
        outcome="matched",
        identity_key="key",
        professional=place.professional,
    )
    PostTestScoreFactory(enrolment=place, percent=91)
    return place, signed, sheet


def test_enrolment_opens_down_to_marks_sheet_and_files(desk, indicator, proven):
    place, signed, sheet = proven

    html = text(desk.get(progress("enrolment", indicator.pk, place.pk)))

    for words in (
        "Completed on 10.03.2026", "360 of 360 minutes present", "Present", "vlora",
        "Roll call", "<s>Absent</s> (arben", "Imported sheet", "row 14", "ARTA BERISHA",
        "91 %", "signed.pdf", "list.xlsx",
    ):  # fmt: skip
        assert words in html
    for file in (signed, sheet):
        assert reverse("lms_delivery:evidence", args=[file.pk]) in html


def test_enrolment_of_another_indicator_is_not_found(desk, indicator):
    other = trained(IndicatorFactory())

    response = desk.get(progress("enrolment", indicator.pk, other.pk))

    assert response.status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_enrolment_costs_the_same_queries_whatever_it_holds(
    desk, indicator, django_assert_num_queries, number
):
    place = trained(indicator)
    for day in range(1, number + 1):
        session = SessionFactory(training=place.training, date=date(2026, 3, day))
        MarkEventFactory(
            enrolment=place, session=session, value="late", said_by=UserFactory()
        )
        MarkFactory(enrolment=place, session=session, marked_by=UserFactory())
        row = row_in_review(place.training)
        row.professional, row.decided_at = place.professional, timezone.now()
        row.decided_by = UserFactory()
        row.save()
    address = progress("enrolment", indicator.pk, place.pk)
    desk.get(address)

    with django_assert_num_queries(17):
        desk.get(address)


# Exports


def test_export_holds_no_live_formula(desk, indicator):
    person = ProfessionalFactory(first_name="=HYPERLINK(1)", last_name="Gashi")
    trained(indicator, professional=person, institution=InstitutionFactory())
    took_part(
        indicator, professional=ProfessionalFactory(first_name="+1", last_name="B")
    )

    rows = desk.get(progress("people", indicator.pk), {"export": "csv"})
    lines = b"".join(rows.streaming_content).decode().splitlines()
    assert lines[0] == "Name,Institution,Profession,Training,Title,Completed on"
    assert lines[1].startswith("'=HYPERLINK(1) Gashi,")
    book = desk.get(progress("not_counted", indicator.pk), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert [cell.value for cell in sheet[1]] == [
        "Name", "Training", "Reason", "Detail", "What would change it",
    ]  # fmt: skip
    assert sheet["A2"].value == "'+1 B"


def test_export_of_the_numbers_has_every_indicator(desk, indicator):
    IndicatorFactory(action__code="III.4.4", out_of_scope=True)

    rows = desk.get(progress("index"), {"export": "csv"})
    lines = b"".join(rows.streaming_content).decode().splitlines()

    assert lines[0].split(",")[:2] == ["Code", "Name"]
    assert "Headcount, not verified one by one" in lines[0]
    assert len(lines) == 3


# The map


def test_map_shows_the_effect_and_the_buttons(desk, indicator):
    LinkFactory(action=indicator.action)
    for _person in range(7):
        trained(indicator)

    html = text(desk.get(reverse("indicatorlink:index")))

    assert "<td >7" in html.replace("\n", "").replace("    ", "") or ">7<" in html
    assert 'value="accept"' in html
    assert 'value="reject"' in html


def test_button_accepts_a_link(desk, coordinator, indicator):
    link = LinkFactory(action=indicator.action)

    response = desk.post(
        reverse("indicatorlink:decide", args=[link.pk]), {"deed": "accept"}, follow=True
    )

    link.refresh_from_db()
    assert (link.status, link.decided_by) == ("accepted", coordinator)
    assert "counts from now on." in text(response)


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("return", "is a proposal already. Open the map again."),
        ("burn", "Choose one of the buttons of the link."),
        ("", "Choose one of the buttons of the link."),
    ],
)
def test_button_that_does_not_fit_is_refused_in_words(desk, roles, deed, words):
    link = LinkFactory()

    response = desk.post(
        reverse("indicatorlink:decide", args=[link.pk]), {"deed": deed}, follow=True
    )

    assert words in text(response)
    link.refresh_from_db()
    assert link.status == "proposed"


@pytest.mark.parametrize("method", ["get", "post"])
def test_administrator_decides_nothing(client_of, administrator, method):
    link = LinkFactory()

    response = getattr(client_of(administrator), method)(
        reverse("indicatorlink:decide", args=[link.pk]), {"deed": "accept"}
    )

    assert response.status_code in (302, 405)
    link.refresh_from_db()
    assert link.status == "proposed"


def test_new_link_is_a_proposal(desk, indicator):
    action = ActionFactory()

    response = desk.post(
        reverse("indicatorlink:add"), {"indicator": indicator.pk, "action": action.pk}
    )

    assert response.status_code == 302
    assert IndicatorLink.objects.get(action=action).status == "proposed"


def test_link_that_is_there_is_refused_beside_the_form(desk, indicator):
    link = LinkFactory(indicator=indicator)

    response = desk.post(
        reverse("indicatorlink:add"),
        {"indicator": indicator.pk, "action": link.action.pk},
    )

    assert "This link is on the map already." in text(response)
    assert indicator.links.filter(action=link.action).count() == 1


# Forms


def indicator_form(**changes):
    return {
        "kind": "people_trained",
        "targets-TOTAL_FORMS": "1",
        "targets-INITIAL_FORMS": "0",
        "targets-MIN_NUM_FORMS": "0",
        "targets-MAX_NUM_FORMS": "1000",
        "targets-0-operator": "at_least",
        "targets-0-value": "90",
        "targets-0-kind": "people_trained",
        "targets-0-ORDER": "1",
        "counted_from": "2022-01-01",
        "counted_to": "2026-12-31",
        **changes,
    }


def test_indicator_is_edited_with_its_targets_and_audiences(desk, indicator):
    police, judge = ProfessionFactory(), ProfessionFactory()
    target = indicator.targets.get()

    response = desk.post(
        reverse("indicator:edit", args=[indicator.pk]),
        indicator_form(
            **{
                "targets-INITIAL_FORMS": "1",
                "targets-0-id": str(target.pk),
                "targets-0-audience": [judge.pk],
                "audience": [police.pk],
                "audience_restricts": "on",
                "note_en": "Edited",
            }
        ),
    )

    assert response.status_code == 302
    indicator = Indicator.objects.get(pk=indicator.pk)
    assert (indicator.audience_restricts, indicator.note_en) == (True, "Edited")
    assert list(indicator.audience.all()) == [police]
    [target] = indicator.targets.all()
    assert target.value == 90
    assert list(target.audience.all()) == [judge]


def test_new_indicator_counts_its_own_code(desk, roles, counted):
    action = ActionFactory(code="VI.1")

    response = desk.post(reverse("indicator:add"), indicator_form(action=action.pk))

    assert response.status_code == 302
    indicator = Indicator.objects.get(action=action)
    trained(indicator)
    assert counted(indicator).people == 1
    assert counted(indicator).value == 90


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"counted_to": "2021-12-31"},
            "The period ends before it starts. Change one of the days.",
        ),
        (
            {"targets-0-value": ""},
            "Write the value, or choose that no number is stated.",
        ),
    ],
)
def test_indicator_refuses_in_words(desk, roles, changes, words):
    action = ActionFactory()

    response = desk.post(
        reverse("indicator:add"), indicator_form(action=action.pk, **changes)
    )

    assert words in text(response)
    assert not Indicator.objects.filter(action=action).exists()


def test_staff_number_turns_the_request_into_a_percentage(desk, roles, counted):
    indicator = IndicatorFactory(share=True, value=80)
    institution = InstitutionFactory()
    assert counted(indicator).needs_staff_number

    response = desk.post(
        reverse("staffnumber:add"),
        {
            "indicator": indicator.pk,
            "institution": institution.pk,
            "people": "40",
            "as_of": "2026-01-01",
            "source": "Letter",
        },
    )

    assert response.status_code == 302
    assert StaffNumber.objects.get().people == 40
    assert counted(indicator).percent == 0.0


def test_staff_number_of_the_same_day_is_refused_in_words(desk, roles):
    number = StaffNumberFactory()

    response = desk.post(
        reverse("staffnumber:add"),
        {
            "indicator": number.indicator.pk,
            "institution": number.institution.pk,
            "people": "40",
            "as_of": number.as_of.isoformat(),
            "source": "Letter",
        },
    )

    assert "There is a number of this institution for that day." in text(response)


def test_staff_number_is_only_for_a_share_of_staff(desk, indicator):
    html = text(desk.get(reverse("staffnumber:add")))

    assert "III.1.9" not in html


# Home


def test_home_shows_the_counters_and_what_needs_attention(desk, roles):
    counter = IndicatorFactory(action__code="I.1", headline=True, value=150)
    LinkFactory(indicator=counter)
    IndicatorFactory(share=True)
    training_for(counter, status="held")
    row_in_review(training_for(counter))
    trained(counter)

    html = text(desk.get(reverse("wagtailadmin_home")))

    for words in (
        "I.1: 1 / 150",
        "Trainings to close: 1",
        "Rows of sheets to decide: 1",
        "1 link of the code-to-target map is proposed",
        "1 target needs a staff number",
    ):
        assert words in html


def test_home_of_an_administrator_has_the_counters_only(
    client_of, administrator, indicator
):
    IndicatorFactory(action__code="I.1", headline=True, value=150)
    LinkFactory(indicator=indicator)

    html = text(client_of(administrator).get(reverse("wagtailadmin_home")))

    assert "I.1: 0 / 150" in html
    assert "Needs attention" not in html
