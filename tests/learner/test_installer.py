"""The setup cell: it says what it will do, does that alone, and refuses in words."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import v4

from tools.learner import installer
from tools.learner.installer import Stop, prepare
from tools.server import serving

SOURCE = Path(installer.__file__)
WHEEL = "tying-1.2-py3-none-any.whl"
CONTENT = b"the content of a wheel"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
CLOSED = "http://127.0.0.1:9"  # the port "discard", at which nothing answers

Calls = list[list[str]]


class World:
    """The packages that seem to be installed, and what pip is asked to do about them.

    Attributes:
        versions: installed versions by name.
        digest: SHA-256 of the file that tying was installed from, or empty.
        calls: what pip was asked to install.
        wheels: content of every wheel that pip was given.
    """

    def __init__(self) -> None:
        self.versions = {"torch": "2.7.1+cu126", "numpy": "1.26.4", "anywidget": "0.9.13"}
        self.digest = ""
        self.calls: Calls = []
        self.wheels: list[bytes] = []

    def version(self, name: str) -> str:
        if name not in self.versions:
            raise PackageNotFoundError(name)
        return self.versions[name]

    def read_text(self, name: str) -> str | None:
        """The note of pip on where tying is from."""
        assert name == "direct_url.json"
        hashes = {"sha256": self.digest}
        return json.dumps({"archive_info": {"hashes": hashes}}) if self.digest else None

    def pip(self, command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        assert command[:4] == [sys.executable, "-m", "pip", "install"]
        self.calls.append(command[4:])
        for argument in command[4:]:
            if argument.endswith(WHEEL):
                self.wheels.append(Path(argument).read_bytes())
                self.versions["tying"] = "1.2"
            elif ">=" in argument:
                name, _, version = argument.partition(">=")
                self.versions[name] = version
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    """Only torch, numpy and anywidget are installed; the notebook is alone in its folder."""
    made = World()
    monkeypatch.setattr(installer.importlib.metadata, "version", made.version)
    monkeypatch.setattr(installer.importlib.metadata, "distribution", lambda name: made)
    monkeypatch.setattr(installer.subprocess, "run", made.pip)
    monkeypatch.setattr(installer, "loaded_packages", set)
    folder = tmp_path / "learn" / "part"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return made


def run(address: str = "", **changes: Any) -> None:
    """What the setup cell calls."""
    wanted: dict[str, Any] = {
        "wheel": WHEEL,
        "sha256": SHA256,
        "python": (3, 11),
        "kept": {"numpy": "1.26", "torch": "2.6"},
        "added": {"anywidget": "0.9.13", "scikit-learn": "1.4"},
    }
    prepare(address=address, **wanted | changes)


def beside(content: bytes = CONTENT) -> None:
    """Put the wheel beside the notebook."""
    Path(WHEEL).write_bytes(content)


def above() -> None:
    """Put the wheel into the folder above, where the site has it."""
    Path("..", WHEEL).write_bytes(CONTENT)


@pytest.mark.parametrize("put", [beside, above])
def test_what_is_missing_is_named_and_then_installed_from_the_wheel_on_disk(
    world: World, capsys: pytest.CaptureFixture[str], put: Callable[[], None]
):
    put()
    run()
    before, after = capsys.readouterr().out.split("All other packages stay as they are.\n")
    assert "- scikit-learn 1.4 or later, which is missing; from pip's package index" in before
    assert "- tying 1.2, which is missing; from this notebook's folder" in before
    assert "anywidget" not in before and sys.prefix in before
    assert after == "Done: scikit-learn 1.4, tying 1.2.\n"
    assert world.wheels == [CONTENT]
    packages, wheel = world.calls
    assert packages[-1] == "scikit-learn>=1.4" and "-c" in packages
    assert {"--no-deps", "--force-reinstall"} < set(wheel)


def test_the_intention_is_said_before_the_first_call(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    beside()
    said: list[str] = []

    def pip(command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        said.append(capsys.readouterr().out)
        return world.pip(command, **how)

    monkeypatch.setattr(installer.subprocess, "run", pip)
    run()
    assert "will be installed" in said[0] and "tying 1.2" in said[0]


def test_the_wheel_comes_from_the_address_if_there_is_none_on_disk(world: World, tmp_path: Path):
    (tmp_path / WHEEL).write_bytes(CONTENT)
    with serving(tmp_path) as site:
        run(site.address)
    assert world.wheels == [CONTENT]
    run(tmp_path.as_uri())
    assert world.wheels == [CONTENT]  # the second run found it installed


def test_a_page_on_disk_names_a_folder(world: World, tmp_path: Path):
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / WHEEL).write_bytes(CONTENT)
    run(folder.as_uri())
    assert world.wheels == [CONTENT]


def test_a_second_run_calls_nothing_and_says_so(world: World, capsys: pytest.CaptureFixture[str]):
    beside()
    run()
    calls = len(world.calls)
    capsys.readouterr()
    run(CLOSED)
    assert len(world.calls) == calls
    assert capsys.readouterr().out == (
        "tying 1.2 and all that it needs are here: nothing to install.\n"
    )


@pytest.mark.parametrize("version", ["1.2", "1.2.1", "1.10", "2.0"])
def test_a_package_that_is_new_enough_stays(world: World, version: str):
    world.versions |= {"tying": version, "scikit-learn": "1.9.1"}
    run(CLOSED)
    assert world.calls == []


@pytest.mark.parametrize(
    ("version", "digest", "why"),
    [("1.1.9", "", "is too old: 1.1.9"), ("1.2", "0" * 64, "is of another build")],
)
def test_an_older_package_or_another_build_of_it_is_replaced(
    world: World, capsys: pytest.CaptureFixture[str], version: str, digest: str, why: str
):
    world.versions |= {"tying": version, "scikit-learn": "1.9.1"}
    world.digest = digest
    beside()
    run()
    assert f"- tying 1.2, which {why}; from" in capsys.readouterr().out
    assert world.wheels == [CONTENT]
    assert len(world.calls) == 1


def test_the_build_of_this_wheel_stays(world: World):
    world.versions |= {"tying": "1.2", "scikit-learn": "1.9.1"}
    world.digest = SHA256
    run(CLOSED)
    assert world.calls == []


def test_a_package_that_was_imported_before_it_changed_asks_for_a_restart(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.versions |= {"tying": "1.1", "scikit-learn": "1.9.1"}
    monkeypatch.setattr(installer, "loaded_packages", lambda: {"torch", "tying"})
    beside()
    with pytest.raises(Stop, match="This kernel had already imported an older tying"):
        run()
    assert world.wheels == [CONTENT]


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_torch_and_numpy_are_never_replaced(world: World, name: str):
    world.versions[name] = "1.0"
    beside()
    with pytest.raises(Stop) as stop:
        run()
    assert f"It needs {name} " in str(stop.value) and "is too old: 1.0" in str(stop.value)
    advice = {"torch": "https://pytorch.org/get-started", "numpy": "%pip install 'numpy>=1.26'"}
    assert advice[name] in str(stop.value)
    assert world.calls == []


def test_torch_comes_with_the_others_where_it_is_missing(
    world: World, capsys: pytest.CaptureFixture[str]
):
    del world.versions["torch"]
    beside()
    run()
    before, after = capsys.readouterr().out.split("All other packages stay as they are.\n")
    assert "- torch 2.6 or later, which is missing; from pip's package index" in before
    assert "pip chooses a build of torch, which may be large." in before
    assert after == "Done: torch 2.6, scikit-learn 1.4, tying 1.2.\n"
    packages, _ = world.calls
    assert packages[-2:] == ["torch>=2.6", "scikit-learn>=1.4"]
    assert world.wheels == [CONTENT]


def test_a_python_that_is_too_old_is_told_which_one_it_is(world: World):
    beside()
    with pytest.raises(Stop, match=r"needs Python 3\.99 or later, and its kernel is Python 3\.\d"):
        run(python=(3, 99))
    assert world.calls == []


def test_a_python_that_is_too_old_can_read_the_cell():
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_a_wheel_with_another_digest_is_not_installed_wherever_it_lies(
    world: World, tmp_path: Path
):
    beside(b"something else")
    (tmp_path / WHEEL).write_bytes(b"something else")
    with serving(tmp_path) as site, pytest.raises(Stop) as stop:
        run(site.address)
    assert world.calls == []
    places = (Path(WHEEL).resolve().as_uri(), f"{site.address}/{WHEEL}")
    for place in places:
        assert f"- {place}: another file (its SHA-256 differs), which is not used" in str(
            stop.value
        )
    assert SHA256 in str(stop.value)


def test_a_right_wheel_is_used_though_a_wrong_one_lies_nearer(world: World):
    beside(b"of last week")
    above()
    run()
    assert world.wheels == [CONTENT]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        (CLOSED, "Connection refused"),
        ("https://host.invalid", "- https://host.invalid/tying-1.2-py3-none-any.whl: "),
        ("file:///no/such/folder", "No such file or directory"),
    ],
)
def test_without_network_or_wheel_it_says_what_to_do(world: World, address: str, problem: str):
    with pytest.raises(Stop) as stop:
        run(address)
    assert problem in str(stop.value)
    assert "If this computer has no network" in str(stop.value)
    assert f"It needs the file {WHEEL}" in str(stop.value)
    assert world.calls == []


def test_an_answer_of_the_host_is_passed_on(world: World, tmp_path: Path):
    with serving(tmp_path) as site, pytest.raises(Stop, match="the host answers 404, "):
        run(site.address)
    assert world.calls == []


def test_pip_without_a_connection_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PIP_INDEX_URL", f"{CLOSED}/simple")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(Stop, match="pip has no connection to its package index") as stop:
        installer.install_packages({"a-package-that-is-nowhere": "1"})
    assert "a-package-that-is-nowhere" in str(stop.value)


def test_another_failure_of_pip_is_not_called_a_lost_connection(tmp_path: Path):
    with pytest.raises(Stop, match="pip could not install what is missing") as stop:
        installer.install_wheel(WHEEL, b"no archive")
    assert "connection" not in str(stop.value)
    assert "pip says:" in str(stop.value)


def test_all_packages_but_those_that_change_are_pinned():
    pins = installer.pins({"scikit-learn": "1.4"})
    assert f"torch=={distribution('torch').version}" in pins
    assert not [line for line in pins if line.startswith("scikit-learn==")]
    assert len({line.partition("==")[0] for line in pins}) == len(pins)


def test_the_packages_of_a_kernel_are_those_of_its_modules():
    assert {"nbformat", "pytest"} <= installer.loaded_packages()


def test_a_reader_sees_a_message_and_no_traceback(tmp_path: Path):
    call = f"prepare({WHEEL!r}, {SHA256!r}, '', python=(3, 11), kept={{'torch': '99'}}, added={{}})"
    setup = v4.new_code_cell(f"{SOURCE.read_text(encoding='utf-8')}\n{call}", id="setup")
    notebook = v4.new_notebook(cells=[setup, v4.new_code_cell("print('went on')", id="next")])
    where = {"metadata": {"path": str(tmp_path)}}
    with pytest.raises(CellExecutionError, match="It needs torch 99 or later"):
        NotebookClient(notebook, resources=where).execute()
    (output,) = notebook.cells[0].outputs
    assert output.traceback[0] == "This notebook cannot go on yet."
    assert "Traceback" not in "\n".join(output.traceback)
    assert not notebook.cells[1].outputs
    nbformat.validate(notebook)
