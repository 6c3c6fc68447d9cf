"""What the build adds at its end: the policy of each page, icons, descriptions, addresses."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

EXTENSION = Path(__file__).parents[2] / "book" / "_ext"
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

BRANDS = {0xF09B, 0xF296}  # of GitHub and GitLab, before links to them: the book leaves these out


def policies(page) -> list[str]:
    return [str(tag["content"]) for tag in page.find('meta[http-equiv="Content-Security-Policy"]')]


def sources(policy: str, directive: str) -> list[str]:
    parts = [part.split() for part in policy.split(";")]
    (found,) = [names for name, *names in parts if name == directive]
    return found


def test_every_page_has_one_policy_in_front_of_what_it_rules(site):
    for page in site.pages:
        (policy,) = policies(page)
        before = page.html[: page.html.index("Content-Security-Policy")]
        assert not re.search(r"<(script|link|style|img)\b", before), page.name
        assert sources(policy, "default-src") == ["'self'"], page.name
        for kind in ("frame-src", "object-src", "worker-src", "base-uri"):
            assert sources(policy, kind) == ["'none'"], page.name
        assert not re.search(r"https?:|\*|unsafe-eval|unsafe-hashes", policy), page.name
        assert "'unsafe-inline'" not in sources(policy, "script-src"), page.name


def test_policy_names_the_inline_scripts_of_the_page_and_no_others(site):
    for page in site.pages:
        expected = set()
        for script in page.find("script:not([src])"):
            if script.get("type") in (None, "module", "text/javascript"):
                digest = hashlib.sha256(script.get_text().encode()).digest()
                expected.add(f"'sha256-{base64.b64encode(digest).decode()}'")
        named = set(sources(policies(page)[0], "script-src")) - {"'self'", "blob:"}
        assert named == expected, page.name
        handlers = [
            (tag.name, name)
            for tag in page.soup.find_all(True)
            for name in tag.attrs
            if name.startswith("on")
        ]
        assert handlers == [], page.name


def test_header_for_hosts_allows_what_every_page_allows(site):
    header = (site.folder / "content-security-policy.txt").read_text(encoding="utf-8")
    assert header.count("\n") == 1
    assert sources(header.strip(), "frame-ancestors") == ["'self'"]
    for page in site.pages:
        missing = set(sources(policies(page)[0], "script-src")) - set(sources(header, "script-src"))
        assert not missing, page.name


def test_page_has_one_viewport_and_no_kernel_settings(site):
    for page in site.pages:
        assert len(page.find("meta[name=viewport]")) == 1, page.name
        assert "thebe" not in page.html, page.name


def test_every_icon_of_a_page_is_in_the_subset(site):
    static = site.folder / "_static"
    (sheet,) = (static / "styles").glob("pydata-*.css")
    css = sheet.read_text(encoding="utf-8")
    fonts = list((static / "vendor").rglob("*.woff*"))
    glyphs = {code for font in fonts for code in (TTFont(font).getBestCmap() or {})}
    seen = set()
    for page in site.pages:
        for icon in page.find("i[class*=fa], span[class*=fa-]"):
            names = {n for n in icon["class"] if n.startswith("fa-")}
            signs = {
                int(code, 16)
                for name in names
                for code in re.findall(rf'\.{name}:before[^{{}}]*\{{content:"\\([0-9a-f]+)"', css)
            }
            assert signs, f"{page.name}: no rule for {sorted(names)}"
            assert signs <= glyphs, f"{page.name}: no glyph for {sorted(names)}"
            seen |= names
    written = {ord(sign) for sign in re.findall(r"[\ue000-\uf8ff]", css)}
    assert written, "the sheet writes no sign as it is"
    assert written <= glyphs | BRANDS
    assert len(seen) > 8
    assert len(glyphs) < 100
    assert sum(font.stat().st_size for font in fonts) < 10_000


def test_style_sheets_name_only_icon_fonts_that_are_there(site):
    static = site.folder / "_static" / "styles"
    (sheet,) = static.glob("pydata-*.css")
    named = re.findall(r"url\(([^)]*webfonts[^)]*)\)", sheet.read_text(encoding="utf-8"))
    fonts = (site.folder / "_static" / "vendor").rglob("*.*")
    assert {(static / name).resolve() for name in named} == {font.resolve() for font in fonts}


def test_no_script_is_waited_for_and_only_the_search_fetches_its_index(site):
    seen = 0
    for page in site.pages:
        scripts = page.find("script[src]")
        assert [s["src"] for s in scripts if not {"async", "defer"} & s.attrs.keys()] == []
        assert page.find("link[rel=preload][as=script]") == []
        index = [s for s in scripts if "searchindex.js" in str(s["src"])]
        assert len(index) == (page.name == "search.html"), page.name
        assert "DOCUMENTATION_OPTIONS." not in page.html, page.name
        seen += len(scripts)
    assert seen > 10


def test_addresses_of_styles_and_scripts_follow_their_content(site):
    for page in site.pages:
        folder = (site.folder / page.name).parent
        for tag in page.find("script[src], link[rel=stylesheet]"):
            path, _, query = str(tag.get("src") or tag["href"]).partition("?")
            content = (folder / path).read_bytes()
            assert query == f"v={hashlib.sha256(content).hexdigest()[:8]}", f"{page.name}: {path}"


def test_every_page_has_the_icon_of_the_book(site):
    icon = (site.folder / "_static" / "icon.svg").read_text(encoding="utf-8").strip()
    assert ElementTree.fromstring(icon).tag.endswith("svg")
    for page in site.pages:
        (link,) = page.find("link[rel=icon]")
        address = str(link["href"])
        if address.startswith("data:"):
            assert unquote(address.partition(",")[2]) == icon, page.name
        else:
            assert (site.folder / page.name).parent.joinpath(address).is_file(), page.name


def test_descriptions_are_sentences_and_each_is_of_one_page(site):
    texts = {
        page.name: str(page.find("meta[name=description]")[0]["content"]) for page in site.pages
    }
    assert len(set(texts.values())) == len(texts)
    for name, text in texts.items():
        assert re.fullmatch(r"[A-Z“].{30,}[.?!]", text), f"{name}: {text}"
        assert len(text) <= 200, f"{name}: {len(text)} characters"
        assert not re.search(r"[$\\{}]|\[\w+\+?\d\d\]", text), f"{name}: {text}"


CONF = """
import sys
sys.path.insert(0, {extension!r})
project = html_title = "A book"
html_baseurl = {address!r}
root_doc = "first"
def setup(app):
    from tied_book import notfound, sitemap
    notfound.connect(app)
    sitemap.connect(app)
"""


@pytest.fixture(params=["", "https://books.example/tied", "https://books.example/tied/"])
def addressed(request, tmp_path) -> tuple[str, Path]:
    """A small book, built by Sphinx with an address or without, and that address."""
    source = tmp_path / "source"
    (source / "part").mkdir(parents=True)
    conf = CONF.format(extension=str(EXTENSION), address=request.param)
    (source / "conf.py").write_text(conf, encoding="utf-8")
    toc = "First\n=====\n\n.. toctree::\n\n   part/two\n"
    (source / "first.rst").write_text(toc, encoding="utf-8")
    (source / "part" / "two.rst").write_text("Two & more\n==========\n", encoding="utf-8")
    site = tmp_path / "site"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", str(source), str(site)]
    subprocess.run(command, check=True, capture_output=True)
    return request.param, site


def test_sitemap_and_canonical_links_are_there_only_with_an_address(addressed):
    address, site = addressed
    page = BeautifulSoup((site / "part" / "two.html").read_text(encoding="utf-8"), "html.parser")
    canonical = [tag["href"] for tag in page.select("link[rel=canonical]")]
    if not address:
        assert not (site / "sitemap.xml").exists()
        assert canonical == []
        return
    places = [
        element.text
        for element in ElementTree.parse(site / "sitemap.xml").iterfind("s:url/s:loc", NAMESPACE)
    ]
    two = "https://books.example/tied/part/two.html"
    assert places == ["https://books.example/tied/first.html", two]
    assert canonical == [two]


def test_missing_page_leads_to_the_address_if_there_is_one(addressed):
    address, site = addressed
    page = BeautifulSoup((site / "404.html").read_text(encoding="utf-8"), "html.parser")
    (link,) = page.select("nav a")
    start = "https://books.example/tied/" if address else ""
    assert link["href"] == f"{start}first.html"
    assert page.select("form")[0]["action"] == f"{start}search.html"
