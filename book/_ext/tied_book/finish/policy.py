"""Step for the content security policy: pages load from their own site, and run known scripts.

The policy stands in every page, so that it holds on any host and for pages opened from files.
Inline scripts are named by their hashes. Widgets' scripts are modules made from the page's own
data (``blob:``); formulas and pictures carry style attributes, which no hash can name.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from tied_book.finish.page import Page

HEADER = "content-security-policy.txt"
SITE = re.compile(r"https?://(\*\.)?[\w.-]+(:\d+)?")
META = 'meta[http-equiv="Content-Security-Policy"]'
RUN = ("", "module", "text/javascript", "application/javascript")
"""Types of scripts that a browser runs."""


def inline_scripts(document: LexborHTMLParser) -> list[str]:
    """Text of the scripts within a page that a browser would run."""
    return [
        script.text()
        for script in document.css("script:not([src])")
        if (script.attributes.get("type") or "").lower() in RUN
    ]


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


def add_policy(page: Page) -> None:
    """Give the page its policy, in front of all that it applies to.

    Raises:
        ValueError: if the page has no ``<meta charset>``, which has to come before the policy.
    """
    document = page.document
    for meta in document.css(META):
        meta.decompose()
    charset = document.css_first("head meta[charset]")
    if charset is None:
        raise ValueError(
            f'{page.file}: the head of a page needs <meta charset="utf-8">, behind which its '
            "policy stands, and has none; add it to the template of the page"
        )
    meta = document.create_node("meta")
    meta.attrs["http-equiv"] = "Content-Security-Policy"
    meta.attrs["content"] = policy(inline_scripts(document))
    charset.insert_after(meta)


def write_header(site: Path, pages: Iterable[Path], embedded_in: Sequence[str] = ()) -> None:
    """Write the value of the header for those who host the book: one policy for all pages.

    Args:
        site: folder of the site.
        pages: files of its pages.
        embedded_in: the other sites that may show a page in a frame, such as a learning platform,
            each with its scheme: ``https://moodle.example.edu``.

    Raises:
        ValueError: if one of them is not the address of a site.
    """
    for address in embedded_in:
        if not SITE.fullmatch(address):
            raise ValueError(
                "tied_embedded_in in _config.yml lists sites such as https://moodle.example.edu, "
                f"with scheme and without path; got {address!r}"
            )
    scripts = [script for file in pages for script in inline_scripts(Page.read(file).document)]
    ancestors = " ".join(["'self'", *embedded_in])
    header = f"{policy(scripts)}; frame-ancestors {ancestors}\n"
    (site / HEADER).write_text(header, encoding="utf-8")
