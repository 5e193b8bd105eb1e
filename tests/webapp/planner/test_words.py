"""Every word that a study can hold has a name and a sentence, in both languages."""

from typing import get_args

import pytest

from geo.criteria import Finding, Missing
from geo.criteria_scene import Unknown
from geo.places import SiteKind
from geo.ranking_methods import Method
from geo.ranking_values import Normalisation
from geo.study.criteria import StudyFunction, StudyMeasure
from geo.value_functions import Direction
from webapp.planner import words


def kinds(union):
    """List the values of ``kind`` of a union of classes."""
    return [
        get_args(row.model_fields["kind"].annotation)[0] for row in get_args(get_args(union)[0])
    ]


TABLES = [
    (words.MEASURES, kinds(StudyMeasure)),
    (words.FUNCTIONS, kinds(StudyFunction)),
    (words.DIRECTIONS, get_args(Direction)),
    (words.MISSING, get_args(Missing)),
    (words.METHODS, get_args(Method)),
    (words.NORMALISATIONS, get_args(Normalisation)),
    (words.FINDINGS, get_args(Finding.__annotations__["kind"]) or ("below", "above", "unknown")),
    (words.REASONS, get_args(Unknown)),
    (words.SITE_KINDS, get_args(SiteKind)),
]


@pytest.mark.parametrize(("table", "keys"), TABLES)
def test_there_is_a_word_for_everything_and_for_nothing_else(table, keys):
    assert list(table) == list(keys)


def test_words_follow_the_language_of_the_page(app):
    row = words.MISSING["exclude"]
    with app.test_request_context("/planner"):
        zh = (row.name, row.told, str(row))
    with app.test_request_context("/en/planner"):
        en = (row.name, row.told, str(row))

    assert zh == ("不参与排序", "此项未知的候选地不参与排序，仍列出并注明原因。", "不参与排序")
    assert en[0] == en[2] == "leave out"
    assert en[1].endswith("listed with the reason.")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (12345.678, "m", "12,346 m"),
        (0.25, "m", "0.25 m"),
        (0.1 + 0.2, "", "0.3"),
        (1234567.0, "CNY", "1,234,567 CNY"),
        (-4.5, "°C", "-4.5 °C"),
        (3.0, "", "3"),
    ],
)
def test_numbers_are_written_with_their_unit(value, unit, expected):
    assert words.number(value, unit) == expected
