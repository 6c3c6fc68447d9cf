"""The build: notebooks into the cache, pages into a work folder, and that into _build/html.

python -m tools.build [--root FOLDER]
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

import yaml

from tools import execute, fingerprint, pages, record
from tools.toc import notebooks

TIMEOUT = 120


def build(root: Path) -> int:
    """Build the book of ``root`` into ``root/_build/html``; the exit status."""
    started = time.monotonic()
    folder = root / "_build"
    folder.mkdir(exist_ok=True)
    device = fingerprint.device()
    execution = fingerprint.of_execution(root, device)
    cache = kept(folder / ".jupyter_cache", execution)
    names = notebooks(root)
    print(f"Notebooks ({len(names)}), on {device}:", flush=True)
    execute.prepare(folder)
    runs = execute.execute(root, names, cache, timeout(root))
    failures = [run for run in runs if run.failure]
    if failures:
        report(root, failures)
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


def kept(cache: Path, execution: str) -> Path:
    """The folder of the cache, emptied if it was filled under another fingerprint."""
    stamp = cache / "fingerprint"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != execution:
        if cache.exists():
            print("The package, the data, the pins or the device changed: all notebooks run anew.")
            shutil.rmtree(cache)
        cache.mkdir(parents=True)
        stamp.write_text(execution, encoding="utf-8")
    return cache


def report(root: Path, failures: list[execute.Run]) -> None:
    """Print every failure, notebook and cell first, and what stands in _build/html now."""
    for run in failures:
        mark = "," if run.failure.startswith("cell ") else ":"
        print(f"\n{'=' * 78}\n{run.notebook}{mark} {run.failure}", file=sys.stderr)
    print(f"\n{len(failures)} notebook(s) failed. {pages.standing(root)}", file=sys.stderr)


def main() -> int:
    """Build the book of the folder named by ``--root``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1])
    return build(parser.parse_args().root.resolve())


if __name__ == "__main__":
    sys.exit(main())
