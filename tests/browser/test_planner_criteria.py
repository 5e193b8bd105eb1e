"""The page of criteria as a planner walks it: propose, add, measure, limit, undo."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.catalogue import Catalogue
from geo.study import read_example
from tests.browser.conftest import NewPage
from tests.browser.driving import PHONE, laid_out
from tests.browser.serving import running_atlas
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

LIST = re.compile(r"/criteria(#.*)?$")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An atlas whose planner keeps its projects in a folder of its own."""
    with running_atlas(ATLAS_STATE=str(tmp_path_factory.mktemp("state"))) as address:
        yield address


@pytest.fixture
def project_file(tmp_path: Path, catalogue: Catalogue) -> Path:
    """The worked example before anybody chose a criterion."""
    document = read_example("shanghai", catalogue).to_json()
    document |= {"criteria": [], "weightings": []}
    document["ranking"] |= {"weighting": None, "compare": None}
    path = tmp_path / "project.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_choose_measure_limit_and_undo(
    new_page: NewPage, server: str, watch: Watch, project_file: Path
) -> None:
    page = new_page()
    page.goto(f"{server}/en/planner")
    page.locator("input[type=file]").set_input_files(project_file)
    page.locator("form[action$='/import'] button").click()
    page.wait_for_url(re.compile(r"/planner/[\w-]+$"))
    page.goto(f"{page.url}/criteria")
    assert findings(laid_out(page)) == []

    page.get_by_role("button", name="Add the ticked ones").click()
    rows = page.locator(".criterion")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text("13 known")
    expect(rows.first).to_contain_text("unknown: not listed in the documents")
    expect(page.locator(".c-curve")).to_have_count(5)

    page.locator(".c-add summary").click()
    page.get_by_role("link", name="A column of the candidates").click()
    page.wait_for_url(re.compile("measure=column"))
    expect(page.locator("#measured")).to_contain_text("13 measured, 1 unknown")
    expect(page.locator(".c-target")).to_be_hidden()
    least = page.locator("[data-beside='least']").first
    expect(least).to_have_text("least measured: 2.2")
    page.locator("[name='name']").select_option("floor_area")
    expect(least).to_have_text("least measured: 3,200")
    page.locator("[name='name']").select_option("rent")
    expect(least).to_have_text("least measured: 2.2")
    page.get_by_label("less is better").check()
    page.get_by_label("At most").fill("7")
    expect(page.locator("#measured .c-counts")).to_contain_text("3 left out by it")
    page.locator("[name='function'][value='steps']").check()
    expect(page.locator(".c-linear")).to_be_hidden()
    page.locator("[name='function'][value='linear']").check()
    assert findings(laid_out(page)) == []

    watch.expect("answered 400", "console: .*400")
    page.get_by_label("Upper bound").fill("cheap")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Upper bound")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("At most")).to_have_value("7")
    assert findings(laid_out(page)) == []
    page.get_by_label("Upper bound").fill("")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(LIST)
    expect(rows).to_have_count(6)
    expect(rows.last).to_contain_text("3 left out by it")
    expect(rows.last).to_contain_text("above the limit of 7")

    page.get_by_role("button", name=re.compile("^Move “rent” up")).click()
    expect(rows.nth(4)).to_contain_text("rent")
    home = page.url.partition("#")[0].replace("/en/planner/", "/planner/")
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(rows.nth(5)).to_contain_text("rent")
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(rows).to_have_count(5)

    phone = new_page(viewport=PHONE, has_touch=True)
    for address in (home, f"{home}/new", f"{home}/new?measure=distance_to_industry"):
        phone.goto(address)
        assert findings(laid_out(phone)) == []
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
