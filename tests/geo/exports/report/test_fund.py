from decimal import Decimal

import pytest

from geo.exports.report.blocks import Quote, Text
from geo.exports.report.fund import amounts_table, cny, fund_section
from tests.geo.exports.report.subjects import small_subject


def test_it_is_an_aid_with_document_and_year(en):
    blocks = fund_section(en).blocks
    texts = " ".join(block.text for block in blocks if isinstance(block, Text))

    assert blocks[0].style == "caution"
    assert "not advice" in blocks[0].text
    assert "2018" in texts
    assert "at most 3 million yuan" in texts  # 12 million: 30 % is 3.6, a general project's 3
    assert "(at most 2 years)" in texts
    assert any(isinstance(block, Quote) and "300万元" in block.text for block in blocks)


def test_amounts_are_exact(en):
    estimate = en.results.fund[0]
    amounts = [row[1] for row in amounts_table(en, estimate).rows]

    assert Decimal(3_600_000) in amounts
    assert all(isinstance(amount, Decimal) for amount in amounts)


@pytest.mark.parametrize(("invested", "decimals"), [("10000000", 0), ("10000000.50", 2)])
def test_fen_are_written_only_where_there_are_some(invested, decimals, catalogue):
    subject = small_subject(catalogue, fund={"investment_cny": invested, "field": None})

    assert amounts_table(subject, subject.results.fund[0]).columns[1].decimals == decimals


def test_money_is_written_as_the_documents_do(zh, en):
    assert cny(zh, Decimal("12000000")) == "1,200 万元"
    assert cny(en, Decimal("12345678")) == "12.345678 million yuan"


def test_a_city_without_rules_says_so(catalogue):
    fund = {"investment_cny": "1000000", "field": None}
    subject = small_subject(catalogue, city="shenzhen", fund=fund)

    assert "state no rule" in fund_section(subject).blocks[-1].text
