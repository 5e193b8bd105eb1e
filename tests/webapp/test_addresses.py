"""Addresses of a frozen site: relative from any page to any other, whatever the prefix."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.conftest import MakeApp
from webapp.addresses import AtlasFlask, file_of, relative

names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,6}", fullmatch=True)
segments = st.lists(names, min_size=1, max_size=4)
paths = segments.map(lambda parts: "/" + "/".join(parts))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/en/", "en/index.html"),
        ("/atlas/shanghai", "atlas/shanghai.html"),
        ("/en/district/310104", "en/district/310104.html"),
        ("/assets/0123/js/main.js", "assets/0123/js/main.js"),
        ("/data/wgs84/districts.csv", "data/wgs84/districts.csv"),
    ],
)
def test_each_path_has_its_file(path: str, name: str) -> None:
    assert file_of(path) == name


@given(page=paths, target=paths, prefix=st.sampled_from(["", "/x", "/a/b"]))
def test_a_relative_address_leads_to_the_file_under_any_prefix(
    page: str, target: str, prefix: str
) -> None:
    base = f"http://host{prefix}/{file_of(page)}"
    assert urljoin(base, relative(target, page)) == f"http://host{prefix}/{file_of(target)}"


def test_query_and_fragment_stay() -> None:
    address = "/atlas/shanghai?sel=a:b#c"
    assert relative(address, "/en/sources") == "../atlas/shanghai.html?sel=a:b#c"


@pytest.mark.parametrize("address", ["https://example.org/a", "#main", "mailto:a@b", "?d=1"])
def test_other_addresses_stay_as_they_are(address: str) -> None:
    assert relative(address, "/sources") == address


def test_only_a_frozen_application_is_relative(make_app: MakeApp) -> None:
    for is_frozen, wanted in ((False, "/en/sources"), (True, "../sources.html")):
        app = make_app(ATLAS_FROZEN=is_frozen)
        assert isinstance(app, AtlasFlask)
        with app.test_request_context("/en/atlas/shanghai"):
            assert app.url_for("pages.sources", lang="en") == wanted
