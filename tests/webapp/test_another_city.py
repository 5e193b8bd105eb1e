"""An atlas of a city that nobody here has thought of: every address, every table, any content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from tests.another_city import OTHER_CITIES, write_bare, write_filled
from webapp.site import frozen_paths

WRITERS: dict[str, Callable[[Path], Path]] = {
    "filled": write_filled,
    "bare": write_bare,
    "one-industry": lambda folder: write_bare(folder, industries=1),
}


@pytest.fixture(scope="module", params=WRITERS)
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: object
) -> Flask:
    root = WRITERS[request.param](tmp_path_factory.mktemp("atlas") / "hangzhou")
    found: Flask = make_app(ATLAS_CATALOGUE=root)  # type: ignore[operator]
    assert "error" not in found.extensions, found.extensions["error"]
    return found


def sound(app: Flask) -> Iterator[str]:
    """Yield the addresses that answer."""
    yield from frozen_paths(app)
    yield from ("/", "/en/", "/healthz", "/ogc/", "/ogc/?f=html", "/ogc/conformance", "/ogc/api")
    yield from ("/ogc/collections", "/ogc/collections/districts/items/330106")
    for kind in ("districts", "belts", "clusters", "sites", "scenarios"):
        yield from (f"/ogc/collections/{kind}", f"/ogc/collections/{kind}/items?limit=1000")
    for lang in ("", "/en"):
        yield from (f"{lang}/compare?d=330106,330102,330127", f"{lang}/atlas/hangzhou?embed=1")
        yield from (f"{lang}/one-file/hangzhou.html", f"{lang}/sheet/hangzhou")


def wrong(app: Flask) -> Iterator[str]:
    """Yield addresses that may ask for a field, and some at which there is nothing."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments - {"lang"}:
            yield rule.rule
    yield from ("/atlas/both", "/atlas/nowhere", "/en/atlas/nowhere", "/nothing", "/en/nothing")


def texts(name: str, body: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of an answer, those inside archives included."""
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for member in archive.namelist():
                yield from texts(f"{name}!{member}", archive.read(member))
    else:
        yield name, body.decode("utf-8", "replace")


class Alive(HTMLParser):
    """Collect the markup of a page that would run: no page of the atlas has any of its own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_inline = tag == "script" and "src" not in given and given.get("type") != _DATA
        if is_inline or given.get("src") == "x" or any(name.startswith("on") for name in given):
            self.found.append(self.get_starttag_text() or tag)


_DATA = "application/json"


def test_markup_that_would_run_is_found() -> None:
    page = "<p>&lt;svg onload=1&gt;</p><script type='application/json'>{}</script>"
    assert Alive(page + "<script src='/a.js'></script><img src='/a.png'>").found == []
    for payload in ("<img src=x onerror='1'>", "<script>1</script>", "<b onmouseover='1'>"):
        assert Alive(page + payload).found


@pytest.mark.slow
def test_no_address_fails_runs_a_text_or_names_another_city(app: Flask) -> None:
    client = app.test_client()
    good = set(sound(app))
    assert len(good) > 90
    found = []
    for path in dict.fromkeys([*good, *wrong(app)]):
        answer = client.get(path)
        limit = 400 if path in good else 500
        assert answer.status_code < limit, (path, answer.status_code, answer.get_data()[:300])
        if answer.mimetype == "text/html" and "/one-file/" not in path:  # that has scripts inside
            assert Alive(answer.text).found == [], path
        for name, text in texts(path, answer.get_data()):
            if other := OTHER_CITIES.search(text):
                found.append((name, text[max(0, other.start() - 60) : other.end() + 40]))
    assert found == []


def test_one_city_has_one_view_and_the_home_page_leads_there(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/").headers["Location"] == "/atlas/hangzhou"
    assert client.get("/en/").headers["Location"] == "/en/atlas/hangzhou"
    html = client.get("/atlas/hangzhou").get_data(as_text=True)
    assert 'href="/atlas/both"' not in html


def test_the_editions_are_offered_where_there_are_any(app: Flask) -> None:
    html = app.test_client().get("/atlas/hangzhou").get_data(as_text=True)
    (tag,) = re.findall(r'<div [^>]*id="editions"[^>]*>', html)
    assert ("hidden" in tag) == (not app.extensions["catalogue"].editions)


def test_search_finds_districts_by_their_own_pinyin(app: Flask) -> None:
    asset = app.extensions["assets"].url("search.json")
    entries = app.test_client().get(asset).get_json()
    (gongshu,) = [row for row in entries if row[1] == "330105"]
    assert gongshu[5].startswith("gongshu")


def test_the_words_looked_for_are_those_of_the_default_atlas(make_app: object) -> None:
    client = make_app().test_client()  # type: ignore[operator]
    for path in ("/atlas/shanghai", "/en/atlas/shenzhen", "/ogc/collections/districts/items"):
        assert OTHER_CITIES.search(client.get(path).get_data(as_text=True))
