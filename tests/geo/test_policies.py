from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from geo.policies import FundRule, Source


@pytest.mark.parametrize(("kind", "is_right"), [("policy", False), ("reference", True)])
def test_source_policy_needs_an_edition(kind: str, is_right: bool) -> None:
    names = dict.fromkeys(("title_zh", "title_en", "short_zh", "short_en", "language"), "x")
    cells: dict[str, Any] = {"key": "doc", "kind": kind, "edition": ""} | names
    if is_right:
        assert Source.model_validate(cells).edition is None
    else:
        with pytest.raises(ValidationError, match="year of its edition"):
            Source.model_validate(cells)


@pytest.mark.parametrize(
    ("unit", "value", "is_right"),
    [("share", "1", True), ("share", "30", False), ("cny", "30", True)],
)
def test_fund_rule_share_is_a_part(unit: str, value: str, is_right: bool) -> None:
    cells: dict[str, Any] = {"id": "a", "city": "b", "rule": "share_ceiling", "project": "any"}
    cells |= {"value": value, "unit": unit, "source": "doc", "quote": "30%", "status": "stated"}
    if is_right:
        assert FundRule.model_validate(cells).unit == unit
    else:
        with pytest.raises(ValidationError, match="a share is at most 1") as caught:
            FundRule.model_validate(cells)
        assert caught.value.errors()[0]["ctx"]["column"] == "value"
