import dataclasses

from layers import industries

# 003_…, 上海人工智能产业特色分布: how many districts the table gives to each industry.
DISTRICTS = {
    "chip-design": 9,
    "security": 7,
    "healthcare": 2,
    "manufacturing": 4,
    "recognition": 3,
    "retail": 1,
    "hardware": 1,
    "equipment": 1,
    "education": 1,
    "brain-inspired": 1,
}


def test_one_layer_per_industry_in_the_order_of_the_table(catalogue):
    found = industries.specs(catalogue)

    assert [spec.id for spec in found] == [f"industry-{row.id}" for row in catalogue.industries]
    assert {(spec.group, spec.kind, spec.symbol) for spec in found} == {
        ("industries", "industry", "swatch")
    }
    assert all(spec.is_shown for spec in found)


def test_an_industry_paints_the_districts_that_the_document_gives_it(catalogue):
    found = {spec.id.removeprefix("industry-"): spec for spec in industries.specs(catalogue)}

    assert {name: len(spec.members) for name, spec in found.items()} == DISTRICTS
    assert found["healthcare"].members == (("shanghai", "310104"), ("shanghai", "310112"))


def test_fifteen_districts_are_painted_and_qingpu_is_not(catalogue):
    painted = {member for spec in industries.specs(catalogue) for _, member in spec.members}

    assert len(painted) == 15
    assert "310118" not in painted
    assert not any(adcode.startswith("4403") for adcode in painted)


def test_an_industry_without_districts_stays_listed(catalogue):
    """It shows that the documents name the industry and give it to nobody."""
    empty = dataclasses.replace(catalogue, specialisations=())

    assert [spec.members for spec in industries.specs(empty)] == [()] * 10


def test_titles_are_those_of_the_table(catalogue):
    for spec, row in zip(industries.specs(catalogue), catalogue.industries, strict=True):
        assert (spec.title_zh, spec.title_en) == (row.name_zh, row.name_en)
