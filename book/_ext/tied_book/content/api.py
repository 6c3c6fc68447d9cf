"""The directive ``{api}``: the public names of a module, described by their docstrings.

````
```{api} tying.risk
fit_risk
MeanModel(...)
```
````

The content lists the names of the module's ``__all__`` in the order in which a reader needs them,
and the build fails if one is missing. A class is shown without the arguments of its constructor,
since functions make most of them; ``(...)`` says that readers construct it. Sphinx's ``autodoc``
and ``napoleon`` read the docstrings.
"""

from __future__ import annotations

import builtins
import importlib
import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.ext.napoleon.docstring import GoogleDocstring
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import stringify_annotation

CONSTRUCTED = "(...)"
"""What stands behind a class that readers construct."""

PACKAGE = "tying"
EXTENSIONS = ("sphinx.ext.autodoc", "sphinx.ext.napoleon")
SETTINGS: dict[str, Any] = {
    "add_module_names": False,
    "autodoc_member_order": "bysource",
    "autodoc_preserve_defaults": True,
    "autodoc_typehints_format": "short",
    "napoleon_custom_sections": [("Attributes", "params_style"), "Source", "Standard errors"],
    "napoleon_numpy_docstring": False,
    "napoleon_use_rtype": False,
    "python_use_unqualified_type_names": True,
}


class Api(SphinxDirective):
    """The public names of the module that the argument names, in the order of the content."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """What autodoc makes of the names."""
        module = importlib.import_module(self.arguments[0])
        listed = [line.strip() for line in self.content if line.strip()]
        names = [line.removesuffix(CONSTRUCTED) for line in listed]
        if problem := difference(module, names):
            raise self.error(problem)
        for folder in module.__path__:
            for file in sorted(Path(folder).glob("*.py")):
                self.env.note_dependency(str(file))
        constructed = {line for line in listed if line.endswith(CONSTRUCTED)}
        self.env.temp_data["constructed"] = {
            f"{module.__name__}.{line.removesuffix(CONSTRUCTED)}" for line in constructed
        }
        text = [f".. py:module:: {module.__name__}", ""]
        for name in names:
            text += [*described(module, name), ""]
        box = nodes.container(classes=["api"])
        markdown = StringList(["```{eval-rst}", *text, "```"], self.get_source_info()[0])
        self.state.nested_parse(markdown, self.content_offset, box)
        return [box]


def difference(module: ModuleType, names: list[str]) -> str:
    """How ``names`` differ from the public names of ``module``; nothing if they do not."""
    public = set(module.__all__)
    problems = [f"lacks {name}" for name in sorted(public - set(names))]
    problems += [f"has {name}, which is none" for name in names if name not in public]
    if not problems:
        return ""
    return f"the list of the public names of {module.__name__} {' and '.join(problems)}"


def described(module: ModuleType, name: str) -> list[str]:
    """The directive for one public name, as lines of reStructuredText."""
    value = getattr(module, name)
    if inspect.isclass(value):
        lines = [f".. autoclass:: {name}", "   :members:"]
        return lines if value.__base__ is object else [*lines, "   :show-inheritance:"]
    if inspect.isroutine(value):
        return [f".. autofunction:: {name}"]
    words = [f"   {line}".rstrip() for line in words_of_alias(module, name)]
    return [f".. py:type:: {name}", f"   :canonical: {stringify_annotation(value)}", "", *words]


def words_of_alias(module: ModuleType, name: str) -> list[str]:
    """The string below the definition of the type ``name``, which Python itself drops."""
    for part in sorted(other for other in sys.modules if other.startswith(f"{module.__name__}.")):
        words = ModuleAnalyzer.for_module(part).find_attr_docs()
        if ("", name) in words:
            return words["", name]
    return []


def hide_constructor(
    app: Sphinx, what: str, name: str, value: Any, options: Any, signature: str, returned: str
) -> tuple[str, str] | None:
    """Leave out the arguments of a class that only functions make."""
    hidden = what in ("class", "exception") and name not in app.env.temp_data["constructed"]
    return ("", "") if hidden else None


def read_property(
    app: Sphinx, what: str, name: str, value: Any, options: Any, lines: list[str]
) -> None:
    """Read the docstring of a property as that of a method, before napoleon does otherwise.

    Napoleon takes what stands in its first line before a colon for a type, and knows no sections;
    so the first line is an empty comment.
    """
    if what == "property":
        lines[:] = [
            "..",
            "",
            *GoogleDocstring(lines, app.config, app, "method", name, value).lines(),
        ]


def find_alias(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, shown: nodes.TextElement
) -> nodes.Element | None:
    """The link to one of the package's types, which Sphinx looks for among classes alone."""
    if (node.get("refdomain"), node["reftype"]) != ("py", "class"):
        return None
    page, target = node["refdoc"], node["reftarget"]
    domain = env.get_domain("py")
    return domain.resolve_xref(env, page, app.builder, "type", target, node, shown)


def is_foreign(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Whether a name of Python that no page describes belongs to another package, or is private.

    Such a name is shown without a link: an inventory of other packages would have to be fetched.
    """
    if domain is None or domain.name != "py":
        return None
    root, *more = node["reftarget"].split(".")
    if root == PACKAGE:  # what a module keeps to itself has no page either
        return any(part.startswith("_") for part in more) or None
    return bool(more) or hasattr(builtins, root) or None


def derive_settings(app: Sphinx, config: Config) -> None:
    """Apply the settings, and let signatures call the package's types by their names."""
    for name, value in SETTINGS.items():
        config[name] = value
    for subject in ("layers", "ledger", "risk", "trace"):
        module = importlib.import_module(f"{PACKAGE}.{subject}")
        for name in module.__all__:
            value = getattr(module, name)
            if not (inspect.isclass(value) or inspect.isroutine(value)):
                config.autodoc_type_aliases[name] = f"{module.__name__}.{name}"


def connect(app: Sphinx) -> None:
    """Register the directive, and set up what reads the docstrings."""
    for extension in EXTENSIONS:
        app.setup_extension(extension)
    app.add_directive("api", Api)
    app.connect("config-inited", derive_settings)
    app.connect("autodoc-process-signature", hide_constructor)
    app.connect("autodoc-process-docstring", read_property, priority=400)  # napoleon: 500
    app.connect("missing-reference", find_alias)
    app.connect("warn-missing-reference", is_foreign)
