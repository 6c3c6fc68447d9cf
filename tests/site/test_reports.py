"""The version that a page names, and the button that reports an error where there is an address."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tied_book import settings
from tied_book.finish import edition, reports, scripts
from tied_book.finish.edition import Edition
from tied_book.finish.page import Page

ROOT = Path(__file__).parents[2]
COMMIT, DATE = "73129ddee5f0", "2026-11-29T23:47:00+00:00"
BUTTON = (
    '<a href="https://host.example/a/tied/{path}" class="btn btn-sm btn-source-issues-button" '
    'title="Open an issue"><span class="btn__text-container">Open issue</span></a>'
)
PATHS = {
    "github": "issues/new?title=Issue%20on%20page%20%2Fpart/one.html&amp;body=Your%20issue.",
    "gitlab": "-/issues/new?issue[title]=Issue%20on%20page&amp;issue[description]=Your%20issue.",
}
PAGE = """<!DOCTYPE html><html lang="en" data-content_root="../"><head><meta charset="utf-8">
<script src="report.js"></script></head><body>{button}<article class="bd-article"></article>
<p>version <span class="book-version">0.1.0</span><span class="book-commit"></span>.</p>
</body></html>"""


def one_page(folder: Path, button: str = "") -> Page:
    """A page in a folder of a site, with a footer as the settings write it."""
    file = folder / "part" / "one.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(button=button), encoding="utf-8")
    return Page.read(file)


def derived(address: str) -> dict[str, Any]:
    """The options of the theme with this address of the repository."""
    options: dict[str, Any] = {"launch_buttons": {}}
    if address:
        options["repository_url"] = address
    config: Any = SimpleNamespace(html_theme_options=options, html_title="Tied: A Book")
    app: Any = SimpleNamespace(srcdir=str(ROOT))
    settings.derive_settings(app, config)
    return options


def test_errors_are_reported_where_the_repository_has_an_address_and_only_there():
    assert derived("https://host.example/a/tied")["use_issues_button"] is True
    without = derived("")
    assert without["use_issues_button"] is False
    assert "repository_url" not in without


def test_the_footer_names_version_and_has_a_place_for_the_commit(version: str):
    footer = derived("")["extra_footer"]
    assert f'<span class="book-version">{version}</span><span class="book-commit"></span>' in footer


@pytest.mark.parametrize(
    ("built", "words"),
    [
        (Edition(COMMIT, DATE), ", commit 73129dd of 29 November 2026"),
        (Edition(f"{COMMIT}+", DATE), ", commit 73129dd+ of 29 November 2026"),
        (Edition(COMMIT), ", commit 73129dd"),
        (Edition(), ""),
    ],
)
def test_a_page_names_the_commit_that_was_built_last(tmp_path: Path, built: Edition, words: str):
    page = one_page(tmp_path)
    for earlier in (Edition("0" * 40), built, built):
        edition.name_commit(page, earlier)
    (footer,) = page.document.css("p")
    assert footer.text() == f"version 0.1.0{words}."


def test_commit_and_date_are_those_of_the_record(tmp_path: Path):
    app: Any = SimpleNamespace(srcdir=str(tmp_path))
    assert Edition.of(app) == Edition()
    (tmp_path / "_build").mkdir()
    record = json.dumps({"commit": COMMIT, "committed": DATE})
    (tmp_path / "_build" / "execution.json").write_text(record)
    assert Edition.of(app) == Edition(COMMIT, DATE)


@pytest.mark.parametrize(
    ("host", "title", "text"),
    [("github", "title", "body"), ("gitlab", "issue[title]", "issue[description]")],
)
def test_a_report_begins_with_page_and_version(tmp_path: Path, host: str, title: str, text: str):
    page = one_page(tmp_path, BUTTON.format(path=PATHS[host]))
    edition.name_commit(page, Edition(COMMIT, DATE))
    for _ in range(2):  # a second time it changes nothing
        reports.prefill_reports(page)
        (link,) = page.document.css("a")
        address = urlsplit(link.attributes["href"] or "")
        asked = parse_qs(address.query)
        assert address.netloc == "host.example" and address.path.endswith("/issues/new")
        assert asked.keys() == {title, text}
        assert asked[title] == ["Error in part/one.html"]
        assert asked[text][0].splitlines()[:3] == [
            "Page: part/one.html",
            "Section:",
            "Version: 0.1.0, commit 73129dd of 29 November 2026",
        ]
        assert link.attributes["data-book-report"] == text
        assert link.text() == "Report an error"


def test_without_an_address_a_page_has_neither_button_nor_script(tmp_path: Path):
    page = one_page(tmp_path)
    before = page.html
    reports.prefill_reports(page)
    assert page.html == before
    scripts.drop_unused_assets(page)
    assert "report.js" not in page.html
    page = one_page(tmp_path, BUTTON.format(path=PATHS["github"]))
    scripts.drop_unused_assets(page)
    assert "report.js" in page.html


def test_every_page_of_the_book_names_its_commit_as_the_record_does(site):
    record = json.loads((site.folder.parent / "execution.json").read_text(encoding="utf-8"))
    words = Edition(record["commit"], record["committed"]).words
    for page in site.pages:
        for place in page.find(".book-commit"):
            assert place.get_text() == words, page.name
    assert sum(bool(page.find(".book-commit")) for page in site.pages) > 10
