import time

import pytest
from django.test import RequestFactory

from curriculum.throttling import count_unknown, seconds_to_wait

CACHE = "django.core.cache.backends"


@pytest.fixture(params=["locmem.LocMemCache", "filebased.FileBasedCache"])
def clock(request, settings, tmp_path, monkeypatch):
    """Both ways of counting: in one step, and by reading and writing."""
    backend = f"{CACHE}.{request.param}"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path)}}
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def ask(**kwargs):
    request = RequestFactory().get("/")
    return count_unknown(request, "test", limit=3, seconds=600, **kwargs)


def test_window_is_as_long_as_it_says(clock):
    assert [ask() for _number in range(3)] == [0, 0, 0]
    clock[0] += 500
    assert ask() in (100, 101)
    clock[0] += 102
    assert ask() == 0


def test_what_weighs_more_is_braked_sooner(clock):
    assert (ask(by=2), ask(by=2)) == (0, 601)


def test_looking_counts_nothing(clock):
    request = RequestFactory().get("/")
    for _number in range(3):
        assert seconds_to_wait(request, "test", limit=3) == 0
        ask()
    assert seconds_to_wait(request, "test", limit=3) > 0
    assert seconds_to_wait(request, "other", limit=3) == 0
