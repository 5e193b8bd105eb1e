"""What is said about candidates, in both languages."""

from typing import get_args

import pytest

from geo.criteria import Finding
from geo.criteria_scene import Unknown
from geo.study import finding_text, unknown_text
from geo.study.words import UNKNOWN


def test_every_reason_for_not_knowing_has_words():
    assert set(get_args(Unknown)) == set(UNKNOWN)
    assert unknown_text("not_listed", "zh") == "文件未列该区专长"


@pytest.mark.parametrize(
    ("finding", "zh", "en"),
    [
        (
            Finding("c", "floor", "below", True, True, 3200.0, 5000.0),
            "3,200 m²，低于下限 5,000 m²",
            "3,200 m² is below the limit 5,000 m²",
        ),
        (
            Finding("c", "clusters", "above", False, False, 12345.6, 20000.0),
            "量得 12,346 m；点位误差之内，可能高于上限 20,000 m",
            "measured 12,346 m; as far as positions are known, perhaps above 20,000 m",
        ),
        (
            Finding("c", "clusters", "above", True, False, 12345.6, 12000.0),
            "12,346 m，高于上限 12,000 m",
            "12,346 m is above the limit 12,000 m",
        ),
        (
            Finding("c", "rent", "unknown", True, False, reason="no_value"),
            "未知（单元格为空）",
            "unknown (its cell is empty)",
        ),
    ],
)
def test_a_finding_is_a_sentence(example, finding, zh, en):
    title = example.criterion(finding.criterion).title

    assert finding_text(finding, example, "zh") == f"{title}：{zh}"
    assert finding_text(finding, example, "en") == f"{title}: {en}"


def test_braces_in_a_title_are_just_braces(example):
    data = example.to_json()
    data["criteria"][4]["title"] = "{reason} {0}"
    study = type(example).model_validate(data)

    found = finding_text(
        Finding("c", "rent", "unknown", True, False, reason="no_value"), study, "en"
    )

    assert found == "{reason} {0}: unknown (its cell is empty)"
