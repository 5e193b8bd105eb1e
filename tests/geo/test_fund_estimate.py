"""The fund's figures by hand: 30 %, 3 million up to 15, 20 million above, and who pays when."""

from decimal import Decimal

import pytest

from geo.catalogue import DEFAULT_ROOT, read_catalogue
from geo.errors import UnknownIdError
from geo.fund_estimate import fund_estimates


def estimate(catalogue, investment, **more):
    (found,) = fund_estimates(catalogue, "shanghai", investment, **more)
    return found


@pytest.mark.parametrize(
    ("investment", "kind", "support", "decisive"),
    [
        (9_000_000, "general", "2700000", ["fund-share"]),
        (10_000_000, "general", "3000000", ["fund-share", "fund-general-amount"]),
        (15_000_000, "general", "3000000", ["fund-general-amount"]),
        ("15000000.01", "key", "4500000", ["fund-share"]),
        (66_666_666, "key", "19999999.80", ["fund-share"]),
        (80_000_000, "key", "20000000", ["fund-key-amount"]),
    ],
)
def test_the_lowest_ceiling_decides(catalogue, investment, kind, support, decisive):
    found = estimate(catalogue, investment)

    assert found.kinds == (kind,)
    assert found.support_cny == Decimal(support)
    assert [row.id for row in found.decisive] == decisive


@pytest.mark.parametrize(
    ("investment", "paid"),
    [
        (9_999_999, [("fund-small-all", "2999999.70")]),
        (10_000_000, [("fund-large-first", "1500000"), ("fund-large-rest", "1500000")]),
        ("20000000.07", [("fund-large-first", "3000000.01"), ("fund-large-rest", "3000000.01")]),
        ("20000000.11", [("fund-large-first", "3000000.01"), ("fund-large-rest", "3000000.02")]),
    ],
)
def test_the_support_is_paid_as_the_rules_say(catalogue, investment, paid):
    found = estimate(catalogue, investment)

    assert [(row.rule.id, row.cny) for row in found.instalments] == [
        (name, Decimal(amount)) for name, amount in paid
    ]
    assert sum(row.cny for row in found.instalments) == found.support_cny


def test_every_figure_has_its_quotation(catalogue):
    found = estimate(catalogue, 30_000_000)

    assert all(row.rule.quote for row in (*found.ceilings, *found.instalments))
    assert all(row.quote for row in found.others)
    assert [row.edition for row in found.sources] == [2018]


def test_conditions_of_a_field_are_shown_for_it_only(catalogue):
    def conditions(field):
        return {row.id for row in estimate(catalogue, 1_000_000, field=field).others}

    assert "fund-core-technology" in conditions("application")
    assert "fund-core-technology" not in conditions("industrial")
    assert "fund-industrial-aims" in conditions("industrial")
    assert not {"fund-core-technology", "fund-industrial-aims"} & conditions(None)


def test_a_city_without_stated_rules_gets_no_estimate(catalogue):
    assert fund_estimates(catalogue, "shenzhen", 10_000_000) == ()


def test_a_fund_without_a_stated_ceiling_promises_nothing(folder):
    table = folder / "fund_rules.csv"
    lines = table.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    kept = [line for line in lines if "_ceiling," not in line]
    table.write_text("".join(kept), encoding="utf-8-sig")

    found = estimate(read_catalogue(folder), 10_000_000)

    assert (found.support_cny, found.ceilings, found.instalments) == (None, (), ())
    assert read_catalogue(DEFAULT_ROOT).fund_rules != found.others


@pytest.mark.parametrize("investment", [0, -5, "NaN", "Infinity"])
def test_an_investment_must_be_an_amount(catalogue, investment):
    with pytest.raises(ValueError, match="above 0"):
        fund_estimates(catalogue, "shanghai", investment)


def test_a_city_that_does_not_exist_is_named(catalogue):
    with pytest.raises(UnknownIdError, match="paris"):
        fund_estimates(catalogue, "paris", 1)
