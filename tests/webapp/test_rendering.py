"""What every page to read shares: the menu, the fills, the frame in both languages."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.catalogue import Catalogue
from layers.picture_fills import industry_fills
from webapp.rendering import MENU, menu


def test_the_menu_offers_only_pages_that_there_are(app: Flask) -> None:
    with app.test_request_context("/en/sources"):
        offered = menu()
    assert ("pages.sources", "Sources") in offered
    assert {name for name, _ in offered} <= set(app.view_functions)
    assert [name for name, _ in offered] == [n for n, _ in MENU if n in app.view_functions]


@pytest.mark.parametrize(("path", "title"), [("/sources", "来源"), ("/en/sources", "Sources")])
def test_the_menu_marks_the_page_that_is_read(client: FlaskClient, path: str, title: str) -> None:
    page = client.get(path).text
    current = re.findall(r'<a class="tool" href="([^"]+)" aria-current="page">([^<]+)</a>', page)
    assert current == [(path, title)]


def test_the_fills_hold_every_industry_and_the_hatch(catalogue: Catalogue) -> None:
    root = ET.fromstring(industry_fills(catalogue))
    assert [tile.get("id") for tile in root] == [
        *(f"fill-{row.id}" for row in catalogue.industries),
        "fill-none",
    ]
