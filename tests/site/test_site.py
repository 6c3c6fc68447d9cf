"""Properties of every page of the built book."""

from __future__ import annotations

import posixpath
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.site import links, words

ROOT = Path(__file__).parents[2]
GENERATED = {"index.html", "search.html"}

CHECKS = [
    links.external_requests,
    words.undescribed_pictures,
    words.repeated_ids,
    words.untypeset_mathematics,
    words.tracebacks,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_page_has(site, check):
    assert [problem for page in site.pages for problem in check(page)] == []


def test_every_link_leads_somewhere(site):
    assert links.broken_links(site) == []


def test_headings_are_in_order(site):
    written = [page for page in site.pages if page.name not in GENERATED]
    assert [problem for page in written for problem in words.disordered_headings(page)] == []


def test_every_page_says_what_it_is(site, version):
    assert [
        problem for page in site.pages for problem in words.missing_metadata(page, version)
    ] == []


def test_no_style_sheet_or_script_loads_from_another_host(site):
    elsewhere = {
        name: addresses
        for name, text in site.texts(".css").items()
        if (addresses := links.external_in_css(text))
    }
    elsewhere |= {
        name: addresses
        for name, text in site.texts(".js").items()
        if (addresses := links.external_in_script(text))
    }
    assert elsewhere == {}


def test_every_script_of_a_page_is_there_once(site):
    for page in site.pages:
        sources = [str(tag["src"]) for tag in page.find("script[src]")]
        assert len(sources) == len(set(sources)), page.name


def test_there_is_something_to_check(site):
    assert len(site.pages) > 3
    assert any(page.find(".katex") for page in site.pages), "no mathematics"
    assert any(page.find("svg.picture") for page in site.pages), "no picture"
    assert any(page.find(".widget-fallback") for page in site.pages), "no widget"
    assert any(page.find("p.figure-caption") for page in site.pages), "no caption"


def test_pictures_are_described_by_their_captions(site):
    for page in site.pages:
        described = {str(tag["aria-describedby"]) for tag in page.find("svg[aria-describedby]")}
        captions = {str(tag.get("id")) for tag in page.find("p.figure-caption")}
        assert described == captions, page.name


def test_exercises_of_every_chapter_are_numbered_from_1(site):
    chapters = 0
    for page in site.pages:
        titles = [str(tag.get_text()) for tag in page.find(".exercise > .admonition-title")]
        numbers = [int(title.split()[1]) for title in titles]
        assert numbers == list(range(1, len(numbers) + 1)), page.name
        chapters += bool(numbers)
    assert chapters > 1


def test_buttons_of_the_repository_are_there_if_and_only_if_its_address_is(site):
    settings = (ROOT / "_config.yml").read_text(encoding="utf-8")
    (address,) = re.findall(r"^repository:\n\s+url: *[\"']?([^\"'\n]*)", settings, re.MULTILINE)
    for page in site.pages:
        if page.name not in GENERATED:
            shown = page.find(".btn-source-repository-button, .dropdown-source-buttons")
            launched = page.find(".dropdown-launch-buttons")
            assert bool(shown) == bool(address), page.name
            assert address or not launched, page.name


def test_vendored_katex_is_the_version_that_typesets():
    spec = find_spec("sphinxcontrib.katex")
    assert spec is not None and spec.origin is not None
    source = Path(spec.origin).read_text(encoding="utf-8")
    (version,) = re.findall(r"^katex_version = '([^']+)'", source, re.MULTILINE)
    vendor = ROOT / "book" / "vendor"
    assert (vendor / "katex" / "VERSION").read_text(encoding="utf-8").strip() == version
    assert f"version {version}" in (vendor / "README.md").read_text(encoding="utf-8")


def test_vendored_style_sheet_names_only_fonts_that_are_there():
    folder = ROOT / "book" / "vendor" / "katex"
    fonts = re.findall(r"url\(([^)]+)\)", (folder / "katex.min.css").read_text(encoding="utf-8"))
    assert {folder / font for font in fonts} == set((folder / "fonts").iterdir())


def test_every_executed_page_says_how_long_it_took_and_the_status_page_lists_it(site):
    (status,) = [page for page in site.pages if page.name == "book/status.html"]
    listed = {str(link["href"]): link for link in status.find(".build-record.chapters a")}
    executed = [page for page in site.pages if page.find(".cell_output")]
    assert {page.name for page in site.pages if page.name.startswith("notebooks/")} < {
        page.name for page in executed
    }
    assert {posixpath.relpath(page.name, "book") for page in executed} == set(listed)
    for page in executed:
        (line,) = page.find(".built-line a")
        assert str(line["href"]).endswith("status.html")
        seconds = re.fullmatch(r"Built on \w+ in (\d+\.\d) s", line.get_text())
        row = listed[posixpath.relpath(page.name, "book")].find_parent("tr")
        assert seconds and row and f"{seconds[1]}\u00a0s" in row.get_text()


def test_every_chapter_offers_its_learner_copy(site):
    for page in site.pages:
        if page.name.startswith("notebooks/"):
            name = page.name.removeprefix("notebooks/").replace(".html", ".ipynb")
            offered = {str(tag["href"]) for tag in page.find("a[href$='.ipynb']")}
            assert offered == {f"../../learn/{name}"}
            assert ":::" not in (site.folder / "learn" / name).read_text(encoding="utf-8")
