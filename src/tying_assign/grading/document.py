"""A page of HTML by itself, which runs nothing and fetches nothing."""

from __future__ import annotations

import html

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid; padding: .3rem .6rem; text-align: left; vertical-align: top }
td:nth-child(2) { white-space: nowrap }
img { display: block; max-width: 100% }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid; padding-left: .8rem }
"""


def document(title: str, heading: str, body: str) -> str:
    """The page.

    Args:
        title: of the window, as text.
        heading: as text.
        body: HTML, in which all that comes from others is escaped.
    """
    return f"""{page_start(title)}
<style>{STYLE}</style>
<h1>{html.escape(heading)}</h1>
{body}
</html>
"""


def page_start(title: str) -> str:
    """How a page of this title begins."""
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{html.escape(title)}</title>"""
