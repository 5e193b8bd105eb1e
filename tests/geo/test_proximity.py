"""Distances and their errors: against geodesics, and that nothing looks better known than it is."""

from __future__ import annotations

import dataclasses

import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.errors import UnknownIdError
from geo.proximity import Distance, distance_figures, sites_near_district, sites_near_site

REAL = read_catalogue(DEFAULT_ROOT)
EARTH = pyproj.Geod(ellps="WGS84")


@pytest.mark.parametrize("site_id", ["sh-zhangjiang", "sz-hetao", "sh-hp-bund"])
def test_distances_are_those_on_the_ground(catalogue: Catalogue, site_id: str) -> None:
    here = catalogue.site(site_id)
    found = sites_near_site(catalogue, site_id, count=100)
    assert len(found) == len(catalogue.sites_of(here.city)) - 1
    for row in found:
        metres = EARTH.inv(here.lon, here.lat, row.site.lon, row.site.lat)[2]
        # The metric CRS of a city may stretch by a few parts in ten thousand.
        assert row.metres == pytest.approx(metres, rel=1e-3, abs=0.5)
        assert row.off_m == here.precision_m + row.site.precision_m


def test_the_nearest_come_first_and_no_more_than_asked_for(catalogue: Catalogue) -> None:
    found = sites_near_site(catalogue, "sh-zhangjiang", count=5)
    assert found[0].site.id == "sh-zhangjiang-ai-island"
    assert [row.metres for row in found] == sorted(row.metres for row in found)
    assert len(found) == 5
    assert sites_near_site(catalogue, "sh-zhangjiang", count=0) == ()


def test_the_distance_from_a_district_is_that_from_its_border(catalogue: Catalogue) -> None:
    found = sites_near_district(catalogue, "310104", count=100)
    outline = catalogue.boundaries.full.geometry.to_crs(32651).loc["310104"]
    to_m = pyproj.Transformer.from_crs(4326, 32651, always_xy=True).transform
    for row in found:
        point = shapely.Point(*to_m(row.site.lon, row.site.lat))
        assert row.metres == pytest.approx(outline.distance(point), abs=0.01)
        assert row.off_m == row.site.precision_m
        assert row.site.district != "310104"
        assert row.site.city == "shanghai"


def test_a_district_without_boundaries_has_nothing_near(catalogue: Catalogue) -> None:
    row = catalogue.districts[0].model_copy(update={"adcode": "310199"})
    made = dataclasses.replace(catalogue, districts=(*catalogue.districts, row))
    assert sites_near_district(made, "310199", count=5) == ()


@pytest.mark.parametrize(("metres", "off", "is_bound"), [(1000, 999, False), (1000, 1000, True)])
def test_where_the_error_is_as_great_only_a_bound_is_known(
    catalogue: Catalogue, metres: float, off: float, is_bound: bool
) -> None:
    found = Distance(catalogue.sites[0], metres, off)
    assert found.is_only_a_bound is is_bound
    assert found.at_most_m == metres + off


@given(
    data=st.data(),
    bearings=st.tuples(st.floats(0, 360), st.floats(0, 360)),
    parts=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_wherever_the_places_really_are_the_error_covers_it(
    data: st.DataObject, bearings: tuple[float, float], parts: tuple[float, float]
) -> None:
    """Put both places anywhere within their precision: the distance keeps within ±."""
    here = data.draw(st.sampled_from(REAL.sites))
    found = data.draw(st.sampled_from(sites_near_site(REAL, here.id, count=8) or [None]))
    if found is None:
        return
    true = [
        EARTH.fwd(site.lon, site.lat, bearing, part * site.precision_m)[:2]
        for site, bearing, part in zip((here, found.site), bearings, parts, strict=True)
    ]
    metres = EARTH.inv(*true[0], *true[1])[2]
    slack = 1 + 1e-3 * (found.at_most_m)
    assert found.metres - found.off_m - slack <= metres <= found.at_most_m + slack


def test_unknown_ids_are_errors(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="nowhere"):
        sites_near_site(catalogue, "nowhere", count=5)
    with pytest.raises(UnknownIdError, match="999999"):
        sites_near_district(catalogue, "999999", count=5)


@pytest.mark.parametrize(
    ("metres", "off", "figures"),
    [
        (200.0, 5500.0, ("5.7 km", "")),
        (200.0, 5500.1, ("5.8 km", "")),
        (200.0, 5550.0, ("5.8 km", "")),
        (3400.0, 901.0, ("3.4 km", "1")),
        (604.0, 501.0, ("600 m", "510")),
        (994.0, 501.0, ("990 m", "510")),
        (996.0, 501.0, ("1.0 km", "0.6")),
    ],
)
def test_figures_round_errors_and_bounds_up(
    metres: float, off: float, figures: tuple[str, str]
) -> None:
    assert distance_figures(Distance(REAL.sites[0], metres, off)) == figures
