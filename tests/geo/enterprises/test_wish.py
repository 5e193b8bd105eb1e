from typing import Any

import pytest

from geo.enterprises.errors import EnterpriseError
from geo.enterprises.wish import EnterpriseWish, read_wish

WISH: dict[str, Any] = {
    "files": ["/data/a.csv"],
    "form": "csv",
    "columns": {"lon": "经度", "lat": "纬度", "industry": "行业"},
    "cities": ["shanghai"],
}


def test_a_wish_survives_json() -> None:
    wish = read_wish(WISH)
    assert read_wish(wish.model_dump(mode="json")) == wish
    assert (wish.encoding, wish.delimiter, wish.datum) == ("utf-8", ",", "WGS-84")
    assert wish.columns.wished == {"lon": "经度", "lat": "纬度", "industry": "行业"}


def test_a_wish_for_something_else_has_another_fingerprint() -> None:
    other = read_wish({**WISH, "datum": "GCJ-02"})
    assert read_wish(WISH).fingerprint == read_wish(WISH).fingerprint != other.fingerprint


def test_the_sheet_tells_counts_apart_and_old_wishes_keep_their_fingerprint() -> None:
    before = "fca2e42ed313594cf80d6d4be4dfe41549ebae98113a296689d2b175081b4247"
    assert read_wish(WISH).fingerprint == before
    book = {**WISH, "form": "xlsx"}
    found = {read_wish({**book, "sheet": sheet}).fingerprint for sheet in (None, "2023", "2024")}
    assert len(found) == 3


@pytest.mark.parametrize("columns", [{"district": "区"}, {"address": "地址"}])
def test_a_place_may_be_a_district_or_an_address(columns: dict[str, str]) -> None:
    assert read_wish({**WISH, "columns": columns}).columns.wished == columns


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"files": []}, "files: "),
        ({"files": ["a.csv"]}, "files.0: allowed is an absolute path"),
        ({"files": ["://a.csv"]}, "files.0: allowed is an absolute path"),
        ({"files": ["s3://a/\x00.csv"]}, "files.0: allowed is an absolute path"),
        ({"files": ["/a", "/a"]}, "each file and each city once"),
        ({"form": "ods"}, "form: .*'ods'"),
        ({"encoding": "latin-1"}, "encoding: "),
        ({"delimiter": '"'}, "delimiter: allowed is one character"),
        ({"delimiter": ";;"}, "delimiter: "),
        ({"columns": {"lon": "x"}}, "columns: longitude and latitude are named both or neither"),
        ({"columns": {"lon": "x", "lat": "x"}}, "longitude and latitude are two columns"),
        ({"columns": {"industry": "x"}}, "needed are longitude and latitude, a district or"),
        ({"columns": {"lon": "x", "lat": "y", "size": "z"}}, "columns.size: "),
        ({"datum": "NAD27"}, "datum: "),
        ({"cities": []}, "cities: "),
        ({"limit": 7}, "limit: "),
        ({"sheet": "2024"}, "only workbooks have sheets"),
    ],
)
def test_a_wrong_wish_is_refused_by_its_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(EnterpriseError, match=message) as caught:
        read_wish({**WISH, **change})
    assert caught.value.code == "wish"


def test_a_wish_cannot_be_changed() -> None:
    wish = EnterpriseWish.model_validate(WISH)
    with pytest.raises(ValueError, match="frozen"):
        wish.datum = "BD-09"
