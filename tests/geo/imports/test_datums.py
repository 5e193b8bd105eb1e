"""Datums: what files claim, and the way to WGS-84."""

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from geo.errors import ImportRefusedError
from geo.imports.datums import (
    DATUM_CHOICES,
    ZONE_DATUMS,
    central_meridian,
    check_datum,
    claim_of_columns,
    claim_of_crs,
    named_datum,
    to_wgs84,
    zone_datum,
    zone_numbers,
)

LON, LAT = np.array([121.4737, 114.0579]), np.array([31.2304, 22.5431])
PLACES = st.tuples(st.floats(113.7, 122.2), st.floats(22.2, 31.9))
# A degree is 111 km: 1e-4 m.
EXACT = {"rtol": 0, "atol": 1e-9}


def projected(lon, lat, epsg):
    return pyproj.Transformer.from_crs(4490, epsg, always_xy=True).transform(lon, lat)


@given(PLACES)
def test_gcj02_and_bd09_come_back(place):
    for datum, there in (("GCJ-02", wgs84_to_gcj02), ("BD-09", wgs84_to_bd09)):
        np.testing.assert_allclose(to_wgs84(*there(*place), datum), place, **EXACT)


@given(PLACES, st.sampled_from([0, 1]))
def test_zones_come_back_with_and_without_their_number(place, has_number):
    zone = round(place[0] / 3)
    x, y = projected(*place, 4534 + zone - 25)
    found = to_wgs84(x + has_number * zone * 1_000_000, y, zone_datum(zone))

    np.testing.assert_allclose(found, place, **EXACT)


def test_zones_by_number_and_by_meridian_are_the_same():
    x, y = projected(121.4737, 31.2304, 4528)

    assert 40_000_000 < x < 41_000_000
    for datum in ("EPSG:4528", "EPSG:4549"):
        np.testing.assert_allclose(to_wgs84(x, y, datum), (121.4737, 31.2304), **EXACT)


def test_other_systems_upon_wgs84():
    x, y = pyproj.Transformer.from_crs(4326, 32651, always_xy=True).transform(LON[0], LAT[0])

    np.testing.assert_allclose(to_wgs84(x, y, "EPSG:32651"), (LON[0], LAT[0]), **EXACT)


@pytest.mark.parametrize("datum", ["WGS-84", "CGCS2000"])
def test_degrees_of_wgs84_and_cgcs2000_stay(datum):
    np.testing.assert_array_equal(to_wgs84(LON, LAT, datum), (LON, LAT))


@pytest.mark.parametrize("datum", [*DATUM_CHOICES[:4], "EPSG:4549", "EPSG:32651", "EPSG:3857"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300])
def test_what_cannot_be_is_nan(datum, value):
    """PROJ answers with infinity, or with a place on another continent, and raises nothing."""
    lon, lat = to_wgs84([value, value, 121.0], [31.0, value, value], datum)

    assert np.isnan(lon).all() or np.isnan(lat).all()
    assert not np.isinf([lon, lat]).any()
    assert np.isnan(lon).tolist() == np.isnan(lat).tolist()


def test_the_number_of_another_zone_is_no_infinity():
    lon, _ = to_wgs84([99_547_000.0], [3_456_000.0], "EPSG:4549")

    assert np.isnan(lon).all()


def test_choices():
    assert len(DATUM_CHOICES) == 25
    assert [central_meridian(datum) for datum in ZONE_DATUMS] == list(range(75, 136, 3))
    for datum in ZONE_DATUMS:
        crs = pyproj.CRS(datum)
        assert f"CM {central_meridian(datum)}E" in crs.name
    assert central_meridian("EPSG:4513") == 75
    assert central_meridian("EPSG:32651") is None


def test_zone_numbers():
    x = np.array([40_547_000.0, 547_000.0, np.nan, np.inf])

    np.testing.assert_array_equal(zone_numbers(x), [40, 0, 0, 0])
    assert zone_datum(40) == "EPSG:4549"
    with pytest.raises(ImportRefusedError, match="zone “20” is not there; allowed: 25 to 45"):
        zone_datum(20)


@pytest.mark.parametrize(
    ("crs", "datum", "is_sure"),
    [
        ("EPSG:4490", "CGCS2000", True),
        ("EPSG:4549", "EPSG:4549", True),
        ("EPSG:4528", "EPSG:4549", True),
        ("EPSG:32651", "EPSG:32651", True),
        ("EPSG:4326", "WGS-84", False),
        ("EPSG:3857", "EPSG:3857", False),
        (None, None, False),
        ("nonsense", None, False),
    ],
)
def test_claim_of_crs(crs, datum, is_sure):
    claim = claim_of_crs(crs, "file")

    assert (claim.datum, claim.is_sure) == (datum, is_sure)


@pytest.mark.parametrize("epsg", [4326, 4490, 4549, 4528, 32651])
def test_claim_of_crs_reads_what_esri_writes(epsg):
    wkt = pyproj.CRS.from_epsg(epsg).to_wkt("WKT1_ESRI")

    assert claim_of_crs(wkt, "file").datum == claim_of_crs(f"EPSG:{epsg}", "file").datum


def test_a_rule_is_no_statement():
    claim = claim_of_crs("EPSG:4326", "rule")

    assert (claim.datum, claim.is_sure, claim.reason.code) == ("WGS-84", False, "crs_by_rule")


@pytest.mark.parametrize("epsg", [4214, 4610, 2437, 2385])
def test_systems_without_an_exact_way_are_refused(epsg):
    with pytest.raises(ImportRefusedError, match="no exact way to WGS-84") as caught:
        claim_of_crs(f"EPSG:{epsg}", "file")
    assert caught.value.code == "unsupported_crs"


def test_check_datum():
    for datum in (*DATUM_CHOICES, "EPSG:32651"):
        check_datum(datum)
    for datum in ("EPSG:999999", "wgs", "EPSG:4326; DROP"):
        with pytest.raises(ImportRefusedError, match="is not there; allowed: WGS-84, GCJ-02"):
            check_datum(datum)
    with pytest.raises(ImportRefusedError, match="Beijing 1954"):
        check_datum("EPSG:4214")


def test_claim_of_columns():
    rows = [("甲", "gcj02"), ("乙", "GCJ-02")]

    assert claim_of_columns(["名称", "坐标系"], rows).datum == "GCJ-02"
    assert claim_of_columns(["名称", "note"], rows) is None
    assert claim_of_columns(["名称", "datum"], [*rows, ("丙", "WGS-84")]) is None
    assert claim_of_columns(["名称", "datum"], [*rows, ("丙", None)]) is None


def test_named_datum():
    names = ("WGS 84", "wgs_84", "EPSG:4326", "火星坐标系", "百度", "CGCS2000", "EPSG:4490", "x")

    assert [named_datum(name) for name in names] == [
        *("WGS-84", "WGS-84", "WGS-84", "GCJ-02", "BD-09", "CGCS2000", "CGCS2000", None)
    ]
