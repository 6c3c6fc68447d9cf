"""The ES modules of a widget as the one script that anywidget takes.

A module imports by name, ``import { h } from "../common/dom.js";``, and exports functions, classes
and constants where it declares them. In the linked script every module but the entry is a function
that runs once and returns what it exports, so that two modules may use one private name; the entry
comes last, as it is, with its default export. Comments and indentation are left out. Rules of
ESLint make it enough to read the code line by line: no string, for example, spans two lines.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

IMPORT = re.compile(r'^import \{([^{}]*)\} from "(\.[^"]*)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
DEFAULT = "export default { render };\n"
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*[\s\S]*?\*/[ \t]*)\n", re.MULTILINE)
REMARK = re.compile(r"""[ \t]+// [^"'`\n]*$""", re.MULTILINE)  # behind code; not within a string
INDENT = re.compile(r"^\s+", re.MULTILINE)  # and empty lines


class LinkError(Exception):
    """Modules cannot be linked; the message names the files."""


def link(entry: Path) -> str:
    """The script that is made of ``entry``, the module with ``render``, and all that it imports.

    Raises:
        LinkError: if a module is missing, imports what another does not export, imports itself
            by way of others, or imports or exports in any other way than described above.
    """
    linker = _Linker(entry.parent)
    linker.add(entry)
    return "const linked = {};\n" + "".join(linker.parts)


def link_for_page(entry: Path) -> str:
    """A classic script for a page, which runs ``entry`` after all that it imports.

    A page that was opened from a file may load no modules. The names of the script are its own.

    Raises:
        LinkError: as :func:`link`, except that ``entry`` exports nothing.
    """
    linker = _Linker(entry.parent)
    linker.add(entry, importers=("the page",))
    return '(() => {\n"use strict";\nconst linked = {};\n' + "".join(linker.parts) + "})();\n"


class _Linker:
    """Modules in the order in which they have to run: ``parts``, and what each exports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: list[str] = []
        self.exports: dict[str, set[str]] = {}

    def add(self, path: Path, importers: tuple[str, ...] = ()) -> str:
        """Add the module at ``path`` behind all that it imports; its name in the script."""
        name = Path(os.path.relpath(path, self.folder)).as_posix()
        if name in importers:
            raise LinkError(f"{importers[-1]} imports {name}, which imports it in turn")
        if name in self.exports:
            return name
        if not path.is_file():
            by = f"; {importers[-1]} imports it" if importers else ""
            raise LinkError(f"there is no module {name} in {self.folder.name}{by}")
        code = REMARK.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
        code = IMPORT.sub(lambda match: self._import(match, path.parent, (*importers, name)), code)
        exported = EXPORT.findall(code)
        code = EXPORT.sub("", code)
        is_entry = not importers
        if is_entry and DEFAULT not in code:
            raise LinkError(f"{name} has no line '{DEFAULT.strip()}'")
        if other := OTHER.search(code.replace(DEFAULT, "") if is_entry else code):
            raise LinkError(f"{name} imports or exports in a way that is not linked: {other[0]}")
        code = INDENT.sub("", code)
        if not is_entry:
            shared = ", ".join(exported)
            code = f'linked["{name}"] = (() => {{\n{code}return {{ {shared} }};\n}})();\n'
        self.exports[name] = set(exported)
        self.parts.append(code)
        return name

    def _import(self, match: re.Match[str], folder: Path, importers: tuple[str, ...]) -> str:
        """The declaration that takes the place of an import."""
        names, target = match.groups()
        name = self.add(folder / target, importers)
        specifiers = [part.split(" as ") for part in names.replace("\n", " ").split(",")]
        specifiers = [[name.strip() for name in part] for part in specifiers if part[0].strip()]
        for imported, *_ in specifiers:
            if imported not in self.exports[name]:
                raise LinkError(
                    f"{importers[-1]} imports {imported} from {name}, not exported there"
                )
        bound = ", ".join(": ".join(part) for part in specifiers)
        return f'const {{ {bound} }} = linked["{name}"];\n'
