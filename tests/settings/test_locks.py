"""requirements*.txt: pinned, hashed, of one mind, and from no named host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pins(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+) \\$", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_lock_pins_every_line_by_hash_and_names_no_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\w)", text.strip())

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert len(entries) == len(pins(name))
    assert "://" not in text


def test_test_lock_holds_the_runtime_lock():
    assert pins("requirements.txt").items() <= pins("requirements-test.txt").items()


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_lock_agrees_with_its_source(name):
    source = (ROOT / f"{name}.in").read_text(encoding="utf-8")
    wanted = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)$", source, re.MULTILINE)
    locked = {key.lower(): version for key, version in pins(f"{name}.txt").items()}

    assert wanted
    assert [pin for pin in wanted if locked.get(pin[0].lower()) != pin[1]] == []
