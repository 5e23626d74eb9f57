import re
import shutil
import subprocess
import tomllib
from collections import Counter
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bot import VERSION

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, str]:
    """Package to version, with its marker where it has one."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,-]+\])?==(.+?)(?: \\)?$", text, re.MULTILINE))


def extras(name: str) -> dict[str, set[str]]:
    """Package to the extras it is locked with."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)\[([a-z0-9,-]+)\]==", text, re.MULTILINE)
    return {package: set(named.split(",")) for package, named in found}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host_and_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--extra-index" not in text
    assert "--find-links" not in text
    assert " @ " not in text


@pytest.mark.parametrize("name", LOCKS)
def test_everything_that_is_locked_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(blocks) == len(locked(name))
    assert all("--hash=sha256:" in block for block in blocks)


def test_developers_and_servers_run_the_same_versions() -> None:
    server, developer = (locked(name) for name in LOCKS)
    assert server.items() <= developer.items()


@pytest.mark.parametrize("name", LOCKS)
def test_an_extra_that_a_package_asks_for_is_locked_as_one(name: str) -> None:
    # pip looks for `coverage[toml]` before it minds the line `coverage==7.17.3`, finds a newer one without a hash, and
    # stops: a lock without extras is good only until the next release of such a package.
    pinned = extras(name)
    for package in locked(name):
        try:
            wanted = metadata.requires(package) or []
        except metadata.PackageNotFoundError:
            continue
        for asked in map(Requirement, wanted):
            if asked.extras and (asked.marker is None or asked.marker.evaluate({"extra": ""})):
                assert asked.extras <= pinned.get(asked.name.lower(), set()), f"{package} asks for {asked}"


def test_everything_we_ask_for_is_locked() -> None:
    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[^\w.-]", one, maxsplit=1)[0].lower().replace("_", "-") for one in wanted}

    server, developer = (set(locked(name)) for name in LOCKS)
    assert names(PROJECT["project"]["dependencies"]) <= server
    assert names(PROJECT["project"]["optional-dependencies"]["dev"]) <= developer


def test_whatever_is_no_python_goes_along_when_it_is_installed() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    missing = [
        path.relative_to(ROOT).as_posix()
        for ring in ("bot", "adapters", "storage", "config")
        for path in (ROOT / ring).rglob("*")
        if path.is_file()
        and path.suffix not in {".py", ".pyc", ".md"}
        and not any(fnmatch(path.name, pattern) for pattern in patterns)
    ]
    assert not missing


def test_every_folder_with_data_is_a_package_or_inside_one_that_is_found() -> None:
    found = PROJECT["tool"]["setuptools"]["packages"]["find"]
    assert found == {"include": ["bot*", "adapters*", "storage*", "config*"], "namespaces": True}


def test_no_two_files_of_tests_have_one_name() -> None:
    # pytest knows a file in a folder that is no package by its bare name, and refuses the second one.
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []


def test_the_version_stands_in_one_place() -> None:
    assert "version" not in PROJECT["project"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert f"\n## {VERSION}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_procfile_has_its_three_lines() -> None:
    assert (ROOT / "Procfile").read_text(encoding="utf-8").splitlines() == [
        "release: lentera migrate",
        "web: lentera web",
        "worker: lentera worker",
    ]


def test_make_alone_lists_what_there_is() -> None:
    said = subprocess.run(["make", "-C", ROOT], capture_output=True, text=True, check=True).stdout  # noqa: S607
    for target in ("demo", "test", "check", "bench", "proof", "lock"):
        assert f"\n  make {target} " in said


def test_without_a_fitting_python_make_says_so_in_a_sentence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    said = subprocess.run(
        ["make", "-C", tmp_path, "demo", "PYTHON=no-such-python"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode != 0
    assert (
        "Lentera needs Python 3.11, 3.12 or 3.13, and there is none here under the names no-such-python." in said.stderr
    )
    assert not (tmp_path / ".venv").exists()


def test_what_ci_runs_is_sound_shell() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True)  # noqa: S607
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
