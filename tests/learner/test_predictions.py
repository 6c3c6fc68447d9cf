"""Predictions in learner copies: a question in plain text, an outcome that is folded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.predictions import demo
from tools.learner.markdown import Plain
from tools.learner.references import References


@pytest.fixture
def plain(tmp_path: Path) -> Plain:
    (tmp_path / "r.bib").write_text("")
    return Plain("notebooks/ends", {}, References(tmp_path / "r.bib"))


def test_a_question_is_plain_text_with_its_options(plain):
    assert plain(demo.ALIAS.partition("## Ends\n\n")[2]) == (
        "**Predict**\n\nAdam starts the alias at $-0.5$. Where does it end?\n\n"
        "1. It stays at $-0.5$.\n2. At $1$, as the tie.\n3. At $3$."
    )


def test_an_outcome_is_folded_with_all_that_it_holds(plain):
    copy = plain(demo.ALIAS_OUTCOME)
    assert copy.startswith("<details><summary>What came out</summary>\n\n1. **Right.** `from -0.5")
    assert copy.endswith("so it is the *signs* that count.\n\n</details>")
    assert "$$\\theta \\leftarrow" in copy


def test_a_table_to_be_completed_stays_a_table(plain):
    assert "| risk, 0 to 3 | ? | ? | ? |" in plain(demo.DRAG)


def test_a_box_without_a_name_stays_a_quotation(plain):
    assert plain(demo.OLD).startswith("> **Predict**\n>\n> What does")


def test_the_place_of_the_summary_leaves_nothing(plain):
    box = ":::{admonition} Your predictions\n:class: your-predictions\n\nThey appear here.\n:::"
    assert plain(f"Text.\n\n{box}") == "Text."


def test_questions_to_remember_stay_with_their_answers(plain):
    copy = plain(demo.REMEMBER)
    assert "> - **What is a tie?**: Two slots that hold one `Parameter` object." in copy
