"""Weight of every page as Chromium fetches it, and the time until its widgets answer.

Beside each stands the same page of a default Jupyter Book 1 build (``stock.py``), which takes its
mathematics and widgets from other hosts. They cannot be reached here: their files are counted, the
sizes are taken from npm where the file is there (``foreign.py``), and what needs them is not shown.
"""

from __future__ import annotations

import gzip
import statistics
import sys
from operator import attrgetter
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from selectolax.lexbor import LexborHTMLParser
from sphinx_external_toc.parsing import parse_toc_yaml

from tools import chromium
from tools.bench import foreign, stock
from tools.bench.chromium import FLAGS, PATIENCE, Visit, Weight, read, visit, weigh
from tools.server import Server, serving

REPEATS = 3
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 1_600_000 / 8,
}
SLOW, SLOWEST = "CPU / 4", "CPU / 4, 1.6 Mbit/s, 150 ms"
CONDITIONS = {"this machine": (1, None), SLOW: (4, None), SLOWEST: (4, SLOW_LINE)}
LANDING_BYTES, PAGE_BYTES = 150_000, 300_000
"""Compressed, with all that the page fetches and without its figures."""
FIRST_WIDGET, PREDICTION = 2.5, 0.1
"""Seconds: the first widget at ``SLOWEST``, the reply to a locked prediction at ``SLOW``."""


def measure(root: Path) -> int:
    """Print the weight of the pages and the time of their widgets; the exit status."""
    try:
        executable = chromium.executable()
    except chromium.NoChromiumError as error:
        print(f"Pages are measured in Chromium, and {error}", file=sys.stderr)
        return 1
    folder = root / "_build" / "stock"
    default = stock.build(root, folder)
    contents = parse_toc_yaml(root / "_toc.yml")
    landing, names = contents.root.docname, list(contents)
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
        ratios = weight_ratios(
            root / "_build" / "html", {name: our for name, (our, _) in weights.items()}, landing
        )
        for name, (our, their) in weights.items():
            if our.alive:
                visits = print_times(browser, ours, theirs, f"{name}.html", their.alive)
                ratios |= time_ratios(name, visits)
        browser.close()
    return print_ratios(ratios)


def figure_bytes(page: str) -> int:
    """How many compressed bytes of a page are its inline figures."""
    document = LexborHTMLParser(page)
    for figure in document.css(".picture-box"):
        figure.decompose()
    whole, bare = (
        len(gzip.compress(text.encode(), mtime=0)) for text in (page, document.html or "")
    )
    return max(whole - bare, 0)


def weight_ratios(site: Path, weights: dict[str, Weight], landing: str) -> dict[str, float]:
    """Weight of each page without its figures as a share of its budget."""
    ratios = {}
    for name, ours in weights.items():
        figures = figure_bytes((site / f"{name}.html").read_text(encoding="utf-8"))
        budget = LANDING_BYTES if name == landing else PAGE_BYTES
        ratios[f"{name}: {budget // 1000} kB without figures"] = (ours.sent - figures) / budget
    return ratios


def time_ratios(name: str, visits: dict[str, list[Visit]]) -> dict[str, float]:
    """Times of a page as shares of their budgets."""
    first = statistics.median(one.first for one in visits[SLOWEST])
    ratios = {f"{name}: first widget {FIRST_WIDGET:g} s, {SLOWEST}": first / FIRST_WIDGET}
    locked = [one.prediction for one in visits[SLOW] if one.prediction is not None]
    if locked:
        ratio = statistics.median(locked) / PREDICTION
        ratios[f"{name}: prediction {1000 * PREDICTION:g} ms, {SLOW}"] = ratio
    return ratios


def print_ratios(ratios: dict[str, float]) -> int:
    """Print each measure as a share of its budget; 1 if one is over it."""
    print("\nShares of the budgets")
    for name, ratio in ratios.items():
        print(f"  {ratio:5.2f}  {name}{'  OVER' if ratio > 1 else ''}")
    return int(any(ratio > 1 for ratio in ratios.values()))


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


def print_times(
    browser: Browser, ours: Server, theirs: Server, name: str, alive: bool
) -> dict[str, list[Visit]]:
    """Print when text is seen and widgets answer, here and by default; our visits by condition."""
    print(f"\n{name} (s, median of {REPEATS})")
    print(f"  {'this book':^41}   {'default':^13}")
    print(f"  {'text':>6} {'first':>6} {'ready':>6} {'answer':>6} {'lock':>6} {'open':>6} ", end="")
    print(f"  {'text':>6} {'widget':>6}")
    columns = attrgetter("text", "first", "ready", "answer", "prediction", "unfolded")
    all_visits = {}
    for title, (cpu, line) in CONDITIONS.items():
        visits = [visit(browser, f"{ours.address}/{name}", cpu, line) for _ in range(REPEATS)]
        for times in zip(*map(columns, visits), strict=True):
            known = [one for one in times if one is not None]
            print(f"  {statistics.median(known):5.2f}" if known else f"  {'-':>5}", end="")
        default = [read(browser, f"{theirs.address}/{name}", cpu, line) for _ in range(REPEATS)]
        widget = "-" if alive else "never"
        print(f"   {statistics.median(default):6.2f} {widget:>6}  {title}", flush=True)
        all_visits[title] = visits
    if not alive:
        print(f"  never: no widget within {PATIENCE} s, its scripts are on other hosts")
    return all_visits
