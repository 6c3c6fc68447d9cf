"""Steps for the scripts and styles that a page loads: none unused, each once, none blocking."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from tied_book.finish.page import Page

ASSETS = "head script, body script[src], link[rel=stylesheet]"
RUNNING = "script[src]:not([async]):not([defer])"

UNUSED = (
    # sphinx-thebe starts kernels on a public service, which this book does not do.
    "sphinx-thebe",
    "THEBE_JS_URL",
    "thebe_selector",
    # The largest file of a stock page; the icons of the theme come from its web font anyway.
    "fontawesome.js",
    # Settings of what the theme can do and this book does not: other versions, search while typing.
    "DOCUMENTATION_OPTIONS.pagename",
    "DOCUMENTATION_OPTIONS.search_as_you_type",
)
"""Words that name a script or style, or stand in one, which no page needs."""

OPTIONAL = {
    "design-tabs.js": ".sd-tab-set",
    "terms.js": "[aria-describedby^='definition-']",
    "sphinx-design": "[class^='sd-'], [class*=' sd-']",
    "togglebutton": ".toggle, .dropdown",
    "toggleHint": ".toggle, .dropdown",
    "toggleOpenOnPrint": ".toggle, .dropdown",
}
"""Words that name what only some pages need, and the elements of an article that it serves."""

SEARCH = ("searchtools.js", "language_data.js", "searchindex.js")
"""Files of the search, in the order in which they have to run."""

BUTTONS = {"copies.js": "a[href$='.ipynb']", "report.js": "a.btn-source-issues-button"}
"""Scripts of the book, and the buttons that they serve; a page without these does without."""


def description(asset: LexborNode) -> str:
    """Address and inline text of a script or style."""
    attributes = asset.attributes
    return f"{attributes.get('src') or attributes.get('href') or ''} {asset.text()}"


def drop_kernel_settings(page: Page) -> None:
    """Remove the settings of live kernels, which this book does not start, from the page's body."""
    for settings in page.document.css('script[type="text/x-thebe-config"]'):
        settings.decompose()
    for script in page.document.css("body script:not([src])"):
        if script.text().lstrip().startswith("kernelName = "):
            script.decompose()


def drop_unused_assets(page: Page) -> None:
    """Remove scripts and styles that serve nothing on the page.

    The theme loads the index of the search in every page; only the page of the search uses it. The
    choice between light and dark of the theme (``data-cfasync``) is made by ``layout.html``, which
    follows the reader's system.
    """
    document = page.document
    unused = [*UNUSED]
    unused += [
        word
        for word, served in OPTIONAL.items()
        if not any(article.css(served) for article in document.css("article.bd-article"))
    ]
    if not document.css_matches("#search-results"):
        unused += SEARCH
    unused += [word for word, served in BUTTONS.items() if not document.css_matches(served)]
    for asset in document.css(ASSETS):
        words = description(asset)
        if "data-cfasync" in asset.attributes or any(word in words for word in unused):
            asset.decompose()


def drop_repeated_assets(page: Page) -> None:
    """Leave the first of scripts and styles that are equal.

    Sphinx adds a file as often as extensions ask for it, and a browser would run it as often.
    """
    seen: set[str] = set()
    for asset in page.document.css(ASSETS):
        if asset.html in seen:
            asset.decompose()
        seen.add(asset.html or "")


def drop_preloads(page: Page) -> None:
    """Remove requests to fetch scripts early: they would come before the styles."""
    for link in page.document.css("link[rel=preload][as=script]"):
        link.decompose()


def defer_scripts(page: Page) -> None:
    """Let scripts run in their order when the page is parsed, so that the parser waits for none.

    Browsers look ahead in a page for what to fetch, but not past a policy: each script that the
    parser has to wait for would be fetched alone (1.2 s of 4.1 s on a slow line).
    """
    for script in page.document.css(RUNNING):
        script.attrs["defer"] = ""
