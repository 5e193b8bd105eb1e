import dataclasses

from layers import district_layouts


def test_huangpu_s_belt_and_three_areas(catalogue):
    (spec,) = district_layouts.specs(catalogue)

    assert (spec.id, spec.title_zh, spec.group, spec.symbol) == (
        "huangpu-belt-areas",
        "一带三区",
        "structure",
        "area",
    )
    assert [catalogue.site(member).name_zh for _, member in spec.members] == [
        "外滩滨江带",
        "北京东路地区",
        "广慈思南国家转化医学创新产业园区",
        "江南智造文创集聚区",
    ]
    assert not spec.is_shown


def test_every_kind_of_site_belongs_to_its_layout(catalogue):
    """Huangpu's areas include two parks; they are drawn once, here."""
    (spec,) = district_layouts.specs(catalogue)

    assert {catalogue.site(member).kind for _, member in spec.members} == {"area", "park"}


def test_two_districts_have_a_layer_each(catalogue):
    own = next(row for row in catalogue.structures if row.district)
    other = own.model_copy(update={"id": "futian-plan", "district": "440304", "city": "shenzhen"})
    site = catalogue.site("sz-hetao").model_copy(update={"structure": "futian-plan"})
    more = dataclasses.replace(
        catalogue,
        structures=(*catalogue.structures, other),
        sites=(*catalogue.sites, site.model_copy(update={"id": "sz-x"})),
    )

    found = {spec.id: spec.members for spec in district_layouts.specs(more)}
    assert found["futian-plan"] == (("shenzhen", "sz-x"),)
    assert len(found["huangpu-belt-areas"]) == 4
