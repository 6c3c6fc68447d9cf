"""The built site, for the checks that run on it, and the extension, for those of its parts."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest

from tests.site.page import Site

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "book" / "_ext"
sys.path.insert(0, str(EXTENSION))


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
