import pytest

from layers.sites import district_structures, site_layer

TITLE = ("园区", "Parks")


def layer(catalogue, where, **more):
    return site_layer(
        catalogue, "parks", TITLE, group="carriers", symbol="park", where=where, **more
    )


def test_site_layer_takes_the_sites_that_belong_in_their_order(catalogue):
    (spec,) = layer(catalogue, lambda site: site.city == "shenzhen")

    assert spec.members == tuple(
        ("shenzhen", row.id) for row in catalogue.sites if row.city == "shenzhen"
    )
    assert len(spec.members) == 5


def test_site_layer_describes_itself(catalogue):
    (spec,) = layer(catalogue, lambda _: True, note=("注", "note"))

    assert (spec.id, spec.group, spec.kind, spec.symbol) == ("parks", "carriers", "sites", "park")
    assert (spec.title_zh, spec.title_en) == TITLE
    assert (spec.note_zh, spec.note_en) == ("注", "note")


@pytest.mark.parametrize("start", [True, False])
def test_site_layer_starts_as_told(catalogue, start):
    (spec,) = layer(catalogue, lambda _: True, is_shown=start)

    assert spec.is_shown is start


def test_site_layer_starts_switched_off_unless_told(catalogue):
    (spec,) = layer(catalogue, lambda _: True)

    assert not spec.is_shown
    assert spec.note_zh == spec.note_en == ""


def test_site_layer_without_sites_is_no_layer(catalogue):
    assert layer(catalogue, lambda _: False) == []


def test_district_structures_are_those_that_a_district_laid_out(catalogue):
    assert district_structures(catalogue) == {"huangpu-belt-areas"}
