"""What several processes of one site must see alike, and what a log may hold."""

import logging

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.test import override_settings
from django.urls import reverse

from config.settings import base
from tests.factories.users import UserFactory
from tests.settings.test_production import read


def test_cache_is_one_for_all_processes(tmp_path):
    """Each `read` is a process of its own."""
    cache = "__import__('django.core.cache').core.cache.cache"
    read(f"{cache}.set('asked', 41)", tmp_path)
    read(f"{cache}.incr('asked')", tmp_path)

    result = read(f"{cache}.get('asked')", tmp_path)

    assert result.stdout.strip() == "42"
    assert read(f"{cache}.get('asked')", tmp_path / "other").stdout.strip() == "None"


def test_login_lock_counts_in_the_database(db, client):
    assert isinstance(AxesProxyHandler.get_implementation(), AxesDatabaseHandler)

    UserFactory(username="arta.krasniqi")
    wrong = {"username": "arta.krasniqi", "password": "wrong"}
    answers = [client.post(reverse("login"), wrong) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2


def fail_to_sign_in(client, caplog):
    """What the log then says."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        client.post(reverse("login"), {"username": "arta.krasniqi", "password": "x"})
    return caplog.text


def test_log_of_a_failed_login_names_nobody(db, client, caplog):
    text = fail_to_sign_in(client, caplog)

    assert "login failure" in text
    assert "arta" not in text
    assert "127.0.0.1" not in text
    # The negative control: unmasked, the same line names the person.
    with override_settings(AXES_SENSITIVE_PARAMETERS=[]):
        assert "arta.krasniqi" in fail_to_sign_in(client, caplog)


def test_log_goes_to_standard_error_and_by_mail_to_nobody():
    handlers = {handler["class"] for handler in base.LOGGING["handlers"].values()}

    assert handlers == {"logging.StreamHandler"}
    assert base.LOGGING["loggers"]["django"]["propagate"] is False
