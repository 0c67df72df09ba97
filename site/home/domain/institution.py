"""What a focal point sees: the people of the own institution and their trainings."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import Http404
from django.utils.translation import gettext as _

from lms.assessment.models import Completion
from trainers_pool.models import Affiliation, Institution, Professional
from users.models import User


@dataclass(slots=True, kw_only=True)
class Person:
    professional: Professional
    professions: list[str] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class InstitutionPeople:
    institution: Institution
    people: list[Person]

    @property
    def trained(self) -> int:
        return sum(bool(person.completions) for person in self.people)


def people_of(user: User) -> list[InstitutionPeople]:
    """The institutions where `user` is focal point now, each with its people.

    Raises Http404 for everybody else: this room does not exist for them.
    """
    institutions = list(
        Institution.objects.filter(
            pk__in=Affiliation.objects.current()
            .filter(professional__user=user, is_focal_point=True)
            .values("institution")
        )
    )
    if not institutions:
        raise Http404(_("You are not a focal point of an institution."))
    people: dict[int, dict[int, Person]] = {one.pk: {} for one in institutions}
    for affiliation in (
        Affiliation.objects.current()
        .filter(institution__in=institutions)
        .select_related("professional", "profession")
        .order_by("professional__folded_name", "pk")
    ):
        here = people[affiliation.institution_id]
        person = here.setdefault(
            affiliation.professional_id, Person(professional=affiliation.professional)
        )
        person.professions.append(affiliation.profession.name)
    for completion in _completions(people):
        for here in people.values():
            if completion.enrolment.professional_id in here:
                here[completion.enrolment.professional_id].completions.append(
                    completion
                )
    return [
        InstitutionPeople(institution=one, people=list(people[one.pk].values()))
        for one in institutions
    ]


def _completions(people: dict[int, dict[int, Person]]) -> list[Completion]:
    everybody = {pk for here in people.values() for pk in here}
    return list(
        Completion.objects.completed()
        .filter(enrolment__professional__in=everybody)
        .select_related("enrolment__training")
        .prefetch_related("enrolment__training__editions__module")
        .order_by("completed_on", "pk")
    )
