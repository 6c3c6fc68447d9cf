"""Write the learner copies of all chapters, and nothing else, into a folder.

python -m tools.learner FOLDER [--wheels ADDRESS]
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

import nbformat
import yaml

from tools.build import notebooks
from tools.learner import labels
from tools.learner.copies import Book, learner_copy
from tools.learner.markdown import Unknown
from tools.learner.references import References

ROOT = Path(__file__).parents[2]


def settings(root: Path, wheels: str = "") -> Book:
    """What ``_config.yml`` and ``pyproject.toml`` say; the wheel is an asset of the release."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    repository = (config.get("repository") or {}).get("url", "")
    with (root / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    if repository and not wheels:
        wheels = f"{repository.rstrip('/')}/releases/download/v{version}"
    return Book(
        root=root,
        places=labels.of_book(root),
        references=References(root / config["bibtex_bibfiles"][0]),
        site=(config.get("html") or {}).get("baseurl", "").rstrip("/"),
        wheels=wheels.rstrip("/"),
        version=version,
    )


def write(book: Book, folder: Path) -> list[Path]:
    """Write the copies below ``folder``, by part and name; all are made before one is written."""
    copies = {}
    for name in notebooks(book.root):
        page = name.removesuffix(".ipynb")
        copies[folder / name.removeprefix("notebooks/")] = learner_copy(book, page)
    for path, copy in copies.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(nbformat.writes(copy) + "\n", encoding="utf-8")
    return list(copies)


def main() -> int:
    """Write the copies; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wheels", default="", help="address of the folder that holds the wheel")
    given = parser.parse_args()
    try:
        paths = write(settings(ROOT, given.wheels), given.folder)
    except Unknown as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(map(str, paths)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
