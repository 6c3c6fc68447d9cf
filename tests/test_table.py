"""The table of a notebook: a box that scrolls, heads of rows and columns, no colour of its own."""

from tests.tables import Page
from tying._table import Column, code, result, table


def example() -> str:
    return table("Places & <uses>", [Column("use"), Column("norm", True)], [[code("a<b"), "1.5"]])


def test_a_table_has_heads_for_its_columns_and_its_rows():
    page = Page(example())
    assert page.open == []
    assert page.rows == [["use", "norm"], ["a<b", "1.5"]]
    assert [attrs.get("scope") for tag, attrs in page.tags if tag == "th"] == ["col", "col", "row"]


def test_numbers_stand_at_the_right():
    styles = [attrs["style"] or "" for tag, attrs in Page(example()).tags if tag in ("th", "td")]
    assert ["right" in style for style in styles] == [False, True, False, True]
    assert ["tabular-nums" in style for style in styles] == [False, True, False, True]


def test_the_box_scrolls_sideways_and_has_a_name():
    _, attrs = Page(example()).tags[0]
    assert attrs["style"] == "overflow-x: auto" and attrs["tabindex"] == "0"
    assert attrs["role"] == "group" and attrs["aria-label"] == "Places & <uses>"


def test_no_colour_is_set_so_the_page_decides_in_dark_and_light():
    assert "color" not in result("title", example(), ["note"])


def test_a_title_alone_has_nothing_below():
    assert [tag for tag, _ in Page(result("title")).tags] == ["div", "p"]
    assert [tag for tag, _ in Page(result("title", notes=["a", "b"])).tags] == [
        *("div", "p", "p", "br"),
    ]
