"""What a prediction says, read from the docutils nodes of its question and its outcome.

The build of the pages and the check of the executed notebooks both read predictions here, so that
an author meets one grammar. CONTRIBUTING.md describes it with examples.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from docutils import nodes

from tied_book.predictions.mistakes import Mistake
from tied_book.predictions.numbers import NUMBER, value

QUESTION, OUTCOME = "predict", "outcome"
KINDS = ("number", "order", "drag")
CHOICES = range(2, 5)
ORDERED = range(2, 7)
# docutils makes identifiers of class names: within-0.1 arrives as within-0-1.
TOLERANCE = re.compile(r"within-(?P<whole>\d+)(?:-(?P<decimals>\d+))?(?P<percent>-percent)?")
RIGHT_NUMBER = re.compile(rf"Right: (?P<number>{NUMBER.pattern})\.?")
RIGHT_ORDER = re.compile(r"Right order: (?P<order>\d+(?:, \d+)+)\.?")
WRONG_ANSWER = re.compile(rf"(?P<number>{NUMBER.pattern}): ")
RANGE = re.compile(
    rf"(?P<what>.+), (?P<low>{NUMBER.pattern}) to (?P<high>{NUMBER.pattern})", re.DOTALL
)
UNIT = "Unit:"
OPEN = "?"
JOINTS = re.compile(r"[\s,;]*(?:and)?[\s,;]*")

Part = TypeVar("Part", bound=nodes.Element)


@dataclass(frozen=True)
class Prediction:
    """A question with its outcome.

    Attributes:
        name: what the names ``predict-<name>`` and ``outcome-<name>`` share.
        kind: ``choice``, ``number``, ``order`` or ``drag``.
        right: the right answer, as JSON: the position of the option, counted from 1; a number;
            the positions in their right order; or the values at the handles.
        tolerance: how far an answer may be from the right number, such as ``0.1`` or ``5%``.
        quotes: inline code of the right answer, of which one at least is a line of output.
        leading: the quotes that the right answer begins with; each of them is a line of output.
        stated: numbers that the right answer states, as they are written.
        answer: the node that states the right answer.
    """

    name: str
    kind: str
    right: Any
    tolerance: str
    quotes: tuple[str, ...]
    leading: tuple[str, ...]
    stated: tuple[str, ...]
    answer: nodes.Element


def name_of(node: nodes.Element, prefix: str) -> str:
    """``alias`` for a node of the name ``predict-alias``; empty if it has no name of this kind."""
    for name in (*node["names"], *node["dupnames"]):
        if name.startswith(f"{prefix}-"):
            return name.removeprefix(f"{prefix}-")
    return ""


def is_question(node: nodes.Node) -> bool:
    """Whether ``node`` asks for a prediction. A box of this class without a name does not."""
    return _is_box(node, QUESTION)


def is_outcome(node: nodes.Node) -> bool:
    """Whether ``node`` tells what came out."""
    return _is_box(node, OUTCOME)


def _is_box(node: nodes.Node, kind: str) -> bool:
    if not isinstance(node, nodes.admonition) or kind not in node["classes"]:
        return False
    return bool(node["names"] or node["dupnames"])


def kind_of(question: nodes.Element) -> str:
    """Kind of a question."""
    kinds = [kind for kind in KINDS if kind in question["classes"]]
    if len(kinds) > 1:
        raise Mistake(f"it has the kinds {' and '.join(kinds)}; leave one")
    return kinds[0] if kinds else "choice"


def body(box: nodes.Element) -> list[nodes.Element]:
    """What stands in a box below its title."""
    return [child for child in box.children if isinstance(child, nodes.Element)][1:]


def options(question: nodes.Element) -> nodes.enumerated_list:
    """The options that a question ends with."""
    return _last(question, nodes.enumerated_list, "end it with a numbered list of the options")


def unit(question: nodes.Element) -> nodes.paragraph:
    """The paragraph that names the unit, with which a question for a number ends."""
    paragraph = _last(question, nodes.paragraph, f"end it with a paragraph “{UNIT} …”")
    if not paragraph.astext().startswith(UNIT):
        raise Mistake(f"its last paragraph is not “{UNIT} …”, such as “{UNIT} bytes”")
    return paragraph


def table(box: nodes.Element, of: str) -> nodes.table:
    """The table that a question of the kind ``drag`` ends with, or its outcome begins with."""
    parts = body(box)
    place = -1 if of == QUESTION else 0
    part = parts[place] if parts else None
    tables = list(part.findall(nodes.table)) if part is not None else []
    if not tables:
        where = "end the question" if of == QUESTION else "begin the outcome"
        raise Mistake(f"{where} with a table of two rows, the x axis and the values")
    return tables[0]


def sentences(outcome: nodes.Element) -> nodes.Element | None:
    """The list with one sentence for each option, or for each wrong number; None without one."""
    lists = (nodes.enumerated_list, nodes.bullet_list)
    return next((part for part in body(outcome) if isinstance(part, lists)), None)


def _last(question: nodes.Element, kind: type[Part], advice: str) -> Part:
    parts = body(question)
    if not parts or not isinstance(parts[-1], kind):
        raise Mistake(advice)
    return parts[-1]


def items(listing: nodes.Element) -> list[nodes.list_item]:
    """Items of a list."""
    return [child for child in listing.children if isinstance(child, nodes.list_item)]


def read(question: nodes.Element, outcome: nodes.Element) -> Prediction:
    """The prediction of these two boxes.

    Raises:
        Mistake: if one of them is not written as its kind asks.
    """
    return READERS[kind_of(question)](question, outcome)


def _choice(question: nodes.Element, outcome: nodes.Element) -> Prediction:
    offered = _options(question, CHOICES)
    listing = sentences(outcome)
    said = items(listing) if isinstance(listing, nodes.enumerated_list) else []
    if len(said) != len(offered):
        raise Mistake(
            f"it has {len(offered)} options and {len(said)} sentences in the first numbered list "
            "of its outcome; write one sentence for each option, in their order"
        )
    right = [place for place, item in enumerate(said, 1) if _bold(item) == "Right."]
    if len(right) != 1:
        raise Mistake(f"{len(right)} of its sentences begin with **Right.**; exactly one has to")
    return _prediction(question, "choice", right[0], said[right[0] - 1])


def _number(question: nodes.Element, outcome: nodes.Element) -> Prediction:
    unit(question)
    paragraph = _opening(outcome)
    match = RIGHT_NUMBER.fullmatch(_bold(paragraph))
    if match is None:
        raise Mistake("begin its outcome with a paragraph “**Right: 193.** …”")
    tolerance = tolerance_of(question)
    if not tolerance:
        raise Mistake("give it a class such as within-5-percent or within-0.1")
    wrong_numbers(outcome)
    return _prediction(
        question, "number", value(match["number"]), paragraph, tolerance, (match["number"],)
    )


def _order(question: nodes.Element, outcome: nodes.Element) -> Prediction:
    offered = _options(question, ORDERED)
    paragraph = _opening(outcome)
    match = RIGHT_ORDER.fullmatch(_bold(paragraph))
    if match is None:
        raise Mistake("begin its outcome with a paragraph “**Right order: 3, 1, 2.** …”")
    order = [int(place) for place in match["order"].split(", ")]
    printed = list(range(1, len(offered) + 1))
    if sorted(order) != printed:
        raise Mistake(f"its right order {match['order']} is not one of its {len(offered)} options")
    if order == printed:
        raise Mistake("its options stand in the right order already; mix them")
    return _prediction(question, "order", order, paragraph)


def _drag(question: nodes.Element, outcome: nodes.Element) -> Prediction:
    asked, told = rows(table(question, QUESTION)), rows(table(outcome, OUTCOME))
    if RANGE.fullmatch(asked[1][0]) is None:
        raise Mistake("name the value and its range in the second row, such as “risk, 0 to 3”")
    if [asked[0], asked[1][0]] != [told[0], told[1][0]]:
        raise Mistake("begin its outcome with the same table; only the question marks change")
    if OPEN not in asked[1]:
        raise Mistake("leave at least one value of its table open, as a question mark")
    for before, after in zip(asked[1][1:], told[1][1:], strict=True):
        if before not in (OPEN, after) or not NUMBER.fullmatch(after):
            raise Mistake(f"the table has {before!r} and its outcome {after!r}; give a number")
    stated = tuple(told[1][column] for column, cell in enumerate(asked[1]) if cell == OPEN)
    right = [value(number) for number in stated]
    tolerance = tolerance_of(question) or f"{_tenth(asked[1][0]):g}"
    return _prediction(question, "drag", right, body(outcome)[0], tolerance, stated)


READERS: dict[str, Callable[[nodes.Element, nodes.Element], Prediction]] = {
    "choice": _choice,
    "number": _number,
    "order": _order,
    "drag": _drag,
}


def _tenth(label: str) -> float:
    """A tenth of the range of a picture: how far off a value counts as predicted."""
    match = RANGE.fullmatch(label)
    assert match is not None
    return (value(match["high"]) - value(match["low"])) / 10


def rows(grid: nodes.table) -> list[list[str]]:
    """Text of the two rows of a table, its head among them."""
    texts = [[cell.astext().strip() for cell in row.children] for row in grid.findall(nodes.row)]
    if len(texts) != 2 or len(texts[0]) < 2:
        raise Mistake("its table has two rows, the x axis and the values, of two cells at least")
    return texts


def wrong_numbers(outcome: nodes.Element) -> list[str]:
    """The wrong numbers for which an outcome has a sentence, as they are written."""
    parts = body(outcome)
    listing = parts[1] if len(parts) > 1 else None
    if not isinstance(listing, nodes.bullet_list):
        return []
    matches = [WRONG_ANSWER.match(item.astext()) for item in items(listing)]
    if not all(matches):
        raise Mistake("begin each wrong answer of its list with a number: “- 144: that counts …”")
    return [match["number"] for match in matches if match]


def tolerance_of(question: nodes.Element) -> str:
    """Tolerance in the classes of a question, such as ``5%`` or ``0.1``; empty without one."""
    for name in question["classes"]:
        if match := TOLERANCE.fullmatch(name):
            decimals = f".{match['decimals']}" if match["decimals"] else ""
            return f"{match['whole']}{decimals}{'%' if match['percent'] else ''}"
    return ""


def _options(question: nodes.Element, allowed: range) -> list[nodes.list_item]:
    offered = items(options(question))
    if len(offered) not in allowed:
        raise Mistake(f"it has {len(offered)} options; give it {allowed[0]} to {allowed[-1]}")
    for place, option in enumerate(offered, 1):
        if not option.astext().strip():  # Markdown takes "2. 4." for a list in a list
            raise Mistake(f"its option {place} has no words; write “It is 4.” for a lone “4.”")
    return offered


def _opening(outcome: nodes.Element) -> nodes.Element:
    parts = body(outcome)
    if not parts or not isinstance(parts[0], nodes.paragraph):
        raise Mistake("begin its outcome with a paragraph that states the right answer")
    return parts[0]


def _inline(node: nodes.Element) -> list[nodes.Node]:
    """What the first paragraph of ``node`` consists of; MyST puts an empty text first."""
    paragraph = next(iter(node.findall(nodes.paragraph)), node)
    return [child for child in paragraph.children if child.astext()]


def _bold(node: nodes.Element) -> str:
    """The bold words that ``node`` begins with."""
    first = next(iter(_inline(node)), None)
    return first.astext() if isinstance(first, nodes.strong) else ""


def _leading(node: nodes.Element) -> list[str]:
    """Inline code between the bold words and the sentence."""
    quotes = []
    for child in _inline(node)[1:]:
        if isinstance(child, nodes.literal):
            quotes.append(child.astext())
        elif not JOINTS.fullmatch(child.astext()):
            break
    return quotes


def _prediction(
    question: nodes.Element,
    kind: str,
    right: Any,
    answer: nodes.Element,
    tolerance: str = "",
    stated: tuple[str, ...] = (),
) -> Prediction:
    return Prediction(
        name=name_of(question, QUESTION),
        kind=kind,
        right=right,
        tolerance=tolerance,
        quotes=tuple(literal.astext() for literal in answer.findall(nodes.literal)),
        leading=tuple(_leading(answer)),
        stated=stated,
        answer=answer,
    )
