"""What verification promises the public: nothing is guessed, and no more is shown."""

import math
import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.codes import ALPHABET, GROUP, LENGTH, as_written, new_code
from tests.factories.certificates import CertificateFactory, CertificateKindFactory

FACT = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>")
MODULE = "M03 National Referral Mechanism (2026-1)"


def test_code_has_a_hundred_bits_or_more():
    assert LENGTH * math.log2(len(set(ALPHABET))) >= 100


def test_every_sign_is_drawn_as_often_as_another_at_every_place():
    codes = {new_code().replace("-", "") for _number in range(3000)}
    assert len(codes) == 3000
    for place in zip(*codes, strict=True):
        assert set(place) == set(ALPHABET)
    drawn = Counter("".join(codes)).values()
    even = 3000 * LENGTH / len(ALPHABET)
    assert even * 0.8 < min(drawn) <= max(drawn) < even * 1.2


@given(
    st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH),
    st.sampled_from(["", " ", "-", " – ", "\n", "."]),
    st.booleans(),
)
def test_a_code_is_read_however_it_is_written(signs, between, is_small):
    groups = [signs[place : place + GROUP] for place in range(0, LENGTH, GROUP)]
    typed = between.join(groups)
    assert as_written(typed.lower() if is_small else typed) == "-".join(groups)


@given(st.text())
def test_whatever_is_typed_becomes_one_short_word(text):
    written = as_written(text)
    assert re.fullmatch(r"([0-9A-Z]{1,4}(-[0-9A-Z]{1,4})*)?", written)
    assert len(written) <= LENGTH + LENGTH // GROUP + 1


@pytest.mark.django_db
def test_a_thousand_guesses_find_nothing_and_are_braked(client):
    CertificateFactory.create_batch(5)
    answers = Counter()
    for number in range(1000):
        address = "/en/verify" if number % 50 == 0 else "/api/v1/certificates"
        answers[client.get(f"{address}/{new_code()}/").status_code] += 1
    assert answers == {404: 60, 429: 940}


@pytest.fixture
def facts_of(client):
    """`facts_of(certificate)` is what its page shows, label and value."""

    def read(certificate):
        text = client.get(f"/en/verify/{certificate.code}/").text
        assert text.count("<dt>") == len(FACT.findall(text))
        return FACT.findall(text)

    return read


@pytest.mark.django_db
def test_page_shows_exactly_this(facts_of):
    certificate = CertificateFactory(holder_name="Arta Gashi", sequence=7)
    training = certificate.enrolment.training
    assert facts_of(certificate) == [
        ("Holder", "Arta Gashi"),
        ("Certificate", "Certificate"),
        ("Training", training.title),
        ("Modules", MODULE),
        ("When", "10.03.2026 – 12.03.2026"),
        ("Place", training.place),
        ("Hours", "18"),
        ("Register number", "P-2026-0007"),
        ("Issued on", "02.04.2026"),
        ("Electronic seal", "No seal"),
    ]


@pytest.mark.django_db
def test_page_of_a_renewed_part_shows_exactly_this_more(facts_of):
    kind = CertificateKindFactory(partial=True)
    old = CertificateFactory(kind=kind, replaced=True)
    new = CertificateFactory(
        kind=kind,
        completion=None,
        enrolment=old.enrolment,
        replaces=old,
        valid_until=date(2099, 4, 1),
    )
    new.facts |= {"rests_on": "part", "present_minutes": 600}
    new.save()
    more = dict(facts_of(new))
    assert list(more)[-3:] == ["Valid until", "Replaces", "Electronic seal"]
    assert more["Valid until"] == "01.04.2099"
    assert more["Hours"] == "10 of 18"
    assert len(more) == 12


@pytest.mark.django_db
@pytest.mark.parametrize("is_protected", [True, False], ids=["protected", "erased"])
def test_no_name_is_told_where_none_may_be(is_protected, client, facts_of):
    certificate = CertificateFactory(
        holder_name="Besa Krasniqi" if is_protected else "",
        completion__enrolment__professional__is_protected=is_protected,
    )
    words = {
        True: "The name of the holder is protected. Compare the number with the paper.",
        False: "The name was erased at the wish of the holder.",
    }
    assert facts_of(certificate)[0] == ("Holder", words[is_protected])
    answer = client.get(f"/api/v1/certificates/{certificate.code}/")
    assert answer.json()["holder"] == ""
    person = certificate.enrolment.professional
    for secret in ("Besa", "Krasniqi", person.email, person.last_name):
        assert secret not in answer.text


@pytest.mark.django_db
def test_api_is_discreet(client):
    certificate = CertificateFactory()
    for code in (certificate.code, "AAAA"):
        response = client.get(f"/api/v1/certificates/{code}/")
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.django_db
def test_api_answers_unknown_and_malformed_codes_alike(client):
    codes = ("2345-6789-ABCD-EFGH-JKMN-PQRS", "x", "A" * 300, "%00", "ë学", "a/b")
    answers = [client.get(f"/api/v1/certificates/{code}/") for code in codes]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
