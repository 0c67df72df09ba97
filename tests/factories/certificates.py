from datetime import UTC, date, datetime
from hashlib import sha256

import factory
from django.utils import timezone

from certificates.conf import issuer
from certificates.domain.codes import new_code
from certificates.models import (
    Certificate,
    CertificateFile,
    CertificateKind,
    CertificateTemplate,
    SealCertificate,
)
from tests.factories.assessment import CompletionFactory


class CertificateKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CertificateKind
        django_get_or_create = ("code",)

    class Params:
        national_trainer = factory.Trait(
            code="national-trainer", prefix="T", opens_pool=True, rests_on="observed"
        )
        module = factory.Trait(code="module", prefix="M", rests_on="tested")
        partial = factory.Trait(code="partial", prefix="V", rests_on="part")

    code = "participation"
    prefix = "P"
    name_sq = "Certifikatë pjesëmarrjeje"
    name_sr = "Potvrda o učešću"
    name_en = "Certificate of participation"


class CertificateTemplateFactory(factory.django.DjangoModelFactory):
    """The page to begin with, as a draft with one revision."""

    class Meta:
        model = CertificateTemplate
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(live=True)

    kind = factory.SubFactory(CertificateKindFactory)
    name = factory.Sequence(lambda n: f"Template {n}")
    live = False

    @factory.post_generation
    def revision(self, created, extracted, **kwargs):
        revision = self.save_revision()
        if self.live:
            revision.publish()
            self.refresh_from_db()


class SealCertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SealCertificate

    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    name = "Seal of the office, Ministry"
    issuer = "Root, Authority"
    begins_at = datetime(2026, 1, 1, tzinfo=UTC)
    ends_at = datetime(2028, 1, 1, tzinfo=UTC)


class CertificateFactory(factory.django.DjangoModelFactory):
    """A certificate as issuing writes it, with a file that is no real page.

    `file_bytes=b"…"` gives it other bytes; for a real page use `issue()`.
    """

    class Meta:
        model = Certificate
        skip_postgeneration_save = True

    class Params:
        void = factory.Trait(state="void", state_reason="Wrong person")
        replaced = factory.Trait(state="replaced", state_reason="Name corrected")
        sealed = factory.Trait(
            seal=factory.SubFactory(SealCertificateFactory), seal_profile="B-B"
        )
        expired = factory.Trait(state="expired", state_reason="Three years are over")
        completion = factory.SubFactory(CompletionFactory)

    kind = factory.SubFactory(CertificateKindFactory)
    enrolment = factory.SelfAttribute("completion.enrolment")
    year = 2026
    # Above what a test issues itself, for the factory takes no number at the counter.
    sequence = factory.Sequence(lambda n: n + 5001)
    number = factory.LazyAttribute(
        lambda one: f"{one.kind.prefix}-{one.year}-{one.sequence:04}"
    )
    code = factory.LazyFunction(new_code)
    holder_name = factory.LazyAttribute(
        lambda one: one.enrolment.professional.full_name
    )
    sha256 = factory.LazyAttribute(lambda one: sha256(one.file_bytes).hexdigest())
    file_bytes = factory.Sequence(lambda n: b"%%PDF-1.4 %d" % n)
    issued_on = date(2026, 4, 2)
    issued_at = factory.LazyFunction(timezone.now)

    @factory.lazy_attribute
    def facts(self):
        training = self.enrolment.training
        return {
            "holder": self.holder_name,
            "kind": {"sq": "Certifikatë", "sr": "Potvrda", "en": "Certificate"},
            "training": {"code": training.code, "title": training.title},
            "modules": [
                {
                    "code": "M03",
                    "edition": "2026-1",
                    "sq": "Mekanizmi Nacional i Referimit",
                    "sr": "Nacionalni mehanizam upućivanja",
                    "en": "National Referral Mechanism",
                }
            ],
            "place": training.place,
            "first_day": training.start_date.isoformat(),
            "last_day": training.end_date.isoformat(),
            "minutes": 1080,
            "issued_on": self.issued_on.isoformat(),
            "issuer": issuer(),
            "number": self.number,
            "code": self.code,
        }

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        content = kwargs.pop("file_bytes")
        certificate = super()._create(model_class, *args, **kwargs)
        CertificateFile.objects.create(certificate=certificate, pdf=content)
        return certificate
