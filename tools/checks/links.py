"""Whether the pages that the built book points to are there.

python -m tools.checks.links

Needs the network, and the book in _build/html.
"""

from __future__ import annotations

import re
import string
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"<a\b[^>]*?\bhref=([\"'])(https?://.*?)\1", re.IGNORECASE)
BROWSER = {"User-Agent": "Mozilla/5.0 (link check of a textbook)", "Accept": "text/html, */*"}
# Publishers that turn programs away say so with these; whoever has a browser gets the page.
REFUSED = {401, 403, 405, 406, 418, 429, 503}
ASCII = string.punctuation
"""What stands in an address as it is; letters of other scripts are written in percents."""

ATTEMPTS, PAUSE, PATIENCE = 3, 5.0, 30.0


def addresses(site: Path) -> dict[str, list[str]]:
    """Pages by the address that they point to."""
    found: dict[str, list[str]] = {}
    for page in sorted(site.rglob("*.html")):
        for _, address in LINK.findall(page.read_text(encoding="utf-8")):
            pages = found.setdefault(unescape(address).partition("#")[0], [])
            name = page.relative_to(site).as_posix()
            pages += [name] if name not in pages else []
    return found


def problem(address: str, attempts: int = ATTEMPTS, pause: float = PAUSE) -> str:
    """Why ``address`` cannot be read; empty if it can, or if its host only refuses programs."""
    said = ""
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause)
        try:
            request = urllib.request.Request(quote(address, safe=ASCII), headers=BROWSER)
            with urllib.request.urlopen(request, timeout=PATIENCE):
                return ""
        except urllib.error.HTTPError as error:
            if error.code in REFUSED:
                return ""
            said = f"{error.code} {error.reason}"
            if error.code < 500:
                return said
        except (OSError, ValueError, HTTPException) as error:
            said = str(getattr(error, "reason", error))
    return said


def check(site: Path, attempts: int = ATTEMPTS, pause: float = PAUSE) -> int:
    """Ask every address of ``site`` once and print what is broken; the exit status."""
    found = addresses(site)
    if not found:
        print(f"No page in {site} points anywhere: run make book first.", file=sys.stderr)
        return 1
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda address: problem(address, attempts, pause), found))
    broken = [(address, said) for address, said in zip(found, answers, strict=True) if said]
    for address, said in broken:
        print(f"{address}: {said}; on {', '.join(found[address])}")
    print(f"{len(found)} addresses asked, {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(check(ROOT / "_build" / "html"))
