from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from geo.policies import RULE_UNITS, FundRule, Rewording, Source


@pytest.mark.parametrize(("kind", "is_right"), [("policy", False), ("reference", True)])
def test_source_policy_needs_an_edition(kind: str, is_right: bool) -> None:
    names = dict.fromkeys(("title_zh", "title_en", "short_zh", "short_en", "language"), "x")
    cells: dict[str, Any] = {"key": "doc", "kind": kind, "edition": ""} | names
    if is_right:
        assert Source.model_validate(cells).edition is None
    else:
        with pytest.raises(ValidationError, match="year of its edition"):
            Source.model_validate(cells)


def fund_rule(rule: str, value: str, unit: str) -> dict[str, Any]:
    names = dict.fromkeys(("fund_zh", "fund_en", "name_zh", "name_en"), "x")
    cells = {"id": "a", "city": "b", "rule": rule, "project": "any", "value": value, "unit": unit}
    return cells | names | {"source": "doc", "quote": "30%", "status": "stated"}


@pytest.mark.parametrize(
    ("rule", "unit", "value", "is_right"),
    [
        ("share_ceiling", "share", "1", True),
        ("share_ceiling", "share", "30", False),
        ("amount_ceiling", "cny", "30", True),
    ],
)
def test_fund_rule_share_is_a_part(rule: str, unit: str, value: str, is_right: bool) -> None:
    cells = fund_rule(rule, value, unit)
    if is_right:
        assert FundRule.model_validate(cells).unit == unit
    else:
        with pytest.raises(ValidationError, match="a share is at most 1") as caught:
            FundRule.model_validate(cells)
        assert caught.value.errors()[0]["ctx"]["column"] == "value"


@pytest.mark.parametrize(
    ("rule", "unit"),
    [(rule, unit) for rule, units in RULE_UNITS.items() for unit in units or ("",)],
)
def test_fund_rule_of_every_kind(rule: str, unit: str) -> None:
    row = FundRule.model_validate(fund_rule(rule, "1" if unit else "", unit))
    assert (row.value, row.unit) == ((1, unit) if unit else (None, None))


def test_fund_rule_kinds_are_those_of_the_units() -> None:
    assert set(get_args(FundRule.model_fields["rule"].annotation)) == set(RULE_UNITS)


@pytest.mark.parametrize(
    ("rule", "value", "unit", "column", "said"),
    [
        ("duration", "", "years", "value", "a rule of the kind duration needs a value"),
        ("condition", "2", "", "value", "a rule of the kind condition has no value"),
        ("duration", "2", "projects", "unit", "allowed in a rule of the kind duration: years"),
        ("instalment", "1", "", "unit", "of the kind instalment: share or cny"),
        ("form", "", "cny", "unit", "allowed in a rule of the kind form: nothing"),
    ],
)
def test_fund_rule_value_is_of_its_kind(
    rule: str, value: str, unit: str, column: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said) as caught:
        FundRule.model_validate(fund_rule(rule, value, unit))
    assert caught.value.errors()[0]["ctx"]["column"] == column


PAIR = {
    "id": "layout",
    "city": "shanghai",
    "source": "b.txt",
    "quote": "东西互动",
    "status": "editorial",
    "note": "编者的理解",
}


@pytest.mark.parametrize("kind", ["structure", "target"])
def test_rewording_pairs_two_of_a_kind(kind: str) -> None:
    row = Rewording.model_validate({**PAIR, f"earlier_{kind}": "a", f"later_{kind}": "b"})
    assert getattr(row, f"later_{kind}") == "b"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "pair two structures or two targets"),
        ({"earlier_structure": "a"}, "pair two structures or two targets"),
        ({"earlier_structure": "a", "later_target": "b"}, "pair two structures or two targets"),
        (
            {"earlier_structure": "a", "later_structure": "b", "later_target": "c"},
            "pair two structures or two targets",
        ),
        (
            {"earlier_structure": "a", "later_structure": "b", "status": "stated"},
            "a pairing is a reading",
        ),
    ],
)
def test_rewording_is_one_editorial_pair(cells: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Rewording.model_validate({**PAIR, **cells})
