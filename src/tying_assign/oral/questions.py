"""From the facts of models to questions, in Markdown.

Facts come out of a process that runs a student's code: names are shown as code, on one line, and
what is no number is refused.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Facts = dict[str, Any]

LONGEST = 80
"""Characters of a name that are shown."""

SHOWN = 6
"""Slots of a group that are shown."""

LOSS = "the mean of the squared outputs"
MOST_MODELS, MOST_GROUPS = 5, 20
"""Of what a submission tells, so many are read."""


@dataclass(frozen=True)
class Question:
    """A question and its answer, as Markdown.

    Attributes:
        kind: two questions of one kind are never asked together.
        about_sharing: whether it can only be asked of a model that shares something.
        model: how one writes the model that it is about.
        text: what is asked.
        answer: what ledger or trace say.
        see: how to see it, as code.
    """

    kind: str
    about_sharing: bool
    model: str
    text: str
    answer: str
    see: str


def choose(facts: Sequence[Facts], content: bytes, count: int, seed: int) -> list[Question]:
    """``count`` questions, or as many as there are, of different kinds.

    Those on sharing come first. Which ones, and on which parameter, depends on the submission's
    content and the seed alone.

    Raises:
        ValueError: if the facts are none.
    """
    rng = random.Random(hashlib.sha256(b"%d " % seed + content).digest())
    try:
        candidates = [one for model in facts[:MOST_MODELS] for one in of_model(model, rng)]
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError) as error:
        raise ValueError(f"these are no facts of models: {error!r}") from error
    rng.shuffle(candidates)
    candidates.sort(key=lambda one: not one.about_sharing)  # stable: the order stays random
    chosen: dict[str, Question] = {}
    for one in candidates:
        if len(chosen) < count:
            chosen.setdefault(one.kind, one)
    return list(chosen.values())


def preferred(
    facts: Sequence[Facts], asked: Collection[str], given: Collection[str]
) -> tuple[list[Facts], list[str]]:
    """The models to ask about, and the names of the others.

    Args:
        facts: of all models that were found.
        asked: names that the assignment asks for; if one of them is a model, the others are left
            out.
        given: names that the handed-out notebook defines; they are left out if there are others.

    Raises:
        ValueError: if the facts are none.
    """
    try:
        names = [call(one) for one in facts]
    except (KeyError, TypeError) as error:
        raise ValueError(f"these are no facts of models: {error!r}") from error
    plainly = [name.removesuffix("()") for name in names]
    chosen = [name in asked for name in plainly]
    if not any(chosen):
        chosen = [name not in given for name in plainly]
    if not any(chosen):
        chosen = [True] * len(names)
    kept = [one for one, is_chosen in zip(facts, chosen, strict=True) if is_chosen]
    return kept, [name for name, is_chosen in zip(names, chosen, strict=True) if not is_chosen]


def of_model(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """All questions on one model; where there is a choice of parameters, one is drawn."""
    for make in (shared, stored, optimiser, untie, tie, count_of_uses, norm_of_a_use, cancelling):
        yield from make(facts, rng)


def shared(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """Which slots share storage."""
    groups = [
        f"{slots(one['slots'])}: {kind(one['kind'])}, {number(one['numel'])} numbers"
        for one in facts["shared"][:MOST_GROUPS]
    ]
    answer = "None: each slot has memory of its own."
    if groups:
        answer = "These do:\n\n" + "\n".join(f"- {group}" for group in groups)
    yield Question(
        "shared",
        bool(groups),
        call(facts),
        f"Which slots of {model(facts)} share storage? For each group: is it a tie (one object) "
        "or an alias (several objects over one memory)?",
        answer,
        f"from tying.ledger import ledger\nprint(ledger({call(facts)}))",
    )


def stored(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """How many numbers there are."""
    yield Question(
        "stored",
        False,
        call(facts),
        f"How many numbers do the parameters of {model(facts)} hold in memory? How many would "
        "they hold if every slot had its own?",
        f"In memory {number(facts['stored'])}; with memory of its own for each of the "
        f"{number(facts['slots'])} slots {number(facts['by_slot'])}.",
        f"from tying.ledger import ledger\nbook = ledger({call(facts)})\n"
        "print(book.stored, book.by_slot)",
    )


def optimiser(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """What Adam remembers."""
    yield Question(
        "optimiser",
        False,
        call(facts),
        f"How many numbers does `torch.optim.Adam` hold for the parameters of {model(facts)} after "
        "a step in which every parameter got a gradient? Leave out the counters of steps.",
        f"{number(2 * facts['optimised'])}: two for each of the {number(facts['optimised'])} "
        "entries of parameter objects that ask for a gradient. A tie is one object, an alias "
        "several.",
        f"print(2 * sum(p.numel() for p in {call(facts)}.parameters() if p.requires_grad))",
    )


def untie(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """What would change without a tie."""
    if one := facts.get("untie"):
        yield Question(
            "untie",
            True,
            call(facts),
            f"In {model(facts)}, the slots {slots(one['slots'])} are tied. You call `untie` on "
            "them. What changes: the output, the numbers in memory, the numbers that Adam holds?",
            f"The output stays as it is, since the values are copied. In memory: "
            f"{number(facts['stored'])} before, {number(one['stored'])} after. Adam: "
            f"{number(2 * facts['optimised'])} before, {number(2 * one['optimised'])} after. From "
            "the first step on the values drift apart.",
            _after(facts, "untie", one["slots"]),
        )


def tie(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """What would change with one."""
    if one := facts.get("tie"):
        yield Question(
            "tie",
            False,
            call(facts),
            f"In {model(facts)}, {slots(one['slots'])} have the same shape and share nothing. You "
            "tie them. How many numbers are then in memory, and what becomes of the gradient?",
            f"{number(one['stored'])} in place of {number(facts['stored'])}. The one parameter "
            "receives the sum of what all its uses contribute, not their mean.",
            _after(facts, "tie", one["slots"]),
        )


def _after(facts: Facts, name: str, changed: Sequence[Any]) -> str:
    names = ", ".join(f'"{plain(slot)}"' for slot in changed)
    return (
        f"import copy\nfrom tying.ledger import ledger\nfrom tying.ties import {name}\n"
        f"twin = copy.deepcopy({call(facts)})\n{name}(twin, {names})\n"
        f"print(ledger({call(facts)}).stored, ledger(twin).stored)"
    )


def count_of_uses(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """How often a pass uses a parameter."""
    if one := _drawn(facts, rng, least=1):
        uses = one["count"]
        yield Question(
            "count of uses",
            uses > 1,
            call(facts),
            f"One pass of {model(facts)} goes through {name(facts['input'])} and back. How many "
            f"uses of {name(one['slot'])} contribute to its gradient, and where are they?",
            places_of(uses, one["places"]),
            _traced(facts, f't.uses("{plain(one["slot"])}")'),
        )


def norm_of_a_use(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """The norm of one contribution."""
    if one := _drawn(facts, rng, least=2):
        norms = one["norms"]
        place = rng.randrange(len(norms))
        drawn = f"Use {place + 1}{_where(one, place)}: {value(norms[place])}."
        yield Question(
            "norm of a use",
            True,
            call(facts),
            f"The loss of {model(facts)} is {LOSS} for {name(facts['input'])}. What is the norm of "
            f"the contribution of use {place + 1} to {name(one['slot'])}, in the order in which "
            "the backward pass meets the uses? Which use contributes most?",
            f"{drawn} {_largest(one, place)} {seeded(facts)}",
            _traced(facts, f't.norms("{plain(one["slot"])}")'),
        )


def _where(one: Facts, place: int) -> str:
    """Where a use is, in brackets; nothing if all are in one place."""
    where = name(one["places"][place])
    return f" ({where})" if len({*map(name, one["places"])}) > 1 else ""


def _largest(one: Facts, drawn: int) -> str:
    """Which use contributes most, as a sentence."""
    norms = one["norms"]
    shown = [value(norm) for norm in norms]
    most = value(max(map(float, norms)))
    largest = [place for place, norm in enumerate(shown) if norm == most]
    if len(largest) == len(norms):
        return "All contribute the same."
    if len(largest) > 1:
        numbers = ", ".join(str(place + 1) for place in largest[:MOST_GROUPS])
        return f"Uses {numbers} contribute most: {most} each."
    if largest == [drawn]:
        return "No other use contributes as much."
    return f"Use {largest[0] + 1}{_where(one, largest[0])} contributes most: {most}."


def places_of(uses: Any, places: Sequence[Any]) -> str:
    """How many uses there are and where, one line for each row of uses in one place."""
    runs: list[tuple[int, int, str]] = []
    for place, where in enumerate(map(name, places), start=1):
        if runs and runs[-1][2] == where:
            runs[-1] = (runs[-1][0], place, where)
        else:
            runs.append((place, place, where))
    if len(runs) == 1 and uses == len(places):
        return f"{number(uses)} uses, all: {runs[0][2]}." if uses > 1 else f"1: {runs[0][2]}."
    lines = [
        f"- use {first}: {where}" if first == last else f"- uses {first} to {last}: {where}"
        for first, last, where in runs[:MOST_GROUPS]
    ]
    return f"{number(uses)}, in the order of the backward pass:\n\n" + "\n".join(lines)


def cancelling(facts: Facts, rng: random.Random) -> Iterator[Question]:
    """Whether contributions cancel."""
    if one := _drawn(facts, rng, least=2):
        together, apart = value(one["sum"]), value(math.fsum(map(float, one["norms"])))
        yield Question(
            "cancelling",
            True,
            call(facts),
            f"{name(one['slot'])} in {model(facts)} is used {number(one['count'])} times in one "
            "pass. Is the norm of its gradient the sum of the norms of the contributions? Why?",
            f"No, unless all point the same way: for {name(facts['input'])} and {LOSS} the "
            f"gradient has the norm {together}, and the norms add up to {apart}. {seeded(facts)}",
            _traced(facts, f't.norms("{plain(one["slot"])}").sum()'),
        )


def _drawn(facts: Facts, rng: random.Random, least: int) -> Facts | None:
    """A parameter that a pass uses; if any is used several times, one of those."""
    known = facts.get("uses", ())
    if least > 1:  # all norms have to be known
        known = [one for one in known if one["count"] == len(one["norms"])]
    several = [one for one in known if one["count"] > 1]
    among = several or [one for one in known if one["count"] >= least]
    return rng.choice(among) if among else None


def _traced(facts: Facts, shown: str) -> str:
    given = plain(facts["input"])
    inputs = "*example" if given == "example" else "x"
    make = (
        "example = example if isinstance(example, tuple) else (example,)"
        if given == "example"
        else f"torch.manual_seed(0)\nx = {given}"
    )
    seed = "torch.manual_seed(0)\n" if call(facts).endswith("()") else ""
    return (
        f"from tying.trace import trace\n{seed}model = {call(facts)}.eval()\n{make}\n"
        f"with trace(model) as t:\n    model({inputs}).square().mean().backward()\nprint({shown})"
    )


def seeded(facts: Facts) -> str:
    """A sentence on the weights that the numbers belong to."""
    if call(facts).endswith("()"):
        return "The numbers depend on the weights, which are those after `torch.manual_seed(0)`."
    return (
        "The numbers depend on the weights, which are those of the notebook run once from the top, "
        "with all seeds at 0 before its first cell."
    )


# --- words ---


def plain(text: Any) -> str:
    """A name as it can stand in code, on one line."""
    if not isinstance(text, str):
        raise TypeError(f"{type(text).__name__} in place of a name")
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return "".join(sign if sign.isprintable() and sign not in '`"\\' else "?" for sign in cut)


def name(text: Any) -> str:
    """A name as code in Markdown."""
    return f"`{plain(text) or ' '}`"


def call(facts: Facts) -> str:
    """How one writes the model."""
    return plain(facts["name"])


def model(facts: Facts) -> str:
    """The model, with its class."""
    return f"{name(facts['name'])} (a {name(facts['class'])})"


def slots(names: Sequence[Any]) -> str:
    """A group of slots."""
    shown = ", ".join(map(name, names[:SHOWN]))
    return shown if len(names) <= SHOWN else f"{shown} and {len(names) - SHOWN} more"


KINDS = {
    "same-parameter": "a tie, one object in several slots",
    "storage-alias": "an alias, several objects over the same memory",
    "overlap": "several objects whose memory overlaps",
    "expanded": "one object whose memory stands for more entries",
    "derived": "computed from one parameter",
}


def kind(text: Any) -> str:
    """How a group shares."""
    return KINDS.get(text) or plain(text)


def number(count: Any) -> str:
    """A count, with commas."""
    if type(count) is not int:
        raise TypeError(f"{type(count).__name__} in place of a count")
    return f"{count:,}"


def value(measured: Any) -> str:
    """A norm, to three digits."""
    return f"{float(measured):.3g}"


def sheet(title: str, chosen: Sequence[Question], answers: bool) -> str:
    """The questions as a page, with or without answers.

    Args:
        title: of the page: which submission it is.
        chosen: what is asked.
        answers: whether the teacher's page is wanted.
    """
    models = dict.fromkeys(one.model for one in chosen)
    about = " and ".join(name(model) for model in models)
    lines = [f"# Questions on {name(title)}", "", f"They are about {about}.", ""]
    for place, one in enumerate(chosen, start=1):
        lines += [f"## {place}.", "", one.text, ""]
        if answers:
            lines += ["**Answer.** " + one.answer, "", "To see it:", ""]
            lines += ["```python", one.see, "```", ""]
    if answers:
        lines += [
            "The answers were computed where the student's code ran: they help you to listen, and "
            "are no marks.",
            "",
        ]
    return "\n".join(lines)
