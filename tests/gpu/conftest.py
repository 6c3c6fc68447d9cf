"""These tests need a GPU: pytest -m gpu. Without one they fail, and say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/gpu/" in item.path.as_posix():
            item.add_marker(pytest.mark.gpu)


@pytest.fixture(scope="session", autouse=True)
def _a_gpu() -> None:
    if not torch.cuda.is_available():
        pytest.fail("torch sees no CUDA device here, and tests/gpu need one", pytrace=False)


@pytest.fixture
def gpu() -> Iterator[torch.device]:
    """The device; doubles as in the cases, and no TF32, which has ten bits of a number."""
    tf32 = torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    torch.set_default_dtype(torch.float64)
    yield torch.device("cuda", torch.cuda.current_device())
    torch.set_default_dtype(torch.float32)
    torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32 = tf32
