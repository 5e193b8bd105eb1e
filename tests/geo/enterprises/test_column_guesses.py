import io

import pytest

from geo.enterprises.column_guesses import guess_columns, is_surely_synthetic
from geo.enterprises.samples import take_sample


def sample(header, *rows):
    text = "\n".join([header, *rows]) + "\n"
    return take_sample(io.BytesIO(text.encode()), None)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "统一社会信用代码,企业名称,经度,纬度,注册地址,所属区县,经营范围,成立日期,从业人数",
            "91310000X,甲公司,121.43,31.19,漕溪北路1号,徐汇区,智能芯片设计,2015-03-01,25",
            {
                "name": "企业名称",
                "lon": "经度",
                "lat": "纬度",
                "address": "注册地址",
                "district": "所属区县",
                "industry": "经营范围",
                "weight": "从业人数",
                "year": "成立日期",
            },
        ),
        (
            "Name,lng,lat,Industry,Founded,Employees",
            "Firm,121.43,31.19,AI chips,2015,25",
            {
                "name": "Name",
                "lon": "lng",
                "lat": "lat",
                "industry": "Industry",
                "weight": "Employees",
                "year": "Founded",
            },
        ),
        ("甲,乙", "漕溪北路,7", {}),
        ("企业,X,Y,区", "甲,3461234,40512345,徐汇区", {"name": "企业", "district": "区"}),
    ],
)
def test_columns_are_proposed_by_name_and_by_what_they_hold(header, row, expected):
    assert guess_columns(sample(header, row)) == expected


def test_a_column_has_one_meaning():
    found = guess_columns(sample("企业名称,企业地址", "甲,徐汇区漕溪北路"))
    assert found == {"name": "企业名称", "address": "企业地址"}


def test_what_the_generator_made_is_known_by_its_names():
    made = sample("名称,区", "合成企业 0001,徐汇区")
    assert is_surely_synthetic(made, "名称")
    assert not is_surely_synthetic(made, "区")
    assert not is_surely_synthetic(made, None)
