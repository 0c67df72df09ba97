import pytest
from django.core.checks import run_checks

from certificates import conf
from curriculum.conf import public_url


def found(**kwargs):
    return {
        message.id: message.msg
        for message in run_checks(**kwargs)
        if message.id.startswith("certificates.")
    }


def test_settings_as_they_come_are_fine():
    assert found() == {}


@pytest.mark.parametrize(
    "path", ["certificates.backends.Nobody", "certificates.enums.models"]
)
def test_renderer_that_is_none_is_named(path, settings):
    settings.CERTIFICATES_RENDERER = path
    assert found() == {
        "certificates.E001": f"CERTIFICATES_RENDERER names no maker of pages: {path}."
    }


def test_missing_and_unprintable_words_are_named(settings):
    settings.CERTIFICATES_ISSUER = {
        **conf.ISSUER,
        "office": {"sq": "Zyra", "sr": "", "en": "Office"},
    }
    settings.CERTIFICATES_SIGNATORY = {**conf.SIGNATORY, "name": "学"}
    assert found() == {
        "certificates.E002": "CERTIFICATES_ISSUER['office'] has no text in sr.",
        "certificates.E003": "CERTIFICATES_SIGNATORY has signs that cannot be printed: 学.",
    }


def test_limits_are_above_zero(settings):
    settings.CERTIFICATES_ISSUE_AT_ONCE = 0
    assert found() == {
        "certificates.E004": "CERTIFICATES_ISSUE_AT_ONCE has to be above zero."
    }


def test_printed_address_wants_https_in_production(settings):
    settings.FENER_PUBLIC_URL = "http://localhost:8000/"
    assert "certificates.W001" in found(include_deployment_checks=True)
    settings.FENER_PUBLIC_URL = "https://fener.example/"
    assert "certificates.W001" not in found(include_deployment_checks=True)
    assert public_url() == "https://fener.example"
