"""The built site, for the checks that run on it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from tests.site.page import Site

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site() -> Site:
    """The built book; the variable TIED_SITE may name another build."""
    folder = Path(os.environ.get("TIED_SITE", ROOT / "_build" / "html"))
    if not (folder / "searchindex.js").is_file():
        pytest.fail(f"The book is not built in {folder}: run make book first.", pytrace=False)
    return Site(folder)


@pytest.fixture(scope="session")
def version() -> str:
    """The version in pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
