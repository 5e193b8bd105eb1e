import dataclasses

import pytest

from layers import institutions


def test_the_institutions_that_the_documents_name(catalogue):
    (spec,) = institutions.specs(catalogue)

    assert (spec.id, spec.group, spec.symbol) == ("institutions", "scenarios", "institution")
    names = {catalogue.site(member).name_zh for _, member in spec.members}
    assert len(names) == 16
    assert {"上海人工智能实验室", "复旦大学", "深圳数据交易所"} <= names


@pytest.mark.parametrize(("city", "count"), [("shanghai", 13), ("shenzhen", 3)])
def test_each_city_has_its_own(catalogue, city, count):
    assert len(institutions.specs(catalogue)[0].members_in([city])) == count


def test_only_institutions_belong(catalogue):
    members = institutions.specs(catalogue)[0].members

    assert {catalogue.site(member).kind for _, member in members} == {"institution"}


def test_a_catalogue_without_institutions_has_no_such_layer(catalogue):
    rest = tuple(row for row in catalogue.sites if row.kind != "institution")

    assert institutions.specs(dataclasses.replace(catalogue, sites=rest)) == []
