"""Numbers as the pages to read write them: amounts, distances, rules, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _

from geo.proximity import Distance, distance_figures
from geo.proximity import length as length
from geo.tables import FundRule, Target
from webapp.i18n import language

_AT_MOST = {"duration", "projects_per_applicant", "share_ceiling", "amount_ceiling"}
"""Kinds of rules whose value is an upper bound."""


def number(value: float) -> str:
    """Write a number with its thousands apart and no superfluous zeros."""
    return f"{value:,.12g}"


def amount(target: Target) -> str:
    """Write the value of a target as its document hedges it: 以上, 超过, 左右."""
    value = number(target.value)
    if language() == "zh":
        sign = "" if target.unit_zh == "%" else " "
        text = f"{value}{sign}{target.unit_zh}"
        return {"=": text, ">": f"超过 {text}", ">=": f"{text}以上", "~": f"{text}左右"}[
            target.comparator
        ]
    text = f"{value}{'' if target.unit_en == '%' else ' '}{target.unit_en}"
    hedge = {"=": "", ">": "over ", ">=": "at least ", "~": "about "}[target.comparator]
    return hedge + text


def precision(metres: float) -> str:
    """Write within how far a position is known."""
    return f"±{metres:g} m" if metres < 1000 else f"±{metres / 1000:g} km"


def distance(found: Distance) -> str:
    """Write a distance with its error, or only its bound where the error is as great.

    Errors and bounds are rounded up, so that nothing looks better known than it is.
    """
    figure, error = distance_figures(found)
    if not error:
        return str(_("at most %(length)s", length=figure))
    return str(_("about %(length)s ± %(error)s", length=figure, error=error))


def rule_value(rule: FundRule) -> str:
    """Write the value of a fund's rule, "" where the rule has none."""
    if rule.value is None:
        return ""
    is_zh = language() == "zh"
    if rule.unit == "share":
        text = f"{rule.value * 100:g}%"
    elif rule.unit == "cny":
        text = f"{number(rule.value / 10_000)} 万元" if is_zh else f"CNY {number(rule.value)}"
    elif rule.unit == "years":
        text = f"{rule.value:g} 年" if is_zh else f"{rule.value:g} years"
    else:
        text = f"{rule.value:g} 个" if is_zh else f"{rule.value:g}"
    return str(_("at most %(length)s", length=text)) if rule.rule in _AT_MOST else text
