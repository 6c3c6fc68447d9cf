"""The linker: modules of a widget as one script, and what it refuses."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.widgets.modules import WIDGETS
from tools.setup import npm
from tying.widgets.linker import LinkError, link

ENTRIES = sorted(WIDGETS.glob("*/widget.js"))
END = "\nexport default { render };\n"


@pytest.fixture
def linked(tmp_path: Path) -> Callable[..., str]:
    """``linked(widget=..., other=...)``: the script of these modules, by their names."""

    def write(**modules: str) -> str:
        for name, text in modules.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")
        return link(tmp_path / "widget.js")

    return write


def run(script: str) -> str:
    """What ``render()`` of the script returns, in Node."""
    code = script.replace("export default { render };", "console.log(render());")
    command = [npm.node(), "--input-type=module", "--eval", code]
    completed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert completed.returncode == 0, completed.stderr
    return completed.stdout.strip()


@pytest.mark.parametrize(
    ("modules", "returned"),
    [
        pytest.param(
            {
                "a": "const step = 1;\nexport const a = () => step;\n",
                "b": "const step = 20;\nexport function b() {\n  return step;\n}\n",
                "widget": 'import { a } from "./a.js";\nimport { b } from "./b.js";\n'
                "const step = 300;\nconst render = () => a() + b() + step;",
            },
            "321",
            id="two modules may use one private name",
        ),
        pytest.param(
            {
                "state": "export const list = [];\n",
                "a": 'import { list } from "./state.js";\n'
                'list.push("a");\nexport const a = list;\n',
                "widget": 'import { a } from "./a.js";\n'
                'import { list as all } from "./state.js";\n'
                "const render = () => [a === all, ...all].join();",
            },
            "true,a",
            id="a module that two import runs once and before them",
        ),
        pytest.param(
            {
                "a": "export class One {}\nexport async function two() {}\n",
                "widget": 'import {\n  One,\n  two,\n} from "./a.js";\n'
                "const render = () => [One.name, two.name].join();",
            },
            "One,two",
            id="an import may stand on several lines",
        ),
    ],
)
def test_the_linked_script_runs_as_the_modules_would(linked, modules, returned):
    script = linked(**{**modules, "widget": modules["widget"] + END})
    assert run(script) == returned


def test_comments_and_indentation_go_and_what_looks_like_them_in_a_string_stays(linked):
    script = linked(
        widget="// A heading.\n\n/**\n * What it does: `//` and more.\n */\n"
        "function render() {\n  /* aside */\n  const a = 1; // a remark\n"
        '  const b = "x // y";\n  return `${a} ${b} http://z`;\n}' + END
    )
    assert run(script) == "1 x // y http://z"
    for gone in ("heading", "does", "aside", "remark", "\n "):
        assert gone not in script


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.parent.name)
def test_the_script_of_a_widget_is_a_module_with_one_export_and_no_import(entry):
    script = link(entry)
    code = script + "\nexport const loaded = 1;"  # that it parses and runs up to its end
    command = [npm.node(), "--input-type=module", "--eval", code]
    completed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert completed.returncode == 0, completed.stderr
    assert script.count("\nexport ") == 1
    assert "\nimport " not in script
    assert str(WIDGETS) not in script


def test_a_circle_names_both_files(linked):
    with pytest.raises(LinkError, match=r"b\.js imports a\.js, which imports it in turn"):
        linked(
            a='import { b } from "./b.js";\nexport const a = b;\n',
            b='import { a } from "./a.js";\nexport const b = a;\n',
            widget='import { a } from "./a.js";\nconst render = a;' + END,
        )


def test_a_missing_module_names_both_files(linked):
    with pytest.raises(LinkError, match=r"no module gone\.js in .*; widget\.js imports it"):
        linked(widget='import { a } from "./gone.js";\nconst render = a;' + END)


def test_an_import_that_is_not_exported_names_both_files(linked):
    with pytest.raises(LinkError, match=r"widget\.js imports b from a\.js, not exported there"):
        linked(
            a="const b = 1;\nexport const a = b;\n",
            widget='import { a, b } from "./a.js";\nconst render = a + b;' + END,
        )


@pytest.mark.parametrize(
    "line",
    ['import a from "./a.js";', 'import * as a from "./a.js";', 'import "./a.js";',
     'import { a } from "lodash";', 'export { render };', "export let a = 1;",
     'export * from "./a.js";', "export const [a] = [1];"],
)  # fmt: skip
def test_what_cannot_be_linked_is_refused_with_its_line(linked, line):
    with pytest.raises(LinkError, match=r"in a way that is not linked: (im|ex)port"):
        linked(a="export const a = 1;\n", widget=f"{line}\nfunction render() {{}}{END}")


def test_an_entry_without_render_and_an_entry_that_is_not_there_are_refused(linked, tmp_path):
    with pytest.raises(LinkError, match=r"widget\.js has no line 'export default { render };'"):
        linked(widget="const render = 1;\n")
    with pytest.raises(LinkError, match=r"there is no module other\.js"):
        link(tmp_path / "other.js")
