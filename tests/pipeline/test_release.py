"""What a release holds, and what must be right before it is packed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tools.learner.settings import settings
from tools.release.pack import NotReady, pack

ROOT = Path(__file__).parents[2]
WHEEL = "tying-0.1.0-py3-none-any.whl"
PAGE = '<p>version <span class="book-version">{}</span></p>'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a release is made of, with a site of one page."""
    for name in ("pyproject.toml", "README.md", "LICENSE", "_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("src", "book", "notebooks", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    config = tmp_path / "_config.yml"
    text = config.read_text(encoding="utf-8")
    assert text.count('  url: ""') == 1
    config.write_text(text.replace('  url: ""', '  url: "https://host.example/tied"'))
    page = tmp_path / "_build" / "html" / "book" / "intro.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE.format(settings(ROOT).version))
    part = tmp_path / "_build" / "html" / "learn" / "part"
    part.mkdir(parents=True)
    (part.parent / WHEEL).write_bytes(b"the wheel of the site")
    for name in ("one.ipynb", "one.js"):
        (part / name).write_text("{}")
    (tmp_path / "_build" / "tied.pdf").write_bytes(b"the book")
    return tmp_path


def test_a_release_holds_wheel_copies_site_and_their_sums(project: Path):
    files = {file.name: file for file in pack(project, "v0.1.0")}
    assert list(files) == [
        WHEEL,
        "tied-0.1.0.pdf",
        "tied-0.1.0-notebooks.zip",
        "tied-0.1.0-site.zip",
        "SHA256SUMS",
    ]
    assert files["tied-0.1.0.pdf"].read_bytes() == b"the book"
    sums = files.pop("SHA256SUMS").read_text().splitlines()
    for line, file in zip(sums, files.values(), strict=True):
        assert line == f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}"
    with zipfile.ZipFile(files["tied-0.1.0-notebooks.zip"]) as archive:
        assert sorted(archive.namelist()) == ["part/", "part/one.ipynb", WHEEL]
        assert archive.read(WHEEL) == files[WHEEL].read_bytes() == b"the wheel of the site"
    with zipfile.ZipFile(files["tied-0.1.0-site.zip"]) as archive:
        assert {"book/intro.html", f"learn/{WHEEL}"} <= set(archive.namelist())


def test_a_tag_without_an_address_for_the_wheel_is_refused(project: Path):
    shutil.copy(ROOT / "_config.yml", project)
    with pytest.raises(NotReady, match="does not name the repository"):
        pack(project, "v0.1.0")
    assert pack(project)


def test_a_tag_of_another_version_is_refused_and_what_was_packed_stays(project: Path):
    pack(project)
    before = sorted((project / "dist").iterdir())
    with pytest.raises(NotReady, match=r"the tag is v9\.9, .* version 0\.1\.0"):
        pack(project, "v9.9")
    assert sorted((project / "dist").iterdir()) == before


def test_a_site_that_is_missing_or_of_another_version_is_refused(project: Path):
    page = project / "_build" / "html" / "book" / "intro.html"
    page.write_text(PAGE.format("0.0.9"))
    with pytest.raises(NotReady, match=r"not of version 0\.1\.0"):
        pack(project)
    page.unlink()
    with pytest.raises(NotReady, match="make book first"):
        pack(project)


def test_a_pdf_that_is_missing_or_older_than_the_site_is_refused(project: Path):
    pdf = project / "_build" / "tied.pdf"
    os.utime(pdf, (0, 0))
    with pytest.raises(NotReady, match="no PDF of this site: run make pdf first"):
        pack(project)
    pdf.unlink()
    with pytest.raises(NotReady, match="make pdf first"):
        pack(project)


def test_the_branch_for_colab_holds_the_copies_of_the_last_release_alone(tmp_path: Path):
    remote = tmp_path / "remote.git"

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(remote), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    for name in ("one", "two"):
        archive = tmp_path / f"tied-{name}-notebooks.zip"
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr(f"part/{name}.ipynb", "{}")
        command = [ROOT / ".ci/learner", archive.name, "remote.git", f"Copies of {name}"]
        subprocess.run(command, cwd=tmp_path, check=True)
    assert git("ls-tree", "-r", "--name-only", "learner").split() == ["part/two.ipynb"]
    assert git("log", "--format=%s", "learner").splitlines() == ["Copies of two"]
