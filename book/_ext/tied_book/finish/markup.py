"""Steps that make the markup of the theme, docutils and myst-nb valid and accessible.

Each correction says what is wrong with the original; axe-core and html-validate report these.
"""

from __future__ import annotations

from tied_book.finish.page import Page

CORRECTIONS: tuple[tuple[str, dict[str, str | None]], ...] = (
    # The logo and the search button lie in no landmark. (The theme's script needs this <div>.)
    ("div#pst-primary-sidebar", {"role": "complementary", "aria-label": "The book"}),
    # <main> has this role by itself.
    ("main[role=main]", {"role": None}),
    # Titles of parts have the role of headings, and come before the page's first heading.
    ("p.caption[role=heading]", {"role": None, "aria-level": None}),
    # Without a type, a button submits the form that it may come to stand in.
    ("button:not([type])", {"type": "button"}),
    # Buttons whose only name is a tooltip, and a name that a reader would not understand.
    (
        '[title="Toggle primary sidebar"]',
        {"title": "Contents of the book", "aria-label": "Contents of the book"},
    ),
    (
        '[title="Toggle secondary sidebar"]',
        {"title": "On this page", "aria-label": "On this page"},
    ),
    # A summary is called by what it shows.
    ('summary[aria-label="Toggle hidden content"]', {"aria-label": None}),
    # Entries of a list have to be items; an entry of a bibliography is no longer a role.
    ("div.citation[role=doc-biblioentry]", {"role": "listitem"}),
    # Cells that head a column or a row say which.
    ("th.head:not([scope])", {"scope": "col"}),
    ("th.stub:not([scope])", {"scope": "row"}),
)
"""Selectors, and the attributes that these elements get (None: lose)."""


def correct_attributes(page: Page) -> None:
    """Give elements the attributes that they lack, and take from them those that are wrong."""
    for selector, attributes in CORRECTIONS:
        for element in page.document.css(selector):
            for name, value in attributes.items():
                if value is not None:
                    element.attrs[name] = value
                elif name in element.attrs:
                    del element.attrs[name]


def write_summaries_without_paragraphs(page: Page) -> None:
    """Make the title of a folded admonition a ``<span>``: ``<summary>`` may hold no paragraph."""
    for paragraph in page.document.css("summary > p.admonition-title"):
        span = page.document.create_node("span")
        for name, value in paragraph.attributes.items():
            span.attrs[name] = value
        span.inner_html = paragraph.inner_html or ""
        paragraph.replace_with(span)


def keep_first_viewport(page: Page) -> None:
    """Leave one ``<meta name="viewport">`` of those of Sphinx, docutils and the theme."""
    for viewport in page.document.css('meta[name="viewport"]')[1:]:
        viewport.decompose()


SCRIPTED = (
    ".sidebar-toggle",
    ".dropdown-download-buttons > .dropdown-toggle",
    "[data-book-print]",
)
"""Buttons that only a script lets do something; the theme marks its others itself."""


def mark_scripted_buttons(page: Page) -> None:
    """Let buttons that need JavaScript be shown only where it runs, by a class of the theme.

    What opens by such a button stands open without it (``book.css``).
    """
    for selector in SCRIPTED:
        for button in page.document.css(selector):
            classes = (button.attributes.get("class") or "").split()
            if "pst-js-only" not in classes:
                button.attrs["class"] = " ".join([*classes, "pst-js-only"])


def move_print_button_to_script(page: Page) -> None:
    """Mark the button that prints for ``print.js``, instead of a script in its attribute.

    A policy that allows the script of one attribute would allow those of all. The theme calls the
    button ``.pdf``, and the browser prints.
    """
    for button in page.document.css('[onclick="window.print()"]'):
        del button.attrs["onclick"]
        button.attrs["data-book-print"] = ""
        for words in button.css(".btn__text-container"):
            words.inner_html = "Print or save as PDF"
