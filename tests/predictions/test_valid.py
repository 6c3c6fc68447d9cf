"""The pages of predictions are valid HTML, and their scripts small and linked as they should be."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from tied_book.predictions.scripts import lean

from tests.site.test_valid_html import faults, validator

__all__ = ["validator"]  # a fixture of that module
LARGEST = 13_500
"""Bytes that a chapter may load for its predictions, compressed."""


def test_html_validate_finds_nothing(pages, validator):
    assert faults(validator, [pages.folder / page.name for page in pages.pages]) == []


def test_script_and_style_of_a_chapter_are_small(demo_site: Path):
    names = ("tied-predictions.js", "tied-predictions.css")
    sizes = [len(gzip.compress((demo_site / "_static" / name).read_bytes())) for name in names]
    assert sum(sizes) <= LARGEST, sizes


def test_a_linked_script_imports_and_exports_nothing(demo_site: Path):
    for script in (demo_site / "_static").glob("tied-*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(?:import|export)\b|\beval\b|new Function", text, re.MULTILINE)


def test_a_style_sheet_keeps_its_rules_and_loses_comments_and_indentation():
    style = "/* why */\n.a {\n  color: red; /* not\n  blue */\n}\n\n@media print {\n  .b {}\n}\n"
    assert lean(style) == ".a {\ncolor: red;\n}\n@media print {\n.b {}\n}\n"
