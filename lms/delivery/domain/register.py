"""What the register knows of the people on a sheet, and what a sheet adds to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Lower
from wagtail.log_actions import log

from curriculum.folding import fold
from lms.delivery.models import Enrolment, SheetRow, Training
from trainers_pool.domain.lists import Directory
from trainers_pool.models import Affiliation, Professional

from .enrolment import Work
from .identity import Known, Place, identity_key
from .sheet_row import Row

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def known_of(rows: Sequence[Row], *, training: Training) -> Known:
    """Everything the rules of identity ask for, in a fixed number of queries."""
    people = list(
        Professional.objects.annotate(address=Lower("email"))
        .filter(
            Q(address__in={row.email.lower() for row in rows if row.email})
            | Q(folded_name__in={fold(row.full_name) for row in rows})
        )
        .order_by("pk")
    )
    by_name: dict[str, list[Professional]] = defaultdict(list)
    for person in people:
        by_name[person.folded_name].append(person)
    return Known(
        by_email={person.email.lower(): person for person in people if person.email},
        by_name=by_name,
        places=_places(people, training),
        decided=_decided(rows),
    )


def _places(
    people: list[Professional], training: Training
) -> dict[int, frozenset[Place]]:
    """Where people work at the time of the training, or took part for."""
    places: dict[int, set[Place]] = defaultdict(set)
    works = Affiliation.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gte=training.start_date),
        professional__in=people,
    ).values_list("professional", "institution")
    seen = Enrolment.objects.filter(
        professional__in=people, institution__isnull=False
    ).values_list("professional", "institution")
    for person, institution in [*works, *seen]:
        places[person].add(institution)
    return {person: frozenset(where) for person, where in places.items()}


def _decided(rows: Sequence[Row]) -> dict[str, Professional]:
    """The newest decision for each key wins."""
    decisions = (
        SheetRow.objects.decided()
        .filter(identity_key__in={identity_key(row) for row in rows})
        .order_by("decided_at", "pk")
        .select_related("professional")
    )
    return {row.identity_key: row.professional for row in decisions if row.professional}


def places_of(rows: Iterable[Row], directory: Directory) -> dict[str, Place]:
    """Institutions as written, by their id, or by their folding where unknown."""
    places: dict[str, Place] = {}
    for text in {row.institution for row in rows if row.institution}:
        institution = directory.institution(text)
        places[text] = institution.pk if institution else fold(text)
    return places


def work_of(row: Row, directory: Directory) -> Work:
    """Institution and profession as the row says, new ones created unconfirmed."""
    return Work(
        institution=directory.institution_named(row.institution)[0],
        profession=directory.profession_named(row.profession)[0],
        municipality=directory.municipality(row.municipality),
    )


def leading(rows: Sequence[Row]) -> Row:
    """Of several rows of one person the fullest one; their order does not matter."""

    def fullness(row: Row) -> tuple[object, ...]:
        letters = sum(not letter.isascii() for letter in row.full_name)
        return (len(row.as_data()), letters, sorted(row.as_data().items()))

    return max(rows, key=fullness)


def add_person(
    rows: Sequence[Row], *, training: Training, by: User | None
) -> Professional:
    """A new person; what the fullest row leaves out comes from the others."""
    row = leading(rows)
    email = row.email or _first(rows, "email")
    if email and Professional.objects.filter(email__iexact=email).exists():
        email = ""
    person = Professional.objects.create(
        first_name=row.first_name,
        last_name=row.last_name,
        email=email,
        sex=row.sex or _first(rows, "sex"),
        phone=row.phone or _first(rows, "phone"),
    )
    log(person, "lms_delivery.add_person", user=by, data={"training": training.code})
    return person


def complete_person(person: Professional, rows: Sequence[Row]) -> None:
    """Fill in what the register does not know; nothing that it knows is changed."""
    found = {
        name: value
        for name in ("sex", "phone", "email")
        if not getattr(person, name) and (value := _first(rows, name))
    }
    if "email" in found and (
        Professional.objects.filter(email__iexact=found["email"]).exists()
    ):
        del found["email"]
    for name, value in found.items():
        setattr(person, name, value)
    if found:
        person.save(update_fields=list(found))


def _first(rows: Sequence[Row], name: str) -> str:
    """The first of the values in the order of the alphabet; "" if there is none."""
    return min((getattr(row, name) for row in rows if getattr(row, name)), default="")


def keep_affiliation(person: Professional, *, work: Work, training: Training) -> None:
    """Remember where a sheet says that the person works.

    Since when is not known for the first place; a further one counts from the first
    day of the training, and what was known before stays.
    """
    if not work.institution or not work.profession:
        return
    places = list(person.affiliations.all())
    if any(
        (place.institution_id, place.profession_id)
        == (work.institution.pk, work.profession.pk)
        for place in places
    ):
        return
    Affiliation.objects.create(
        professional=person,
        institution=work.institution,
        profession=work.profession,
        municipality=work.municipality,
        start_date=training.start_date if places else None,
    )


def newest_work(person: Professional) -> Affiliation | None:
    """Where a person works now or last; reads what was prefetched."""
    works = list(person.affiliations.all())
    return works[-1] if works else None
