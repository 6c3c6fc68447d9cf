"""The demo book, built once for all tests of predictions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.predictions import demo
from tests.site.page import Site


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the built demo book."""
    return demo.built(tmp_path_factory)


@pytest.fixture(scope="session")
def pages(demo_site: Path) -> Site:
    """The pages of the demo book."""
    return Site(demo_site)
