"""The autograder, run in folders laid out as Gradescope lays them out."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.assign import backends
from tests.assign.grading.conftest import PROBLEMS, RIGHT, notebook, packed
from tying_assign import catalogue, cli
from tying_assign.building import source
from tying_assign.export import autograder, gradescope
from tying_assign.export.autograder import choice
from tying_assign.grading.folder import submissions
from tying_assign.sandbox import staging

VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
NUMBER, TEXT, ANY = (int, float), str, object
TEST = {
    **{"score": NUMBER, "max_score": NUMBER, "status": {"passed", "failed"}, "name": TEXT},
    **{"name_format": FORMATS, "number": TEXT, "output": TEXT, "output_format": FORMATS},
    **{"tags": list, "visibility": VISIBILITIES, "extra_data": ANY},
}
WHOLE = {
    **{"score": NUMBER, "execution_time": NUMBER, "output": TEXT, "output_format": FORMATS},
    **{"test_output_format": FORMATS, "test_name_format": FORMATS, "visibility": VISIBILITIES},
    **{"stdout_visibility": VISIBILITIES, "extra_data": ANY, "tests": list, "leaderboard": list},
}


def check(results):
    """Raises if results are not as gradescope-autograders.readthedocs.io/en/latest/specs/ says."""
    for one, fields in ((results, WHOLE), *((test, TEST) for test in results.get("tests", ()))):
        for name, value in one.items():
            kind = fields[name]
            assert value in kind if isinstance(kind, set) else isinstance(value, kind), name
    assert "score" in results or all("score" in test for test in results["tests"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"score": "2"},
        {"tests": []},
        {"score": 1, "visibility": "now"},
        {"score": 1, "points": 1},
        {"tests": [{"max_score": 1}]},
    ],
)
def test_the_check_of_the_format_finds_planted_mistakes(wrong):
    with pytest.raises((AssertionError, KeyError)):
        check(wrong)
        assert wrong["tests"] or "score" in wrong


@pytest.fixture
def laid_out(tmp_path, capsys):
    """The folder of an autograder, as the image of the zip has it before a submission comes."""

    def lay(problem, *options):
        assert cli.main(["export", problem, "--to", "gradescope", *options]) == 0
        root = tmp_path / "autograder"
        for name in ("submission", "results", "source"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(tmp_path / "out.zip") as archive:
            for entry in archive.infolist():
                path = root / "source" / entry.filename
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(entry))
                path.chmod(entry.external_attr >> 16 & 0o777)
        shutil.copy(root / "source" / "run_autograder", root)
        return root

    return lambda problem, *more: lay(problem, "--out", str(tmp_path / "out.zip"), *more)


@pytest.fixture(scope="module")
def home():
    """Where setup.sh installs Python; in a folder that other users can reach."""
    with tempfile.TemporaryDirectory(prefix="tying-home-") as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "environment").symlink_to(sys.prefix)
        yield Path(folder)


@pytest.fixture
def tools(tmp_path):
    """A folder of commands without bubblewrap."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("bash", "chmod", "env"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def run(
    root: Path, home: Path, before: Sequence[str] = (), path: str | Path = os.environ["PATH"]
) -> tuple[Any, str]:
    """Run the autograder; its results, checked, and what it printed."""
    environment = {
        **{"PATH": str(path), "AUTOGRADER": str(root), "TYING_HOME": str(home)},
        **{"LANG": "C.UTF-8"},
    }
    done = subprocess.run(
        [*before, str(root / "run_autograder")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    file = root / "results" / "results.json"
    assert file.exists() is (done.returncode == 0), done.stdout + done.stderr
    if not file.exists():
        return None, done.stderr
    results = json.loads(file.read_text())
    check(results)
    return results, done.stdout


def points(results):
    return {test["name"]: test["score"] for test in results["tests"][1:]}


OWN = ("--problems", str(PROBLEMS))


def test_submissions_are_graded_with_hidden_tests_of_the_class(laid_out, home):
    root = laid_out("double", *OWN, "--class-seed", "7")
    cheat = notebook(RIGHT.replace("2 * x", "x + x if x != 9876 else 0"), "%%bash\nls\n")
    (root / "submission" / "my work.ipynb").write_bytes(cheat)
    results, printed = run(root, home)
    assert points(results) == {"double": 2, "length": 1}
    assert results["score"] == 3
    assert results["output"] == "A person reads why (3 points); it is in no sum here."
    assert [test["visibility"] for test in results["tests"]] == ["visible"] + 2 * [
        "after_published"
    ]
    assert (
        results["tests"][0]["output"] == "my work.ipynb was read.\nEvery question ran to its end."
    )
    assert "Sandbox: bubblewrap" in printed and "Left out of cell 2" in printed
    assert (root / "source").stat().st_mode & 0o77 == 0
    (root / "submission" / "my work.ipynb").write_bytes(notebook("def double(x):\n    return x"))
    results, _ = run(root, home)
    assert (points(results), results["score"]) == ({"double": 0, "length": 0}, 0)
    assert "length: a function is missing" in results["tests"][0]["output"]
    assert "double" not in results["tests"][0]["output"]  # wrong, which is not told yet


def test_a_problem_of_the_book_with_models_as_another_user_of_a_container(laid_out, home, tools):
    root = laid_out("false-ties", "--visibility", "visible")
    problem = catalogue.find("false-ties")
    (root / "submission" / "w.ipynb").write_bytes(source.submission(problem))
    (root / "submission_metadata.json").write_text("{}")
    opened = (staging.INTERPRETER.parents[1], *staging.packages(), Path(sys.prefix))
    container = backends.container([path for path in opened if path.exists()])
    results, printed = run(root, home, container, tools)
    assert "Sandbox: other user" in printed
    assert points(results) == {one.name: one.points for one in problem.graded}
    assert {test["visibility"] for test in results["tests"]} == {"visible"}
    assert (root / "submission_metadata.json").stat().st_mode & 0o77 == 0


def test_where_no_sandbox_works_there_is_no_result(laid_out, home, tools):
    root = laid_out("double", *OWN)
    (root / "submission" / "w.py").write_text(RIGHT)
    (root / "results" / "results.json").write_text("{}")  # of a run before
    shut = [str(shutil.which("bwrap")), "--dev-bind", "/", "/", "--unshare-user", "--uid", "1000"]
    results, printed = run(root, home, shut, tools)
    assert results is None
    assert "No sandbox works" in printed


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, "there is nothing"),
        ({"a.pdf": b"%PDF", "b.txt": b""}, "there is a.pdf, b.txt"),
        ({"a.ipynb": b"{}", "b.ipynb": b"{}"}, "not several: a.ipynb, b.ipynb"),
        ({"a.ipynb": b"{}", "helper.py": b"", ".ipynb_checkpoints/a.ipynb": b"{}"}, "a.ipynb"),
        ({"a.py": b"x = 1", "a.png": b""}, "a.py"),
        ({"all.zip": packed({"sub/a.ipynb": b"{}"})}, "all.zip!sub/a.ipynb"),
    ],
)
def test_which_file_is_graded(tmp_path, files, expected):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    found = choice(submissions(tmp_path) if files else [])
    assert found.endswith(f"{expected}.") if isinstance(found, str) else found.path == expected


def test_a_submission_without_a_notebook_is_told_at_once_and_gets_nothing(tmp_path):
    problem = catalogue.find("double", PROBLEMS)
    settings = {"class_seed": 0, "visibility": "after_published"}
    results = autograder.made(problem, tmp_path, settings)
    check(results)
    assert (results["score"], points(results)) == (0, {"double": 0, "length": 0})
    assert "Hand in your notebook" in results["tests"][0]["output"]


def test_the_zip_is_the_same_for_the_same_sources_and_solves_nothing(tmp_path):
    digests = set()
    for name in ("a.zip", "b.zip"):
        command = ["export", "counts", "--to", "gradescope", "--out", str(tmp_path / name)]
        assert cli.main(command) == 0
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        settings = json.loads(archive.read("autograder.json"))
        wanted = archive.read("requirements.txt").decode().splitlines()
    assert {"setup.sh", "run_autograder"} <= entries.keys()  # at its root
    problems = [name for name in entries if "problem" in name.split("/")[0]]
    assert problems == ["problem/counts/grader.py"]
    assert not any("building" in name or "/problems/" in name for name in entries)
    assert settings == {"problem": "counts", "class_seed": 0, "visibility": "after_published"}
    assert [line.split("==")[0] for line in wanted] == ["matplotlib", "numpy", "torch"]
    modes = {name: entry.external_attr >> 16 & 0o777 for name, entry in entries.items()}
    assert {name for name, mode in modes.items() if mode & 0o111} == {"setup.sh", "run_autograder"}
    assert not any(mode & 0o77 for name, mode in modes.items() if name.startswith("problem"))


def test_setup_closes_the_sources_and_installs_what_is_pinned(laid_out, tmp_path):
    """With stand-ins for apt-get and Python, which write down what they are asked for."""
    root = laid_out("double", *OWN)
    (root / "source" / "problem" / "double" / "grader.py").chmod(0o644)
    tools, said = tmp_path / "tools", tmp_path / "said"
    tools.mkdir()
    fake = f'#!/bin/bash\necho "${{0##*/}} $*" >> {said}\n'
    (tools / "apt-get").write_text(f'{fake}[[ "$*" != *bubblewrap* ]]\n')  # it has none
    make = 'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
    (tools / "python3").write_text(f"{fake}{make}")
    for tool in tools.iterdir():
        tool.chmod(0o755)
    home = tmp_path / "opt"
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "AUTOGRADER": str(root)}
    subprocess.run(
        ["bash", str(root / "source" / "setup.sh")],
        env={**environment, "TYING_HOME": str(home)},
        check=True,
        capture_output=True,
    )
    lines = said.read_text().splitlines()
    assert any(line.startswith("apt-get install") and "bubblewrap" in line for line in lines)
    (installs,) = (line for line in lines if "--requirement" in line)
    assert "--torch-backend cpu" in installs
    assert f"--requirement {root}/source/requirements.txt" in installs
    assert f"--python {home}/environment/bin/python" in installs
    for path in (root / "source", *(root / "source").rglob("*")):
        assert path.stat().st_mode & 0o77 == 0, path


def test_a_problem_is_asked_for(capsys, tmp_path):
    assert cli.main(["export", "--to", "gradescope", "--out", str(tmp_path / "o.zip")]) == 2
    assert "--to gradescope needs PROBLEM" in capsys.readouterr().err


def test_what_the_zip_needs_is_in_it():
    """The sources that the autograder imports, found without importing anything else."""
    names = dict(gradescope.contents(catalogue.find("double", PROBLEMS), 0, "visible"))
    assert "tying/check/__init__.py" in names
    assert not any(name.endswith(".pyc") for name in names)
