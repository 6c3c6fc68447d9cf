"""``sitemap.xml``: the pages of the book for search engines, once the site's address is known.

The address is one setting (``html: baseurl`` in ``_config.yml``), from which the canonical links
of the pages come as well. While it is empty neither is written, for both would be wrong.
(sphinx-sitemap lists the pages that one run of Sphinx wrote: after a change of one page, few.)
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from sphinx.application import Sphinx

OPENING = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{}">\n'.format(
    "http://www.sitemaps.org/schemas/sitemap/0.9"
)


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Write the list of all pages, or remove one that stands from a build with an address."""
    if exception is not None or app.builder.format != "html":
        return
    file = Path(app.outdir) / "sitemap.xml"
    address = app.config.html_baseurl.rstrip("/")
    if not address:
        file.unlink(missing_ok=True)
        return
    pages = sorted(app.env.found_docs)
    addresses = (f"{address}/{app.builder.get_target_uri(page)}" for page in pages)
    entries = "".join(f"  <url><loc>{escape(page)}</loc></url>\n" for page in addresses)
    file.write_text(f"{OPENING}{entries}</urlset>\n", encoding="utf-8")


def connect(app: Sphinx) -> None:
    """Write the file at the end of a build."""
    app.connect("build-finished", write_sitemap)
