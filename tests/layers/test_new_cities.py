import dataclasses

import pytest

from layers import new_cities


def test_the_five_new_cities(catalogue):
    (spec,) = new_cities.specs(catalogue)

    assert (spec.id, spec.group, spec.symbol) == ("new-cities", "carriers", "new-city")
    assert [catalogue.site(member).name_zh for _, member in spec.members] == [
        "嘉定新城",
        "青浦新城",
        "松江新城",
        "奉贤新城",
        "南汇新城",
    ]


def test_their_names_are_marked_as_ours(catalogue):
    """The plan says 五个新城 without naming one."""
    for _, member in new_cities.specs(catalogue)[0].members:
        assert catalogue.site(member).status == "editorial"


@pytest.mark.parametrize("kind", ["park", "area"])
def test_a_catalogue_without_new_cities_has_no_such_layer(catalogue, kind):
    sites = tuple(
        row.model_copy(update={"kind": kind}) if row.kind == "new_city" else row
        for row in catalogue.sites
    )

    assert new_cities.specs(dataclasses.replace(catalogue, sites=sites)) == []
