"""What a release consists of, in dist: site, learner copies, wheel, and their checksums.

python -m tools.release [TAG]   The site has to be built before. A tag has to name the version.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from tools import wheel
from tools.learner.copies import settings, write

ROOT = Path(__file__).parents[1]


class NotReady(Exception):
    """The release cannot be packed; the message says what is missing."""


def pack(root: Path, tag: str = "") -> list[Path]:
    """Fill ``root/dist`` anew; the files, the checksums last.

    Raises:
        NotReady: if ``tag`` is not that of the version, or there is no site of this version; if a
            tag is given and nothing says where the learner copies find the wheel.
    """
    book = settings(root)
    if tag and tag != f"v{book.version}":
        raise NotReady(f"the tag is {tag}, and pyproject.toml says version {book.version}")
    if tag and not book.wheels:
        raise NotReady("_config.yml does not name the repository, where copies find the wheel")
    start = root / "_build" / "html" / "book" / "intro.html"
    if not start.is_file():
        raise NotReady("there is no site yet: run make book first")
    if f'class="book-version">{book.version}<' not in start.read_text(encoding="utf-8"):
        raise NotReady(f"the site is not of version {book.version}: run make book again")
    dist = root / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    files = [wheel.build(root, dist)]
    with tempfile.TemporaryDirectory() as copies:
        write(book, Path(copies))
        for name, folder in (("notebooks", Path(copies)), ("site", root / "_build" / "html")):
            archive = shutil.make_archive(str(dist / f"tied-{book.version}-{name}"), "zip", folder)
            files.append(Path(archive))
    sums = dist / "SHA256SUMS"
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    sums.write_text("".join(lines), encoding="utf-8")
    return [*files, sums]


def main() -> int:
    """Pack the release of this project; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tag", nargs="?", default="")
    try:
        files = pack(ROOT, parser.parse_args().tag)
    except NotReady as reason:
        print(f"Nothing was packed: {reason}.", file=sys.stderr)
        return 1
    for file in files:
        print(f"{file.stat().st_size / 1000:>10,.0f} kB  {file.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
