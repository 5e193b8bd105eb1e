"""Numbers in words: hedges of targets, distances with their error, rules of a fund."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.proximity import Distance
from webapp import wording

REAL = read_catalogue(DEFAULT_ROOT)
PATHS = {"zh": "/compare", "en": "/en/compare"}


@pytest.mark.parametrize(
    ("comparator", "zh", "en"),
    [
        ("=", "4,000 亿元", "4,000 × 100 million yuan"),
        (">", "超过 4,000 亿元", "over 4,000 × 100 million yuan"),
        (">=", "4,000 亿元以上", "at least 4,000 × 100 million yuan"),
        ("~", "4,000 亿元左右", "about 4,000 × 100 million yuan"),
    ],
)
def test_amount_keeps_the_hedge(app: Flask, comparator: str, zh: str, en: str) -> None:
    target = next(row for row in REAL.targets if row.id == "sh-2025-scale")
    hedged = target.model_copy(update={"comparator": comparator})
    for lang, expected in (("zh", zh), ("en", en)):
        with app.test_request_context(PATHS[lang]):
            assert wording.amount(hedged) == expected


def test_a_percentage_has_no_blank_in_chinese(app: Flask) -> None:
    target = next(row for row in REAL.targets if row.id == "sh-2025-growth")
    with app.test_request_context("/compare"):
        assert wording.amount(target) == "12%以上"
    with app.test_request_context("/en/compare"):
        assert wording.amount(target) == "at least 12%"


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        (0, "0 m"),
        (424, "420 m"),
        (994, "990 m"),
        (996, "1.0 km"),
        (3449, "3.4 km"),
        (16690, "16.7 km"),
    ],
)
def test_length(metres: float, expected: str) -> None:
    assert wording.length(metres) == expected


@pytest.mark.parametrize(("metres", "expected"), [(60, "±60 m"), (1500, "±1.5 km")])
def test_precision(metres: float, expected: str) -> None:
    assert wording.precision(metres) == expected


@pytest.mark.parametrize(
    ("metres", "off", "expected"),
    [
        (3400, 900, "about 3.4 km ± 0.9"),
        (3400, 901, "about 3.4 km ± 1"),  # errors are rounded up
        (424, 250, "about 420 m ± 250"),
        (604, 501, "about 600 m ± 510"),
        (1000, 4400, "at most 5.4 km"),
        (0, 400, "at most 400 m"),
        (100, 301, "at most 410 m"),
    ],
)
def test_distance(app: Flask, metres: float, off: float, expected: str) -> None:
    with app.test_request_context("/en/compare"):
        assert wording.distance(Distance(REAL.sites[0], metres, off)) == expected


def test_distance_speaks_chinese(app: Flask) -> None:
    with app.test_request_context("/compare"):
        assert wording.distance(Distance(REAL.sites[0], 3400, 900)) == "约 3.4 km ± 0.9"
        assert wording.distance(Distance(REAL.sites[0], 10, 900)) == "不超过 910 m"


@given(metres=st.floats(0, 90_000), off=st.floats(1, 20_000))
def test_no_error_looks_smaller_than_it_is(app: Flask, metres: float, off: float) -> None:
    found = Distance(REAL.sites[0], metres, off)
    with app.test_request_context("/en/compare"):
        text = wording.distance(found)
    numbers = [float(part.replace(",", "")) for part in re.findall(r"[\d.,]+", text)]
    unit = 1000 if " km" in text else 1
    if found.is_only_a_bound:
        assert numbers[-1] * unit >= found.at_most_m - 1e-6
    else:
        assert numbers[-1] * unit >= found.off_m - 1e-6


def test_values_of_rules(app: Flask, catalogue: Catalogue) -> None:
    rules = {row.id: row for row in catalogue.fund_rules}
    with app.test_request_context("/compare"):
        assert wording.rule_value(rules["fund-general-amount"]) == "不超过 300 万元"
        assert wording.rule_value(rules["fund-share"]) == "不超过 30%"
        assert wording.rule_value(rules["fund-duration"]) == "不超过 2 年"
        assert wording.rule_value(rules["fund-large-first"]) == "50%"
        assert wording.rule_value(rules["fund-grant"]) == ""
    with app.test_request_context("/en/compare"):
        assert wording.rule_value(rules["fund-general-amount"]) == "at most CNY 3,000,000"
