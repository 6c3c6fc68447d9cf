"""Every check of the site finds its mistake, and a sound page passes all of them."""

from __future__ import annotations

import pytest

from tests.site import links, words
from tests.site.page import Page, Site

SOUND = """<!DOCTYPE html><html lang="en"><head><title>Slots</title>
<meta name="description" content="What a slot is, and who holds the object in it." />
<link rel="stylesheet" href="_static/book.css" /><style>a { background: url(dot.png) }</style>
<script>import("./local.js")</script></head><body><article class="bd-article">
<h1 id="top">Slots</h1><h2>Names</h2><h3>Paths</h3><h2>Uses</h2>
<p>See <a href="https://example.org/">elsewhere</a>, <a href="#top">above</a> and
<a href="other.html#there">there</a>.</p>
<svg role="img" aria-label="Two slots, one object between them"></svg>
<img src="tie.png" alt="A knot in a single rope" />
<span class="math"><span class="katex">x</span></span>
<div class="cell_output">ValueError: shapes differ</div></article>
<p>version <span class="book-version">0.1.0</span></p></body></html>"""


def page(html: str) -> Page:
    return Page("book/page.html", html)


def planted(old: str, new: str) -> Page:
    """The sound page with one mistake."""
    assert SOUND.count(old) == 1
    return page(SOUND.replace(old, new))


def test_sound_page_passes_every_check():
    sound = page(SOUND)
    problems = [
        *links.external_requests(sound),
        *words.undescribed_pictures(sound),
        *words.repeated_ids(sound),
        *words.disordered_headings(sound),
        *words.untypeset_mathematics(sound),
        *words.tracebacks(sound),
        *words.missing_metadata(sound, "0.1.0"),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</head>", '<script src="https://cdn.example/x.js"></script></head>'),
        ("</head>", '<link rel="preconnect" href="//fonts.example/"></head>'),
        ('src="tie.png"', 'src="HTTP://img.example/tie.png"'),
        ('src="tie.png"', 'src="tie.png" srcset="a.png 1x, https://img.example/b.png 2x"'),
        ("url(dot.png)", "url('https://img.example/dot.png')"),
        ("<style>", "<style>@import '//css.example/a.css';"),
        ('<h1 id="top">', '<h1 id="top" style="background:url(https://img.example/d.png)">'),
        ('import("./local.js")', 'import("https://esm.example/d3")'),
        ('import("./local.js")', "import d3 from 'https://esm.example/d3'"),
        ('import("./local.js")', "fetch(`https://api.example/`)"),
    ],
)
def test_request_to_another_host_is_found(old, new):
    assert len(links.external_requests(planted(old, new))) == 1


def test_comment_in_a_style_sheet_is_no_request():
    assert links.external_in_css("/* see url(https://example.org) */ a { color: red }") == []


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("other.html", None),
        ("other.html#there", None),
        ("other.html#nowhere", "no anchor"),
        ("#nowhere", "no anchor"),
        ("gone.html", "no file"),
        ("../../outside.html", "leaves the site"),
        ("https://example.org/gone", None),
        ("sub%20folder/page.html", None),
        ("sub%20folder/", "no file"),
    ],
)
def test_dead_link_is_found(tmp_path, address, problem):
    (tmp_path / "sub folder").mkdir()
    (tmp_path / "sub folder" / "page.html").write_text("<p>here</p>")
    (tmp_path / "other.html").write_text("<p id='there'>here</p>")
    (tmp_path / "page.html").write_text(f"<a href='{address}'>link</a>")
    problems = links.broken_links(Site(tmp_path))
    assert [problem in text for text in problems] == ([True] if problem else [])


def test_missing_script_is_found(tmp_path):
    (tmp_path / "page.html").write_text("<script src='_static/gone.js'></script>")
    assert len(links.broken_links(Site(tmp_path))) == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (' alt="A knot in a single rope"', "", "no words"),
        ('alt="A knot in a single rope"', 'alt=" "', "no words"),
        ('alt="A knot in a single rope"', 'alt="_images/3f2a.png"', "a path"),
        ('alt="A knot in a single rope"', 'alt="A knot"', "too little"),
        (
            '"Two slots, one object between them"',
            '"<Figure size 640x480 with 1 Axes>"',
            "an object",
        ),
        (' aria-label="Two slots, one object between them"', "", "no words"),
    ],
)
def test_undescribed_picture_is_found(old, new, why):
    (problem,) = words.undescribed_pictures(planted(old, new.replace("<", "&lt;")))
    assert why in problem


def test_repeated_id_is_found():
    assert words.repeated_ids(planted("<h2>Uses", '<h2 id="top">Uses')) == [
        "book/page.html: #top stands 2 times"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h2>Names</h2>", ""),
        ("<h2>Uses</h2>", "<h1>Uses</h1>"),
        ('<h1 id="top">Slots</h1>', ""),
    ],
)
def test_disordered_heading_is_found(old, new):
    assert len(words.disordered_headings(planted(old, new))) == 1


@pytest.mark.parametrize("new", ['<span class="katex-error">\\x</span>', "\\(x\\)"])
def test_untypeset_formula_is_found(new):
    assert len(words.untypeset_mathematics(planted('<span class="katex">x</span>', new))) == 1


def test_traceback_is_found():
    mistake = planted("ValueError: shapes", "Traceback (most recent call last)\nValueError: shapes")
    assert len(words.tracebacks(mistake)) == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("<title>Slots</title>", "<title> </title>", "no title"),
        ('<meta name="description"', '<meta name="keywords"', "not one description"),
        ("What a slot is, and who holds the object in it.", "Slots", "not one description"),
        (' lang="en"', "", "no language"),
        ("0.1.0", "0.0.9", "versions"),
        ('<span class="book-version">0.1.0</span>', "", "versions"),
    ],
)
def test_page_that_does_not_say_what_it_is_is_found(old, new, why):
    (problem,) = words.missing_metadata(planted(old, new), "0.1.0")
    assert why in problem
