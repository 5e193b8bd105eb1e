import pytest
from pydantic import BaseModel

from geo.study import criteria, document, layers, plans
from geo.study.places import PLACES, place_text

PARTS = {
    row
    for module in (criteria, document, layers, plans)
    for row in vars(module).values()
    if isinstance(row, type) and issubclass(row, BaseModel)
}


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ((), "项目", "Study"),
        (("siting", "fixed", 0), "选址 · 固定为开放 第 1 项", "Sites · kept open, item 1"),
        (("criteria", 2), "准则 第 3 项", "Criteria, item 3"),
        (
            ("layers", 0, "features", 4, "values", "name"),
            "图层 第 1 项 · 地点 第 5 项 · 单元格“name”",
            "Layers, item 1 · places, item 5 · cell “name”",
        ),
        (
            ("siting", "demand", "weights", "310115"),
            "选址 · 需求 · 权重“310115”",
            "Sites · demand · weights “310115”",
        ),
        (("colour",), "“colour”", "“colour”"),
        ((3, "x" * 99), "第 4 项“" + "x" * 60 + "”", "item 4 “" + "x" * 60 + "”"),
    ],
)
def test_place_text(path, zh, en):
    assert place_text(path, "zh") == zh
    assert place_text(path, "en") == en


@pytest.mark.parametrize("part", sorted(PARTS, key=lambda part: part.__name__))
def test_every_key_of_a_study_has_words(part):
    assert set(part.model_fields) <= set(PLACES)


def test_words_are_chinese_and_english():
    for zh, en in PLACES.values():
        assert not zh.isascii()
        assert en.isascii()
