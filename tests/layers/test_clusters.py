import dataclasses

from layers import clusters


def by_id(catalogue):
    return {spec.id: spec for spec in clusters.specs(catalogue)}


def test_the_four_core_clusters_of_4_plus_x(catalogue):
    four = by_id(catalogue)["four-plus-x"]

    names = [catalogue.site(member).name_zh for _, member in four.members]
    assert names == ["浦东张江", "徐汇滨江", "闵行马桥人工智能创新试验区", "临港新片区"]
    assert four.is_shown


def test_shenzhen_s_agglomeration_areas(catalogue):
    found = by_id(catalogue)["shenzhen-agglomeration"]

    assert found.members == (("shenzhen", "sz-hetao"), ("shenzhen", "sz-qianhai"))


def test_only_structures_with_clusters_become_layers(catalogue):
    assert set(by_id(catalogue)) == {"four-plus-x", "shenzhen-agglomeration"}


def test_a_district_s_own_layout_is_left_to_its_own_layer(catalogue):
    site = catalogue.site("sh-hp-bund-belt").model_copy(update={"kind": "cluster"})
    sites = tuple(site if row.id == site.id else row for row in catalogue.sites)

    assert "huangpu-belt-areas" not in by_id(dataclasses.replace(catalogue, sites=sites))


def test_each_layer_has_the_title_of_its_structure(catalogue):
    titles = {row.id: (row.name_zh, row.name_en) for row in catalogue.structures}

    for spec in clusters.specs(catalogue):
        assert (spec.title_zh, spec.title_en) == titles[spec.id]
        assert (spec.group, spec.symbol) == ("structure", "cluster")
