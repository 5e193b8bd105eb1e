"""Send a registry over a bad connection, look at it, count it, give up, resume, see the result."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import PHONE
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch
from tests.webapp.serving import PROJECT

pytestmark = pytest.mark.browser

ROWS = 30
HEADER = "企业名称,经度,纬度,经营范围,备注\n"


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file as a Chinese registry exports it, long enough to come in several slices."""
    path = tmp_path / "企业名录.csv"
    rows = (f"甲公司{n},121.44{n:02d},31.19,智能芯片设计,{'长' * 25_000}\n" for n in range(ROWS))
    path.write_bytes((HEADER + "".join(rows)).encode("gbk"))
    return path


@pytest.fixture
def worker(planner_state: Path) -> Iterator[None]:
    """A worker that takes a moment for each row."""
    left_out = ("DATABASE_URL", "ATLAS_REDIS_URL", "ATLAS_CATALOGUE")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.slow_worker", f"--parent={os.getpid()}"],
        cwd=PROJECT,
        env={**kept, "ATLAS_STATE": str(planner_state)},
    ) as process:
        yield
        process.terminate()


def fits(page: Page, size: dict[str, int] = PHONE) -> bool:
    """Tell whether a page is no wider than a phone."""
    before = page.viewport_size
    page.set_viewport_size(size)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    return bool(width <= size["width"])


def test_from_a_bad_connection_to_what_was_counted(
    new_page: NewPage, server: str, file: Path, watch: Watch, worker: None
) -> None:
    watch.tolerate("ERR_INTERNET_DISCONNECTED", "answered 400", "status of 400")
    page = new_page()
    page.goto(f"{server}/planner")
    page.locator("input[name=title]").first.fill("企业")
    page.locator("form[action$='/new'] button").click()
    page.wait_for_url("**/planner/*")
    page.locator(".steps a", has_text="企业").click()
    page.wait_for_url("**/enterprises")
    assert findings(page) == []
    assert fits(page)

    # The third slice is lost, and the next ones as long as the connection is.
    offsets: list[int] = []
    is_lost = True

    def lose(route: Route) -> None:
        offsets.append(int(route.request.url.partition("offset=")[2]))
        if len(offsets) > 2 and is_lost:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/upload/0?*", lose)
    page.locator("#send input[type=file]").set_input_files(file)
    page.locator("#send [data-send]").click()
    told = page.locator("#send [role=status]")
    expect(told).to_contain_text("连接中断")
    page.locator("#send [data-pause]").click()
    expect(told).to_contain_text("已暂停：0.5 / 1.4 MiB")
    is_lost = False
    page.locator("#send [data-pause]").click()
    page.wait_for_url("**/preview")
    assert offsets[:2] == [0, 256 * 1024]
    assert sorted(set(offsets)) == list(range(0, file.stat().st_size, 256 * 1024))

    expect(page.locator("#choices")).to_contain_text("gb18030")
    expect(page.locator("[name=column-lon]")).to_have_value("经度")
    expect(page.locator("[name=column-industry]")).to_have_value("经营范围")
    assert findings(page) == []
    assert fits(page)
    page.locator("#start").click()
    expect(page.locator("[role=alert]")).to_contain_text("请选择坐标系")
    page.locator("input[name=datum][value='GCJ-02']").check()
    page.locator("#start").click()
    page.wait_for_url("**/enterprises/E*")

    expect(page.locator("[data-fact=rows_done]")).not_to_have_text("0")
    assert findings(page) == []
    page.locator("#run button").click()
    expect(page.locator(".problem")).to_contain_text("行之后取消")
    page.locator("form[action$='/resume'] button").click()
    expect(page.locator("#result .e-big")).to_contain_text(f"共 {ROWS} 行，略去 1 行")
    assert findings(page) == []
    assert fits(page)
    assert page.locator("a[href$='/rejected.csv']").is_visible()

    page.get_by_role("link", name="词语与产业").click()
    page.wait_for_url("**/words")
    assert findings(page) == []
    assert fits(page)
