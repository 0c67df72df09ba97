"""The wheel, as somebody else's Wagtail site gets it: every floor of the tower."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOST = Path(__file__).parent / "host"
#: From the ground up; each needs the ones before it and none after it.
FLOORS = [
    "curriculum",
    "trainers_pool",
    "lms.delivery",
    "lms.packages",
    "lms.assessment",
    "lms.learning",
    "lms.targets",
    "certificates",
]
SHIPPED = ["curriculum", "trainers_pool", "lms", "certificates"]
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc")


def run(arguments, **options):
    result = subprocess.run(
        [str(argument) for argument in arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **options,
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy, so that the work tree gets no build folders."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in SHIPPED:
        shutil.copytree(ROOT / name, source / name, ignore=NOT_SHIPPED)
    # The site and the tests stand beside the apps, as in the repository.
    for name in ("site", "tests/factories"):
        shutil.copytree(ROOT / name, source / name, ignore=NOT_SHIPPED)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    run([*pip, *build, "--wheel-dir", out, source])
    (path,) = out.iterdir()
    return path


@pytest.fixture(scope="module")
def host(wheel, tmp_path_factory):
    """(python, folder) of a fresh `wagtail start` project, migrated, with the wheel.

    Its environment sees the packages of this one and never this repository.
    """
    folder = tmp_path_factory.mktemp("host")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    packages = Path(
        run([python, "-c", "import site; print(site.getsitepackages()[0])"]).strip()
    )
    (packages / "ours.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel])
    project = folder / "project"
    project.mkdir()
    start = "from wagtail.bin.wagtail import main; main()"
    run([python, "-c", start, "start", "host", project])
    for path in HOST.glob("*.py"):
        shutil.copy(path, project)
    visit(python, project, [])
    return python, project


def visit(python, project, floors):
    environment = {
        "PATH": os.environ["PATH"],
        "HOST_FLOORS": " ".join(floors),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    output = run([python, "visit.py"], cwd=project, env=environment)
    return json.loads(output.splitlines()[-1])


def test_wheel_holds_every_file_of_the_apps_and_nothing_else(wheel):
    expected = {
        str(path.relative_to(ROOT))
        for name in SHIPPED
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert names == expected
    for kind in (".html", ".css", ".po", ".mo", ".toml", ".md", ".ttf"):
        assert any(name.endswith(kind) for name in names), kind


def test_wheel_says_what_it_needs(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        metadata = archive.read(name).decode()

    assert "Requires-Dist: wagtail<9,>=7.4.4" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: BSD-3-Clause" in metadata


def test_host_takes_the_floors_one_after_the_other(host):
    """Each floor with those below it and without those above it."""
    python, project = host

    for height in range(1, len(FLOORS) + 1):
        floors = FLOORS[:height]
        answer = visit(python, project, floors)

        assert set(answer["came_from"]) == set(floors)
        assert [
            path for path in answer["came_from"].values() if str(ROOT) in path
        ] == []
        assert set(answer["statuses"].values()) == {200}, answer["statuses"]
        assert answer["shown"] == [True, True, True]
        assert answer["listings"] >= height
