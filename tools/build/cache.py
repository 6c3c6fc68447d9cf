"""The cache of executed notebooks, open for as long as it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.cache.main import JupyterCacheBase


@contextmanager
def open_cache(folder: Path) -> Iterator[JupyterCacheBase]:
    """The cache in ``folder``; afterwards its database is closed, which it does not do itself."""
    cache = get_cache(folder)
    try:
        yield cache
    finally:
        cache.db.dispose()


def count(folder: Path) -> int:
    """How many notebooks the cache in ``folder`` has."""
    with open_cache(folder) as cache:
        return len(cache.list_cache_records())
