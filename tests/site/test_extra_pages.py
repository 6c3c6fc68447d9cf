"""A small book, built by Sphinx alone: its sitemap, its page for wrong addresses, its rebuilds."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import EXTENSION

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
LATER = 4_000_000_000
ADDRESSES = ["", "https://books.example/tied", "https://books.example/tied/"]
CONF = """
import sys
sys.path.insert(0, {extension!r})
project = html_title = "A book"
html_baseurl = {address!r}
html_static_path = ["static"]
html_css_files = ["own.css"]
root_doc = "first"
def setup(app):
    import tied_book
    from tied_book import finish
    from tied_book.pages import landing, notfound, sitemap
    app.connect("config-inited", tied_book.add_templates)
    for concern in (landing, notfound, sitemap, finish):
        concern.connect(app)
"""


@dataclass(frozen=True)
class SmallBook:
    """The sources of a book of three pages, and the site that Sphinx makes of them."""

    folder: Path
    address: str = ""

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def write(self, name: str, text: str) -> None:
        path = self.folder / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def write_sources(self) -> None:
        self.write("conf.py", CONF.format(extension=str(EXTENSION), address=self.address))
        self.write("static/own.css", "p { color: red }\n")
        self.write("first.rst", "First\n=====\n\n.. toctree::\n\n   part/two\n   part/three\n")
        self.write("part/two.rst", "Two & more\n==========\n")
        self.write("part/three.rst", "Three\n=====\n")

    def build(self) -> None:
        command = [sys.executable, "-m", "sphinx", "-q", "-W"]
        command += [str(self.folder / "source"), str(self.site)]
        completed = subprocess.run(command, capture_output=True, text=True)
        assert completed.returncode == 0, completed.stderr

    def page(self, name: str) -> BeautifulSoup:
        return BeautifulSoup((self.site / name).read_text(encoding="utf-8"), "html.parser")

    def listed(self) -> list[str]:
        """Addresses in the sitemap."""
        root = ElementTree.parse(self.site / "sitemap.xml")
        return [element.text or "" for element in root.iterfind("s:url/s:loc", NAMESPACE)]


def small_book(folder: Path, address: str = "") -> SmallBook:
    book = SmallBook(folder, address)
    book.write_sources()
    book.build()
    return book


@pytest.fixture(scope="module", params=ADDRESSES)
def book(request, tmp_path_factory) -> SmallBook:
    """A book that was built once, with an address or without."""
    return small_book(tmp_path_factory.mktemp("small"), request.param)


def test_sitemap_and_canonical_links_are_there_only_with_an_address(book):
    canonical = [tag["href"] for tag in book.page("part/two.html").select("link[rel=canonical]")]
    if not book.address:
        assert not (book.site / "sitemap.xml").exists()
        assert canonical == []
        return
    start = "https://books.example/tied"
    pages = [f"{start}/first.html", f"{start}/part/three.html", f"{start}/part/two.html"]
    assert book.listed() == pages
    assert canonical == [f"{start}/part/two.html"]


def test_missing_page_leads_to_the_address_if_there_is_one(book):
    page = book.page("404.html")
    (link,) = page.select("nav a")
    start = "https://books.example/tied/" if book.address else ""
    assert link["href"] == f"{start}first.html"
    assert page.select("form")[0]["action"] == f"{start}search.html"


def test_the_root_of_the_site_leads_to_the_first_page(book):
    page = book.page("index.html")
    (refresh,) = page.select('meta[http-equiv="refresh"]')
    assert refresh["content"] == "0; url=first.html"
    assert [link["href"] for link in page.select("a")] == ["first.html"]


def test_every_page_of_any_theme_has_a_policy(book):
    for name in ("first.html", "part/two.html", "search.html", "404.html", "index.html"):
        assert len(book.page(name).select('meta[http-equiv="Content-Security-Policy"]')) == 1, name


def test_a_rebuild_leaves_other_pages_alone_and_is_like_the_first_build(tmp_path):
    book = small_book(tmp_path / "book", "https://books.example/tied")
    three = book.site / "part" / "three.html"
    book.write("part/two.rst", "Two & more\n==========\n\nAnother sentence.\n")
    os.utime(three, (LATER, LATER))  # Sphinx writes pages again that are older than their source
    book.build()
    assert "Another sentence." in book.page("part/two.html").get_text()
    assert three.stat().st_mtime == LATER
    assert len(book.listed()) == 3
    rebuilt = {path: path.read_bytes() for path in book.site.rglob("*.html")}
    for path in (book.site / ".doctrees", book.site / ".buildinfo"):
        path.rename(path.with_name(f"{path.name}.old"))
    book.build()
    assert {path: path.read_bytes() for path in rebuilt} == rebuilt


def test_a_page_that_was_not_written_again_follows_a_style_that_changed(tmp_path):
    book = small_book(tmp_path / "book")
    (before,) = book.page("part/three.html").select("link[href*='own.css']")
    book.write("static/own.css", "p { color: blue }\n")
    book.write("part/two.rst", "Two & more\n==========\n\nAnother sentence.\n")
    book.build()
    (after,) = book.page("part/three.html").select("link[href*='own.css']")
    (written,) = book.page("part/two.html").select("link[href*='own.css']")
    assert before["href"] != after["href"] == written["href"]
