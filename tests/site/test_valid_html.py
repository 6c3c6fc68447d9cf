"""html-validate finds nothing on any page; its rules, with reasons, are in .htmlvalidate.mjs."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.site.page import Site
from tools.setup import npm

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def validator() -> list[str]:
    """The command that checks pages by the rules of the project."""
    try:
        program = npm.ensure() / "html-validate" / "bin" / "html-validate.mjs"
        node = npm.node()
    except npm.NpmError as error:
        pytest.fail(str(error), pytrace=False)
    rules = ROOT / ".htmlvalidate.mjs"
    return [node, str(program), "--config", str(rules), "--formatter", "json"]


def faults(validator: list[str], paths: list[Path]) -> list[str]:
    """What html-validate says of the files, into a file: a pipe would lose the end of it."""
    command = [*validator, *map(str, paths)]
    with tempfile.TemporaryFile() as output:
        completed = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, check=False)
        output.seek(0)
        report = output.read().decode()
    assert completed.returncode in (0, 1) and report, completed.stderr.decode()
    return [
        f"{Path(file['filePath']).name}:{fault['line']}: {fault['message']} ({fault['ruleId']})"
        for file in json.loads(report)
        for fault in file["messages"]
    ]


def test_html_validate_finds_nothing(site: Site, validator):
    assert site.pages
    assert faults(validator, [site.folder / page.name for page in site.pages]) == []


PLANTED = {
    "no-dup-id": '<p id="a">x</p><p id="a">y</p>',
    "close-order": "<p><div>x</div></p>",
    "element-permitted-content": "<summary><p>x</p></summary>",
    "text-content": '<button type="button"></button>',
    "unique-landmark": '<nav aria-label="x"></nav><nav aria-label="x"></nav>',
}
"""Rules of html-validate, and what breaks each."""


def write_page(file: Path, body: str) -> Path:
    """Write a page that is valid but for its ``body``."""
    head = '<!DOCTYPE html><html lang="en"><head><title>x</title></head>'
    file.write_text(f"{head}<body>{body}</body></html>", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def planted(validator, tmp_path_factory) -> list[str]:
    """What html-validate says of a page for each planted fault, in one run."""
    folder = tmp_path_factory.mktemp("planted")
    pages = [write_page(folder / f"{rule}.html", body) for rule, body in PLANTED.items()]
    return faults(validator, pages)


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_found(planted, rule):
    assert any(
        fault.startswith(f"{rule}.html:") and fault.endswith(f"({rule})") for fault in planted
    )


def test_a_fault_of_a_long_page_is_named(validator, tmp_path):
    longer_than_a_pipe_holds = "<p>long</p>\n" * 10_000
    body = f'<p id="a">x</p>\n<p id="a">y</p>\n{longer_than_a_pipe_holds}'
    page = write_page(tmp_path / "long.html", body)
    (fault,) = faults(validator, [page])
    assert fault.startswith("long.html:2: ") and fault.endswith("(no-dup-id)")


def test_the_lock_file_names_versions_and_no_host():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert packages
    for name, one in packages.items():
        assert one["version"] and one["integrity"].startswith("sha512-"), name
    assert "://" not in "".join(str(one.get("resolved", "")) for one in packages.values())


def test_without_a_network_one_sentence_says_so(tmp_path, monkeypatch):
    for name in npm.FILES:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(npm.NpmError, match=r"this needs a network, the first time only"):
        npm.ensure(tmp_path)
    assert not (tmp_path / "node_modules" / npm.STAMP).exists()
