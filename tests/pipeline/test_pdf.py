"""The book as one PDF: complete, in order, open, with links and page numbers that lead right."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from tools.pdf import book, chapters, chromium
from tools.pdf.book import make_pdf
from tools.pdf.chromium import PrintError

ROOT = Path(__file__).parents[2]
Bookmark = tuple[int, str, int]
TOC = """\
format: jb-book
root: intro
parts:
  - caption: First part
    chapters:
      - file: part/one
      - file: part/two
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>
<link rel="stylesheet" href="{up}_static/a%20style.css?v=1"></head>
<body><nav>NAVIGATION</nav><article class="bd-article">{content}</article>
<p>Mini, version <span class="book-version">1.2</span><span
class="book-commit">, commit 0123456+ of 29 November 2026</span>.</p></body></html>"""
INTRO = """<section id="top"><h1>Mini<a class="headerlink" href="#top">#</a></h1>
<p><a href="part/one.html#below">LEAD</a> <a href="part/two.html">TWO</a></p></section>"""
ONE = """<section id="top"><h1>What is “one” &lt; two?</h1>
<p><a href="#below">DOWN</a> <a href="../learn/one.ipynb">NOTEBOOK</a>
<a href="https://host.example/x">HOST</a></p>
<svg width="9" viewBox="0 0 9 9" aria-describedby="words">
<defs><path id="m" d="M 0 0"></path></defs>
<use href="#m" clip-path="url(#m)"></use></svg><p id="words">CAPTION</p>
<div class="admonition" hidden="">HIDDEN</div>
<details><summary>Solution</summary><p>FOLDED</p></details>
<div style="break-after: page"></div>
<section id="below"><h2>Below</h2><p>END OF ONE</p></section></section>"""
TWO = """<section id="top"><h1>Two</h1><p><a href="one.html#below">BACK</a></p>
<section id="below"><h2>Below</h2></section></section>"""


def small_book(root: Path) -> Path:
    """A book of three pages, as if it had been built."""
    site = root / "_build" / "html"
    (site / "part").mkdir(parents=True)
    (site / "_static").mkdir()
    (site / "_static" / "a style.css").write_text("h1 { font-weight: 700 }")
    for name, content in {"intro": INTRO, "part/one": ONE, "part/two": TWO}.items():
        page = PAGE.format(up="../" * name.count("/"), content=content)
        (site / f"{name}.html").write_text(page, encoding="utf-8")
    (site / "index.html").write_text("")
    (root / "_toc.yml").write_text(TOC)
    (root / "_config.yml").write_text("title: 'Mini: A Small Book'\nauthor: Nobody\n")
    record = {"commit": "0123456789+", "committed": "2026-11-29T23:30:00-02:00"}
    (root / "_build" / "execution.json").write_text(json.dumps(record))
    return root


@dataclass(frozen=True)
class Pdf:
    """A PDF, its text by pages, and its bookmarks as (depth, words, page)."""

    path: Path
    reader: PdfReader
    sheets: list[str]
    bookmarks: list[Bookmark]


def bookmarks(reader: PdfReader, items: list[Any], depth: int = 0) -> Iterator[Bookmark]:
    """Bookmarks in their order."""
    for item in items:
        if isinstance(item, list):
            yield from bookmarks(reader, item, depth + 1)
        else:
            page = reader.get_destination_page_number(item)
            assert page is not None
            yield depth, str(item.title), page + 1


def opened(path: Path) -> Pdf:
    reader = PdfReader(path)
    sheets = [page.extract_text() for page in reader.pages]
    return Pdf(path, reader, sheets, list(bookmarks(reader, reader.outline)))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    """The small book."""
    root = small_book(tmp_path_factory.mktemp("small") / "book with space")
    return opened(make_pdf(root, root / "_build" / "tied.pdf"))


def links(pdf: Pdf) -> list[tuple[int, str]]:
    """Page of every link, and where it leads: a page of the PDF, or an address."""
    led = []
    for number, page in enumerate(pdf.reader.pages, 1):
        for annotation in page.get("/Annots") or ():
            link = annotation.get_object()
            if target := link.get("/Dest"):
                destination = pdf.reader.named_destinations[str(target)]
                to = pdf.reader.get_destination_page_number(destination)
                led.append((number, f"page {(to or 0) + 1}"))
            else:
                led.append((number, str(link["/A"]["/URI"])))
    return led


def test_title_contents_and_chapters_follow_one_another(small: Pdf):
    title, contents, intro, one, *_ = small.sheets
    assert "Mini" in title and "A Small Book" in title and "Nobody" in title
    assert "Version 1.2, commit 0123456+ of 29 November 2026" in " ".join(title.split())
    assert re.findall(r"First part", contents, re.IGNORECASE)
    for line in ("Mini 3", "What is “one” < two? 4", "Below 5", "Two 6"):
        assert line.replace(" ", "") in contents.replace(" ", "").replace("\n", "")
    assert "LEAD" in intro and "DOWN" in one
    assert "END OF ONE" in small.sheets[4] and "BACK" in small.sheets[5]
    assert len(small.sheets) == 6


def test_every_sheet_has_its_number_and_the_title_of_its_chapter(small: Pdf):
    for number, sheet in enumerate(small.sheets, 1):
        assert (str(number) in sheet.splitlines()) == (number > 1)
    assert "What is “one” < two?" in small.sheets[4]
    assert "one" not in small.sheets[5]


def test_bookmarks_hold_parts_chapters_and_sections(small: Pdf):
    assert small.bookmarks == [
        (0, "Contents", 2),
        (0, "Mini", 3),
        (0, "First part", 4),
        (1, "What is “one” < two?", 4),
        (2, "Below", 5),
        (1, "Two", 6),
        (2, "Below", 6),
    ]
    assert small.reader.page_mode == "/UseOutlines"


def test_links_lead_within_the_document_and_to_other_sites(small: Pdf):
    led = links(small)
    assert (3, "page 5") in led  # LEAD, to a heading of another page
    assert (3, "page 6") in led  # TWO, to another page
    assert (4, "page 5") in led  # DOWN
    assert (6, "page 5") in led  # BACK, and not to the heading of the same name on its page
    outside = [to for _, to in led if not to.startswith("page ")]
    assert outside == ["https://host.example/x"]


def test_what_is_folded_is_open_and_what_only_scripts_show_is_not_there(small: Pdf):
    text = "".join(small.sheets)
    assert "FOLDED" in text
    assert "HIDDEN" not in text and "NAVIGATION" not in text


def test_without_solutions_they_are_left_out_with_the_links_to_them(tmp_path: Path):
    root = small_book(tmp_path)
    one = root / "_build" / "html" / "part" / "one.html"
    folded = '<details class="solution folded" id="s"><summary>Solution</summary><b id="t">KEY</b>'
    text = one.read_text(encoding="utf-8").replace("<details><summary>Solution</summary>", folded)
    text = text.replace("</article>", '<a href="#s">TO IT</a> <a href="#below">ON</a></article>')
    one.write_text(text, encoding="utf-8")
    two = root / "_build" / "html" / "part" / "two.html"
    text = two.read_text(encoding="utf-8").replace("</h1>", '</h1><a href="one.html#t">IN IT</a>')
    two.write_text(text, encoding="utf-8")
    pdf = opened(make_pdf(root, tmp_path / "without.pdf", solutions=False))
    printed = "".join(pdf.sheets)
    assert "KEY" not in printed and "FOLDED" not in printed
    assert "The solutions of the exercises are left out." in " ".join(pdf.sheets[0].split())
    assert all(words in printed for words in ("TO IT", "IN IT", "END OF ONE", "ON"))
    kept, left = opened(make_pdf(root, tmp_path / "with.pdf")), links(pdf)
    assert "KEY" in "".join(kept.sheets) and "left out" not in kept.sheets[0]
    assert len(links(kept)) == len(left) + 2


def test_ids_and_what_refers_to_them_stay_together(tmp_path: Path):
    root = small_book(tmp_path)
    _, one, two = chapters.read_chapters(root, root / "_build" / "html")
    document = LexborHTMLParser(one.html + two.html)
    ids = [node.attributes["id"] for node in document.css("[id]")]
    assert len(ids) == len(set(ids))
    (use,), (svg,) = document.css("use"), document.css("svg")
    assert use.attributes["href"] == "#part-one--m"
    assert use.attributes["clip-path"] == "url(#part-one--m)"
    assert svg.attributes["aria-describedby"] == "part-one--words"
    assert {"part-one--m", "part-one--words"} < set(ids)


def test_it_is_tagged_for_those_who_hear_it(small: Pdf):
    root: Any = small.reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == "en"


def test_it_says_what_it_is_and_is_the_same_when_it_is_made_again(small: Pdf, tmp_path: Path):
    told = small.reader.metadata
    assert told is not None
    assert (told.title, told.author) == ("Mini: A Small Book", "Nobody")
    assert told.creation_date == told.modification_date == datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
    again = make_pdf(small.path.parents[1], tmp_path / "again.pdf")
    assert again.read_bytes() == small.path.read_bytes()


def test_pages_that_do_not_name_the_version_are_to_be_built_again(tmp_path: Path):
    (tmp_path / "intro.html").write_text("<p>Mini</p>")
    with pytest.raises(PrintError, match=r"foot of intro\.html .* make book again"):
        book.words_of_edition(tmp_path, "intro")


def test_the_date_is_that_of_the_environment_if_it_names_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert book.date("2026-11-29T23:30:00-02:00") == datetime(1970, 1, 2, tzinfo=UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert book.date("") is None


def test_without_a_site_nothing_is_printed(tmp_path: Path):
    with pytest.raises(PrintError, match="There is no book to print yet: run make book first"):
        make_pdf(tmp_path, tmp_path / "tied.pdf")


def test_without_chromium_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = small_book(tmp_path)
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(PrintError, match=r"no /no/such/chromium on this computer: install it"):
        make_pdf(root, root / "tied.pdf")
    monkeypatch.delenv("CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrintError, match=r"there is no Chromium .* apt-get install chromium"):
        chromium.executable()


def test_the_command_fails_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    settings = {"CHROMIUM": "/no/such/chromium", "PATH": str(tmp_path)}
    command = [sys.executable, "-m", "tools.pdf", str(tmp_path / "x.pdf")]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and ("make book" in done.stderr or "apt" in done.stderr)


def test_a_browser_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'no display' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))
    with pytest.raises(PrintError, match="Chromium did not print:\nno display"):
        chromium.print_to_pdf(tmp_path / "x.html", tmp_path / "x.pdf")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    """The book itself."""
    if not (ROOT / "_build" / "html" / "index.html").is_file():
        pytest.fail("The book is not built: run make book first.", pytrace=False)
    return opened(make_pdf(ROOT, tmp_path_factory.mktemp("whole") / "tied.pdf"))


def bare(text: str) -> str:
    """``text`` without spaces, which a PDF does not keep, and without ligatures."""
    for ligature, letters in {"\ufb01": "fi", "\ufb02": "fl", "\ufb00": "ff"}.items():
        text = text.replace(ligature, letters)
    return re.sub(r"\s+", "", text)


def paragraphs(name: str) -> list[str]:
    """Running text of a page of the site that has no formulas and no links, as it is printed."""
    page = ROOT / "_build" / "html" / f"{name}.html"
    document = LexborHTMLParser(page.read_text(encoding="utf-8"))
    plain = [
        node.text()
        for node in document.css("article.bd-article section > p")
        if not node.css("a, code, em, span, strong") and len(node.text()) > 100
    ]
    return [bare(text) for text in plain]


def test_the_whole_book_is_printed_chapter_by_chapter(whole: Pdf):
    printed = chapters.pages(ROOT)
    titles = [one.title for one in chapters.read_chapters(ROOT, ROOT / "_build" / "html")]
    starts = [page for _, words, page in whole.bookmarks if words in titles]
    assert [words for _, words, _ in whole.bookmarks if words in titles] == titles
    assert starts == sorted(set(starts)) and starts[0] > 2
    found = 0
    for (_, name), start, end in zip(printed, starts, [*starts[1:], None], strict=True):
        text = bare("".join(whole.sheets[start - 1 : end and end - 1]))
        texts = paragraphs(name)
        found += len(texts)
        assert [one for one in texts if one[:40] not in text] == []
    assert found > 30
    assert 100 < len(whole.sheets) < 1000


def test_nothing_in_the_whole_book_waits_for_a_click(whole: Pdf):
    text = bare("".join(whole.sheets))
    site = ROOT / "_build" / "html"
    outcomes = [
        bare(words.text())[:30]
        for chapter in chapters.read_chapters(ROOT, site)
        for words in LexborHTMLParser(chapter.html).css(".outcome p:not(.admonition-title)")
        if not words.css("span")  # formulas are printed in another order
    ]
    assert len(outcomes) > 50
    assert [words for words in outcomes if words not in text] == []
    for words in ("Lock my answer", "Lock the answer", "Show code cell", "Hide code cell"):
        assert bare(words) not in text


def test_every_font_is_embedded_and_formulas_have_theirs(whole: Pdf):
    embedded: dict[str, bool] = {}
    for page in whole.reader.pages:
        fonts: Any = page["/Resources"]
        for one in fonts.get("/Font", {}).values():
            font = one.get_object()
            inner = (font.get("/DescendantFonts") or [font])[0].get_object()
            kept = inner["/FontDescriptor"].get_object()
            embedded[font["/BaseFont"]] = any(name.startswith("/FontFile") for name in kept)
    assert embedded and all(embedded.values())
    assert any("KaTeX_Math" in name for name in embedded)


def test_links_between_chapters_stay_in_the_file(whole: Pdf):
    led = links(whole)
    assert sum(to.startswith("page ") for _, to in led) > 300
    assert not [to for _, to in led if not to.startswith(("page ", "https://", "http://"))]
