"""Who a row is: the rules one by one, and what holds for every sheet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.folding import fold
from lms.delivery.domain.identity import Known, decide, identity_key
from lms.delivery.domain.sheet_row import Row
from lms.delivery.enums import ReviewReason
from trainers_pool.models import Professional

POLICE, SHELTER = 1, 2
PLACES = {"Policia": POLICE, "Policija": POLICE, "Strehimorja": SHELTER, "QPS": "qps"}


def row(number, name, email="", institution="", **facts):
    first, _space, last = name.partition(" ")
    return Row(
        number=number,
        first_name=first,
        last_name=last,
        email=email,
        institution=institution,
        marks={},
        **facts,
    )


def person(pk, name, email=""):
    first, _space, last = name.partition(" ")
    return Professional(
        pk=pk, first_name=first, last_name=last, email=email, folded_name=fold(name)
    )


def known(*people, places=None, decided=None):
    by_name = {}
    for someone in people:
        by_name.setdefault(someone.folded_name, []).append(someone)
    return Known(
        by_email={someone.email: someone for someone in people if someone.email},
        by_name=by_name,
        places={pk: frozenset(where) for pk, where in (places or {}).items()},
        decided=decided or {},
    )


def verdict(of, register):
    return decide([of], known=register, place_of=PLACES)[of.number]


ARTA = person(1, "Arta Berisha", "arta@example.org")


@pytest.mark.parametrize(
    "name",
    [
        "Arta Berisha",
        "ARTA BERISHA",
        "Arta Krasniqi",
        "Artë Berisha",
        "Berisha Arta",
        "Zana Berisha",
    ],
)
def test_same_email_is_the_same_person_unless_both_names_differ(name):
    found = verdict(row(2, name, "Arta@Example.org"), known(ARTA))

    assert found.person == ARTA


def test_same_email_with_two_other_names_is_reviewed():
    namesake = person(2, "Besa Kuçi")

    found = verdict(row(2, "Besa Kuci", "arta@example.org"), known(ARTA, namesake))

    assert found.person is None
    assert found.reason == ReviewReason.OTHER_NAME
    assert found.candidates == (ARTA, namesake)


@pytest.mark.parametrize(
    "name", ["Arta Maria Berisha", "Arta Berisha Kuçi", "Berisha Arta"]
)
def test_whole_name_divided_otherwise_does_not_differ(name):
    whole = row(2, name, "arta@example.org", is_name_divided=True)

    assert verdict(whole, known(ARTA)).person == ARTA


def test_no_email_and_the_one_namesake_at_the_institution_is_the_same_person():
    other = person(2, "Arta Berisha", "other@example.org")
    register = known(ARTA, other, places={1: [POLICE], 2: [SHELTER]})

    assert (
        verdict(row(2, "ARTA BERISHA", institution="Policija"), register).person == ARTA
    )


def test_no_email_and_two_namesakes_at_the_institution_is_reviewed():
    other = person(2, "Arta Berisha")
    register = known(ARTA, other, places={1: [POLICE], 2: [POLICE]})

    found = verdict(row(2, "Arta Berisha", institution="Policia"), register)

    assert found.reason == ReviewReason.SEVERAL
    assert found.candidates == (ARTA, other)


@pytest.mark.parametrize("institution", ["Strehimorja", "QPS", ""])
def test_no_email_and_a_namesake_elsewhere_is_reviewed(institution):
    register = known(ARTA, places={1: [POLICE]})

    found = verdict(row(2, "Arta Berisha", institution=institution), register)

    assert (found.reason, found.candidates) == (ReviewReason.OTHER_PLACE, (ARTA,))


def test_unknown_email_of_a_namesake_is_reviewed_even_at_the_same_institution():
    register = known(ARTA, places={1: [POLICE]})

    found = verdict(row(2, "Arta Berisha", "a2@example.org", "Policia"), register)

    assert (found.reason, found.candidates) == (ReviewReason.OTHER_EMAIL, (ARTA,))


def test_nobody_of_that_name_is_a_newcomer():
    found = verdict(row(2, "Besa Kuçi", "besa@example.org"), known(ARTA))

    assert found.newcomer
    assert not found.reason


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("Đorđe Šćekić", "Djordje Scekic"),
        ("Ђорђе Шћекић", "Đorđe Šćekić"),
        ("Ayşe Işık", "Ayse Isik"),
        ("Shpëtim Çela", "SHPETIM CELA"),
        ("Ana-Marija  Petrović", "Ana Marija Petrovic"),
    ],
)
def test_names_are_compared_folded(written, registered):
    register = known(person(7, registered), places={7: [POLICE]})

    assert verdict(row(2, written, institution="Policia"), register).person.pk == 7


def test_decision_is_remembered_before_every_other_rule():
    decided = person(9, "Besa Kuçi")
    again = row(5, "besa kuci", "ARTA@example.org", "Strehimorja")
    first = row(2, "Besa Kuçi", "arta@example.org", "Policia")

    register = known(ARTA, decided={identity_key(first): decided})

    assert verdict(again, register).person == decided


def test_decision_about_a_row_without_email_holds_for_its_institution_alone():
    decided = person(9, "Arta Berisha")
    first = row(2, "Arta Berisha", institution="QPS")
    register = known(ARTA, places={1: [POLICE]}, decided={identity_key(first): decided})

    assert (
        verdict(row(3, "Arta Berisha", institution="qps"), register).person == decided
    )
    assert verdict(row(3, "Arta Berisha", institution="Strehimorja"), register).reason


def test_identity_key_names_nobody():
    key = identity_key(row(2, "Arta Berisha", "arta@example.org"))

    assert len(key) == 64
    assert "arta" not in key


def together(*rows, register=None):
    return decide(list(rows), known=register or known(), place_of=PLACES)


def test_same_email_twice_in_a_sheet_is_one_newcomer():
    found = together(
        row(2, "Arta Berisha", "a@b.org"), row(9, "ARTA BERISHA", "A@B.org", "QPS")
    )

    assert found[2].newcomer is found[9].newcomer is not None


def test_row_without_email_joins_the_newcomer_of_its_institution():
    found = together(
        row(2, "Arta Berisha", "", "Policia"),
        row(9, "Arta Berisha", "a@b.org", "Policija"),
    )

    assert found[2].newcomer is found[9].newcomer is not None


def test_same_name_without_email_or_institution_is_one_newcomer():
    found = together(row(2, "Arta Berisha"), row(3, "Arta  BERISHA"))

    assert found[2].newcomer is found[3].newcomer is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row(2, "Arta Berisha", "a@b.org"), row(3, "Arta Berisha", "c@b.org")),
        (row(2, "Arta Berisha", "a@b.org"), row(3, "Besa Kuçi", "a@b.org")),
        (row(2, "Arta Berisha", "", "Policia"), row(3, "Arta Berisha", "", "QPS")),
    ],
    ids=["two e-mails", "two names", "two institutions"],
)
def test_new_rows_that_contradict_each_other_both_wait(one, other):
    found = together(one, other)

    assert [found[n].reason for n in (2, 3)] == [ReviewReason.IN_SHEET] * 2


def test_weaker_row_waits_beside_a_stronger_newcomer():
    found = together(row(2, "Arta Berisha"), row(3, "Arta Berisha", "a@b.org"))

    assert found[2].reason == ReviewReason.IN_SHEET
    assert found[3].newcomer


def test_address_of_an_office_makes_nobody_one_person():
    rows = [row(n, f"Arta Mbiemri{n}", "office@example.org") for n in range(2, 10)]

    found = together(*rows)

    assert {verdict.reason for verdict in found.values()} == {ReviewReason.IN_SHEET}


NAMES = st.sampled_from(
    ["Arta Berisha", "ARTA BERISHA", "Arta Kuçi", "Besa Kuci", "Đorđe Šabani"]
)
EMAILS = st.sampled_from(["", "", "a@b.org", "A@b.org", "c@b.org", "arta@example.org"])
INSTITUTIONS = st.sampled_from(["", "Policia", "Policija", "QPS"])
ROWS = st.lists(st.tuples(NAMES, EMAILS, INSTITUTIONS), max_size=8)
REGISTER = known(
    ARTA,
    person(2, "Besa Kuçi"),
    person(3, "Besa Kuçi"),
    places={1: [POLICE], 2: [SHELTER], 3: [POLICE]},
)


def outcomes(rows, order):
    """For each row its person, or the set of rows of its newcomer, or the reason."""
    numbered = [row(number, *rows[number]) for number in order]
    found = decide(numbered, known=REGISTER, place_of=PLACES)
    result = {}
    for number, one in found.items():
        mates = one.newcomer and frozenset(mate.number for mate in one.newcomer.rows)
        result[number] = (
            one.person and one.person.pk,
            mates,
            one.reason,
            one.candidates,
        )
    return result


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_order_of_the_rows_changes_nothing(rows, chance):
    order = list(range(len(rows)))
    shuffled = chance.sample(order, len(order))

    assert outcomes(rows, order) == outcomes(rows, shuffled)


@settings(deadline=None)
@given(ROWS)
def test_every_row_gets_exactly_one_verdict(rows):
    for person_pk, mates, reason, _candidates in outcomes(
        rows, range(len(rows))
    ).values():
        assert sum(map(bool, (person_pk, mates, reason))) == 1


@settings(deadline=None)
@given(ROWS)
def test_two_newcomers_never_share_a_name(rows):
    numbered = [row(number, *facts) for number, facts in enumerate(rows)]
    found = decide(numbered, known=REGISTER, place_of=PLACES).values()
    newcomers = {id(one.newcomer): one.newcomer for one in found if one.newcomer}

    names = [name for newcomer in newcomers.values() for name in newcomer.names]
    assert len(names) == len(set(names))
