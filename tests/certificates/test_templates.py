"""Templates in the admin: what is saved, published, shown and refused."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from certificates.domain.issuing import issue_for_training
from certificates.models import Certificate, CertificateTemplate
from certificates.models.template import starter_html
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.media import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(coordinator, client_of):
    return client_of(coordinator)


def fields(template, **changes):
    return {
        "name": template.name,
        "kind": template.kind_id,
        "html": template.html,
        "css": template.css,
        "images-TOTAL_FORMS": 0,
        "images-INITIAL_FORMS": 0,
        "images-MIN_NUM_FORMS": 0,
        "images-MAX_NUM_FORMS": 1000,
        **changes,
    }


def edit(client, template, **changes):
    url = reverse("certificatetemplate:edit", args=[template.pk])
    return client.post(url, fields(template, **changes), HTTP_ACCEPT_LANGUAGE="en")


def test_a_template_is_published_and_sets_what_is_issued(office, held):
    template = CertificateTemplateFactory()
    answer = edit(
        office,
        template,
        html=template.html.replace("I jepet", "I dhurohet"),
        **{"action-publish": "1"},
    )
    assert answer.status_code == 302
    template.refresh_from_db()
    assert template.live

    training = held("Љубица Његован-Шћекић")
    report = issue_for_training(
        training, kind=template.kind, by=None, now=timezone.now()
    )

    assert report.skipped == []
    certificate = Certificate.objects.get()
    assert certificate.facts["template"] == {
        "id": template.pk,
        "revision": template.live_revision_id,
    }
    actions = ModelLogEntry.objects.for_instance(template).values_list("action")
    assert {"wagtail.edit", "wagtail.publish"} <= {action for (action,) in actions}


def test_without_a_template_the_page_is_the_built_in_one(held, kind, memory):
    CertificateTemplateFactory(kind=kind)
    issue_for_training(held("Arta Gashi"), kind=kind, by=None, now=timezone.now())

    assert Certificate.objects.get().facts["template"] is None


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_what_is_refused_is_not_saved_and_stays_in_the_form(office, action):
    template = CertificateTemplateFactory()
    html = template.html + "{{ unknown_thing }}"

    answer = edit(office, template, html=html, **action)

    assert answer.status_code == 200
    assert "There is no “unknown_thing”" in answer.text
    assert "{{ unknown_thing }}" in answer.text
    assert answer.context["form"].errors.keys() == {"html"}
    template.refresh_from_db()
    assert not template.live
    assert template.revisions.count() == 1


def test_a_second_template_of_a_kind_cannot_be_published(office):
    CertificateTemplateFactory(published=True)
    second = CertificateTemplateFactory()

    answer = edit(office, second, **{"action-publish": "1"})

    assert answer.context["form"].errors["kind"] == [
        "Another template of this kind is published. Unpublish that one first."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateTemplate.objects.update(live=True)


def with_picture(name, image):
    return {
        "images-TOTAL_FORMS": 1,
        "images-0-name": name,
        "images-0-image": image.pk,
        "images-0-ORDER": 1,
    }


def test_a_picture_is_named_and_stands_on_the_page(office):
    template = CertificateTemplateFactory()
    html = template.html + (
        '<div style="position: absolute; left: 20mm; top: 9mm; width: 20mm">'
        '<img src="{{ images.logo }}" style="width: 20mm; height: 15mm"></div>'
    )

    answer = edit(office, template, html=html, **with_picture("logo", picture()))

    assert answer.status_code == 302
    revision = template.revisions.latest("pk").as_object()
    assert revision.images.get().name == "logo"
    assert revision.source().images["logo"].startswith("data:image/")


def test_an_enormous_picture_is_refused_at_its_field(office, monkeypatch):
    monkeypatch.setattr("certificates.pdf.pictures.MAX_PIXELS", 300_000)
    template = CertificateTemplateFactory()

    answer = edit(office, template, **with_picture("logo", picture("Seal")))

    row = answer.context["form"].formsets["images"].forms[0]
    assert row.errors.keys() == {"image"}
    assert "“Seal” has" in answer.text
    assert template.revisions.count() == 1


def test_the_preview_is_the_printed_page_or_the_reason(office):
    template = CertificateTemplateFactory()
    url = reverse("certificatetemplate:preview_on_edit", args=[template.pk])

    assert office.post(url, fields(template)).json()["is_valid"]
    panel = office.get(url, {"mode": "cyrillic", "in_preview_panel": "true"})
    page = office.get(url, {"mode": "cyrillic"})

    assert 'src="?mode=cyrillic' in panel.text
    assert page["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(page.content)).pages[0].extract_text()
    assert "Љубица Његован-Шћекић" in text

    broken = fields(template, html=template.html + '<img src="http://a.example/b">')
    assert office.post(url, broken).json()["is_valid"]
    refused = office.get(url, {"mode": "sq"}, HTTP_ACCEPT_LANGUAGE="en")
    assert 'role="alert"' in refused.text
    assert "http://a.example/b" in refused.text


def test_one_name_that_does_not_fit_harms_no_other(held):
    html = starter_html().replace("lines=4 face", "lines=1 face")
    template = CertificateTemplateFactory(published=True, html=html)
    training = held("Arta Gashi", f"{'W' * 100} {'W' * 100}")

    report = issue_for_training(
        training, kind=template.kind, by=None, now=timezone.now()
    )

    assert [one.holder_name for one in report.issued] == ["Arta Gashi"]
    assert [one.number[-4:] for one in report.issued] == ["0001"]
    assert "is too long for its place" in report.skipped[0].reason
