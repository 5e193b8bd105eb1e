import pytest

from geo.errors import UnknownIdError
from layers.sheet_facts import district_blocks, subtitle
from tests.layers.ordering import make_order


def tell(catalogue, adcode, **options):
    return district_blocks(catalogue, make_order(catalogue, **options), adcode)


def texts(blocks, kind=None):
    return [block.text for block in blocks if kind in (None, block.kind)]


def test_a_district_is_told_with_its_sentences(catalogue):
    blocks = tell(catalogue, "310104")

    assert texts(blocks, "heading") == ["产业专长", "空间结构", "载体与机构", "来源"]
    assert texts(blocks, "entry") == ["智能医疗", "智能芯片设计", "智能安防"]
    assert texts(blocks, "quote").count("徐汇区 智能医疗 智能芯片设计 智能安防") == 1
    assert "西带 · 第 5 位，共 7 位" in texts(blocks)
    assert "徐汇滨江  ±4.5 km" in texts(blocks)


def test_every_quotation_names_its_document(catalogue):
    quotes = [block for block in tell(catalogue, "310104") if block.kind == "quote"]

    assert len(quotes) > 5
    assert all("原文" in q.note or "编者所加" in q.note for q in quotes)
    assert "《2018年政策解读》 · 原文" in quotes[0].note


def test_what_no_document_lists_is_said(catalogue):
    blocks = tell(catalogue, "310118")

    assert texts(blocks, "entry") == ["文件未给本区列出专长。"]
    assert next(block for block in blocks if block.kind == "entry").industry is None


def test_an_edition_tells_its_own(catalogue):
    early, late = tell(catalogue, "310104", edition=2018), tell(catalogue, "310104", edition=2021)

    assert "徐汇滨江  ±4.5 km" not in texts(early)
    assert texts(late, "entry") == ["文件未给本区列出专长。"]
    assert "徐汇滨江  ±4.5 km" in texts(late)


def test_targets_keep_the_hedge_of_the_document(catalogue):
    blocks = texts(tell(catalogue, "310101"), "text")

    assert "黄浦特色的人工智能深度应用场景: 5个以上（到 2021 年）" in blocks
    english = texts(tell(catalogue, "310101", language="en"), "text")
    assert any("at least 5 " in text and text.endswith("(by 2021)") for text in english)


def test_scenarios_of_a_district_quote_each_phrase_once(catalogue):
    blocks = tell(catalogue, "310101")
    start = next(n for n, block in enumerate(blocks) if block.text == "应用场景")
    quotes = texts(blocks[start:], "quote")

    assert len(quotes) >= 10
    assert len(quotes) == len(set(quotes))


def test_the_documents_are_listed_by_title(catalogue):
    blocks = texts(tell(catalogue, "310104"), "small")

    assert "《新一代人工智能相关政策解读》 (2018)" in blocks
    assert any(text.startswith("陆域: ") for text in blocks)
    assert any(text.startswith("边界: ") for text in blocks)


def test_a_district_of_shenzhen(catalogue):
    row = catalogue.district("440305")

    assert "前海深港现代服务业合作区  ±4 km" in texts(tell(catalogue, "440305"))
    assert subtitle(catalogue, make_order(catalogue), row).startswith("深圳市 · 440305")


def test_an_unknown_district(catalogue):
    with pytest.raises(UnknownIdError, match="999999"):
        tell(catalogue, "999999")
