"""Reading a study: nothing converted, guessed or dropped; every refusal names path and value."""

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import AtlasError, StudyError
from geo.study import parse_study, read_study
from geo.study.limits import MOST_BYTES
from tests.geo.study.documents import LINE, candidates, document, feature, of_numbers, own_column


def problems(data):
    with pytest.raises(StudyError) as caught:
        parse_study(data)
    return [(row.code, row.where, row.value) for row in caught.value.problems]


def test_a_study_comes_back_from_json_as_it_was(catalogue, example):
    assert read_study(example.to_json(), catalogue) == example
    text = json.dumps(example.to_json(), ensure_ascii=False, allow_nan=False)
    assert read_study(text, catalogue) == example
    assert read_study(b"\xef\xbb\xbf" + text.encode(), catalogue).to_json() == example.to_json()


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
cells = st.one_of(
    st.none(),
    st.integers(-(2**53), 2**53),
    st.floats(-1e100, 1e100),
)


@given(
    features=st.lists(
        st.tuples(names, st.floats(-180, 180), st.floats(-90, 90), cells, names), max_size=5
    ),
    title=names.filter(bool),
    shape=st.sampled_from([None, LINE]),
)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_study_comes_back_from_json_as_it_was(catalogue, features, title, shape):
    rows = [
        feature(f"f{place}", lon, lat, name=name, wkb=shape, values={"number": cell, "text": text})
        for place, (name, lon, lat, cell, text) in enumerate(features)
    ]
    columns = {"number": "number", "text": "text"}
    layer = {"id": "L", "kind": "reference", "name": title, "columns": columns, "features": rows}
    study = read_study(document(layers=[layer], title=title), catalogue)

    again = read_study(json.dumps(study.to_json(), allow_nan=False), catalogue)

    assert again == study
    assert [row.values for row in again.layers[0].features] == [row["values"] for row in rows]
    assert json.dumps(again.to_json()) == json.dumps(study.to_json())


def test_a_number_stays_the_number_that_it_was(catalogue):
    study = read_study(of_numbers({"a": [0.1, 3, 1e-300, None]}), catalogue)

    found = [row.values["a"] for row in study.layers[0].features]
    assert found == [0.1, 3, 1e-300, None]
    assert isinstance(found[1], int)


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        (b"", "not_json", "not JSON"),
        (b"\xff\xfe", "not_json", "byte 0"),
        ("{", "not_json", "line 1"),
        ("[" * 100_000, "not_json", "too deeply"),
        ("9" * 5000, "not_json", "digits"),
        ("[1]", "not_a_study", "renxing-atlas-study"),
        ('{"a": 1, "a": 2}', "twice", "once"),
        ('{"a": NaN}', "not_finite", "finite"),
        ('{"a": -Infinity}', "not_finite", "finite"),
        ({}, "not_a_study", "renxing-atlas-study"),
        ({"format": "other"}, "not_a_study", "renxing-atlas-study"),
        ({"format": "renxing-atlas-study"}, "not_one_of", "allowed: 1"),
        ({"format": "renxing-atlas-study", "version": True}, "not_one_of", "allowed: 1"),
        ({"format": "renxing-atlas-study", "version": "1"}, "not_one_of", "allowed: 1"),
        ({"format": "renxing-atlas-study", "version": 2}, "newer_version", "newer version"),
    ],
)
def test_what_is_no_study_is_refused(data, code, told):
    with pytest.raises(StudyError, match=told) as caught:
        parse_study(data)

    assert [row.code for row in caught.value.problems] == [code]
    assert isinstance(caught.value, AtlasError)


def test_a_study_of_too_many_bytes_is_refused_before_it_is_read():
    with pytest.raises(StudyError, match=f"{MOST_BYTES:,}"):
        parse_study(b" " * (MOST_BYTES + 1))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"title": ""}, ("empty", "title", "")),
        ({"title": "a\0b"}, ("wrong_type", "title", "a\0b")),
        ({"title": "\ud800"}, ("wrong_type", "title", "\ud800")),
        ({"title": 3}, ("wrong_type", "title", 3)),
        ({"title": "x" * 401}, ("too_many", "title", "x" * 401)),
        ({"colour": "red"}, ("unknown_key", "colour", "colour")),
        ({"layers": "abc"}, ("wrong_type", "layers", "abc")),
        ({"layers": [3]}, ("wrong_type", "layers[0]", 3)),
        ({"layers": [{"kind": "reference", "name": "x"}]}, ("missing", "layers[0].id", None)),
        (
            {"layers": [{"id": "a b", "kind": "reference", "name": "x"}]},
            ("pattern", "layers[0].id", "a b"),
        ),
        (
            {"layers": [{"id": "a", "kind": "layer", "name": "x"}]},
            ("not_one_of", "layers[0].kind", "layer"),
        ),
        (
            {
                "layers": [
                    {
                        **candidates({"a": [1]}),
                        "features": [{**feature("1", 121.4, 31.2), "row": 2**31}],
                    }
                ]
            },
            ("out_of_range", "layers[0].features[0].row", 2**31),
        ),
        ({"criteria": [own_column("a")] * 41}, ("too_many", "criteria", None)),
        (
            {"criteria": [own_column("a", missing=0)]},
            ("not_one_of", "criteria[0].missing", 0),
        ),
        (
            {"criteria": [{**own_column("a"), "measure": {"name": "a"}}]},
            ("missing", "criteria[0].measure.kind", None),
        ),
        (
            {"criteria": [{**own_column("a"), "measure": {"kind": "magic"}}]},
            ("not_one_of", "criteria[0].measure.kind", "magic"),
        ),
        (
            {"criteria": [{**own_column("a"), "measure": {"kind": "column"}}]},
            ("missing", "criteria[0].measure.name", None),
        ),
        (
            {"criteria": [{**own_column("a"), "measure": {"kind": "column", "name": 3}}]},
            ("wrong_type", "criteria[0].measure.name", 3),
        ),
        (
            {"criteria": [own_column("a", function={"kind": "linear", "low": "1"})]},
            ("wrong_type", "criteria[0].function.low", "1"),
        ),
        (
            {"criteria": [own_column("a", function={"kind": "steps", "below": 0, "steps": []})]},
            ("empty", "criteria[0].function.steps", []),
        ),
        (
            {"weightings": [{"id": "w", "name": "w", "numbers": {"a": -1}}]},
            ("out_of_range", "weightings[0].numbers.a", -1),
        ),
        (
            {"weightings": [{"id": "w", "name": "w", "judgements": [["a", "b", 9.5]]}]},
            ("out_of_range", "weightings[0].judgements[0][2]", 9.5),
        ),
        ({"ranking": {"method": "magic"}}, ("not_one_of", "ranking.method", "magic")),
        ({"ranking": {"draws": 0}}, ("out_of_range", "ranking.draws", 0)),
        ({"ranking": {"draws": 100_001}}, ("out_of_range", "ranking.draws", 100_001)),
        ({"ranking": {"draws": 10.5}}, ("wrong_type", "ranking.draws", 10.5)),
        ({"ranking": {"seed": True}}, ("wrong_type", "ranking.seed", True)),
        (
            {"siting": {"objective": "p_median", "demand": {"kind": "sum"}}},
            ("not_one_of", "siting.demand.kind", "sum"),
        ),
        ({"fund": {"investment_cny": 12}}, ("wrong_type", "fund.investment_cny", 12)),
        ({"fund": {"investment_cny": "1e9"}}, ("pattern", "fund.investment_cny", "1e9")),
    ],
)
def test_a_wrong_value_is_named_with_its_path(parts, expected):
    ((code, where, value),) = problems(document(**parts))

    assert (code, where) == expected[:2]
    if expected[2] is not None or code == "missing":
        assert value == expected[2]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_refused_wherever_they_are(number):
    layer = candidates({"a": [1]})
    layer["features"][0]["lon"] = number
    criterion = own_column("a", limit={"at_least": number})

    found = problems(document(layers=[layer], criteria=[criterion]))

    assert [(code, where) for code, where, _ in found] == [
        ("not_finite", "layers[0].features[0].lon"),
        ("not_finite", "criteria[0].limit.at_least"),
    ]


def test_all_that_is_wrong_is_told_at_once_up_to_a_limit():
    layer = candidates({"a": [1] * 60})
    for row in layer["features"]:
        row["lat"] = 91

    assert len(problems(document(layers=[layer]))) == 50


def test_references_are_checked_when_a_study_is_read_not_when_it_is_parsed(catalogue):
    data = document(criteria=[own_column("rent")])

    assert parse_study(data).criteria[0].id == "rent"
    with pytest.raises(StudyError, match="criteria\\[0\\].measure.name"):
        read_study(data, catalogue)
