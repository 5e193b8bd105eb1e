import pytest
from pydantic import TypeAdapter

from geo.exports.report.criteria_words import direction, limit, measured, missing, value_function
from geo.study.criteria import StudyMeasure
from tests.geo.exports.report.subjects import small_subject
from tests.geo.study.documents import candidates, feature, own_column

MEASURES = [
    ({"kind": "policy_fit", "industries": ["chip-design"], "of": "district"}, "its district"),
    ({"kind": "policy_fit", "column": "for", "of": "nearest_cluster"}, "column “for”"),
    ({"kind": "distance_to_clusters"}, "core cluster"),
    ({"kind": "distance_to_sites", "kinds": ["park", "institution"]}, "parks, institutions"),
    ({"kind": "distance_to_industry", "column": "for"}, "with the same industry"),
    ({"kind": "distance_to_layer", "layer": "R"}, "“metro”"),
    ({"kind": "count_within", "layer": "R", "radius_m": 1500.0}, "“metro” within 1,500 m"),
    ({"kind": "column", "name": "rent"}, "column “rent”"),
]


@pytest.fixture(scope="module")
def subject(catalogue):
    reference = {"id": "R", "kind": "reference", "name": "metro", "columns": {}, "log": None,
                 "synthetic": True, "features": [feature("r", 121.5, 31.2)]}  # fmt: skip
    layer = candidates({"rent": [1.0, 4.0], "room": [1.0, 2.0]})
    return small_subject(catalogue, layers=[layer, reference])


@pytest.mark.parametrize(("measure", "told"), MEASURES)
def test_every_measure_is_said(subject, catalogue, measure, told):
    if measure.get("industries"):
        measure = {**measure, "industries": [catalogue.industries[0].id]}
    found = TypeAdapter(StudyMeasure).validate_python(measure)

    assert told in measured(subject, found)


def test_a_belt_is_named(subject, catalogue):
    belt = catalogue.belts[0]
    measure = {"kind": "distance_to_belt", "belt": belt.id}

    assert belt.name_en in measured(subject, TypeAdapter(StudyMeasure).validate_python(measure))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"direction": "more"}, "0 at 1, 1 at 4, straight between (bounds from the candidates)"),
        ({"direction": "less", "function": {"kind": "linear", "low": 2.0, "high": 8.0}},
         "0 at 8, 1 at 2, straight between"),
        ({"direction": "target", "function": {"kind": "target", "at": 3.0, "tolerance": 2.0}},
         "1 at 3 a, 0 from 2 a away on"),
        ({"direction": "more",
          "function": {"kind": "steps", "below": 0.0, "steps": [[2.0, 0.5], [3.0, 1.0]]}},
         "below: 0; ≥ 2: 0.5; ≥ 3: 1"),
    ],
)  # fmt: skip
def test_every_value_function_is_said(catalogue, more, told):
    layer = candidates({"rent": [1.0, 4.0]})
    subject = small_subject(
        catalogue,
        layers=[layer],
        criteria=[own_column("rent", unit="a", **more)],
        weightings=[{"id": "w", "name": "w", "numbers": {"rent": 1.0}}],
    )

    assert value_function(subject, subject.criterion("rent")) == told


def test_limits_directions_and_rules_are_said(catalogue):
    criterion = own_column("rent", "less", unit="CNY", limit={"at_least": 1.0, "at_most": 9.0})
    subject = small_subject(
        catalogue,
        layers=[candidates({"rent": [1.0, 4.0]})],
        criteria=[criterion],
        weightings=[{"id": "w", "name": "w", "numbers": {"rent": 1.0}}],
    )
    row = subject.criterion("rent")

    assert limit(subject, row) == "at least 1 CNY; at most 9 CNY"
    assert direction(subject, row) == "less is better"
    assert len({missing(subject, rule) for rule in ("exclude", "interval", "pessimistic")}) == 3
