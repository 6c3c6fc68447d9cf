"""MyST into the Markdown that every notebook front end shows.

Code stays as it is. A directive or a role that has no plain form here is an error: no MyST
syntax may reach a reader.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from tools.learner import predictions
from tools.learner.labels import LABEL, NUMBERED, Place
from tools.learner.references import References

# What the text consists of, beside words. At one place the first that fits is taken.
TOKENS = re.compile(
    rf"""
      ^(?P<ticks>`{{3,}}|~{{3,}})(?![`~{{])[^\n]*\n.*?^(?P=ticks)[ ]*$  # a block of code
    | ^(?P<fence>:{{3,}}|`{{3,}})\{{(?P<directive>[\w:-]+)\}}[ ]*(?P<title>[^\n]*)\n
      (?P<body>.*?)^(?P=fence)[ ]*$
    | ^(?P<entry>[^\s:][^\n]*)\n:[ ]+ | ^(?P<more>:[ ]+)             # a definition, and another
    | \{{(?P<role>[\w:-]+)\}}`(?P<text>[^`]*)`
    | (?P<raw>(?::{{3,}}|`{{3,}})[ ]*\{{[^\n]*)
    | (?P<span>`+)(?!`).+?(?<!`)(?P=span)(?!`)                    # code in a line
    | {NUMBERED}
    | ^\\begin\{{(?P<block>\w+\*?)\}}.*?\\end\{{(?P=block)\}}
    | (?P<inner>\$\$(?:(?!\$\$).)+?\$\$[ ]*\([\w:-]+\)[ ]*$)
    | \$\$.+?\$\$ | \$(?=[^\s$])[^$]*?(?<=[^\s\\])\$             # mathematics
    | ^\((?P<label>[^\s()]+)\)=\n
    | ^(?:%|\+\+\+)[^\n]*(?:\n|\Z)                               # what no page shows
    | (?P<other>\{{\{{.*?\}}\}} | \[\^[^\]]+\] | <project:[^>]*> | ^\[[^\]]+\]:[ ]+(?!\w+:)[^\n]*
      | !\[[^\]]*\]\((?!https?:|data:)[^)]*\))
    | (?<!!)\[(?P<words>[^\]]*)\]\((?!\w+:)(?P<target>[^)\s]+)(?:[ ]+"[^"]*")?\)
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
REASONS = {
    ":::": "is inside a line or a list, or nothing closes it; the outer of two needs more colons",
    "```": "is inside a line or a list, or nothing closes it; the outer of two needs more ticks",
    "$$": "has a number and does not begin its line",
    "{{": "is a substitution; write the words",
    "[^": "is a footnote; write it into the text",
    "<project:": "is a link that only the site understands; write [](label)",
    "![": "is a picture that does not come along; let a cell draw it",
    "[": "is the address of a link; write it into the link",
}
OPTIONS = re.compile(r"\A(?:---\n.*?^---\n|(?::[\w-]+:[^\n]*\n)*)\n*", re.MULTILINE | re.DOTALL)
BOXES = {
    *("note", "tip", "hint", "important", "warning", "caution", "attention", "danger", "error"),
    *("seealso", "topic", "sidebar", "margin", "dropdown", "admonition"),
}
TITLED = {"topic", "sidebar", "margin", "dropdown", "admonition"}
NAMES = {"seealso": "See also"}
CODE = {"code", "code-block", "sourcecode"}


class Unknown(ValueError):
    """A directive, role or label without a plain form."""


@dataclass
class Plain:
    """Turns the Markdown of one page into plain Markdown.

    Attributes:
        page: the page, as a path in the project without suffix.
        places: all labels of the book.
        references: the bibliography.
        site: address of the built book; empty if it has none, and links to it become words.
        cited: keys that were cited so far, for the list of references.
    """

    page: str
    places: dict[str, Place]
    references: References
    site: str = ""
    cited: list[str] = field(default_factory=list)

    def __call__(self, source: str) -> str:
        """``source`` without directives, roles and targets."""
        return TOKENS.sub(self.token, source).strip()

    def token(self, match: re.Match[str]) -> str:
        """What takes the place of one match of ``TOKENS``; code and mathematics stay.

        Raises:
            Unknown: if the match has no plain form.
        """
        if raw := match["raw"] or match["inner"] or match["other"]:
            raise Unknown(refusal(raw))
        replacements = {
            "directive": lambda name: self.directive(name, match["title"].strip(), match["body"]),
            "role": lambda name: self.role(name, match["text"]),
            "equation": lambda label: self.formula(match["formula"].strip(), label),
            "label": anchor,
            "entry": lambda entry: f"- **{self(entry)}**: ",
            "target": lambda target: self.pointer(match["words"], target),
            "more": lambda _: "\n  ",
        }
        for group, replace in replacements.items():
            if text := match[group]:
                return replace(text)
        return "" if match[0].startswith(("%", "+++")) else match[0]

    def directive(self, name: str, title: str, body: str) -> str:
        """Boxes become block quotes, the bibliography a list."""
        whole, body = body, OPTIONS.sub("", body, count=1)
        options = whole.removesuffix(body)
        label = LABEL.search(options)
        if name in BOXES:
            heading = title if name in TITLED else NAMES.get(name, name.capitalize())
            text = body if name in TITLED else f"{title}\n\n{body}".strip()
            heading, text = self(heading), self(text)
            predicted = predictions.plain(heading, options, text)
            if predicted is not None:
                return predicted
            lines = [f"**{heading}**", "", *text.splitlines()]
            return "\n".join(f"> {line}".rstrip() for line in lines)
        if name in CODE:
            return f"```{title}\n{body.rstrip()}\n```"
        if name == "bibliography":
            return self.references.items(self.cited)
        if name == "math":
            return self.formula(body.strip(), label[1]) if label else f"$$\n{body.strip()}\n$$"
        raise Unknown(f"the directive {{{name}}} has no plain form")

    def formula(self, text: str, label: str) -> str:
        """A formula with its number."""
        number = self.place(label).words.strip("()")
        return f"{anchor(label)}$$\n{text} \\tag{{{number}}}\n$$"

    def role(self, name: str, text: str) -> str:
        """Citations become names and years; references and terms their words."""
        titled = re.fullmatch(r"(.+?)\s*<([^>]+)>", text, re.DOTALL)
        if name in ("cite", "cite:p", "cite:t"):
            self.cited += [key.strip() for key in text.split(",")]
            try:
                return self.references.cite(text, textual=name == "cite:t")
            except KeyError as error:
                raise Unknown(f"the bibliography has no entry {error}") from error
        if name == "term":
            return f"*{titled[1] if titled else text}*"
        if name in ("ref", "doc", "numref", "eq"):
            return self.pointer(*(titled.groups() if titled else ("", text)))
        if name == "math":
            return f"${text}$"
        raise Unknown(f"the role {{{name}}} has no plain form")

    def pointer(self, words: str, target: str) -> str:
        """Words for ``target``, linked within the page, or to the site where it has an address."""
        target = target.removeprefix("#")
        if target.startswith(("/", ".")) or target.endswith((".md", ".ipynb")):
            path = posixpath.join("/", posixpath.dirname(self.page), target)
            target = re.sub(r"\.(md|ipynb)$", "", posixpath.normpath(path).lstrip("/"))
        place = self.place(target)
        words = words or place.words
        part = "" if target == place.page else f"#{target}"
        if place.page == self.page:
            return f"[{words}]({part})" if part else words
        return f"[{words}]({self.site}/{place.page}.html{part})" if self.site else f"*{words}*"

    def place(self, label: str) -> Place:
        """What ``label`` stands for."""
        if label not in self.places:
            raise Unknown(f"nothing in the book has the label {label!r}")
        return self.places[label]


def refusal(raw: str) -> str:
    """Why ``raw`` cannot stand in a copy, and what to do."""
    reason = next(words for start, words in REASONS.items() if raw.startswith(start))
    return f"{raw.splitlines()[0].strip()!r} {reason}"


def anchor(label: str) -> str:
    """The place that links within the notebook lead to."""
    return f'<a id="{label}"></a>\n\n'
