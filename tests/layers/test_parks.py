import dataclasses

import pytest

from layers import parks


def test_the_feature_parks_that_the_documents_name(catalogue):
    (spec,) = parks.specs(catalogue)

    assert (spec.id, spec.group, spec.symbol) == ("parks", "carriers", "park")
    assert [catalogue.site(member).name_zh for _, member in spec.members] == [
        "张江人工智能岛",
        "徐汇西岸智塔",
        "市北高新",
        "长阳创谷",
        "虹桥智谷",
    ]


@pytest.mark.parametrize("site", ["sh-hp-guangci-sinan", "sh-hp-jiangnan-zhizao"])
def test_parks_of_a_district_s_own_layout_are_left_to_it(catalogue, site):
    assert catalogue.site(site).kind == "park"
    assert ("shanghai", site) not in parks.specs(catalogue)[0].members


def test_a_catalogue_without_parks_has_no_such_layer(catalogue):
    rest = tuple(row for row in catalogue.sites if row.kind != "park")

    assert parks.specs(dataclasses.replace(catalogue, sites=rest)) == []
