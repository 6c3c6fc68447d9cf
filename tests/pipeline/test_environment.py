"""The environment: installed once, again when its files change, and never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.setup import environment


class Calls(list[str]):
    """Arguments of the calls of pip; ``broken`` makes the next call fail as given."""

    broken: BaseException | None = None


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the files that decide what is installed."""
    for name, text in {
        "requirements.txt": "numpy==2.0\ntorch==2.13.0\n",
        "requirements-test.txt": "-r requirements.txt\npytest==9.0\n",
        "constraints.txt": "six==1.17.0\n",
        "pyproject.toml": "[project]\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """In place of venv and pip, which need a network: a list of their calls."""
    calls = Calls()

    def create(folder: Path, with_pip: bool) -> None:
        assert with_pip
        assert not folder.exists()
        python = environment.python_of(folder)
        python.parent.mkdir(parents=True)
        python.touch()
        calls.append("venv")

    def install(root: Path, python: Path, *arguments: str) -> None:
        assert python.exists()
        calls.append(" ".join(arguments))
        if calls.broken:
            broken, calls.broken = calls.broken, None
            raise broken

    monkeypatch.setattr("venv.create", create)
    monkeypatch.setattr(environment, "pip", install)
    monkeypatch.delenv("TORCH_INDEX", raising=False)
    return calls


BOOK = ["-r requirements.txt -c constraints.txt", "--no-deps --no-build-isolation -e ."]
TEST = ["-r requirements-test.txt -c constraints.txt", "--no-deps --no-build-isolation -e ."]


def test_the_second_call_installs_nothing(project: Path, pip: Calls):
    python = environment.ensure(project)
    assert pip == ["venv", *BOOK]
    assert environment.ensure(project) == python
    assert pip == ["venv", *BOOK]


@pytest.mark.parametrize("name", ["requirements.txt", "constraints.txt", "pyproject.toml"])
def test_a_changed_file_installs_again_into_the_same_environment(
    project: Path, pip: Calls, name: str
):
    environment.ensure(project)
    (project / name).write_text("torch==2.14.0\n", encoding="utf-8")
    environment.ensure(project)
    assert pip == ["venv", *BOOK, *BOOK]


def test_the_tests_add_packages_and_the_book_accepts_that_environment(project: Path, pip: Calls):
    environment.ensure(project)
    environment.ensure(project, environment.TEST)
    environment.ensure(project)
    environment.ensure(project, environment.TEST)
    assert pip == ["venv", *BOOK, *TEST]


def test_a_test_environment_serves_the_book(project: Path, pip: Calls):
    environment.ensure(project, environment.TEST)
    environment.ensure(project)
    assert pip == ["venv", *TEST]


def test_an_environment_that_was_moved_is_made_again(project: Path, pip: Calls, tmp_path: Path):
    environment.ensure(project)
    moved = project.rename(tmp_path.with_name("moved"))
    environment.ensure(moved)
    assert pip == ["venv", *BOOK, "venv", *BOOK]


@pytest.mark.parametrize("reason", [KeyboardInterrupt(), environment.SetupError("no network")])
def test_what_was_interrupted_is_made_again(project: Path, pip: Calls, reason: BaseException):
    pip.broken = reason
    with pytest.raises(type(reason)):
        environment.ensure(project)
    environment.ensure(project)
    assert pip == ["venv", BOOK[0], "venv", *BOOK]


def test_an_interrupted_update_is_made_again(project: Path, pip: Calls):
    environment.ensure(project)
    (project / "constraints.txt").write_text("six==1.16.0\n", encoding="utf-8")
    pip.broken = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        environment.ensure(project)
    environment.ensure(project)
    assert pip == ["venv", *BOOK, BOOK[0], "venv", *BOOK]


def test_an_environment_whose_python_is_gone_is_made_again(project: Path, pip: Calls):
    environment.ensure(project).unlink()
    environment.ensure(project)
    assert pip == ["venv", *BOOK, "venv", *BOOK]


def test_torch_alone_comes_from_the_index_that_is_named(
    project: Path, pip: Calls, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TORCH_INDEX", "file:///wheels")
    environment.ensure(project)
    assert pip == ["venv", "--no-deps --index-url file:///wheels torch==2.13.0", *BOOK]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(environment.SetupError, match="could not be made"):
        environment.create(tmp_path / "file" / ".venv")


def test_a_failure_of_pip_is_a_sentence(project: Path, tmp_path: Path):
    false = tmp_path / "false"
    false.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    false.chmod(0o755)
    with pytest.raises(environment.SetupError, match=r"pip could not install -r nothing\.txt"):
        environment.pip(project, false, "-r", "nothing.txt")
