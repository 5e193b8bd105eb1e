"""The same rows under each datum."""

import numpy as np
import pyproj
import pytest

from geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from geo.imports.choices import Choices
from geo.imports.effects import datum_effects, effects_of
from tests.geo.imports.conftest import SHANGHAI, csv_of, feature, frame, geojson, gpkg, point

X, Y = np.array(SHANGHAI).T
GEOD = pyproj.Geod(ellps="WGS84")


def median_m(there):
    """How far both places are shifted by a datum's direct conversion, which is about the same."""
    return np.median(GEOD.inv(X, Y, *there(X, Y))[2])


def test_degrees(catalogue):
    effects = {effect.datum: effect for effect in datum_effects(X, Y, catalogue)}

    assert list(effects) == ["WGS-84", "GCJ-02", "BD-09", "CGCS2000"]
    assert effects["WGS-84"].cities == {"shanghai": 2}
    assert {effect.inside for effect in effects.values()} == {2}
    assert effects["WGS-84"].shift_m == effects["CGCS2000"].shift_m == 0
    assert effects["GCJ-02"].shift_m == pytest.approx(median_m(wgs84_to_gcj02), rel=0.01)
    assert effects["BD-09"].shift_m == pytest.approx(median_m(wgs84_to_bd09), rel=0.01)


def test_missing_places(catalogue):
    effects = datum_effects(np.array([np.nan]), np.array([31.2]), catalogue)

    assert [(effect.inside, effect.cities) for effect in effects] == [(0, {})] * 4
    assert effects[1].shift_m is None


def test_of_columns(preview, catalogue):
    found = preview(csv_of("a,b", *(f"{x},{y}" for x, y in SHANGHAI), "x,31"))
    effects = effects_of(found, catalogue, Choices(x="a", y="b"))

    assert [effect.inside for effect in effects] == [2, 2, 2, 2]
    assert np.isnan(effects[0].lon).tolist() == [False, False, True]


def test_of_places_in_the_file(preview, catalogue):
    found = preview(geojson(feature(point(121.5, 31.2)), feature(None)))

    assert effects_of(found, catalogue)[0].inside == 1


def test_zones_are_tried_when_no_number_says_which(preview, catalogue):
    """Shanghai's metres are somewhere in every zone; only its own puts them into Shanghai."""
    transformer = pyproj.Transformer.from_crs(4326, 4549, always_xy=True)
    lines = [f"{x:.3f},{y:.3f}" for x, y in (transformer.transform(*xy) for xy in SHANGHAI)]
    effects = effects_of(preview(csv_of("x,y", *lines)), catalogue)

    assert [(effect.datum, effect.inside) for effect in effects] == [("EPSG:4549", 2)]


def test_the_number_of_a_zone_says_which(preview, catalogue):
    effects = effects_of(preview(csv_of("x,y", *["39547000,3456000"] * 2, "9,9")), catalogue)

    assert [(effect.datum, effect.inside) for effect in effects] == [("EPSG:4548", 0)]


def test_metres_in_the_file(preview, catalogue, tmp_path):
    for epsg, datum in ((32651, "EPSG:32651"), (4549, "EPSG:4549")):
        data = gpkg(tmp_path, frame().to_crs(epsg)).read_bytes()
        (tmp_path / "made.gpkg").unlink()

        assert effects_of(preview(data), catalogue)[0].datum == datum
        assert effects_of(preview(data), catalogue)[0].inside == 2
