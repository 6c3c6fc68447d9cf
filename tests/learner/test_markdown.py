"""MyST in, plain Markdown out: each construct against text written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.learner.labels import Place, of_book
from tools.learner.markdown import Plain, Unknown
from tools.learner.references import References

BIB = """
@article{one, author = {Hinton, Geoffrey}, title = {On {T}ies}, journal = {J}, year = {1986}}
@article{two, author = {LeCun, Yann and M{\\"u}ller, Eva}, title = {Maps}, journal = {J},
  year = {1989}}
@article{three, author = {van Gemert, Jan C. and A, B. and C, D.}, title = {Place}, journal = {J},
  year = {2020}, url = {https://example.org/a_b}}
"""
PLACES = {
    "notebooks/a/here": Place("Here?", "notebooks/a/here"),
    "chap-here": Place("Here?", "notebooks/a/here"),
    "sec-near": Place("Nearby", "notebooks/a/here"),
    "sec-far": Place("Far away", "notebooks/b/there"),
    "eq-sum": Place("(2)", "notebooks/a/here"),
    "book/claims": Place("The sources, checked", "book/claims"),
}


@pytest.fixture
def plain(tmp_path: Path) -> Plain:
    (tmp_path / "r.bib").write_text(BIB)
    return Plain("notebooks/a/here", PLACES, References(tmp_path / "r.bib"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(sec-near)=\n## Nearby", '<a id="sec-near"></a>\n\n## Nearby'),
        ("a {term}`tie` and {term}`uses <use>`", "a *tie* and *uses*"),
        ("see [](sec-near)", "see [Nearby](#sec-near)"),
        ("see {ref}`there <sec-near>`", "see [there](#sec-near)"),
        ("see [](sec-far)", "see *Far away*"),
        ("was [checked](../../book/claims.md)", "was *checked*"),
        ("at [their site](https://example.org)", "at [their site](https://example.org)"),
        ("known {cite}`one`", "known (Hinton, 1986)"),
        ("known {cite}`two,three`", "known (LeCun & Müller, 1989; van Gemert et al., 2020)"),
        ("{cite:t}`three` found", "van Gemert et al. (2020) found"),
        (
            ":::{admonition} Predict\n:class: predict\n\nWhat comes?\n\n- a\n:::",
            "> **Predict**\n>\n> What comes?\n>\n> - a",
        ),
        ("```{note}\nTwo ties.\n```", "> **Note**\n>\n> Two ties."),
        ("::::{note}\n:::{tip}\nInner.\n:::\n::::", "> **Note**\n>\n> > **Tip**\n> >\n> > Inner."),
        ("$[a](b)$ and `[c](d)` stay", "$[a](b)$ and `[c](d)` stay"),
        ("```python\n[x](y)\n(z)=\n```", "```python\n[x](y)\n(z)=\n```"),
        ("```python\n{cite}`one`\n```", "```python\n{cite}`one`\n```"),
        ("write ``{term}`x` `` so", "write ``{term}`x` `` so"),
        ("price 5$ [](sec-near)", "price 5$ [Nearby](#sec-near)"),
        ("see [](#sec-near)", "see [Nearby](#sec-near)"),
        ("write [us](mailto:a@b.example)", "write [us](mailto:a@b.example)"),
        (
            ":::{note} First words.\nThen more.\n:::",
            "> **Note**\n>\n> First words.\n>\n> Then more.",
        ),
        (":::{dropdown} A {term}`tie`\nIt.\n:::", "> **A *tie***\n>\n> It."),
        ("```{admonition} T\n---\nclass: tip\n---\nIt.\n```", "> **T**\n>\n> It."),
        ("```{seealso}\n[](sec-near)\n```", "> **See also**\n>\n> [Nearby](#sec-near)"),
        ("```{code-block} python\n:linenos:\n\n[x](y)\n```", "```python\n[x](y)\n```"),
        ("```{math}\na\n```", "$$\na\n$$"),
        ("```{math}\n:label: eq-sum\na\n```", '<a id="eq-sum"></a>\n\n$$\na \\tag{2}\n$$'),
        ("$$ a $$ (eq-sum)", '<a id="eq-sum"></a>\n\n$$\na \\tag{2}\n$$'),
        ("by {eq}`eq-sum`", "by [(2)](#eq-sum)"),
        (
            "\\begin{align}\n{{a}} [x](y)\n\\end{align}",
            "\\begin{align}\n{{a}} [x](y)\n\\end{align}",
        ),
        ("One.\n% unseen\n+++\nTwo.", "One.\nTwo."),
        ("Tied {term}`use`\n: one object", "- **Tied *use***: one object"),
        ("`nn.Linear`\n: one\n: two", "- **`nn.Linear`**: one\n\n  two"),
        ("````{note}\n```python\na = 1\n```\n````", "> **Note**\n>\n> ```python\n> a = 1\n> ```"),
        ("~~~\n{cite}`one` [](gone)\n~~~", "~~~\n{cite}`one` [](gone)\n~~~"),
        ('[near](sec-near "a title")', "[near](#sec-near)"),
        ("$$ \\text{if $x$} $$(eq-sum)", '<a id="eq-sum"></a>\n\n$$\n\\text{if $x$} \\tag{2}\n$$'),
    ],
)
def test_plain(plain: Plain, source: str, expected: str):
    assert plain(source) == expected


def test_with_an_address_links_lead_to_the_site(plain: Plain):
    plain.site = "https://tied.example"
    assert plain("[](sec-far)") == "[Far away](https://tied.example/notebooks/b/there.html#sec-far)"
    assert plain("{doc}`it </book/claims>`") == "[it](https://tied.example/book/claims.html)"


def test_the_bibliography_holds_what_was_cited_once_and_in_order(plain: Plain):
    plain("{cite}`three` {cite}`one,three`")
    listed = plain("```{bibliography}\n:filter: docname in docnames\n```").splitlines()
    assert [line[:14] for line in listed] == ["- Geoffrey Hin", "- Jan C. van G"]
    assert "On Ties" in listed[0]
    assert "(https://example.org/a_b)" in listed[1]


@pytest.mark.parametrize(
    ("source", "named"),
    [
        (":::{figure} x.png\nA\n:::", "{figure}"),
        ("{kbd}`Tab`", "{kbd}"),
        (":::{note}\nNo end.", "{note}"),
        (":::{exercise-start}\n:label: ex-a\n:::", "{exercise-start}"),
        ("[](sec-nowhere)", "sec-nowhere"),
        ("[old](../old.md)", "notebooks/old"),
        ("[gone](#sec-gone)", "sec-gone"),
        ("$$ a $$ (eq-gone)", "eq-gone"),
        ("as {{ version }} says", r"\{\{ version }}' is a substitution"),
        ("as he says[^1]", r"'\[\^1\]' is a footnote; write it into the text"),
        ("![a picture](../picture.png)", "picture.png.* let a cell draw it"),
        ("- one\n\n  ```{tip}\n  Inner.\n  ```", "'```{tip}' is inside a line or a list"),
        ("> :::{note}\n> Inner.\n> :::", "':::{note}' is inside a line"),
        ("- :::{solution} ex-a\n  It.\n  :::", "':::{solution} ex-a' is inside a line"),
        (":::{note}\n:::{tip}\nInner.\n:::\n:::", "the outer of two needs more colons"),
        ("- one\n\n  $$ a $$ (eq-sum)", r"has a number and does not begin its line"),
        ("<project:#sec-near>", "write \\[\\]\\(label\\)"),
        ("[w][b]\n\n[b]: ../there.ipynb", "is the address of a link"),
        ("known {cite}`nobody`", "the bibliography has no entry 'nobody'"),
    ],
)
def test_what_has_no_plain_form_is_named(plain: Plain, source: str, named: str):
    with pytest.raises(Unknown, match=named):
        plain(source)


def test_formulas_and_exercises_are_numbered_on_their_page(tmp_path: Path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: one\n")
    (tmp_path / "one.md").write_text(
        "# One\n\n$$\na\n$$\n\n$$ b $$ (eq-b)\n\n```{math}\n:label: eq-c\nc\n```\n\n"
        "```{exercise}\n:label: ex-a\n```\n\n:::{exercise}\n:nonumber:\n:label: ex-free\n:::\n\n"
        ":::{exercise-start} Long\n:class: dropdown\n:label: ex-b\n:::\n"
    )
    words = {label: place.words for label, place in of_book(tmp_path).items()}
    assert words == {
        **{"one": "One", "eq-b": "(1)", "eq-c": "(2)"},
        **{"ex-a": "exercise 1", "ex-free": "exercise", "ex-b": "exercise 2"},
    }


def test_labels_of_the_book_itself():
    places = of_book(Path(__file__).parents[2])
    assert places["chap-counting-parameters"].words == "What is a parameter, and who owns it?"
    assert places["ex-conv-reach"].words == "exercise 2"
    assert places["book/glossary"].page == "book/glossary"
    assert places["claim-s0-19"] == Place("claim S0-19", "book/claims")
