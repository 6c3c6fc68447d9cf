"""The page ``404.html`` that hosts show for addresses that lead nowhere.

It is shown at any depth, so nothing of it may be relative: its style stands within, and its links
are mended by a script, which climbs from the address to the folder that holds the book.
"""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx

from tied_book.policy import guard

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8" />
<title>Page not found: {title}</title>
<meta name="description" content="There is no such page in {title}; this one leads back." />
<meta name="docsearch:version" content="{version}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="robots" content="noindex" />
<link rel="icon" href="{icon}" />
<style>
{palette}
body {{ background: var(--tied-paper); color: var(--tied-ink); line-height: 1.6; margin: 0;
  font: 1.06rem/1.6 Charter, "Sitka Text", Cambria, Georgia, "Liberation Serif", serif; }}
main {{ margin: 18vh auto 4rem; max-width: 34rem; padding: 0 1.2rem; }}
h1, nav, form, .book {{ font-family: system-ui, "Segoe UI", Roboto, sans-serif; }}
h1 {{ font-size: 2rem; line-height: 1.2; }}
.book {{ color: var(--tied-muted); font-size: 0.9rem; }}
a {{ color: var(--tied-separate); }}
input, button {{ background: transparent; border: 1px solid var(--tied-muted);
  border-radius: 0.3rem; color: inherit; font: inherit; padding: 0.3rem 0.6rem; }}
form {{ display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block: 1.5rem; }}
</style>
<script>
(() => {{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.mode = localStorage.getItem("mode") || "auto";
  root.dataset.theme = root.dataset.mode === "auto" ? dark : root.dataset.mode;
}})();
</script>
</head>
<body><main><article class="bd-article">
<p class="book">{title}</p>
<h1>This page does not exist</h1>
<p>It may have been moved or renamed, or the address has a slip of the pen.</p>
<form role="search" action="{base}search.html" method="get">
<label>Search this book <input type="search" name="q" /></label>
<button type="submit">Search</button>
</form>
<nav aria-label="Ways back"><a href="{base}{first}">To the first page of the book</a></nav>
</article></main>
<script>
(async () => {{
  const asked = location.pathname;
  if ({known} || asked.endsWith("/404.html") || !location.protocol.startsWith("http")) return;
  const steps = asked.split("/").slice(1, -1);
  for (let depth = steps.length; depth >= 0; depth--) {{
    const base = location.origin + ["", ...steps.slice(0, depth), ""].join("/");
    const answer = await fetch(base + "objects.inv", {{ method: "HEAD" }}).catch(() => null);
    if (!answer || !answer.ok) continue;
    for (const link of document.querySelectorAll("a")) link.href = base + link.getAttribute("href");
    document.querySelector("form").action = base + "search.html";
    document.documentElement.dataset.baseFound = "1";
    return;
  }}
}})();
</script>
</body>
</html>
"""


def inline(picture: Path) -> str:
    """The SVG file ``picture`` as an address that holds it."""
    return f"data:image/svg+xml,{quote(picture.read_text(encoding='utf-8').strip(), safe='/ :=')}"


def write_notfound(app: Sphinx, exception: Exception | None) -> None:
    """Write the page; with the site's address known its links are whole from the start."""
    if exception is not None or app.builder.format != "html":
        return
    from tying.plotting.palette import palette_css  # not at the top: other builders do without it

    address = app.config.html_baseurl
    page = PAGE.format(
        language=app.config.language,
        title=html.escape(app.config.html_title),
        version=html.escape(app.config.version),
        icon=inline(Path(app.srcdir) / app.config.html_favicon)
        if app.config.html_favicon
        else "data:,",
        palette=palette_css(),
        base=html.escape(f"{address.rstrip('/')}/" if address else ""),
        known="true" if address else "false",
        first=app.builder.get_target_uri(app.config.root_doc),
    )
    (Path(app.outdir) / "404.html").write_text(guard(page), encoding="utf-8")


def connect(app: Sphinx) -> None:
    """Write the page at the end of a build."""
    app.connect("build-finished", write_notfound)
