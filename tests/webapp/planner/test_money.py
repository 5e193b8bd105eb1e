"""Amounts are read as planners write them, in 万元 and 亿元 too, and nothing is guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from webapp.planner.money import MENU, UNITS, money_words, plain, read_money, unit_names


@pytest.mark.parametrize(
    "text",
    [
        *(
            "15000000",
            "15,000,000",
            "15,000,000.00 元",
            "¥15000000",
            "￥15,000,000",
            "15000000 CNY",
        ),
        *("1500万", "1500 万元", "１５００万元", "1,500万", "人民币1500万元", "1.5千万", "15百万"),
        *("0.15亿", "0.15 亿元", "15 million", "15 Million yuan", "0.015 billion"),
    ],
)
def test_one_amount_in_the_ways_it_is_written(text):
    assert read_money(text) == Decimal(15000000)


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("1500", "元", 1500),
        ("1500", "万元", 15000000),
        ("1.5", "亿元", 150000000),
        ("1.5", "million", 1500000),
        ("1500万", "亿元", 15000000),  # what is typed goes before the menu
        ("0.005", "元", "0.01"),
        ("-5", "元", -5),
    ],
)
def test_the_menu_counts_where_no_unit_is_typed(text, unit, yuan):
    assert read_money(text, unit) == Decimal(yuan)


@pytest.mark.parametrize(
    "text",
    ["", "x", "万", "15 dozen", "1,5", "1.500,00", "1500 万 万", "1e7", "1" * 21, "nan", "十五万"],
)
def test_what_is_no_amount_is_not_guessed(text):
    assert read_money(text) is None


def test_a_unit_that_there_is_not():
    assert read_money("15", "furlong") is None


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("15000000.00", "15,000,000 元 = 1,500 万元", "15,000,000 yuan = 15 million yuan"),
        ("1500.00", "1,500 元", "1,500 yuan"),
        ("250000000", "250,000,000 元 = 2.5 亿元", "250,000,000 yuan = 250 million yuan"),
        ("12345.60", "12,345.6 元 = 1.23456 万元", "12,345.6 yuan"),
    ],
)
def test_what_was_read_is_said(yuan, zh, en):
    assert money_words(Decimal(yuan), "zh") == zh
    assert money_words(Decimal(yuan), "en") == en


def test_round_amounts_keep_their_zeros():
    assert [plain(Decimal(text)) for text in ("100", "100.00", "0.50")] == ["100", "100", "0.5"]


def test_the_menu_names_units_that_can_be_read(planner_app):
    with planner_app.test_request_context("/planner"):
        names = unit_names()
    assert list(names) == list(MENU)
    assert names["万元"] == "万元"
    assert set(MENU) <= set(UNITS)
