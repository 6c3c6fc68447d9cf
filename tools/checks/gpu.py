"""The checks that need a GPU, and the record that they leave.

python -m tools.checks.gpu   The book, built cold on CUDA; its record and outputs, which must say
so; then the tests that are marked gpu. The script .ci/gpu sets the environment and calls this.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from nbformat import NotebookNode

from tools import ROOT
from tools.build import book, record
from tools.checks import cells, executed
from tools.toc import notebooks

DEVICE_LINE = re.compile(r"^torch \S+ on (\S+)$", flags=re.MULTILINE)


def problems(run: dict[str, Any], outputs: dict[str, str]) -> list[str]:
    """Signs in the record of a build, or in printed outputs, that it was no cold run on CUDA.

    Args:
        run: the content of ``execution.json``.
        outputs: what each notebook of the book printed, by its path.
    """
    messages = []
    if not is_cuda(run["device"]):
        messages.append(f"the book was built on {run['device']!r}, not on cuda")
    messages += [
        f"{name} is not in the record" for name in outputs.keys() - run["notebooks"].keys()
    ]
    for name, one in run["notebooks"].items():
        if one["cached"]:
            messages.append(f"{name} came from the cache")
    for name, printed in outputs.items():
        devices = DEVICE_LINE.findall(printed)
        if not devices:
            messages.append(f"{name} does not print what it ran on")
        messages += [f"{name} says that it ran on {one}" for one in devices if not is_cuda(one)]
    return messages if outputs else [*messages, "there is no notebook"]


def is_cuda(device: str) -> bool:
    """Whether ``device`` is ``cuda``, or ``cuda`` with a number."""
    return re.fullmatch(r"cuda(:\d+)?", device) is not None


def printed(notebook: NotebookNode) -> str:
    """All that the cells of an executed notebook printed."""
    return "\n".join(line for cell in cells.code(notebook) for line in cells.printed(cell))


def counts(report: Path) -> tuple[int, int]:
    """Tests that passed, and that did not, in pytest's ``--junit-xml``; skipped ones did not.

    Raises:
        ValueError: if no test ran.
    """
    passed = failed = 0
    for test in ElementTree.parse(report).iter("testcase"):
        bad = any(child.tag in ("failure", "error", "skipped") for child in test)
        passed, failed = passed + (not bad), failed + bad
    if not passed + failed:
        raise ValueError(f"{report} holds no test")
    return passed, failed


def write(path: Path, passed: int, failed: int) -> None:
    """Write the record that the page on the build shows."""
    import torch

    content = {
        "date": datetime.now(UTC).date().isoformat(),
        "passed": passed,
        "failed": failed,
        "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU",
        "torch": torch.__version__,
        "commit": record.commit(ROOT)[:12],
    }
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def suite(report: Path) -> int:
    """Run the marked tests; pytest's exit status."""
    command = [sys.executable, "-m", "pytest", "-m", "gpu", "tests/gpu", f"--junit-xml={report}"]
    return subprocess.run(command, cwd=ROOT).returncode


def main() -> int:
    """Build, look, test, and leave a record; the exit status."""
    folder = ROOT / "_build"
    if not is_cuda(os.environ.get("TYING_DEVICE", "")):
        print("TYING_DEVICE must be cuda here; .ci/gpu sets it", file=sys.stderr)
        return 2
    shutil.rmtree(folder, ignore_errors=True)  # cold: nothing may come from a cache
    if book.build(ROOT):
        return 1
    cache = folder / ".jupyter_cache"
    outputs = {name: printed(executed.executed(ROOT / name, cache)) for name in notebooks(ROOT)}
    run = json.loads((folder / "execution.json").read_text(encoding="utf-8"))
    messages = problems(run, outputs)
    for line in messages:
        print(line, file=sys.stderr)
    status = suite(folder / "gpu.xml")
    passed, failed = counts(folder / "gpu.xml")
    write(folder / "gpu.json", passed, failed + len(messages))
    return 1 if messages or status else 0


if __name__ == "__main__":
    sys.exit(main())
