"""The static widget host, with small widgets in real Chromium."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import expect

from tests.browser.pages import SLIDER, model, write_page

TELL = "export default {{ render({{ model, el }}) {{ {body} }} }};"


@pytest.fixture
def show(tmp_path, serve, visit):
    """Open a page with the given models and views, from a server or from a file."""
    address = serve(tmp_path)

    def shown(models, views, name="page.html", scheme="http"):
        path = write_page(tmp_path, models, views, name)
        return visit(f"{address}/{name}" if scheme == "http" else path.as_uri())

    return shown


def widget_script(body: str) -> str:
    """A widget script that runs ``body`` with ``model`` and ``el``."""
    return TELL.format(body=body)


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("name", ["page.html", "part/chapter.html"])
def test_same_model_twice_shares_its_state_and_two_models_do_not(show, name, scheme):
    models = {"a": model(SLIDER, k=2), "b": model(SLIDER, k=5)}
    visited = show(models, ["a", "a", "b"], name, scheme)
    sliders, outputs = visited.page.locator("input"), visited.page.locator("output")
    assert outputs.all_inner_texts() == ["2", "2", "5"]
    sliders.nth(0).focus()
    visited.page.keyboard.press("ArrowRight")
    assert outputs.all_inner_texts() == ["3", "3", "5"]
    assert sliders.nth(1).input_value() == "3"
    sliders.nth(2).focus()
    visited.page.keyboard.press("End")
    assert outputs.all_inner_texts() == ["3", "3", "9"]
    assert visited.problems == []


def test_a_script_that_is_kept_once_serves_all_its_widgets(show):
    again = model("", k=7)
    again["state"] |= {"_esm": {"same": "a"}, "_css": {"same": "a"}}
    visited = show({"a": model(SLIDER, k=2), "b": again}, ["a", "b"])
    assert visited.page.locator("output").all_inner_texts() == ["2", "7"]
    assert visited.problems == []


def test_a_widget_is_drawn_before_the_rest_of_the_page_has_come(tmp_path, serve, chromium):
    path = write_page(tmp_path, {"a": model(SLIDER, k=2), "b": model(SLIDER, k=7)}, "ab", "p.html")
    html = path.read_text(encoding="utf-8")
    between = "</script></div>\n"
    assert html.count(between) == 1
    html = html.replace(between, f'{between}<script src="late.js"></script>')
    path.write_text(html, encoding="utf-8")
    held = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.route("**/late.js", lambda route: held.append(route))
        page.goto(f"{serve(tmp_path)}/p.html", wait_until="commit")
        expect(page.locator("output")).to_have_text(["2"])
        assert page.evaluate("document.readyState") == "loading"
        assert page.locator("html[data-widgets-ready]").count() == 0
        held.pop().fulfill(body="", content_type="text/javascript")
        page.wait_for_selector("html[data-widgets-ready]", state="attached")
        assert page.locator("output").all_inner_texts() == ["2", "7"]


def test_drawn_widget_hides_its_picture(show):
    page = show({"a": model(SLIDER, k=1)}, ["a"]).page
    assert page.locator(".widget-static").is_hidden()
    assert page.locator(".widget-live input").is_visible()


@pytest.mark.parametrize(
    "esm",
    [
        "throw new Error('broken at import');",
        "this is not a script",
        widget_script("el.append('half a widget'); throw new Error('broken in render');"),
        "export default { render() { return Promise.reject(new Error('broken later')); } };",
        "export default { initialize() { throw new Error('broken at start'); }, render() {} };",
        "export default () => { throw new Error('broken factory'); };",
    ],
)
def test_widget_that_throws_keeps_its_picture_and_says_so_once(show, esm):
    models = {"bad": model(esm), "good": model(SLIDER, k=4)}
    visited = show(models, ["bad", "bad", "good"])
    pictures = visited.page.locator(".widget-static")
    assert [picture.is_visible() for picture in pictures.all()] == [True, True, False]
    assert visited.page.locator(".widget-live").count() == 1
    assert visited.page.locator("output").inner_text() == "4"
    assert visited.elsewhere == visited.failed == []
    (error,) = visited.errors
    assert "picture stays" in error


def test_model_of_another_library_keeps_its_picture_without_an_error(show):
    foreign = {**model(SLIDER, k=1), "model_module": "@jupyter-widgets/controls"}
    visited = show({"a": foreign}, ["a", "missing"])
    assert visited.page.locator(".widget-static").first.is_visible()
    assert visited.problems == []


def test_module_is_imported_and_initialised_once_for_each_model(show):
    esm = """
    globalThis.imports = (globalThis.imports ?? 0) + 1;
    export default {
      initialize({ model }) { model.set("started", (model.get("started") ?? 0) + 1); },
      render({ model, el }) { el.append(`${globalThis.imports} ${model.get("started")}`); },
    };"""
    page = show({"a": model(esm)}, ["a", "a"]).page
    assert page.locator(".widget-live").all_inner_texts() == ["1 1", "1 1"]
    assert page.evaluate("globalThis.imports") == 1


@pytest.mark.parametrize("encoding", ["base64", "hex"])
def test_buffers_arrive_as_views_of_their_bytes(show, encoding):
    data = bytes([0, 1, 127, 255])
    text = base64.b64encode(data).decode() if encoding == "base64" else data.hex()
    buffers = [
        {"path": ["table"], "encoding": encoding, "data": text},
        {"path": ["deep", "rows", 1], "encoding": encoding, "data": text},
    ]
    body = """
        const list = (view) => [...new Uint8Array(view.buffer)].join(" ");
        el.append(list(model.get("table")), " / ", list(model.get("deep").rows[1]));"""
    shown = model(widget_script(body), table=None, deep={"rows": [0, None]}, buffers=buffers)
    page = show({"a": shown}, ["a"]).page
    assert page.locator(".widget-live").inner_text() == "0 1 127 255 / 0 1 127 255"


def test_listeners_are_called_for_changes_only_and_after_all_of_a_call_are_made(show):
    body = """
        const calls = [];
        model.on("change:a change:b", () => calls.push(`${model.get("a")}${model.get("b")}`));
        model.on("change", () => calls.push("change"));
        model.set("a", 1);
        model.set({ a: 2, b: 3 });
        model.set("list", [1, 2]);
        el.append(calls.join(" "));"""
    page = show({"a": model(widget_script(body), a=1, b=1, list=[1, 2])}, ["a"]).page
    assert page.locator(".widget-live").inner_text() == "23 23 change"


def test_listener_that_was_removed_is_not_called(show):
    body = """
        const calls = [];
        const one = () => calls.push("one"), two = () => calls.push("two");
        model.on("change:a", one); model.on("change:a", two);
        model.set("a", 1); model.off("change:a", one);
        model.set("a", 2); model.off("change:a");
        model.set("a", 3); model.on("change:a", one); model.off();
        model.set("a", 4);
        el.append(calls.join(" "));"""
    page = show({"a": model(widget_script(body), a=0)}, ["a"]).page
    assert page.locator(".widget-live").inner_text() == "one two two"


def test_saving_and_sending_do_nothing_without_a_kernel(show):
    body = 'model.set("a", 1); model.save_changes(); model.send({ ask: 1 }); el.append("done");'
    visited = show({"a": model(widget_script(body), a=0)}, ["a"])
    assert visited.page.locator(".widget-live").inner_text() == "done"
    assert visited.problems == []


def test_models_can_be_had_by_their_references(show):
    body = """
        const other = model.get("child");
        return model.widget_manager.get_model(other)
            .then((child) => el.append(child.get("k")));"""
    models = {
        "parent": model(widget_script(body), child="IPY_MODEL_kid"),
        "kid": model(SLIDER, k=7),
    }
    page = show(models, ["parent"]).page
    assert page.locator(".widget-live").inner_text() == "7"


def test_style_of_a_widget_is_added_once(show):
    look = "output { color: rgb(1, 2, 3) }"
    models = {"a": model(SLIDER, k=1, _css=look), "b": model(SLIDER, k=1, _css=look)}
    page = show(models, ["a", "b"]).page
    colour = "(element) => getComputedStyle(element).color"
    assert page.locator("output").first.evaluate(colour) == "rgb(1, 2, 3)"
    assert page.locator("head style").count() == 1
