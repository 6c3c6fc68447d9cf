"""nbgrader itself, in an environment of its own: it takes the export, and grades it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import nbformat
import pytest

from tests.package.conftest import ROOT, pip
from tools.setup.environment import python_of
from tying_assign import cli
from tying_assign.building import source
from tying_assign.catalogue import find
from tying_assign.export.nbgrader import BEGIN

VERSION = "0.9.6"


@pytest.fixture(scope="session")
def nbgrader(tmp_path_factory):
    """Run nbgrader in a folder, with a kernel of this environment."""
    environment = ROOT / "_build" / f"nbgrader-{VERSION}"
    python = Path(python_of(environment))
    if not (environment / "complete").exists():
        venv.create(environment, with_pip=True, clear=True)
        pip("install", "--quiet", f"nbgrader=={VERSION}", python=python)
        (environment / "complete").touch()
    kernel = tmp_path_factory.mktemp("jupyter") / "kernels" / "python3"
    kernel.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    variables = {
        **os.environ,
        "JUPYTER_PATH": str(kernel.parents[1]),
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",  # it starts alembic
    }

    def run(folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            [python, "-m", "nbgrader", *arguments],
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def handed_in(released: bytes, problem, answer) -> bytes:
    """The students' version with the reference or a wrong answer in it, or as it is."""
    made = nbformat.reads(released.decode(), as_version=4)
    solutions = {cell.name: cell.text for cell in source.read(problem)}
    for cell in made.cells:
        if answer != "stub" and cell.cell_type == "code" and cell.id in solutions:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = solutions[cell.id]
                if isinstance(answer, source.Wrong):
                    names = source.defined(answer.code) & source.defined(cell.source)
                    cell.source += f"\n\n{answer.code}" if names else ""
    return nbformat.writes(made).encode()


@pytest.mark.parametrize(("name", "wrongs"), [("shared-bias", 99), ("false-ties", 1)])
def test_it_releases_and_grades_an_assignment(nbgrader, tmp_path, name, wrongs):
    problem = find(name)
    assert cli.main(["export", name, "--to", "nbgrader", "--out", str(tmp_path)]) == 0
    nbgrader(tmp_path, "generate_assignment", name)
    released = (tmp_path / "release" / name / f"{name}.ipynb").read_bytes()
    for secret in (BEGIN, "HIDDEN TESTS", "_hidden_test", "Rubric", "An answer"):
        assert secret.encode() not in released
    answers = {"reference": "reference", "stub": "stub"}
    answers |= {wrong.name: wrong for wrong in source.wrong_answers(problem)[:wrongs]}
    for student, answer in answers.items():
        folder = tmp_path / "submitted" / student / name
        folder.mkdir(parents=True)
        (folder / f"{name}.ipynb").write_bytes(handed_in(released, problem, answer))
    nbgrader(tmp_path, "autograde", name)
    nbgrader(tmp_path, "export", "--to", "grades.csv")
    with (tmp_path / "grades.csv").open(newline="") as stream:
        rows = {row["student_id"]: row for row in csv.DictReader(stream)}
    assert rows.keys() == answers.keys()
    full = sum(one.points for one in problem.graded)
    whole = sum(one.points for one in problem.questions)
    assert {float(row["max_score"]) for row in rows.values()} == {whole}
    scores = {student: float(row["raw_score"]) for student, row in rows.items()}
    assert (scores.pop("reference"), scores.pop("stub")) == (full, 0)
    assert all(score < full for score in scores.values()), scores
