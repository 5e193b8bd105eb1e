"""Working together: sign in, add somebody, share a link, revoke it; both languages, axe clean."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.serving import running_atlas
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch
from webapp.store.engine import Store, database_url
from webapp.store.people import create_account

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
SIGN_IN = re.compile(r"/sign-in\?next=")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An atlas with an administrator and somebody else."""
    state = tmp_path_factory.mktemp("state")
    store = Store(database_url("", state))
    with store.session(writes=True) as session:
        create_account(session, "li.wei", PASSWORD, is_admin=True)
        create_account(session, "wang", PASSWORD)
    store.close()
    with running_atlas(ATLAS_STATE=str(state)) as address:
        yield address


def sound(page: Page) -> None:
    """Check a page wide and narrow."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert findings(page) == []


@pytest.mark.parametrize(("lang", "copied"), [("", "已复制"), ("/en", "Copied")])
def test_sharing_a_project(
    new_page: NewPage, server: str, watch: Watch, lang: str, copied: str
) -> None:
    page = new_page(viewport=DESK, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server}{lang}/planner")
    page.wait_for_url(SIGN_IN)
    sound(page)
    page.locator("[name=name]").fill("Li.Wei")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(f"**{lang}/planner")
    page.locator("form[action$='/new'] [name=title]").fill("西带 <b>West</b>")
    page.locator("form[action$='/new'] button").click()
    page.wait_for_url(re.compile(r"/planner/[\w-]{12}$"))
    project = page.url

    page.goto(f"{project}/people")
    page.locator("form.card [name=name]").fill("wang")
    page.locator("form.card button").first.click()
    expect(page.locator("tbody th").filter(has_text="wang")).to_be_visible()
    page.locator("[name=label]").fill("市长办公室")
    page.locator("form[action$='/links'] button").click()
    expect(page.locator("img.qr")).to_be_visible()
    sound(page)
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text(copied)
    link = page.locator("#made-link").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == link

    guest = new_page(viewport=DESK)
    guest.goto(link)
    expect(guest.locator("h1")).to_have_text("西带 <b>West</b>")
    expect(guest.locator("main form")).to_have_count(0)
    page.goto(f"{project}/people")
    page.locator("a[href$='/revoke']").click()
    page.wait_for_url(re.compile(r"/revoke$"))
    sound(page)
    page.locator("form.actions button").click()
    expect(page.locator(".told")).to_be_visible()
    watch.expect("answered 403", "console: .*403")
    guest.goto(project)
    expect(guest.locator("main")).to_contain_text("撤销" if not lang else "revoked")

    page.goto(f"{server}{lang}/planner/accounts")
    page.locator("form.card [name=name]").fill(f"zhang{lang[1:]}")
    page.locator("form.card button").click()
    expect(page.locator("#given-password")).to_have_value(re.compile(r"^[a-z2-9-]{19}$"))
    sound(page)
    page.goto(f"{server}{lang}/planner/account")
    sound(page)
