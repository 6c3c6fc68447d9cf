"""What the learner copies of all chapters have in common."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tools.learner import labels
from tools.learner.labels import Place
from tools.learner.references import References

FOLDER = "learn"
"""Folder of the site that holds the copies and the wheel."""


@dataclass(frozen=True)
class Package:
    """The package that the copies import, and what it needs.

    Attributes:
        wheel: name of the file of its wheel.
        sha256: digest of that file; empty if there is none, and then a copy installs none.
        python: the oldest Python that will do.
        kept: oldest versions of the packages that it cannot do without, by name.
        added: oldest versions of the packages that only the book needs, by name.
    """

    wheel: str
    sha256: str
    python: tuple[int, ...]
    kept: dict[str, str]
    added: dict[str, str]


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
        package: what the copies install.
    """

    root: Path
    places: dict[str, Place]
    references: References
    site: str
    wheels: str
    version: str
    package: Package


def settings(root: Path, wheel: Path | None = None, wheels: str = "") -> Book:
    """What ``_config.yml``, ``pyproject.toml`` and the built ``wheel`` say.

    Args:
        root: folder of the project.
        wheel: the package, which the copies install.
        wheels: address of the folder that will hold it; without one, that of the release where the
            repository has an address, else that of the site where that has one.
    """
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    repository = (config.get("repository") or {}).get("url", "")
    with (root / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    site = (config.get("html") or {}).get("baseurl", "").rstrip("/")
    if repository and not wheels:
        wheels = f"{repository.rstrip('/')}/releases/download/v{project['version']}"
    elif site and not wheels:
        wheels = f"{site}/{FOLDER}"
    return Book(
        root=root,
        places=labels.of_book(root),
        references=References(root / config["bibtex_bibfiles"][0]),
        site=site,
        wheels=wheels.rstrip("/"),
        version=project["version"],
        package=package(project, wheel),
    )


def package(project: dict[str, Any], wheel: Path | None) -> Package:
    """The package of a ``project``, the table of ``pyproject.toml``."""
    return Package(
        wheel=wheel.name if wheel else f"{project['name']}-{project['version']}-py3-none-any.whl",
        sha256=hashlib.sha256(wheel.read_bytes()).hexdigest() if wheel else "",
        python=tuple(map(int, oldest(SpecifierSet(project["requires-python"])).split("."))),
        kept=oldest_by_name(project["dependencies"]),
        added=oldest_by_name(project["optional-dependencies"]["book"]),
    )


def oldest_by_name(requirements: list[str]) -> dict[str, str]:
    """Oldest versions of ``requirements`` by name."""
    parsed = map(Requirement, requirements)
    return {one.name: oldest(one.specifier) for one in parsed}


def oldest(versions: SpecifierSet) -> str:
    """The version in ``>=version``, the only form that the setup cell understands.

    Raises:
        ValueError: if there is another form.
    """
    (only, *others) = versions
    if others or only.operator != ">=":
        raise ValueError(f"write a requirement of the package as >=version, not as {versions}")
    return only.version
