"""Results go as far as a study allows, say what is in the way, and are the same each time."""

import functools
import json
import operator
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import StudyError
from geo.study import (
    obstacle_text,
    parse_study,
    problem_text,
    read_study,
    results_of,
    workbench_payload,
)
from geo.study.obstacles import OBSTACLES
from tests.geo.study.documents import candidates, document, of_numbers, own_column


def obstacles(catalogue, data):
    found = results_of(parse_study(data), catalogue)
    return found, [(row.code, row.part) for row in found.obstacles]


def test_the_example_has_everything(example, results):
    assert results.obstacles == ()
    assert len(results.ranking.table) == 13
    assert results.moves["move"].abs().sum() > 0
    assert len(results.situations) == 14
    assert str(results.fund[0].support_cny) == "3000000.00"


def test_the_same_study_gives_the_same_to_the_last_digit(example, catalogue, results):
    again = results_of(read_study(example.to_json(), catalogue), catalogue)

    assert again.ranking.table.equals(results.ranking.table)
    assert again.compared.table.equals(results.compared.table)
    one, other = (found.sensitivity for found in (again, results))
    assert one.acceptability.share.equals(other.acceptability.share)
    assert one.acceptability.central_weights.equals(other.acceptability.central_weights)
    assert one.smallest_flip.weights.equals(other.smallest_flip.weights)


def test_a_study_that_does_not_hold_together_has_no_results(catalogue):
    found, told = obstacles(catalogue, document(criteria=[own_column("gone")]))

    assert told == [("broken", "data")]
    assert found.evaluation is found.ranking is None
    text = obstacle_text(found.obstacles[0], "zh")
    assert "准则 第 1 项 · 量取 · 名称：“gone”" in text
    assert "criteria[" not in text


def test_a_study_without_candidates_and_criteria_says_both(catalogue):
    found, told = obstacles(catalogue, document(fund={"investment_cny": "1000000"}))

    assert told == [("no_candidates", "data"), ("no_criteria", "criteria")]
    assert found.fund


def test_candidates_are_placed_before_there_is_a_criterion(catalogue):
    found, told = obstacles(catalogue, document(layers=[candidates({"a": [1]})]))

    assert told == [("no_criteria", "criteria")]
    assert len(found.situations) == 1


def test_when_all_are_excluded_the_reasons_stay(catalogue):
    criteria = [own_column("a", limit={"at_least": 5})]

    found, told = obstacles(catalogue, of_numbers({"a": [1, 2]}, criteria=criteria))

    assert told == [("all_excluded", "criteria")]
    assert found.ranking is None
    assert len(found.evaluation.findings) == 2


def test_an_unfinished_weighting_is_in_the_way_of_its_own_ranking_only(catalogue):
    weightings = [
        {"id": "w", "name": "w", "numbers": {"a": 1}},
        {"id": "v", "name": "v", "how": "pairwise"},
    ]
    numbers = {"a": [1, 2], "b": [1, 2]}
    first = of_numbers(numbers, weightings=weightings, ranking={"weighting": "w", "compare": "v"})
    second = of_numbers(numbers, weightings=weightings, ranking={"compare": "v"})

    assert obstacles(catalogue, first)[1] == [("weights", "weightings")]
    found, told = obstacles(catalogue, second)
    assert told == [("compare", "weightings")]
    assert found.ranking is not None
    assert found.compared is found.moves is None


def test_a_normalisation_that_does_not_suit_is_told(catalogue):
    data = of_numbers({"a": [-1, 2]}, ranking={"normalisation": "vector"})

    found, told = obstacles(catalogue, data)

    assert told == [("normalisation", "ranking")]
    assert "above 0" in found.obstacles[0].text
    for language, text in (
        (
            "en",
            "“a”: the formula needs numbers above 0, and here are -1 to 2; choose value "
            "functions or min–max",
        ),
        ("zh", "“a”的数值为 -1 至 2，该公式要求大于 0；请改用价值函数或最小—最大法"),
    ):
        assert obstacle_text(found.obstacles[0], language).split("\n")[1:] == [text]


def test_min_max_is_recommended_only_where_it_works(catalogue):
    criteria = [
        own_column("a", missing="interval"),
        own_column("b", function={"kind": "steps", "below": 0, "steps": [[1, 1]]}),
        own_column("c"),
    ]
    numbers = {"a": [1, None], "b": [1, 2], "c": [1, 2]}

    for normalisation in ("minmax", "sum"):
        ranking = {"normalisation": normalisation}
        found, told = obstacles(catalogue, of_numbers(numbers, criteria=criteria, ranking=ranking))
        lines = obstacle_text(found.obstacles[0], "en").split("\n")

        assert told == [("normalisation", "ranking")]
        assert [line.split(":")[0] for line in lines[1:]] == ["“a”", "“b”"]
        assert all(line.endswith(", or value functions") for line in lines[1:])


def test_the_worked_example_says_what_textbook_normalisations_lack(example, catalogue):
    for normalisation in ("minmax", "vector", "sum", "max"):
        plan = example.ranking.model_copy(update={"normalisation": normalisation})
        study = example.model_copy(update={"ranking": plan})
        (found,) = results_of(study, catalogue).obstacles

        en, zh = (obstacle_text(found, language).split("\n") for language in ("en", "zh"))

        assert en[1] == (
            "“政策契合 · Policy fit”: unknown values are shown as a range; choose another rule for "
            "missing data there, or value functions"
        )
        assert zh[1].endswith("的未知值以区间表示；请在该准则另选缺失数据规则，或改用价值函数")
        assert "min–max" not in "".join(en)


def test_too_many_for_acceptability_is_told(catalogue, monkeypatch):
    monkeypatch.setattr("geo.study.scoring.MOST_SENSITIVE", 1)

    found, told = obstacles(catalogue, of_numbers({"a": [1, 2]}))

    assert told == [("too_many", "ranking")]
    assert found.ranking is not None


def test_everything_in_the_way_is_told(catalogue, monkeypatch):
    monkeypatch.setattr("geo.study.scoring.MOST_SENSITIVE", 1)
    data = of_numbers({"a": [1, 2], "b": [1, 2]}, ranking={"compare": "w"})
    data["weightings"][0]["numbers"] = {}

    assert obstacles(catalogue, data)[1] == [("too_many", "ranking"), ("compare", "weightings")]


@pytest.mark.parametrize("code", sorted(OBSTACLES))
def test_every_obstacle_has_words_in_both_languages(code):
    zh, en = OBSTACLES[code]

    assert zh.isascii() is False
    assert en.replace("–", "-").isascii()


SPOILS = [
    *(None, True, 0, -1, 10**400, 1e308, 5e-324, float("nan"), float("inf")),
    *("", "x", "\0", "\ud800"),
    *([], {}, [[]], [1, 2], {"a": 1}, {"kind": "column", "name": "rent"}, {"kind": "linear"}),
    *("more", "target", "interval", "exclude", "topsis", "promethee", "vector", "sum", "pairwise"),
    *("rent", "fit", "parks", "synthetic-01", "set_cover", "reference", "text", "integer", 90, 9),
]  # fmt: skip


def places_in(value, path=()):
    """Yield the paths of everything within a document."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        yield (*path, key)
        if isinstance(part, dict | list):
            yield from places_in(part, (*path, key))


@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spoilt_document_is_refused_or_computed_but_never_breaks(catalogue, example, seed):
    chance, data = random.Random(seed), example.to_json()
    data["ranking"]["draws"] = 10
    places = list(places_in(data))
    for path in chance.choices(places, k=2):
        *way, last = path
        try:
            parent = functools.reduce(operator.getitem, way, data)
            old = parent[last]
        except (KeyError, TypeError, IndexError):
            continue  # the first spoil took it away
        alike = [value for value in SPOILS if type(value) is type(old)]
        parent[last] = chance.choice(alike if alike and chance.random() < 0.7 else SPOILS)

    try:
        study = parse_study(data)
    except StudyError as error:
        told = [problem_text(row, "zh") for row in error.problems]
    else:
        told = []
    assert all(told)
    if told:
        return
    payload = workbench_payload(study, results_of(study, catalogue), "zh")
    assert json.dumps(payload, allow_nan=False).encode()
    assert parse_study(json.dumps(study.to_json(), allow_nan=False)) == study
