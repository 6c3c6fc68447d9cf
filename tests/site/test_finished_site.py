"""What the last steps of the build do to every page: policy, icons, scripts, descriptions."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import unquote
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

BRANDS = {0xF09B, 0xF296}  # of GitHub and GitLab, before links to them: the book leaves these out


def policies(page) -> list[str]:
    return [str(tag["content"]) for tag in page.find('meta[http-equiv="Content-Security-Policy"]')]


def sources(policy: str, directive: str) -> list[str]:
    parts = [part.split() for part in policy.split(";")]
    (allowed,) = [names for name, *names in parts if name == directive]
    return allowed


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


def test_no_script_blocks_the_parser_and_only_the_search_fetches_its_index(site):
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
