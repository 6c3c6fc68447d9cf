"""The build of the book: notebooks into the cache, pages into a work folder, the site into html."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import yaml

from tools.build import execute, fingerprint, pages, record
from tools.toc import executed_pages

TIMEOUT = 120
"""Seconds that one cell may take where _config.yml names no limit."""


def build(root: Path) -> int:
    """Build the book of ``root`` into ``root/_build/html``; the exit status."""
    started = time.monotonic()
    folder = root / "_build"
    folder.mkdir(exist_ok=True)
    device = fingerprint.device()
    execution = fingerprint.of_execution(root, device)
    cache = valid_cache(folder / ".jupyter_cache", execution)
    names = executed_pages(root)
    print(f"Notebooks ({len(names)}), on {device}:", flush=True)
    execute.prepare(folder)
    runs = execute.execute(root, names, cache, timeout(root))
    if any(run.failure for run in runs):
        print(failure_report(root, runs), file=sys.stderr)
        return 1
    record.write(folder / "execution.json", root, runs, device, execution)
    if not pages.build(root, folder, fingerprint.of_site(root, execution), cache):
        return 1
    executed = sum(not run.cached for run in runs)
    seconds = time.monotonic() - started
    print(f"\nThe book is built in {seconds:.0f} s; notebooks executed: {executed}.")
    print(f"  open      {(folder / 'html' / 'index.html').as_uri()}")
    print("  or serve  make serve   (python tools/run.py serve)   at http://127.0.0.1:8000/")
    return 0


def timeout(root: Path) -> int:
    """Seconds that one cell may take, by _config.yml."""
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    return int((settings.get("execute") or {}).get("timeout", TIMEOUT))


def valid_cache(cache: Path, execution: str) -> Path:
    """The folder of the cache, emptied if it was filled under another fingerprint."""
    stamp = cache / "fingerprint"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != execution:
        if cache.exists():
            print("The package, the data, the pins or the device changed: all notebooks run again.")
            shutil.rmtree(cache)
        cache.mkdir(parents=True)
        stamp.write_text(execution, encoding="utf-8")
    return cache


def failure_report(root: Path, runs: list[execute.Run]) -> str:
    """Every failure, notebook and cell first, and what is in _build/html now."""
    failures = [run for run in runs if run.failure]
    lines = []
    for run in failures:
        mark = "," if run.failure.startswith("cell ") else ":"
        lines.append(f"\n{'=' * 78}\n{run.notebook}{mark} {run.failure}")
    lines.append(f"\n{len(failures)} notebook(s) failed. {pages.site_status(root)}")
    return "\n".join(lines)
