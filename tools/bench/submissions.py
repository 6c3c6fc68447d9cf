"""A folder of 200 submissions as a course hands them in: right, wrong, unfinished, broken."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from tying_assign.building import source
from tying_assign.definition import Problem

NAMES = ("Ada Müller", "王小明", "O'Brien Zoë", "Łukasz Żak", "سارة علي", "Jean-Luc d'Été")

Content = Callable[[], bytes]
"""The next submission of a kind."""

QUICK = {"right": 76, "wrong": 60, "stub": 20, "error": 16, "exit": 8, "damaged": 6, "other": 4}
"""How many of each kind have no loop, and do not take all memory."""

SLOW = {"loop": 6, "stubborn loop": 2, "memory": 2}
"""How many of each kind run into a limit."""

CELLS = {
    "error": "raise RuntimeError('a cell that fails')\n",
    "exit": "import os\nos._exit(1)\n",
    "loop": "while True:\n    pass\n",
    "stubborn loop": (
        "import signal\nfor number in range(1, 65):\n    try:\n"
        "        signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError):\n"
        "        pass\nwhile True:\n    pass\n"
    ),
    "memory": "import torch\nheld = []\nwhile True:\n    held.append(torch.ones(10_000_000))\n",
}
"""A last cell that spoils a right answer."""


def write(folder: Path, problem: Problem, kinds: dict[str, int], seed: int = 0) -> None:
    """Write so many submissions of each kind, in a mixed order.

    A third are named as Canvas does, a third as Moodle does, a third are zips in such folders.
    """
    order = [kind for kind, count in kinds.items() for _ in range(count)]
    random.Random(seed).shuffle(order)
    contents = {kind: _contents(problem, kind) for kind in kinds}
    for number, kind in enumerate(order, start=1):
        content = _signed(contents[kind](), number)
        suffix = "pdf" if kind == "other" else "ipynb"
        path, content = _handed_in(number, f"my {problem.name} ({number}).{suffix}", content)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _contents(problem: Problem, kind: str) -> Content:
    """Submissions of a kind, one after the other."""
    right = source.submission(problem, "reference")
    if kind == "wrong":
        wrong = cycle([source.submission(problem, one) for one in source.wrong_answers(problem)])
        return lambda: next(wrong)
    plain = {
        "right": right,
        "stub": source.submission(problem, "stub"),
        "damaged": right[: len(right) // 2],
        "other": b"%PDF-1.4\n",
    }
    content = plain[kind] if kind in plain else _with_cell(right, CELLS[kind])
    return lambda: content


def _with_cell(notebook: bytes, code: str) -> bytes:
    whole = json.loads(notebook)
    cell = {"cell_type": "code", "id": "last", "metadata": {}, "outputs": [], "source": code}
    whole["cells"].append({**cell, "execution_count": None})
    return json.dumps(whole).encode()


def _signed(content: bytes, number: int) -> bytes:
    """No two students hand in the same bytes."""
    try:
        whole = json.loads(content)
    except ValueError:
        return content + f"\n{number}".encode()
    return json.dumps({**whole, "metadata": {**whole["metadata"], "student": number}}).encode()


def _handed_in(number: int, name: str, content: bytes) -> tuple[str, bytes]:
    """Where a platform puts it, and what lies there."""
    student = NAMES[number % len(NAMES)]
    if number % 3 == 0:
        return f"student{number}_{1000 + number}_{50000 + number}_{name}", content
    folder = f"{student}_{number}_assignsubmission_file_"
    if number % 3 == 1:
        return f"{folder}/{name}", content
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"homework/{name}", content)
        archive.writestr(f"__MACOSX/homework/._{name}", b"")
    return f"{folder}/homework.zip", stream.getvalue()
