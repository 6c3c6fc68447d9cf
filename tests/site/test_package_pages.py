"""The pages of the package: every public name, its arguments and errors, in readable words."""

from __future__ import annotations

import importlib
import inspect
import re
from types import SimpleNamespace
from typing import Any

import pytest
from sphinx.addnodes import pending_xref
from tied_book.content import api

SUBJECTS = ("ledger", "ties", "trace", "layers", "risk")
NAMES = [
    (subject, name)
    for subject in SUBJECTS
    for name in importlib.import_module(f"tying.{subject}").__all__
]
MARKS = re.compile(
    r":(?:func|class|meth|mod|data|attr|ref):|``|(?<!\w)\*\*\w[^*\n]*\w\*\*(?!\w)|^\s*\.\. |::$",
    re.MULTILINE,
)
"""What reStructuredText leaves where it was not understood."""


@pytest.fixture(scope="module")
def pages(site) -> dict[str, Any]:
    """The page of each subject."""
    by_name = {page.name: page for page in site.pages}
    return {subject: by_name[f"book/package/{subject}.html"] for subject in SUBJECTS}


@pytest.mark.parametrize(("subject", "name"), NAMES)
def test_a_public_name_is_described_with_its_arguments_and_errors(pages, subject, name):
    value = getattr(importlib.import_module(f"tying.{subject}"), name)
    (heading,) = pages[subject].soup.select(f"dt[id='tying.{subject}.{name}']")
    words = heading.find_next_sibling("dd").get_text(" ")
    if inspect.isfunction(value):
        assert set(inspect.signature(value).parameters) <= set(re.findall(r"\w+", heading.text))
        documented = inspect.getdoc(value) or ""
        assert ("Raises:" in documented) == ("Raises" in words)
        assert ("Source:" in documented) == ("Source" in words)
    elif inspect.isclass(value):
        assert words.strip()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_mark_of_a_docstring_is_left(pages, subject):
    for box in pages[subject].find(".api"):
        for code in box.select("pre"):
            code.decompose()
        assert MARKS.findall(box.get_text()) == []


def test_results_are_shown_without_a_constructor_and_settings_with_one(pages):
    (ledger,) = pages["ledger"].soup.select("dt[id='tying.ledger.Ledger']")
    (model,) = pages["risk"].soup.select("dt[id='tying.risk.MeanModel']")
    assert "(" not in ledger.get_text()
    assert "spread" in model.get_text()


def test_types_are_called_by_their_names_and_lead_to_their_values(pages):
    (heading,) = pages["trace"].soup.select("dt[id='tying.trace.trace']")
    (link,) = heading.select("a[href='#tying.trace.Reduce']")
    assert link.get_text() == "Reduce"
    (values,) = pages["trace"].soup.select("dt[id='tying.trace.Reduce']")
    assert "'norm'" in values.get_text()


def test_a_list_that_lacks_a_public_name_or_has_another_is_refused():
    module: Any = SimpleNamespace(__name__="m", __all__=["one", "two"])
    assert api.difference(module, ["two", "one"]) == ""
    assert api.difference(module, ["two", "three"]) == (
        "the list of the public names of m lacks one and has three, which is none"
    )


@pytest.mark.parametrize(
    ("target", "foreign"),
    [
        ("torch.Tensor", True),
        ("int", True),
        ("tying.risk._means.Settings", True),
        ("tying.ledger.Leger", None),
        ("uses", None),
    ],
)
def test_only_names_of_others_may_lead_nowhere(target, foreign):
    domain: Any = SimpleNamespace(name="py")
    app: Any = None
    assert api.is_foreign(app, domain, pending_xref("", reftarget=target)) is foreign
    other: Any = SimpleNamespace(name="std")
    assert api.is_foreign(app, other, pending_xref("", reftarget=target)) is None
