"""The pattern of the commands: parsers beside their subjects, errors as sentences, exit status."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from tying_assign import arguments, catalogue, cli
from tying_assign.errors import AssignError


@pytest.fixture
def planted(monkeypatch):
    """Let a command ``try`` run the function that is given."""

    def plant(run, **words):
        def add(commands):
            parser = arguments.command(
                commands, "try", run, summary="try it", examples="try counts", **words
            )
            arguments.add_problem(parser)
            arguments.add_class_seed(parser)

        monkeypatch.setitem(sys.modules, "planted", types.SimpleNamespace(add=add))
        monkeypatch.setattr(cli, "COMMANDS", ("planted",))

    return plant


def raising(error):
    def run(arguments):
        raise error

    return run


def test_a_command_gets_its_arguments_and_gives_the_status(planted):
    seen = []
    planted(lambda given: seen.append(given) or 1)
    assert cli.main(["try", "counts", "--class-seed", "7"]) == 1
    assert (seen[0].problem, seen[0].problems, seen[0].class_seed) == ("counts", None, 7)


def test_what_a_teacher_can_put_right_is_one_line_and_status_2(planted, capsys):
    planted(raising(AssignError("there is no such folder")))
    assert cli.main(["try", "counts"]) == 2
    assert capsys.readouterr().err == "error: there is no such folder\n"


def test_ctrl_c_says_what_the_command_says_about_it(planted, capsys):
    planted(raising(KeyboardInterrupt()), interrupted="The same command goes on.")
    assert cli.main(["try", "counts"]) == 128 + signal.SIGINT
    assert capsys.readouterr().err == "\nThe same command goes on.\n"


@pytest.mark.parametrize("seed", ["-1", "1.5", "x", "", "²", str(2**64)])
def test_a_seed_that_is_none_is_refused_by_the_parser(planted, capsys, seed):
    planted(lambda given: 0)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["try", "counts", f"--class-seed={seed}"])
    assert stopped.value.code == 2
    assert "whole number" in capsys.readouterr().err


def test_an_unknown_problem_is_told_with_the_known_ones(planted, capsys, tmp_path):
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "grader.py").write_text(
        "from tying_assign.definition import Problem\n"
        "PROBLEM = Problem('77', 'One', 'part/one', 5, ())\n"
    )
    planted(lambda given: print(arguments.problem(given).title) or 0)
    assert cli.main(["try", "77", "--problems", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "One\n"
    assert cli.main(["try", "two", "--problems", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "error: there is no problem 'two'; there are one (77).\n"


@pytest.mark.parametrize("name", ["counts", "Counts", "COUNTS ", "3161937"])
def test_capital_letters_make_no_other_problem(name):
    assert catalogue.find(name).name == "counts"
    assert catalogue.find("Shared_Bias").name == "shared-bias"


def test_a_name_that_is_nearly_one_is_told():
    with pytest.raises(AssignError, match=r"no problem 'count'; .* Do you mean counts\?"):
        catalogue.find("count")


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.edu/tied", "ftp://example.edu", "https://", "file:///home/a"),
        *("https://example.edu/index.html", "https://example.edu/?a=1", "https://e.edu/#top"),
        *('https://example.edu/"+x', "https://example.edu/a b", "https://a:b@example.edu"),
        *("https://[", "https://example.edu/\n"),
    ],
)
def test_an_address_that_is_none_of_a_site_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError):
        arguments.web_address(text)


def test_an_address_has_no_slash_at_its_end():
    assert arguments.web_address("https://example.edu/tied/") == "https://example.edu/tied"
    assert arguments.web_address("http://localhost:8000") == "http://localhost:8000"


def out_of(command, out):
    """A command line with this --out."""
    return [*command.split(), "--out", str(out)]


INTO_FOLDERS = ["build counts", "variants counts", "export counts --to nbgrader"]
INTO_FILES = [
    "export counts --to gradescope",
    "export --to canvas --grades grades.csv --roster roster.csv --assignment A",
]


@pytest.mark.parametrize("command", INTO_FOLDERS)
@pytest.mark.parametrize("below", ["", "/course"])
def test_a_file_in_place_of_a_folder_is_told(command, below, tmp_path, capsys):
    (tmp_path / "submissions.zip").write_bytes(b"work")
    assert cli.main(out_of(command, f"{tmp_path}/submissions.zip{below}")) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: --out ") and "is a file, and a folder is wanted" in told
    assert (tmp_path / "submissions.zip").read_bytes() == b"work"


@pytest.mark.parametrize("command", INTO_FILES)
def test_a_folder_in_place_of_a_file_is_told(command, tmp_path, capsys):
    assert cli.main(out_of(command, tmp_path)) == 2
    assert "is a folder, and the name of a file is wanted" in capsys.readouterr().err
    (tmp_path / "file").touch()
    assert cli.main(out_of(command, tmp_path / "file" / "below")) == 2
    assert "is a file, and a folder is wanted" in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    for check in (arguments.folder_to_write, arguments.file_to_write):
        with pytest.raises(AssignError, match="you may not write into"):
            check(tmp_path / "new" / "name")


def test_help_of_every_command_has_an_example_that_its_parser_reads():
    parser = cli.parser()
    for name, command in _commands(parser).items():
        shown = command.format_help()
        lines = [line for line in shown.splitlines() if line.startswith("  python -m tying_assign")]
        assert lines, f"{name} has no example"
        for line in lines:
            assert parser.parse_args(shlex.split(line)[3:]).run, line


def test_it_runs_from_any_folder_as_a_module(tmp_path):
    command = [sys.executable, "-m", "tying_assign", "--help"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert shown.returncode == 0
    assert shown.stdout.startswith("usage: python -m tying_assign")


def test_a_reader_of_the_output_that_leaves_is_no_error(tmp_path):
    program = (
        "import sys, types\n"
        "from tying_assign import arguments, cli\n"
        "def run(given):\n"
        "    for _ in range(100_000): print('line')\n"
        "    return 0\n"
        "def add(commands): arguments.command(commands, 'try', run, summary='s', examples='try')\n"
        "sys.modules['planted'] = types.SimpleNamespace(add=add)\n"
        "cli.COMMANDS = ('planted',)\n"
        "sys.exit(cli.main(['try']))\n"
    )
    reading, writing = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=writing, stderr=subprocess.PIPE, cwd=Path.cwd()
    ) as child:
        os.close(writing)
        os.close(reading)
        assert child.stderr is not None
        assert child.stderr.read() == b""
    assert child.returncode == 0


def _commands(parser: Any) -> dict[str, Any]:
    (action,) = parser._subparsers._group_actions
    return action.choices
