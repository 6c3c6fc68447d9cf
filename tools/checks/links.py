"""Whether the pages that the built book points to are there, by Sphinx's linkcheck.

python -m tools.checks.links   Needs the network, and the book in _build/html.

The addresses are read from the pages as readers get them, footers included. Sphinx requests
them; this module decides what is broken, since no setting says that some hosts refuse programs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from tools import ROOT

LINK = re.compile(r"<a\b[^>]*?\bhref=([\"'])(https?://.*?)\1", re.IGNORECASE)
CONFIGURATION = """\
extensions = ["myst_parser"]
user_agent = "Mozilla/5.0 (link check of a textbook)"
linkcheck_allow_unauthorized = True
linkcheck_anchors = False
linkcheck_rate_limit_timeout = 60
linkcheck_report_timeouts_as_broken = False
linkcheck_retries = 3
linkcheck_workers = 8
"""
REFUSED = {401, 403, 405, 406, 418, 429, 503}
"""Answers of publishers that refuse programs; a browser gets the page."""


@dataclass(frozen=True)
class Answer:
    """The result of linkcheck for an address.

    Attributes:
        address: where a link leads.
        status: ``working``, ``redirected``, ``broken``, ``timeout`` or ``ignored``.
        info: the message of the host or of the network.
    """

    address: str
    status: str
    info: str

    @property
    def broken(self) -> bool:
        """Whether no reader gets the page."""
        code = re.match(r"(\d{3})\b", self.info)
        refused = code is not None and int(code[1]) in REFUSED
        return self.status in ("broken", "timeout") and not refused


def addresses(site: Path) -> dict[str, list[str]]:
    """Pages of ``site`` by the address outside that they point to, without its fragment."""
    pages: dict[str, list[str]] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        for _, link in LINK.findall(path.read_text(encoding="utf-8")):
            pointing = pages.setdefault(unescape(link).partition("#")[0], [])
            if name not in pointing:
                pointing.append(name)
    return pages


def ask(links: list[str]) -> list[Answer]:
    """Let Sphinx request every one of ``links`` once; the results, in their order.

    Raises:
        RuntimeError: if Sphinx fails; the message is that of Sphinx.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "source"), Path(folder, "output")
        source.mkdir()
        (source / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
        page = "\n".join(["# Links", *(f"- [{i}](<{link}>)" for i, link in enumerate(links))])
        (source / "index.md").write_text(page, encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", source, output]
        completed = subprocess.run(command, capture_output=True, text=True)
        report = output / "output.json"
        if not report.is_file():  # its exit status is 1 if a link is broken
            raise RuntimeError(f"Sphinx could not check the links:\n{completed.stderr}")
        rows = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    # Sphinx writes in the order of the answers; the line is that of the link, below the heading.
    rows.sort(key=lambda row: row["lineno"])
    if len(rows) != len(links):
        raise RuntimeError(
            f"Sphinx asked for {len(rows)} of {len(links)} addresses:\n{completed.stderr}"
        )
    return [Answer(link, row["status"], row["info"]) for link, row in zip(links, rows, strict=True)]


def check(site: Path) -> int:
    """Request every address of ``site`` and print what is broken; the exit status."""
    pages = addresses(site)
    if not pages:
        print(f"No page in {site} points anywhere: run make book first.", file=sys.stderr)
        return 1
    broken = [answer for answer in ask(list(pages)) if answer.broken]
    for answer in broken:
        print(f"{answer.address}: {answer.info}; on {', '.join(pages[answer.address])}")
    print(f"{len(pages)} addresses checked, {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(check(ROOT / "_build" / "html"))
