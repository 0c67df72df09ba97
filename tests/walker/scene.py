"""One object of every kind, twice: the trainer's and participant's own, and foreign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfWriter
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site

from home import roles
from lms.delivery.enums import (
    ApprovalState,
    EnrolmentStatus,
    EvidenceKind,
    RowOutcome,
    TrainingKind,
)
from lms.delivery.models import (
    CalendarFeed,
    CostLine,
    Evaluation,
    Evidence,
    KnownHeading,
    PendingSheet,
    SheetImport,
    SheetRow,
    TrainerReport,
)
from lms.packages.models import PackageReport
from lms.targets.enums import IndicatorKind, LinkStatus
from lms.targets.models import Indicator, IndicatorLink, StaffNumber
from tests.factories.assessment import (
    CompletionDefaultFactory,
    CompletionFactory,
    PostTestScoreFactory,
)
from tests.factories.certificates import (
    CertificateFactory,
    CertificateTemplateFactory,
)
from tests.factories.curriculum import GlossaryTermFactory, ModuleEditionFactory
from tests.factories.delivery import (
    ActionFactory,
    BriefingFactory,
    EnrolmentFactory,
    FacilitatorFactory,
    HeadcountFactory,
    LetterFactory,
    TrainingFactory,
)
from tests.factories.learning import (
    LearningPathFactory,
    PracticeSignOffFactory,
    PracticeStepFactory,
)
from tests.factories.observation import ObservationFactory, RubricFactory
from tests.factories.packages import make_package
from tests.factories.people import (
    AccreditationFactory,
    AffiliationFactory,
    InstitutionFactory,
    MunicipalityFactory,
    TrainerFactory,
)
from tests.factories.questions import (
    AttemptFactory,
    FormFactory,
    QuestionFactory,
    SittingFactory,
    TestFactory,
    TopicFactory,
    version_of,
)
from tests.factories.users import UserFactory
from tests.walker import rules

#: The surname of everybody who is foreign to the trainer, participant and focal point.
SECRET = "Tajnikaj"


@dataclass
class Scene:
    users: dict[str, Any]
    own: dict[str, Any]
    foreign: dict[str, Any]

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if user := self.users.get(role):
            client.force_login(
                user, backend="django.contrib.auth.backends.ModelBackend"
            )
        return client


def build() -> Scene:
    _spread_keys()
    roles.load_roles()
    users = {
        rules.PARTICIPANT: UserFactory(roles=[roles.PARTICIPANTS]),
        rules.TRAINER: UserFactory(roles=[roles.TRAINERS]),
        rules.FOCAL_POINT: UserFactory(roles=[roles.FOCAL_POINTS]),
        rules.ADMINISTRATOR: UserFactory(roles=[roles.ADMINISTRATORS]),
        rules.COORDINATOR: UserFactory(roles=[roles.COORDINATORS]),
        rules.OPERATOR: UserFactory(operator=True, roles=[roles.OPERATORS]),
        rules.INSIDER: UserFactory(),
    }
    users[rules.INSIDER].user_permissions.add(
        Permission.objects.get(codename="access_admin")
    )
    own = _world(
        "Vetaj",
        trainer=users[rules.TRAINER],
        participant=users[rules.PARTICIPANT],
        focal_point=users[rules.FOCAL_POINT],
    )
    return Scene(users=users, own=own, foreign=_world(SECRET, since=date(2024, 1, 1)))


def _spread_keys() -> None:
    """Start the numbers of every table elsewhere.

    An address filled with the number of a wrong thing then leads nowhere, instead of to
    whatever else happens to have this number.
    """
    with connection.cursor() as cursor:
        sequences = connection.introspection.sequence_list()
        for place, sequence in enumerate(sequences, start=1):
            table, start = sequence["table"], place * 100_000
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(%s, %s)", [sequence["name"], start])
                continue
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, start]
            )


def _world(
    surname: str,
    *,
    since=date(2023, 1, 1),
    trainer=None,
    participant=None,
    focal_point=None,
) -> dict:
    """An open and a closed training with people called `surname`, and all around."""
    edition, institution = ModuleEditionFactory(), InstitutionFactory()
    accreditation = AccreditationFactory(
        trainer=TrainerFactory(
            professional__last_name=surname, professional__user=trainer
        ),
        edition=edition,
    )
    work = AffiliationFactory(
        professional__last_name=surname,
        professional__user=participant,
        institution=institution,
        municipality=MunicipalityFactory(),
    )
    AffiliationFactory(
        professional__last_name=surname,
        professional__user=focal_point,
        institution=institution,
        focal_point=True,
    )
    action = ActionFactory()
    taught = {"editions": [edition], "actions": [action]}
    training = TrainingFactory(days=2, kind=TrainingKind.BLENDED, **taught)
    closed = TrainingFactory(closed=True, **taught)
    for each in (training, closed):
        FacilitatorFactory(training=each, trainer=accreditation.trainer)
    person = {"professional": work.professional, "institution": institution}
    soon = timezone.localdate() + timedelta(days=30)
    offered = TrainingFactory(
        approval=ApprovalState.APPROVED, start_date=soon, end_date=soon, **taught
    )
    enrolment = EnrolmentFactory(training=training, marks=["present"], **person)
    completion = CompletionFactory(
        enrolment=EnrolmentFactory(training=closed, **person)
    )
    indicator = Indicator.objects.create(
        action=action,
        kind=IndicatorKind.PEOPLE,
        counted_from=date(2022, 1, 1),
        counted_to=date(2026, 12, 31),
    )
    IndicatorLink.objects.create(
        indicator=indicator, action=action, status=LinkStatus.ACCEPTED
    )
    package = make_package(edition)
    report = PackageReport.objects.create(
        enrolment=enrolment, version=package.current, reported_at=timezone.now()
    )
    certificate = CertificateFactory(completion=completion, file_bytes=_pdf())
    log(work.professional, "wagtail.edit")
    return {
        **_papers(training, work.professional, trainer),
        **_tests(enrolment, edition),
        "accreditation": accreditation,
        "action": action,
        "briefing": BriefingFactory(enrolment=enrolment),
        "calendar_feed": CalendarFeed.objects.create(
            trainer=accreditation.trainer, made_at=timezone.now()
        ),
        "certificate": certificate,
        "certificatekind": certificate.kind,
        "certificatetemplate": CertificateTemplateFactory(kind=certificate.kind),
        "closed": closed,
        "completion": completion,
        "costline": CostLine.objects.create(training=closed, what="Hall"),
        "completiondefault": CompletionDefaultFactory(valid_from=since),
        "edition": edition,
        "enrolment": enrolment,
        "evaluation": Evaluation.objects.create(
            training=training, opened_at=timezone.now()
        ),
        "facilitator": training.facilitators.get(),
        "group": Group.objects.get(name=roles.TRAINERS),
        "headcount": HeadcountFactory(action=action, institution=institution),
        "indicator": indicator,
        "institution": institution,
        "letter": LetterFactory(
            training=training, professional=work.professional, failed=True
        ),
        "knownheading": KnownHeading.objects.create(
            folded=f"dita {training.pk}", field="day:1", said_at=timezone.now()
        ),
        "link": IndicatorLink.objects.create(
            indicator=indicator, action=ActionFactory()
        ),
        "locale": Locale.objects.get(language_code="sq"),
        "module": edition.module,
        "nomination": EnrolmentFactory(
            training=offered,
            status=EnrolmentStatus.NOMINATED,
            nominated_at=timezone.now(),
            **person,
        ),
        "offered": offered,
        "municipality": work.municipality,
        "open": training,
        "package": package,
        "packagereport": report,
        "page": Page.objects.filter(depth=2)[0],
        "learningpath": LearningPathFactory(professions=[work.profession]),
        "practicestep": (step := PracticeStepFactory(edition=edition)),
        "sign_off": PracticeSignOffFactory(enrolment=enrolment, step=step),
        "profession": work.profession,
        "professional": work.professional,
        "score": PostTestScoreFactory(enrolment=enrolment, edition=edition),
        "session": training.sessions.first(),
        "site": Site.objects.get(),
        "staff_number": StaffNumber.objects.create(
            indicator=indicator,
            institution=institution,
            people=30,
            as_of=date(2026, 1, 1),
            source="Letter",
        ),
        "term": GlossaryTermFactory(),
        "trainer": accreditation.trainer,
        "trainerreport": TrainerReport.objects.create(
            training=closed, went_well="The practice", written_at=timezone.now()
        ),
        "training": training,
        "user": UserFactory(last_name=surname),
    }


def _pdf() -> bytes:
    written = BytesIO()
    PdfWriter().write(written)
    return written.getvalue()


def _tests(enrolment, edition) -> dict[str, Any]:
    """A test that the person is taking, and one that is handed in."""
    question = QuestionFactory(module=edition.module)
    test = TestFactory(edition=edition)
    in_training = {"test": test, "training": enrolment.training}
    for letter in "AB":
        form = FormFactory(
            **in_training, letter=letter, versions=[version_of(question)]
        )
    sitting = SittingFactory(**in_training)
    before = SittingFactory(**in_training, stage="pre")
    taken = {"enrolment": enrolment, "form": form}
    return {
        "question": question,
        "questionversion": version_of(question),
        "topic": TopicFactory(),
        "test": test,
        "sitting": sitting,
        "attempt": AttemptFactory(sitting=sitting, **taken),
        "handed_in": AttemptFactory(sitting=before, done=True, **taken),
        "rubric": (rubric := RubricFactory()),
        "observation": ObservationFactory(enrolment=enrolment, rubric=rubric),
    }


def _papers(training, person, uploader) -> dict[str, Any]:
    """A sheet that was imported with a row in review, and one that is looked at."""
    evidence = Evidence.objects.create(
        training=training,
        kind=EvidenceKind.ATTENDANCE_SHEET,
        name="sheet.csv",
        file=ContentFile(b"Emri", name="sheet.csv"),
        sha256="0" * 64,
    )
    sheet = SheetImport.objects.create(training=training, evidence=evidence)
    row = SheetRow.objects.create(
        sheet_import=sheet,
        number=2,
        data={"first_name": person.first_name, "last_name": person.last_name},
        outcome=RowOutcome.REVIEW,
        identity_key=f"walker {person.pk}",
    )
    row.candidates.add(person)
    upload = PendingSheet.objects.create(
        training=training,
        uploaded_by=uploader or UserFactory(),
        name="sheet.csv",
        file=ContentFile(b"Emri;10.03", name="sheet.csv"),
        uploaded_at=timezone.now(),
    )
    return {"evidence": evidence, "sheet": sheet, "row": row, "upload": upload}
