"""Every step of the finishing corrects its mistake, and changes nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from tied_book import finish
from tied_book.finish import (
    addresses,
    copies,
    definitions,
    icons,
    markup,
    policy,
    scripts,
    static_files,
    widgets,
)
from tied_book.finish.page import Page

SHELL = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Slots</title>
{head}</head><body><article class="bd-article"><h1>Slots</h1>{article}</article>{body}</body></html>
"""


def page(*, head: str = "", article: str = "", body: str = "", folder: Path = Path()) -> Page:
    """A page of the theme's form that holds what a test plants."""
    file = folder / "page.html"
    file.write_text(SHELL.format(head=head, article=article, body=body), encoding="utf-8")
    return Page.read(file)


@pytest.fixture
def plant(tmp_path):
    """Makes pages in a folder of the test."""
    return lambda **parts: page(**parts, folder=tmp_path)


def sources(page: Page) -> list[str | None]:
    return [script.attributes["src"] for script in page.document.css("script[src]")]


def test_what_no_step_is_for_is_written_as_it_was_read(plant):
    markup_of_all_kinds = (
        '<svg viewBox="0 0 1 1"><linearGradient id="g"></linearGradient></svg>'
        '<p title="a &amp; b">1 &lt; 2 &amp; “é”&nbsp;<br><img src="a.png" alt="A"></p>'
        '<script type="application/json">{"a": "<b> & <\\/script>"}</script>'
    )
    read = plant(article=markup_of_all_kinds)
    assert markup_of_all_kinds in read.html


def test_kernel_settings_are_dropped(plant):
    planted = plant(
        body='<script type="text/x-thebe-config">{"a": 1}</script>'
        "<script>kernelName = 'python3'</script><script>let kept = 1</script>"
    )
    scripts.drop_kernel_settings(planted)
    assert [script.text() for script in planted.document.css("script")] == ["let kept = 1"]


@pytest.mark.parametrize(
    "unused",
    [
        '<script async="async" src="_static/sphinx-thebe.js?v=c100c467"></script>',
        '<script>var THEBE_JS_URL = "thebe.js"; const thebe_selector = ".thebe"</script>',
        '<script src="_static/scripts/fontawesome.js?digest=55c2"></script>',
        "<script>DOCUMENTATION_OPTIONS.pagename = 'page';</script>",
        '<script src="searchindex.js"></script>',
        '<script data-cfasync="false">document.documentElement.dataset.mode = "light"</script>',
        '<link rel="stylesheet" type="text/css" href="_static/sphinx-design.min.css?v=95c8">',
        '<script src="_static/togglebutton.js"></script>',
    ],
)
def test_script_or_style_that_serves_nothing_is_dropped(plant, unused):
    kept = '<script src="_static/doctools.js"></script>'
    planted = plant(head=kept + unused, body='<div class="dropdown">a button of the theme</div>')
    scripts.drop_unused_assets(planted)
    assert planted.html == plant(head=kept).html.replace(
        "</article>", '</article><div class="dropdown">a button of the theme</div>'
    )


@pytest.mark.parametrize(
    ("asset", "served"),
    [
        ('<script src="_static/design-tabs.js"></script>', '<div class="sd-tab-set"></div>'),
        ('<link rel="stylesheet" href="sphinx-design.css">', '<p class="a sd-card">x</p>'),
        ("<script>let toggleHintShow = 'Show'</script>", '<div class="admonition dropdown"></div>'),
        ('<script src="searchindex.js"></script>', '<div id="search-results"></div>'),
    ],
)
def test_script_or_style_that_serves_an_element_is_kept(plant, asset, served):
    planted = plant(head=asset, article=served)
    before = planted.html
    scripts.drop_unused_assets(planted)
    assert planted.html == before


def test_data_that_mention_an_unused_script_are_kept(plant):
    planted = plant(body='<script type="application/json">{"a": "sphinx-thebe"}</script>')
    scripts.drop_unused_assets(planted)
    assert "sphinx-thebe" in planted.html


def test_equal_scripts_and_styles_are_there_once(plant):
    script, style = '<script src="a.js"></script>', '<link rel="stylesheet" href="a.css">'
    other = '<script src="a.js" data-use="other"></script>'
    planted = plant(head=script + style + other + script + style)
    scripts.drop_repeated_assets(planted)
    assert planted.html == plant(head=script + style + other).html


def test_no_script_is_fetched_before_the_styles(plant):
    style = '<link rel="preload" as="style" href="a.css">'
    planted = plant(head=f'<link rel="preload" as="script" href="a.js">{style}')
    scripts.drop_preloads(planted)
    assert planted.html == plant(head=style).html


def test_parser_waits_for_no_script(plant):
    inline = "<script>let first = 1</script>"
    planted = plant(
        head='<script src="a.js"></script><script async src="b.js"></script>' + inline,
        body='<script defer="defer" src="c.js"></script><script src="d.js"></script>',
    )
    scripts.defer_scripts(planted)
    waited_for = planted.document.css("script[src]:not([async]):not([defer])")
    assert (waited_for, sources(planted)) == ([], ["a.js", "b.js", "c.js", "d.js"])
    assert inline in planted.html


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            '<div id="pst-primary-sidebar" class="a">x</div>',
            '<div id="pst-primary-sidebar" class="a" role="complementary" aria-label="The book">'
            "x</div>",
        ),
        ('<main class="a" role="main">x</main>', '<main class="a">x</main>'),
        (
            '<p aria-level="2" class="caption" role="heading">x</p>',
            '<p class="caption">x</p>',
        ),
        ("<button>x</button>", '<button type="button">x</button>'),
        (
            '<button type="button" title="Toggle secondary sidebar">x</button>',
            '<button type="button" title="On this page" aria-label="On this page">x</button>',
        ),
        (
            '<i title="Toggle primary sidebar" aria-label="Toggle">x</i>',
            '<i title="Contents of the book" aria-label="Contents of the book">x</i>',
        ),
        ('<summary aria-label="Toggle hidden content">x</summary>', "<summary>x</summary>"),
        (
            '<div class="citation" id="a" role="doc-biblioentry">x</div>',
            '<div class="citation" id="a" role="listitem">x</div>',
        ),
        (
            '<table><tbody><tr><th class="head stub">x</th><th class="stub">y</th>'
            '<th scope="row" class="head">z</th></tr></tbody></table>',
            '<table><tbody><tr><th class="head stub" scope="col">x</th>'
            '<th class="stub" scope="row">y</th>'
            '<th scope="row" class="head">z</th></tr></tbody></table>',
        ),
    ],
)
def test_attributes_are_corrected(plant, wrong, right):
    planted = plant(article=wrong)
    markup.correct_attributes(planted)
    assert planted.html == plant(article=right).html


def test_summary_holds_no_paragraph(plant):
    planted = plant(
        article='<details><summary><p class="expanded admonition-title">A <b>tie</b></p></summary>'
        '<p class="admonition-title">kept</p></details>'
    )
    markup.write_summaries_without_paragraphs(planted)
    assert planted.html == (
        plant(
            article='<details><summary><span class="expanded admonition-title">A <b>tie</b></span>'
            '</summary><p class="admonition-title">kept</p></details>'
        ).html
    )


def test_first_viewport_stays(plant):
    first = '<meta name="viewport" content="width=device-width, initial-scale=1.0">'
    planted = plant(head=first + '<meta name="viewport" content="width=300">')
    markup.keep_first_viewport(planted)
    assert planted.html == plant(head=first).html


def test_button_that_prints_holds_no_script(plant):
    words = '<span class="btn__text-container">.pdf</span>'
    planted = plant(body=f'<button onclick="window.print()" class="a">{words}</button>')
    markup.move_print_button_to_script(planted)
    (button,) = planted.document.css("button")
    assert button.attributes == {"class": "a", "data-book-print": ""}
    assert button.text() == "Print or save as PDF"


@pytest.mark.parametrize(
    "button",
    [
        '<button class="sidebar-toggle a">contents</button>',
        '<div class="dropdown-download-buttons"><button class="dropdown-toggle a">b</button></div>',
        '<button class="a" data-book-print="">print</button>',
    ],
)
def test_a_button_that_needs_a_script_is_marked_once(plant, button):
    planted = plant(body=f'{button}<button class="other">stays</button>')
    for _ in range(2):
        markup.mark_scripted_buttons(planted)
    marked, other = planted.document.css("button")
    assert (marked.attributes["class"] or "").endswith("a pst-js-only")
    assert other.attributes["class"] == "other"


def saved_page(plant, state: dict) -> Page:
    """A page with the saved ``state`` of its widgets, as myst-nb writes it."""
    text = json.dumps({"state": state}).replace("</", "<\\/")
    kind = "application/vnd.jupyter.widget-state+json"
    return plant(body=f'<script type="{kind}">\n{text}\n</script><p>after</p>')


def record(script: str) -> dict:
    return {"model_module": "anywidget", "state": {"_esm": script, "_css": "", "k": 1}}


def test_a_script_of_several_widgets_is_kept_once(plant):
    state = {"a": record("one </script>"), "b": record("two"), "c": record("one </script>")}
    state["d"] = {"model_module": "base", "state": {}}
    planted = saved_page(plant, state)
    widgets.share_scripts(planted)
    html = planted.html
    assert html.count("one <") == 1 and html.count("</script>") == 1
    kept = json.loads(html.partition('+json">')[2].partition("</script>")[0])["state"]
    assert kept["c"]["state"] == {"_esm": {"same": "a"}, "_css": {"same": "a"}, "k": 1}
    assert kept["b"]["state"]["_esm"] == "two"
    assert (kept["a"]["state"]["_esm"], kept["d"]) == ("one </script>", state["d"])


def test_a_page_of_one_widget_keeps_its_state_as_it_is(plant):
    planted = saved_page(plant, {"a": record("one & <two>")})
    before = planted.html
    widgets.share_scripts(planted)
    assert planted.html == before


def test_addresses_follow_the_content_of_the_files(plant, tmp_path):
    files = {"_static/a b.js": b"let a = 1", "_static/own.css": b"p {}"}
    (tmp_path / "_static").mkdir()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    planted = plant(
        head='<link rel="stylesheet" href="_static/../_static/own.css?digest=old">'
        '<link rel="icon" href="_static/icon.svg"><link rel="next" href="gone.css">'
        '<script src="_static/a%20b.js"></script>'
        '<script src="https://books.example/_static/own.css"></script>'
    )
    addresses.add_digests(planted)
    first, second = (hashlib.sha256(content).hexdigest()[:8] for content in files.values())
    links = [link.attributes["href"] for link in planted.document.css("link")]
    assert links == [f"_static/../_static/own.css?v={second}", "_static/icon.svg", "gone.css"]
    assert sources(planted) == [
        f"_static/a%20b.js?v={first}",
        "https://books.example/_static/own.css",
    ]


def test_address_of_a_file_that_changed_changes(plant, tmp_path):
    seen = set()
    for text in ("p {}", "q {}"):
        (tmp_path / "own.css").write_text(text, encoding="utf-8")
        planted = plant(head='<link rel="stylesheet" href="own.css">')
        addresses.add_digests(planted)
        seen.add(planted.document.css_first("link").attributes["href"])
    assert len(seen) == 2


def test_policy_stands_behind_the_charset_and_names_inline_scripts(plant):
    script = "let a = '<&>'"
    planted = plant(
        head='<meta http-equiv="Content-Security-Policy" content="default-src *">'
        f'<script>{script}</script><script type="application/json">{{}}</script>'
        '<script src="a.js"></script>'
    )
    policy.add_policy(planted)
    (meta,) = planted.document.css("meta[http-equiv]")
    assert "charset" in meta.prev.attributes
    named = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    content = meta.attributes["content"] or ""
    assert f"script-src 'self' blob: 'sha256-{named}';" in content
    assert content.count("sha256-") == 1 and "*" not in content


def test_page_without_a_charset_is_refused_with_the_remedy(tmp_path):
    file = tmp_path / "page.html"
    file.write_text("<!DOCTYPE html><html><head></head><body></body></html>", encoding="utf-8")
    with pytest.raises(ValueError, match=r'page\.html: .* needs <meta charset="utf-8">.* add it'):
        policy.add_policy(Page.read(file))


EVERYTHING = {
    "head": '<meta name="viewport" content="a"><meta name="viewport" content="b">'
    '<link rel="preload" as="script" href="own.js"><script src="own.js"></script>'
    '<script src="own.js"></script><script>THEBE_JS_URL = ""</script><script>let a = 1</script>',
    "article": "<details><summary><p class='admonition-title'>x</p></summary></details>"
    "<button>x</button>",
    "body": '<button type="button" onclick="window.print()">x</button>'
    '<script type="application/vnd.jupyter.widget-state+json">'
    + json.dumps({"state": {"a": record("one"), "b": record("one")}})
    + "</script>",
}


def test_steps_work_together_and_a_second_time_they_change_nothing(plant, tmp_path):
    (tmp_path / "own.js").write_text("let own = 1", encoding="utf-8")
    file = plant(**EVERYTHING).file
    finish.finish_page(file)
    finished = Page.read(file)
    document = finished.document
    digest = hashlib.sha256(b"let own = 1").hexdigest()[:8]
    assert [script.html for script in document.css("head script")] == [
        f'<script src="own.js?v={digest}" defer=""></script>',
        "<script>let a = 1</script>",
    ]
    assert not document.css("[onclick], [rel=preload], summary > p, button:not([type])")
    assert len(document.css("meta[name=viewport]")) == 1
    (meta,) = document.css("meta[http-equiv]")
    assert (meta.attributes["content"] or "").count("sha256-") == 1
    for step in finish.STEPS:
        step(finished)
        assert finished.html == Page.read(file).html, step
    written = file.stat().st_mtime_ns
    finish.finish_page(file)
    assert file.stat().st_mtime_ns == written


def test_no_step_changes_a_page_of_the_site_again(site):
    for page_of_site in site.pages:
        finished = Page.read(site.folder / page_of_site.name)
        before = finished.html
        for step in finish.STEPS:
            step(finished)
            assert finished.html == before, (page_of_site.name, step)


def test_header_for_hosts_names_the_scripts_of_all_pages(tmp_path):
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        files.append(page(head=f"<script>{name}</script>", folder=tmp_path / name).file)
    policy.write_header(tmp_path, files)
    header = (tmp_path / policy.HEADER).read_text(encoding="utf-8")
    assert all(policy.digest(name) in header for name in ("one", "two"))
    assert header.endswith("; frame-ancestors 'self'\n")
    policy.write_header(tmp_path, files, ["https://moodle.example.edu", "https://*.example.org"])
    header = (tmp_path / policy.HEADER).read_text(encoding="utf-8")
    assert header.endswith(
        "; frame-ancestors 'self' https://moodle.example.edu https://*.example.org\n"
    )


@pytest.mark.parametrize(
    "wrong", ["moodle.example.edu", "https://a.b/c", "*", "https://a b", "'x'"]
)
def test_header_for_hosts_names_only_sites_as_those_that_may_embed(tmp_path, wrong):
    with pytest.raises(ValueError, match=f"scheme and without path; got {re.escape(repr(wrong))}"):
        policy.write_header(tmp_path, [], [wrong])
    assert not (tmp_path / policy.HEADER).exists()


def test_pages_are_those_of_the_book_and_not_templates_among_static_files(tmp_path):
    for name in ("a/b.html", "index.html", "_static/c.html", "_sources/d.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert finish.page_files(tmp_path) == [tmp_path / "a" / "b.html", tmp_path / "index.html"]


def test_static_files_lose_what_no_page_loads_and_get_the_colours(tmp_path):
    static = tmp_path / "_static" / "scripts"
    static.mkdir(parents=True)
    for name in (
        "fontawesome.js",
        "fontawesome.js.LICENSE.txt",
        "bootstrap.js",
        "bootstrap.js.map",
    ):
        (static / name).touch()
    static_files.remove_unused(tmp_path)
    static_files.write_palette(tmp_path)
    assert [file.name for file in static.iterdir()] == ["bootstrap.js"]
    assert "--tied-ink" in (tmp_path / "_static" / static_files.PALETTE).read_text(encoding="utf-8")


def test_rules_of_icons_are_those_that_pages_name():
    sheet = r'.fa-star:before,.fa-sun:before{content:"\f005"}.fa-moon:before{content:"\f186"}'
    rules, characters = icons.keep_rules(sheet, {"fa-sun", "fa-cloud"})
    assert rules == r'.fa-sun:before{content:"\f005"}'
    assert characters == {"\uf005"}


def links(page: Page) -> list[str | None]:
    return [link.attributes["href"] for link in page.document.css("a")]


@pytest.mark.parametrize(
    ("planted", "led"),
    [
        ("../../_sources/notebooks/principles/x-y.ipynb", "../../learn/principles/x-y.ipynb"),
        (
            "https://colab.research.google.com/github/own/book/blob/main/notebooks/a/x.ipynb",
            "https://colab.research.google.com/github/own/book/blob/learner/a/x.ipynb",
        ),
        ("../_sources/book/intro.md", "../_sources/book/intro.md"),
        ("https://example.org/notebooks/x.ipynb", "https://example.org/notebooks/x.ipynb"),
    ],
)
def test_buttons_of_a_chapter_lead_to_its_copy_and_other_links_stay(plant, planted, led):
    read = plant(article=f'<a href="{planted}">notebook</a>')
    copies.lead_to_copies(read)
    assert links(read) == [led]


def test_a_copy_is_offered_in_words_and_downloaded_also_without_a_script(plant):
    button = '<a href="_sources/notebooks/a/x.ipynb" target="_blank" title="Download source file">'
    read = plant(article=f'{button}<span class="btn__text-container">.ipynb</span></a>')
    copies.lead_to_copies(read)
    (link,) = read.document.css("a")
    assert link.attributes.keys() == {"href", "title", "aria-label", "download", "data-book-copy"}
    assert link.attributes["download"] == "x.ipynb"
    assert (link.attributes["aria-label"] or "").startswith(
        "Notebook to run. Download this chapter"
    )
    assert "Colab, JupyterLab or VS Code" in (link.attributes["title"] or "")
    assert link.text() == "Notebook to run"


@pytest.mark.parametrize(("article", "kept"), [("<a href='x.ipynb'>x</a>", True), ("x", False)])
def test_the_script_of_the_copies_is_loaded_where_there_is_one(plant, article: str, kept: bool):
    read = plant(head='<script src="copies.js"></script>', article=article)
    scripts.drop_unused_assets(read)
    assert ("copies.js" in read.html) == kept


GLOSSARY = """
<dl class="simple glossary">
<dt id="term-tie">tie<a class="headerlink" href="#term-tie">#</a></dt>
<dd><p><span lang="zh-Hans">绑定</span>. One
<a class="reference internal" href="#term-slot"><span class="xref std">slot</span></a>, where
<span class="math"><span class="katex"><span class="katex-mathml"><math><semantics><mi>z</mi>
<annotation>\\z</annotation></semantics></math></span><span class="katex-html" aria-hidden="true"
>z</span></span></span> is free.</p></dd>
<dt id="term-slot">slot</dt><dd><p>A name.</p></dd></dl>
"""
TERM = '<a class="reference internal" href="{}#term-{}"><span>a term</span></a>'


@pytest.fixture
def glossary(tmp_path) -> Path:
    """A folder with a glossary, as Sphinx and KaTeX write it."""
    page(article=GLOSSARY, folder=tmp_path).file.rename(tmp_path / "glossary.html")
    return tmp_path


def test_a_page_holds_the_definitions_of_its_terms_once_and_in_words(glossary):
    terms = TERM.format("glossary.html", "tie") * 2 + TERM.format("glossary.html", "gone")
    read = page(article=terms, folder=glossary)
    definitions.hold_definitions(read)
    names = [link.attributes.get("aria-describedby") for link in read.document.css("a")]
    assert names == ["definition-tie", "definition-tie", None]
    (box,) = read.document.css(".term-definitions[hidden] > div")
    assert box.attributes["id"] == "definition-tie"
    assert " ".join(box.text().split()) == "tieOne slot, where z is free."
    assert box.css("a, .katex, [id]:not(#definition-tie), annotation") == []
    assert len(box.css("math")) == 1


def test_terms_within_the_glossary_have_their_definitions_too(glossary):
    read = Page.read(glossary / "glossary.html")
    definitions.hold_definitions(read)
    (box,) = read.document.css("#definition-slot")
    assert box.text() == "slotA name."


def test_definitions_are_written_anew_and_a_page_without_terms_has_none(glossary):
    read = page(article=TERM.format("glossary.html", "tie"), folder=glossary)
    definitions.hold_definitions(read)
    before = read.html
    definitions.hold_definitions(read)
    assert read.html == before
    for link in read.document.css("article > a"):
        link.decompose()
    definitions.hold_definitions(read)
    assert read.document.css(".term-definitions") == []


def test_the_script_of_terms_is_dropped_where_there_are_none(plant):
    script = '<script src="_static/terms.js"></script>'
    with_terms = plant(head=script, article='<a href="#" aria-describedby="definition-tie">tie</a>')
    for read, expected in ((with_terms, ["_static/terms.js"]), (plant(head=script), [])):
        scripts.drop_unused_assets(read)
        assert sources(read) == expected
