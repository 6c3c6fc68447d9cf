"""Weight of every page as Chromium fetches it, and the time until its widgets answer.

Beside each stands the same page of a default Jupyter Book 1 build (``stock.py``), which takes its
mathematics and widgets from other hosts. They cannot be reached here: their files are counted, the
sizes are taken from npm where the file is there (``foreign.py``), and what needs them is not shown.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.bench import foreign, stock
from tools.bench.chromium import FLAGS, PATIENCE, Weight, read, visit, weigh
from tools.server import Server, serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
REPEATS = 3
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 1_600_000 / 8,
}
CONDITIONS = {
    "this machine": (1, None),
    "CPU / 4": (4, None),
    "CPU / 4, 1.6 Mbit/s, 150 ms": (4, SLOW_LINE),
}


def measure(root: Path) -> int:
    """Print the weight of the pages and the time of their widgets; the exit status."""
    paths = (shutil.which(name) for name in NAMES)
    executable = os.environ.get("CHROMIUM") or next(filter(None, paths), None)
    if executable is None:
        print("Pages are measured in Chromium: install it, or set CHROMIUM.", file=sys.stderr)
        return 1
    folder = root / "_build" / "stock"
    default = stock.build(root, folder)
    names = list(parse_toc_yaml(root / "_toc.yml"))
    with (
        serving(root / "_build" / "html", compress=True) as ours,
        serving(default, compress=True) as theirs,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        weights = {
            name: [weigh(browser, server, f"{name}.html") for server in (ours, theirs)]
            for name in names
        }
        sizes = {
            one: foreign.size(one, folder / "npm")
            for pair in weights.values()
            for weight in pair
            for one in weight.elsewhere
        }
        print_weights(root, weights, sizes)
        for name, (our, their) in weights.items():
            if our.alive:
                print_times(browser, ours, theirs, f"{name}.html", their.alive)
        browser.close()
    return 0


def print_weights(
    root: Path, weights: dict[str, list[Weight]], sizes: dict[str, int | None]
) -> None:
    """Print a line for each page, ours and the default one, and the files from other hosts."""
    print("\nWeight of a page with all that it fetches, nothing cached (kB), and our share of it")
    print(f"  {'this book':^20}   {'default Jupyter Book 1':^38}")
    print(f"  {'raw':>6} {'sent':>6} {'files':>6}   {'raw':>6} {'sent':>6} {'files':>6} ", end="")
    print(f"{'other hosts':>12}  {'share':>5}")
    for name, (our, their) in weights.items():
        raw, sent = our.raw / 1000, our.sent / 1000
        print(f"  {raw:6.0f} {sent:6.0f} {our.files:6}   ", end="")
        raw, sent = their.raw / 1000, their.sent / 1000
        print(f"{raw:6.0f} {sent:6.0f} {their.files:6} {their.foreign(sizes):>12}  ", end="")
        source = root / f"{name}.md"
        less = source.is_file() and stock.lacks(source.read_text(encoding="utf-8"))
        print(f"{our.known(sizes) / their.known(sizes):6.2f}  {name}{' *' if less else ''}")
    print("  * without the parts that only our extension can make: the default page holds less")
    print(
        "  Other hosts: requested files, and their kB where npm has the same file; + more, unknown:"
    )
    for address, size in sizes.items():
        print(f"  {'?' if size is None else f'{size / 1000:.0f}':>6}  {address}")


def print_times(browser: Browser, ours: Server, theirs: Server, name: str, alive: bool) -> None:
    """Print when text is seen and widgets answer, under each condition, here and by default."""
    print(f"\n{name} (s, median of {REPEATS})")
    print(f"  {'this book':^27}   {'default':^13}")
    print(f"  {'text':>6} {'ready':>6} {'answer':>6} {'both':>6}   {'text':>6} {'widget':>6}")
    for title, (cpu, line) in CONDITIONS.items():
        mine = [visit(browser, f"{ours.address}/{name}", cpu, line) for _ in range(REPEATS)]
        text, ready, answer = (statistics.median(times) for times in zip(*mine, strict=True))
        default = [read(browser, f"{theirs.address}/{name}", cpu, line) for _ in range(REPEATS)]
        print(f"  {text:6.2f} {ready:6.2f} {answer:6.2f} {ready + answer:6.2f}   ", end="")
        widget = "-" if alive else "never"
        print(f"{statistics.median(default):6.2f} {widget:>6}  {title}", flush=True)
    if not alive:
        print(f"  never: no widget within {PATIENCE} s, its scripts are on other hosts")
