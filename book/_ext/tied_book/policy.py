"""Content security policy: a page loads from its own site alone, and runs only scripts it knows.

The policy stands in every page, so that it holds on any host and for pages opened from files.
Inline scripts are named by their hashes. Widgets' scripts are modules made from the page's own
data (``blob:``); formulas and pictures carry style attributes, which no hash can name.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx

FILE = "content-security-policy.txt"
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
SOURCE = re.compile(r"\bsrc\s*=", re.IGNORECASE)
TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
RUN = ("", "module", "text/javascript", "application/javascript")
META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\s*', re.IGNORECASE)
CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)


def inline_scripts(html: str) -> list[str]:
    """Bodies of the scripts within a page that a browser would run."""
    found = []
    for attributes, body in SCRIPT.findall(html):
        kind = TYPE.search(attributes)
        if not SOURCE.search(attributes) and (kind[1] if kind else "").lower() in RUN:
            found.append(body)
    return found


def digest(script: str) -> str:
    """Name of an inline script in a policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def policy(scripts: Iterable[str]) -> str:
    """The policy of pages that hold these inline ``scripts``."""
    names = " ".join(sorted({digest(script) for script in scripts}))
    directives = [
        "default-src 'self'",  # not 'none': Firefox fetches <link rel="next"> ahead by this alone
        f"script-src 'self' blob: {names}".rstrip(),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
        "worker-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    ]
    return "; ".join(directives)


def guard(html: str) -> str:
    """``html`` with its policy, in front of all that it rules."""
    html = META.sub("", html)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(inline_scripts(html))}" />'
    guarded, count = CHARSET.subn(lambda charset: f"{charset[0]}\n    {meta}", html, count=1)
    if count != 1:
        raise ValueError(
            'a page has no <meta charset="utf-8">, behind which its policy would stand'
        )
    return guarded


def write_header(app: Sphinx, exception: Exception | None) -> None:
    """Write the value of the header for those who host the book: one policy for all pages."""
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    pages = (path for path in site.rglob("*.html") if "_static" not in path.parts)
    scripts = [one for page in pages for one in inline_scripts(page.read_text(encoding="utf-8"))]
    header = f"{policy(scripts)}; frame-ancestors 'self'\n"
    (site / FILE).write_text(header, encoding="utf-8")


def connect(app: Sphinx) -> None:
    """Write the header once all pages are there; ``finish`` guards each of them."""
    app.connect("build-finished", write_header, priority=900)
