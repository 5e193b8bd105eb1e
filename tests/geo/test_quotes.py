from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.quotes import count_mentions, is_quoted, normalise, simplify


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("人形分布，多点联动", "人形分布,多点联动"),
        ("人形分布,多点联动", "人形分布,多点联动"),
        ("企業(yè)依托河套", "企业依托河套"),
        ("服務(wù)業(yè)合作區(qū)", "服务业合作区"),
        ("服務（wù）業（yè）", "服务业"),
        ("服務 (wù) 業", "服务业"),
        ("重大技術裝備首臺(套)目錄", "重大技术装备首台(套)目录"),
        ("“智能上海(AI@SH)”行动", '"智能上海(AI@SH)"行动'),
        ("第五代移动通信(5G)发展", "第五代移动通信(5G)发展"),
        ("wù(wù)", "wù(wù)"),
        ("应用(app)", "应用(app)"),
        ("形成**60个**左右", "形成60个左右"),
        ("服務**(wù)**業", "服务业"),
        ("联合培养人工智能人才，提高技\n能人才", "联合培养人工智能人才,提高技能人才"),
        ("宝山区\t智能硬件", "宝山区智能硬件"),
        ("全角　空格\u2003与\xa0不换行", "全角空格与不换行"),
        ("ＡＩ＋金融", "AI+金融"),
        ("鵬城云腦Ⅲ項目", "鹏城云脑III项目"),
        ("（2023—2024年）", "(2023-2024年)"),
        ("「城市+AI」", '"城市+AI"'),
    ],
)
def test_normalise_typography(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(st.text() | st.text(alphabet='務务務wùyè()（） *\n“"—-+，,Ⅲ́著乾隆瞭麼'))
def test_normalise_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="智能芯片安防医疗，、AI+", min_size=1), st.text(), st.text())
def test_is_quoted_finds_what_was_put_in(quote: str, before: str, after: str) -> None:
    # A space keeps neighbours apart: they could otherwise form a phrase for OpenCC.
    assert is_quoted(quote, f"{before}。{quote}。{after}")


def test_simplify_keeps_punctuation_and_space() -> None:
    assert simplify("5 公共服務(wù) 口岸,機場 **甲**") == "5 公共服务 口岸,机场 甲"


def test_simplify_leaves_simplified_text_alone() -> None:
    text = "“4+X”总体布局，浦东张江、徐汇滨江（显著）；瞭望"
    assert simplify(text) == text


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("宝山区 智能硬件", True),
        ("寶山區(qū) 智能硬件", True),
        ("宝山区 智能识别", False),
        ("宝山区智能硬件长宁区", True),
        ("智能硬件 智能零售", False),
        ("", False),
        (" \n**", False),
    ],
)
def test_is_quoted_contiguous(quote: str, found: bool) -> None:
    assert is_quoted(quote, "空间分布\n宝山区\t智能硬件\n长宁区\t智能识别 智能零售") is found


def test_count_mentions_across_typography() -> None:
    assert count_mentions("服务业", "服務(wù)業(yè)、服务\n业、服**务**业、服务") == 3


def test_count_mentions_does_not_overlap() -> None:
    assert count_mentions("人人", "人人人人") == 2


def test_count_mentions_empty_wording() -> None:
    with pytest.raises(ValueError, match="empty wording '  '"):
        count_mentions("  ", "文件")
