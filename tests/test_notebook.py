"""The notebook in docs runs from top to bottom, and its map is shown without a network."""

import ast
import json
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from geo.catalogue import DEFAULT_ROOT
from tests.chromium import ARGUMENTS, CHROMIUM

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def notebook():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shown(notebook):
    """Run the cells in order, in one namespace, as a kernel does; what each one shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(NOTEBOOK.parent)
        patch.setenv("ATLAS_CATALOGUE", str(DEFAULT_ROOT))
        patch.setattr(sys, "path", [*sys.path])
        namespace = {"__name__": "__main__"}
        return [run("".join(cell["source"]), namespace) for cell in code_cells(notebook)]


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run(source, namespace):
    """Run a cell; its last line is shown if it is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), namespace)  # noqa: S102
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)  # noqa: S307


def test_it_is_a_notebook_without_stored_results(notebook):
    """What is stored would go stale, and 400 kB of map would be in every difference."""
    assert notebook["nbformat"] == 4
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        assert cell["cell_type"] in ("code", "markdown")
    assert {(len(c["outputs"]), c["execution_count"]) for c in code_cells(notebook)} == {(0, None)}


def test_it_says_how_the_packages_are_imported(notebook):
    source = "".join(code_cells(notebook)[0]["source"])

    assert "from geo import catalogue\n" in source
    assert "from layers import AtlasMap" in source


def test_every_cell_runs(notebook, shown):
    assert len(shown) == len(code_cells(notebook)) > 6


def test_it_shows_what_it_promises(shown):
    texts = [value.to_string() if hasattr(value, "to_string") else str(value) for value in shown]

    assert any("青浦区" in text for text in texts)
    assert any("310115" in text and "候选地 A" in text for text in texts)
    assert any("WGS-84" in text and "浦东张江" in text for text in texts)


def test_a_map_in_a_notebook_is_one_escaped_frame(shown):
    (found,) = (
        value for value in shown if hasattr(value, "_repr_html_") and hasattr(value, "save")
    )
    html = found._repr_html_()

    start, end = html.index('srcdoc="') + len('srcdoc="'), html.rindex('" style=')
    assert html.count("<iframe") == 1
    assert not set('"<>') & set(html[start:end])
    assert found._repr_html_() == html


@pytest.mark.browser
def test_a_map_in_a_notebook_asks_the_network_for_nothing(shown, tmp_path):
    (found,) = (
        value for value in shown if hasattr(value, "_repr_html_") and hasattr(value, "save")
    )
    page_file = tmp_path / "cell.html"
    head = '<!doctype html><html lang="zh"><meta charset="utf-8"><title>t</title>'
    page_file.write_text(head + found._repr_html_(), encoding="utf-8")
    asked, complaints = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 900, "height": 700})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text))
        page.goto(page_file.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator(".atlas-district[data-state=painted]").first.wait_for()
        frame.locator(".atlas-district[data-adcode='310104']").focus()
        page.keyboard.press("Enter")
        frame.locator(".atlas-popup .atlas-quote").first.wait_for()
        browser.close()

    outside = [url for url in asked if not url.startswith(("data:", "about:srcdoc"))]
    assert outside == [page_file.as_uri()]
    assert complaints == []
