"""What all tests share: threads that fit beside other workers, and work that is done once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

if "PYTEST_XDIST_WORKER" in os.environ:  # before torch is imported: one worker for each core
    os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("workers", deadline=None)  # how long a case takes depends on the others
settings.load_profile("workers")

Once = Callable[[str, Callable[[Path], Any]], Any]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """``once(name, make)``: what ``make(folder)`` returns, made by one worker for all.

    The folder is new and stays until the tests end. The result is kept as JSON.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # the folder of all workers

    def call(name: str, make: Callable[[Path], Any]) -> Any:
        folder, result = root / f"once-{name}", root / f"once-{name}.json"
        with FileLock(root / f"once-{name}.lock"):
            if not result.is_file():
                folder.mkdir()
                result.write_text(json.dumps(make(folder)), encoding="utf-8")
            return json.loads(result.read_text(encoding="utf-8"))

    return call


@pytest.fixture
def doubles() -> Iterator[None]:
    """Numbers of double precision, and random ones from a fixed seed; both only for the test."""
    import torch  # not at the top: the tests of pages do without it

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        yield
    torch.set_default_dtype(before)
