"""The record of what was executed, for the page that tells readers: written by the build alone."""

from __future__ import annotations

import ast
import json
import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

from tools.build.execute import Run
from tools.toc import read

PACKAGES = ("torch", "numpy", "matplotlib", "anywidget", "ipywidgets", "jupyter-book", "myst-nb")
SEEDING = {"manual_seed", "seed", "default_rng", "RandomState"}


def versions() -> dict[str, str]:
    """Version of Python, and of every package of ``PACKAGES`` that is installed."""
    by_name = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            by_name[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return by_name


def hardware(device: str) -> dict[str, str | int]:
    """Processor, number of cores, main memory in bytes, and the GPU if ``device`` is one."""
    parts: dict[str, str | int] = {"processor": processor(), "cores": os.cpu_count() or 1}
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        parts["memory"] = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    if device.startswith("cuda"):
        import torch

        parts["gpu"] = torch.cuda.get_device_name(device)
        parts["cuda"] = torch.version.cuda or ""
    return parts


def processor(table: Path = Path("/proc/cpuinfo")) -> str:
    """Name of the processor, as the system knows it."""
    if table.is_file():
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def commit(root: Path) -> str:
    """Commit of ``root``; with a plus sign if files differ from it; empty outside git."""
    git = ["git", "-C", str(root)]
    try:
        head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True)
        changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True)
    except FileNotFoundError:
        return ""
    if head.returncode:
        return ""
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")


def committed(root: Path) -> str:
    """Date and time of the commit of ``root``; empty outside git."""
    git = ["git", "-C", str(root), "show", "--no-patch", "--format=%cI", "HEAD"]
    try:
        return subprocess.run(git, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        return ""


def seeds(notebook: Path) -> list[int]:
    """The seeds that a notebook sets, in the order of its cells, each once."""
    in_order: list[int] = []
    for cell in read(notebook).cells:
        if cell.cell_type == "code":
            in_order += [seed for seed in seeds_of(cell.source) if seed not in in_order]
    return in_order


def seeds_of(source: str) -> list[int]:
    """Whole numbers that a call of ``SEEDING`` gets first."""
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SEEDING
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, int)
    ]


def write(path: Path, root: Path, runs: list[Run], device: str, fingerprint: str) -> None:
    """Write the record of ``runs`` to ``path``; an equal one is left as it is."""
    content: dict[str, Any] = {
        "device": device,
        "fingerprint": fingerprint,
        "commit": commit(root),
        "committed": committed(root),
        "platform": platform.platform(),
        "hardware": hardware(device),
        "versions": versions(),
        "notebooks": {
            run.notebook: {
                "seconds": run.seconds,
                "cached": run.cached,
                "date": run.date,
                **run.peak,
                "seeds": seeds(root / run.notebook),
            }
            for run in runs
        },
    }
    text = json.dumps(content, indent=2) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
