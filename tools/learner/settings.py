"""What the learner copies of all chapters have in common."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.learner import labels
from tools.learner.labels import Place
from tools.learner.references import References


@dataclass(frozen=True)
class Book:
    """What the copies of all chapters have in common.

    Attributes:
        root: folder of the project.
        places: headings by label.
        references: the bibliography.
        site: address of the built book, or empty.
        wheels: address of the folder that holds the package's wheel, or empty.
        version: version of the package.
    """

    root: Path
    places: dict[str, Place]
    references: References
    site: str
    wheels: str
    version: str


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
