from datetime import date
from uuid import uuid4

import factory

from lms.delivery.enums import EvidenceKind, RowOutcome
from lms.delivery.models import Evidence, SheetImport, SheetRow
from lms.targets.enums import IndicatorKind, LinkStatus, TargetOperator
from lms.targets.models import Indicator, IndicatorLink, StaffNumber, Target
from tests.factories.assessment import CompletionFactory
from tests.factories.delivery import ActionFactory, EnrolmentFactory, TrainingFactory
from tests.factories.people import InstitutionFactory


class IndicatorFactory(factory.django.DjangoModelFactory):
    """`IndicatorFactory(value=150, audience=[…], linked=[action], proposed=[action])`.

    It always has the accepted link to its own code; an audience restricts.
    """

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    class Params:
        headline = factory.Trait(is_headline=True)
        yearly = factory.Trait(kind=IndicatorKind.PEOPLE_PER_YEAR)
        share = factory.Trait(kind=IndicatorKind.SHARE_OF_STAFF)
        trainings = factory.Trait(kind=IndicatorKind.TRAININGS)
        out_of_scope = factory.Trait(is_out_of_scope=True)

    action = factory.SubFactory(ActionFactory)
    kind = IndicatorKind.PEOPLE
    counted_from = date(2022, 1, 1)
    counted_to = date(2026, 12, 31)

    @factory.post_generation
    def own_link(indicator, create, extracted, **kwargs):
        LinkFactory(indicator=indicator, action=indicator.action, accepted=True)

    @factory.post_generation
    def audience(indicator, create, extracted, **kwargs):
        if extracted is not None:
            indicator.audience.set(extracted)
            indicator.audience_restricts = True
            indicator.save()

    @factory.post_generation
    def value(indicator, create, extracted, **kwargs):
        if extracted is not None:
            TargetFactory(indicator=indicator, kind=indicator.kind, value=extracted)

    @factory.post_generation
    def linked(indicator, create, extracted, **kwargs):
        for action in extracted or ():
            LinkFactory(indicator=indicator, action=action, accepted=True)

    @factory.post_generation
    def proposed(indicator, create, extracted, **kwargs):
        for action in extracted or ():
            LinkFactory(indicator=indicator, action=action)


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target
        skip_postgeneration_save = True

    indicator = factory.SubFactory(IndicatorFactory)
    kind = IndicatorKind.PEOPLE
    operator = TargetOperator.AT_LEAST
    value = 40

    @factory.post_generation
    def audience(target, create, extracted, **kwargs):
        if extracted is not None:
            target.audience.set(extracted)
            target.save()


class LinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorLink

    class Params:
        accepted = factory.Trait(status=LinkStatus.ACCEPTED)
        rejected = factory.Trait(status=LinkStatus.REJECTED)

    indicator = factory.SubFactory(IndicatorFactory)
    action = factory.SubFactory(ActionFactory)


class StaffNumberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffNumber

    indicator = factory.SubFactory(IndicatorFactory, share=True)
    institution = factory.SubFactory(InstitutionFactory)
    people = 50
    as_of = date(2026, 1, 1)
    source = "Letter of the institution"


def training_for(*indicators, day=date(2026, 3, 10), **fields):
    """A training of one day, tagged with the codes of `indicators`; closed unless
    `fields` name a status."""
    fields.setdefault("closed", "status" not in fields and "cancelled" not in fields)
    return TrainingFactory(
        start_date=day,
        end_date=day,
        actions=[indicator.action for indicator in indicators],
        **fields,
    )


def trained(*indicators, day=date(2026, 3, 10), training=None, **enrolment):
    """A person who completed a training tagged with the codes; gives the enrolment."""
    training = training or training_for(*indicators, day=day)
    enrolment.setdefault("status", "completed")
    place = EnrolmentFactory(training=training, **enrolment)
    CompletionFactory(enrolment=place, last_session__date=day)
    return place


def took_part(*indicators, day=date(2026, 3, 10), training=None, **enrolment):
    """A person who took part in a closed training and did not complete it."""
    training = training or training_for(*indicators, day=day)
    enrolment.setdefault("status", "not_completed")
    place = EnrolmentFactory(training=training, **enrolment)
    CompletionFactory(enrolment=place, failed=True)
    return place


def row_in_review(training, *, identity_key="", **data):
    """A row of an applied sheet that nobody has decided on."""
    evidence = Evidence.objects.create(
        training=training,
        kind=EvidenceKind.ATTENDANCE_SHEET,
        name="sheet.xlsx",
        file="evidence/sheet.xlsx",
        sha256=uuid4().hex * 2,
    )
    return SheetRow.objects.create(
        sheet_import=SheetImport.objects.create(training=training, evidence=evidence),
        number=7,
        data=data or {"first_name": "Agim", "last_name": "Krasniqi"},
        outcome=RowOutcome.REVIEW,
        identity_key=identity_key or uuid4().hex,
    )
