"""Several phones about one person: the same end in every order of arrival."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import permutations, product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.delivery.domain.merging import deciding, is_disputed
from lms.delivery.domain.roll_call import Handover, Said, receive
from lms.delivery.models import Mark, MarkEvent
from tests.factories.delivery import EnrolmentFactory, SessionFactory
from tests.factories.users import UserFactory

A, B, C = (UUID(int=number) for number in (1, 2, 3))
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Word:
    """What the rules read of a `MarkEvent`."""

    id: UUID
    device: UUID
    sequence: int
    value: str
    seen: int = 0
    number: int = 0


def arrived(words):
    """The words with the numbers that this order of arrival gives them."""
    return [replace(word, number=number) for number, word in enumerate(words, 1)]


def end(words):
    return deciding(words).value, is_disputed(words)


def said(*facts):
    return [
        Word(UUID(int=100 + number), device, sequence, value)
        for number, (device, sequence, value) in enumerate(facts)
    ]


def ends(words):
    """What stands at the end, over all orders of arrival."""
    return {end(arrived(order)) for order in permutations(words)}


@pytest.mark.parametrize("devices", [(A, B), (A, B, C)], ids=["two", "three"])
def test_end_is_the_same_in_every_order_of_six_words(devices):
    """All 720 orders, for words that three or two phones said without network."""
    words = said(
        *(
            (device, number // len(devices) + 1, value)
            for number, (device, value) in enumerate(
                zip(devices * 3, ["present", "absent", "late"] * 2, strict=False)
            )
        )
    )[:6]

    assert len(ends(words)) == 1


def test_every_disagreement_of_two_phones_is_seen_and_nothing_else():
    values = ["present", "late", "absent"]
    for first, second, third in product(values, repeat=3):
        words = said((A, 1, first), (A, 2, second), (B, 1, third))

        assert ends(words) == {(second, second != third)}


def test_order_of_arrival_alone_would_not_do():
    """Negative control: the last to arrive is another one in another order."""
    words = said((A, 1, "present"), (B, 2, "absent"))

    last = {arrived(order)[-1].value for order in permutations(words)}

    assert last == {"present", "absent"}


def test_word_in_knowledge_of_the_others_ends_the_disagreement():
    first, second = arrived(said((A, 1, "present"), (B, 1, "absent")))
    lead = Word(UUID(int=200), C, 2, "late", seen=2, number=3)

    assert is_disputed([first, second])
    assert end([first, second, lead]) == ("late", False)
    # Without that knowledge it is one more opinion.
    assert is_disputed([first, second, replace(lead, seen=1)])


@given(
    st.lists(
        st.tuples(
            st.sampled_from([A, B, C]),
            st.integers(1, 4),
            st.sampled_from(["present", "late", "absent"]),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda word: word[:2],
    ),
    st.randoms(use_true_random=False),
)
def test_any_words_in_any_two_orders_end_alike(facts, random):
    words = said(*facts)
    shuffled = random.sample(words, len(words))

    assert end(arrived(words)) == end(arrived(shuffled))


@pytest.mark.django_db
def test_every_order_of_batches_leaves_the_same_mark_in_the_database():
    user = UserFactory()
    words = [(A, 1, "absent"), (A, 2, "present"), (B, 1, "late"), (C, 2, "excused")]
    ids = [uuid4() for _ in words]
    found = set()
    for order in permutations(zip(ids, words, strict=True)):
        session = SessionFactory()
        enrolment = EnrolmentFactory(training=session.training)
        MarkEvent.objects.all().delete()
        for key, (device, sequence, value) in order:
            word = Said(
                id=key, value=value, sequence=sequence, seen=0, enrolment=enrolment.pk
            )
            receive(session, [word], handover=Handover(device=device, by=user, now=NOW))
        mark = Mark.objects.get(enrolment=enrolment)
        found.add((mark.value, mark.is_disputed))
        assert MarkEvent.objects.count() == len(words)

    assert len(found) == 1
    assert found.pop()[1] is True
