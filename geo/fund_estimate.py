"""What a special fund's stated rules would allow for a planned investment: an aid, not advice.

The rules are those of ``fund_rules.csv``, each with its quotation. The estimate applies ceilings:
a fund may grant less or nothing, and whether its conditions are met is for the reader to judge.
Amounts are yuan, exact to the fen and rounded down.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from geo.catalogue import Catalogue
from geo.tables import FundRule, Source

FEN = Decimal("0.01")


@dataclass(frozen=True)
class Amount:
    """A figure and the rule that gives it.

    Attributes
    ----------
    rule : FundRule
        Quote it beside the figure.
    cny : Decimal
    """

    rule: FundRule
    cny: Decimal


@dataclass(frozen=True)
class FundEstimate:
    """What one fund's rules say about an investment.

    Attributes
    ----------
    fund_zh, fund_en : str
    investment_cny : Decimal
    kinds : tuple of str
        Kinds of project that the investment makes it, such as "general" or "key".
    ceilings : tuple of Amount
        Every ceiling that applies, in the order of the table.
    support_cny : Decimal or None
        The lowest of them: the most that may be granted. None where no ceiling is stated.
    decisive : tuple of FundRule
        The rules that give the lowest ceiling.
    instalments : tuple of Amount
        How that sum would be paid out, in the order of the table.
    others : tuple of FundRule
        Conditions, durations and forms of support: what the figures do not show.
    sources : tuple of Source
        The documents with their years, each once.
    """

    fund_zh: str
    fund_en: str
    investment_cny: Decimal
    kinds: tuple[str, ...]
    ceilings: tuple[Amount, ...]
    support_cny: Decimal | None
    decisive: tuple[FundRule, ...]
    instalments: tuple[Amount, ...]
    others: tuple[FundRule, ...]
    sources: tuple[Source, ...]


def fund_estimates(
    catalogue: Catalogue,
    city_id: str,
    investment_cny: Decimal | int | str,
    *,
    field: str | None = None,
) -> tuple[FundEstimate, ...]:
    """Apply the rules of a city's funds to a planned investment.

    Parameters
    ----------
    catalogue : Catalogue
    city_id : str
    investment_cny : Decimal, int or str
        Total investment in yuan.
    field : {"application", "industrial"}, optional
        What the project is about: adds the conditions stated for it.

    Returns
    -------
    tuple of FundEstimate
        One for each fund; empty where the documents state no rule for the city.

    Raises
    ------
    UnknownIdError
        If there is no such city.
    ValueError
        If the investment is not a finite amount above 0.
    """
    city = catalogue.city(city_id)
    investment = Decimal(investment_cny)
    if not investment.is_finite() or investment <= 0:
        msg = f"an investment of {investment_cny} yuan; allowed is any amount above 0"
        raise ValueError(msg)
    funds: dict[str, list[FundRule]] = {}
    for rule in catalogue.fund_rules:
        if rule.city == city.id:
            funds.setdefault(rule.fund_zh, []).append(rule)
    return tuple(_estimate(catalogue, rules, investment, field) for rules in funds.values())


def _estimate(
    catalogue: Catalogue, rules: list[FundRule], investment: Decimal, field: str | None
) -> FundEstimate:
    fitting = [rule for rule in rules if _is_for(rule, investment, field)]
    ceilings = tuple(
        Amount(rule, _share_or_sum(rule, investment))
        for rule in fitting
        if rule.rule in ("share_ceiling", "amount_ceiling")
    )
    support = min((row.cny for row in ceilings), default=None)
    paid = [
        rule
        for rule in fitting
        if rule.rule == "instalment" and support is not None and _pays(rule, support)
    ]
    keys = {rule.source for rule in rules}
    return FundEstimate(
        fund_zh=rules[0].fund_zh,
        fund_en=rules[0].fund_en,
        investment_cny=investment,
        kinds=tuple(
            dict.fromkeys(row.rule.project for row in ceilings if row.rule.project != "any")
        ),
        ceilings=ceilings,
        support_cny=support,
        decisive=tuple(row.rule for row in ceilings if row.cny == support),
        instalments=() if support is None else _instalments(paid, support),
        others=tuple(
            rule
            for rule in fitting
            if rule.rule in ("form", "condition", "duration", "projects_per_applicant")
        ),
        sources=tuple(row for row in catalogue.sources if row.key in keys),
    )


def _is_for(rule: FundRule, investment: Decimal, field: str | None) -> bool:
    """Tell whether a rule is about projects of this size and field."""
    if rule.project in ("application", "industrial") and rule.project != field:
        return False
    over, upto = rule.investment_over_cny, rule.investment_upto_cny
    return (over is None or investment > _exact(over)) and (
        upto is None or investment <= _exact(upto)
    )


def _pays(rule: FundRule, support: Decimal) -> bool:
    least, below = rule.support_from_cny, rule.support_below_cny
    return (least is None or support >= _exact(least)) and (
        below is None or support < _exact(below)
    )


def _share_or_sum(rule: FundRule, of: Decimal) -> Decimal:
    value = _exact(rule.value or 0)
    found = value * of if rule.unit == "share" else value
    return found.quantize(FEN, ROUND_DOWN)


def _instalments(rules: list[FundRule], support: Decimal) -> tuple[Amount, ...]:
    """Split a sum; the last of several shares takes what rounding leaves over."""
    amounts = [Amount(rule, _share_or_sum(rule, support)) for rule in rules]
    shares = sum(_exact(rule.value or 0) for rule in rules if rule.unit == "share")
    if amounts and shares == 1 and all(rule.unit == "share" for rule in rules):
        left = support - sum((row.cny for row in amounts[:-1]), Decimal(0))
        amounts[-1] = Amount(amounts[-1].rule, left)
    return tuple(amounts)


def _exact(value: float) -> Decimal:
    """Read a number as it stands in the table: 0.3 is 0.3, not its nearest binary fraction."""
    return Decimal(str(value))
