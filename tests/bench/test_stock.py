"""The default build with which the book is compared, and the requests of its pages."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from tools.bench import foreign, stock
from tools.bench.chromium import Weight

MATHJAX = "https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"
MANAGER = "https://cdn.jsdelivr.net/npm/@jupyter-widgets/html-manager@1.0.6/dist/embed-amd.js"
REQUIRE = "https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.4/require.min.js"
OURS = {
    "title": "A book",
    "author": "nobody",
    "bibtex_bibfiles": ["references.bib"],
    "parse": {"myst_enable_extensions": ["dollarmath"]},
    "html": {"favicon": "icon.svg"},
    "sphinx": {"local_extensions": {"own": "_ext"}, "config": {"katex_prerender": True}},
}


def test_default_settings_hold_nothing_of_the_book_but_what_its_pages_need():
    settings = stock.settings(OURS, Path("cache"))
    assert settings["execute"] == {"execute_notebooks": "cache", "cache": "cache"}
    assert settings["sphinx"] == {"extra_extensions": ["sphinx_exercise"]}
    assert "html" not in settings
    assert {key: settings[key] for key in ("title", "parse")} == {
        key: OURS[key] for key in ("title", "parse")
    }


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("# A\n\n```{book-map}\n```\n", True),
        ("# A\n\n:::{claims}\n:source: S1\n:::\n", True),
        ("# A\n\nThe directive `{claims}` makes tables.\n\n```{note}\nb\n```\n", False),
    ],
)
def test_page_that_needs_our_extension_is_known(source, lacks):
    assert stock.lacks(source) is lacks


@pytest.mark.parametrize(
    ("address", "package"),
    [
        (MATHJAX, ("mathjax@3", "es5/tex-mml-chtml.js")),
        (f"{MANAGER}?v=1", None),
        (MANAGER, ("@jupyter-widgets/html-manager@1.0.6", "dist/embed-amd.js")),
        (REQUIRE, None),
    ],
)
def test_address_of_the_mirror_names_package_and_file(address, package):
    assert foreign.packaged(address) == package


def test_size_comes_from_the_package_that_is_kept(tmp_path):
    script = tmp_path / "tex-mml-chtml.js"
    script.write_text("x = 1;\n" * 1000, encoding="utf-8")
    with tarfile.open(tmp_path / "mathjax-3.2.2.tgz", "w:gz") as package:
        package.add(script, "package/es5/tex-mml-chtml.js")
    note = json.dumps([{"filename": "mathjax-3.2.2.tgz"}])
    (tmp_path / "mathjax@3.json").write_text(note, encoding="utf-8")
    size = foreign.size(MATHJAX, tmp_path)
    assert size is not None
    assert 20 < size < 200
    assert foreign.size(MATHJAX.replace("tex-mml", "other"), tmp_path) is None
    assert foreign.size(REQUIRE, tmp_path) is None


def test_what_is_unknown_is_named_and_not_guessed():
    sizes = {MATHJAX: 266_000, MANAGER: 1_130_000, REQUIRE: None}
    whole = Weight(raw=900, sent=300, files=3, elsewhere=(MATHJAX, MANAGER), alive=False)
    assert whole.known(sizes) == 1_396_300
    assert whole.foreign(sizes) == "2: 1396"
    partly = Weight(raw=900, sent=300, files=3, elsewhere=(MATHJAX, REQUIRE), alive=False)
    assert partly.known(sizes) == 266_300
    assert partly.foreign(sizes) == "2: 266+"
    assert Weight(raw=9, sent=3, files=1, elsewhere=(), alive=True).foreign(sizes) == "none"
