"""A small problem, and submissions to it as bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tying_assign import catalogue

PROBLEMS = Path(__file__).parent / "problems"

RIGHT = "def double(x):\n    return 2 * x\n\ndef length(x):\n    return len(x)\n"


def notebook(*cells: str) -> bytes:
    """A notebook as its editors write it."""
    made = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": cell,
        }
        for cell in cells
    ]
    whole = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole).encode()


def packed(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def problem():
    return catalogue.find("double", PROBLEMS)


@pytest.fixture
def fill(tmp_path):
    """Write submissions into a folder, and return it."""

    def write(contents: Mapping[str, bytes | str]) -> Path:
        folder = tmp_path / "submissions"
        folder.mkdir(exist_ok=True)
        for name, content in contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write
