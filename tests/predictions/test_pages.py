"""What the build makes of predictions, as it stands in the pages without a script."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag

from tests.predictions import demo
from tests.site.page import Page, Site


def page(pages: Site, name: str) -> Page:
    return next(one for one in pages.pages if one.name == f"{name}.html")


def prediction(pages: Site, name: str, chapter: str) -> Tag:
    (box,) = page(pages, f"notebooks/{chapter}").find(f".prediction:has(#predict-{name})")
    return box


def script(folder: Path, name: str) -> object:
    text = (folder / "_static" / name).read_text(encoding="utf-8")
    return json.loads(text.partition(" = ")[2].rstrip(";\n"))


@pytest.mark.parametrize(
    ("name", "chapter", "kind", "right", "tolerance"),
    [
        ("alias", "ends", "choice", 1, ""),
        ("count", "ends", "number", 121, "5%"),
        ("rank", "curves", "order", [3, 2, 1], ""),
        ("risk", "curves", "drag", [0.1, 1.1, 2.1], "0.2"),
    ],
)
def test_a_prediction_tells_its_script_what_is_right(pages, name, chapter, kind, right, tolerance):
    box = prediction(pages, name, chapter)
    assert (box["data-kind"], json.loads(str(box["data-right"]))) == (kind, right)
    assert box["data-tolerance"] == tolerance


def test_question_cells_and_outcome_stand_together_in_reading_order(pages):
    parts = prediction(pages, "rank", "curves").find_all(recursive=False)
    for part, name in zip(parts, ("predict", "cell", "figure-caption", "outcome"), strict=True):
        assert name in part["class"]


def test_without_a_script_nothing_is_folded_or_hidden(pages):
    for chapter in ("ends", "curves"):
        for box in page(pages, f"notebooks/{chapter}").find(".prediction"):
            assert box.find_all(hidden=True) == []
            assert not box.select("details.hide:not(.above-input)")
            assert not box.select(".dropdown")


def test_output_caption_and_outcome_are_withheld_and_code_is_not(pages):
    box = prediction(pages, "rank", "curves")
    withheld = [" ".join(part["class"]) for part in box.select(".withheld")]
    assert len(withheld) == 3
    assert not [part for part in box.select(".withheld") if part.select(".cell_input")]


def test_a_box_of_the_old_form_is_left_alone(pages):
    (old,) = page(pages, "notebooks/ends").find(".admonition.predict:not([id])")
    assert old.find_parent(class_="prediction") is None
    (shown,) = page(pages, "notebooks/ends").find("div.cell > details.below-input pre")
    assert shown.get_text().strip() == "2"


def test_the_summary_stands_before_the_references_and_at_the_end_without_them(pages):
    (box,) = page(pages, "notebooks/ends").find(".your-predictions")
    following = box.find_next("h2")
    assert following is not None and following.get_text().startswith("References")
    assert box.has_attr("hidden")
    (box,) = page(pages, "notebooks/curves").find(".your-predictions")
    assert box.find_next("h2") is None or "prev-next" in str(box.find_next("h2"))


def test_what_to_remember_has_one_heading_and_an_entry_in_the_contents(pages):
    for chapter in ("ends", "curves"):
        (section,) = page(pages, f"notebooks/{chapter}").find("section#what-to-remember")
        assert section.get_text().count("What to remember") == 1
        (box,) = section.select(":scope > .admonition.remember")
        assert box.find(class_="admonition-title") is None
        entries = page(pages, f"notebooks/{chapter}").find("a[href='#what-to-remember'].nav-link")
        assert {entry.get_text(strip=True) for entry in entries} == {"What to remember"}


def test_scripts_come_to_the_pages_that_use_them_alone(pages):
    def scripts(name: str) -> set[str]:
        found = [str(tag["src"]) for tag in page(pages, name).find("script[src]")]
        return {one.rpartition("/")[2].partition("?")[0] for one in found if "/tied-" in one}

    assert scripts("notebooks/ends") == {"tied-predictions.js"}
    assert scripts("book/review") == {"tied-cards.js", "tied-review.js"}
    assert scripts("book/intro") == {"tied-keys.js", "tied-progress.js"}


def test_the_cards_hold_every_prediction_and_what_to_remember(demo_site):
    cards = script(demo_site, "tied-cards.js")
    assert isinstance(cards, list)
    assert [record["page"] for record in cards] == ["notebooks/ends", "notebooks/curves"]
    kinds = [[card["kind"] for card in record["cards"]] for record in cards]
    assert kinds == [
        ["prediction", "prediction", "recall", "recall"],
        ["prediction", "prediction", "recall"],
    ]
    recall = cards[0]["cards"][3]
    assert recall["anki_front"] == r"<p>What does a value receive that is used \(m\) times?</p>"
    assert recall["anki_back"] == r"<p>The <i>sum</i> of \(m\) gradients.</p>"
    assert "katex" in recall["answer"]
    choice, number = cards[0]["cards"][:2]
    assert (choice["form"], choice["size"], len(choice["options"])) == ("choice", 3, 3)
    assert (number["form"], number["unit"], number["options"]) == ("number", "numbers", [])
    assert choice["section"] == "Ends"
    assert "Text between two predictions" in number["setting"]
    assert all("Right" not in one["answer"] + one["reason"] for one in (choice, number))


def test_a_card_names_nothing_of_its_page(demo_site):
    cards = script(demo_site, "tied-cards.js")
    assert isinstance(cards, list)
    sides = [
        card[side]
        for record in cards
        for card in record["cards"]
        for side in ("front", "answer", "reason")
    ]
    assert all(not BeautifulSoup(side, "html.parser").select("[id], a") for side in sides)


def test_the_keys_of_a_chapter_are_those_of_its_boxes(pages, demo_site):
    keys = script(demo_site, "tied-keys.js")
    assert isinstance(keys, dict)
    for chapter in ("ends", "curves"):
        name = f"notebooks/{chapter}"
        assert keys[name] == [box["data-key"] for box in page(pages, name).find(".prediction")]


def test_a_build_knows_again_what_did_not_change_and_reports_a_mistake(tmp_path, pages, demo_site):
    """One page is written anew: its key changes, and the cards of the other page stay."""
    book = tmp_path / "book"
    shutil.copytree(demo_site.parents[1], book)
    before = script(demo_site, "tied-keys.js")
    chapter = book / "notebooks" / "ends.ipynb"
    read = nbformat.read(chapter, as_version=4)
    for cell in read.cells:
        cell.source = cell.source.replace("2. At $1$, as the tie.", "2. At $2$.")
        cell.source = cell.source.replace("**Right: 121.**", "It is 121.")
    nbformat.write(read, chapter)
    done = demo.build(book)
    assert done.returncode != 0
    assert "predict-count: begin its outcome with a paragraph" in done.stderr
    after = script(book / "_build" / "html", "tied-keys.js")
    assert isinstance(before, dict) and isinstance(after, dict)
    assert after["notebooks/curves"] == before["notebooks/curves"]
    assert len(after["notebooks/ends"]) == 1
    assert after["notebooks/ends"][0] not in before["notebooks/ends"]
