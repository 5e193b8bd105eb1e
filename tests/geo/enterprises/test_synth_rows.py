from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from geo.catalogue import Catalogue
from geo.datum import gcj02_to_wgs84
from geo.enterprises.district_words import DistrictNames
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.synth_rows import (
    CHUNK,
    COLUMNS,
    FAULTS,
    OF_TEXTS,
    OTHER_TRADES,
    PREFIX,
    UNMAPPED,
    WITHOUT_INDUSTRY,
    SynthRows,
    is_plain,
)
from geo.enterprises.wish import Columns
from geo.locate import find_districts


def drawn(catalogue: Catalogue, index: int = 0, rows: int = CHUNK, **given) -> tuple[dict, Counter]:
    options = {"faults": 0.0, "unplaced": 0.0, "datum": "WGS-84", "as_text": False} | given
    table, faults = SynthRows(catalogue, ["shanghai"], 5, **options).chunk(index, rows)
    assert table.column_names == list(COLUMNS.values())
    return {key: table[name].to_pylist() for key, name in COLUMNS.items()}, faults


@pytest.fixture(scope="module")
def clean(catalogue: Catalogue) -> dict[str, list]:
    return drawn(catalogue, rows=5000)[0]


def test_rows_are_called_synthetic_and_numbered(catalogue: Catalogue, clean: dict) -> None:
    assert clean["name"][:2] == ["合成企业00000001号", "合成企业00000002号"]
    assert all(name.startswith(PREFIX) for name in clean["name"])
    assert drawn(catalogue, index=1, rows=1)[0]["name"] == [f"合成企业{CHUNK + 1:08d}号"]


def test_rows_agree_with_themselves(catalogue: Catalogue, clean: dict) -> None:
    """Coordinates, address and district of a row name the same district."""
    names = DistrictNames(catalogue, ["shanghai"])
    by_cell = names.codes(clean["district"])
    outlines = catalogue.boundaries.full.geometry
    found = find_districts(np.array(clean["lon"]), np.array(clean["lat"]), outlines)

    assert [names.adcodes[code] for code in by_cell] == found.tolist()
    assert names.codes(clean["address"]).tolist() == by_cell.tolist()


def test_industries_are_of_ours_but_for_the_other_trades(catalogue: Catalogue, clean: dict) -> None:
    words = IndustryWords.default(catalogue)
    codes = words.codes(clean["industry"])

    assert words.codes(OTHER_TRADES).tolist() == [-1] * len(OTHER_TRADES)
    assert words.ambiguous(clean["industry"]) == ()
    assert set(codes) == {-1, *range(len(catalogue.industries))}
    empty = sum(text is None for text in clean["industry"]) / 5000
    assert empty == pytest.approx(WITHOUT_INDUSTRY, abs=0.01)
    assert (codes == -1).mean() == pytest.approx(UNMAPPED + WITHOUT_INDUSTRY, abs=0.03)


def test_numbers_are_likely_ones(clean: dict) -> None:
    years = [year for year in clean["year"] if year is not None]

    assert min(years) >= 1985
    assert max(years) == 2024
    assert 0 < 5000 - len(years) < 250
    assert min(clean["weight"]) >= 1


def test_faults_are_as_many_as_told(catalogue: Catalogue) -> None:
    rows, faults = drawn(catalogue, rows=4000, faults=0.2, as_text=True)

    assert faults.keys() == FAULTS.keys()
    assert sum(faults.values()) == pytest.approx(800, abs=120)
    seen = Counter()
    for lon, lat, district, weight in zip(
        rows["lon"], rows["lat"], rows["district"], rows["weight"], strict=True
    ):
        seen["missing-coordinates"] += lon is None and district is None
        seen["unknown-district"] += lon is None and district == "某某区"
        seen["swapped"] += lon is not None and lat.startswith("12")
        seen["out-of-range"] += lon == "999.0"
        seen["outside-cities"] += lon == "83.0"
        seen["not-finite"] += lon == "inf"
        seen["not-a-number"] += lon == "约121.4"
        seen["unread-weight"] += weight == "若干"
    assert seen == faults


def test_typed_files_hold_no_texts_for_numbers(catalogue: Catalogue) -> None:
    source = SynthRows(
        catalogue, ["shanghai"], 5, faults=1, unplaced=0, datum="WGS-84", as_text=False
    )
    table, faults = source.chunk(0, 100)

    assert table.schema.field(COLUMNS["lon"]).type == pa.float64()
    assert table.schema.field(COLUMNS["weight"]).type == pa.int32()
    assert table.schema.field(COLUMNS["year"]).type == pa.int16()
    assert not faults.keys() & set(OF_TEXTS)
    assert faults.total() == 100


def test_some_have_an_address_only(catalogue: Catalogue) -> None:
    rows, _ = drawn(catalogue, rows=4000, unplaced=0.3)
    unplaced = [lon is None for lon in rows["lon"]]

    assert sum(unplaced) == pytest.approx(1200, abs=150)
    assert unplaced == [lat is None for lat in rows["lat"]]
    assert None not in rows["address"]


def test_coordinates_are_written_in_another_datum(catalogue: Catalogue, clean: dict) -> None:
    shifted, _ = drawn(catalogue, rows=50, datum="GCJ-02")
    lon, lat = gcj02_to_wgs84(shifted["lon"], shifted["lat"])

    assert shifted["lon"] != clean["lon"][:50]
    assert lon == pytest.approx(clean["lon"][:50], abs=2e-6)
    assert lat == pytest.approx(clean["lat"][:50], abs=2e-6)


def test_headers_are_what_a_wish_asks_for() -> None:
    assert Columns(**COLUMNS).wished == dict(COLUMNS)


@pytest.mark.parametrize(
    ("text", "plain"), [("a b", True), ("a,b", False), ('"', False), ("\n", False)]
)
def test_is_plain(text: str, plain: bool) -> None:
    assert is_plain(text) is plain


def test_pieces_differ_from_each_other(catalogue: Catalogue) -> None:
    source = SynthRows(
        catalogue, ["shanghai"], 5, faults=0, unplaced=0, datum="WGS-84", as_text=False
    )
    first, second = (source.chunk(index, 50)[0][COLUMNS["lon"]] for index in (0, 1))

    assert first != second
    assert source.chunk(0, 50)[0][COLUMNS["lon"]] == first
