"""What a release consists of, in dist: site, PDF, learner copies, wheel, and their checksums."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

from tools.learner.settings import FOLDER, settings


class NotReady(Exception):
    """The release cannot be packed; the message says what is missing."""


def pack(root: Path, tag: str = "") -> list[Path]:
    """Empty and fill ``root/dist``; the files, the checksums last.

    Raises:
        NotReady: if ``tag`` is not that of the version, or there is no site of this version, or no
            PDF of this site; if a tag is given and nothing says where the learner copies that
            Colab opens find the wheel.
    """
    book = settings(root)
    if tag and tag != f"v{book.version}":
        raise NotReady(f"the tag is {tag}, and pyproject.toml says version {book.version}")
    if tag and not book.wheels:
        raise NotReady("_config.yml does not name the repository, where copies find the wheel")
    site = root / "_build" / "html"
    start = site / "book" / "intro.html"
    if not start.is_file():
        raise NotReady("there is no site yet: run make book first")
    if f'class="book-version">{book.version}<' not in start.read_text(encoding="utf-8"):
        raise NotReady(f"the site is not of version {book.version}: run make book again")
    pdf = root / "_build" / "tied.pdf"
    if not pdf.is_file() or pdf.stat().st_mtime < start.stat().st_mtime:
        raise NotReady("there is no PDF of this site: run make pdf first")
    dist = root / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    # The copies name their wheel by its digest: both are those that the site offers.
    files = [
        Path(shutil.copy(site / FOLDER / book.package.wheel, dist)),
        Path(shutil.copy(pdf, dist / f"tied-{book.version}.pdf")),
    ]
    with tempfile.TemporaryDirectory() as temporary:
        copies = Path(temporary) / "copies"
        shutil.copytree(site / FOLDER, copies, ignore=shutil.ignore_patterns("*.js"))
        for name, folder in (("notebooks", copies), ("site", site)):
            archive = shutil.make_archive(str(dist / f"tied-{book.version}-{name}"), "zip", folder)
            files.append(Path(archive))
    sums = dist / "SHA256SUMS"
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    sums.write_text("".join(lines), encoding="utf-8")
    return [*files, sums]
