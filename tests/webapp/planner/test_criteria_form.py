"""From the form of a criterion to the criterion and back; what cannot be is told in its field."""

import pytest
from werkzeug.datastructures import MultiDict

from geo.study import parse_study
from geo.study.criteria import StudyCriterion
from webapp.planner.criteria_form import count_of_steps, read_form, read_measure, typed_from
from webapp.planner.criteria_options import Options

COMMON = {"title": "Title", "direction": "less", "missing": "exclude"}


def point(number, **values):
    return {
        "id": str(number),
        "name": f"P{number}",
        "lon": 121.4 + number / 100,
        "lat": 31.2,
        "values": values,
    }


@pytest.fixture
def options(app, catalogue):
    """A project with columns of all sorts and a reference layer."""
    one, two = catalogue.industries[0], catalogue.industries[1]
    document = {
        "format": "renxing-atlas-study",
        "version": 1,
        "title": "T",
        "city": "shanghai",
        "layers": [
            {
                "id": "L1",
                "kind": "candidates",
                "name": "Plots",
                "columns": {"rent": "number", "meant": "text", "note": "text", "empty": "text"},
                "features": [
                    point(1, rent=1.0, meant=one.name_zh, note="by the road", empty=" ; "),
                    point(2, rent=2.0, meant=f"{one.id}；{two.name_en}"),
                ],
            },
            {"id": "L2", "kind": "reference", "name": "Stations", "features": [point(3)]},
            {"id": "L3", "kind": "reference", "name": "Nothing", "features": []},
        ],
    }
    with app.test_request_context("/en/planner"):
        yield Options(parse_study(document), catalogue)


@pytest.fixture
def measures(catalogue):
    """One of each measure, as a study writes it."""
    industries = [row.id for row in catalogue.industries[:2]]
    return [
        {"kind": "policy_fit", "industries": industries, "of": "nearest_cluster"},
        {"kind": "policy_fit", "column": "meant"},
        {"kind": "distance_to_clusters"},
        {"kind": "distance_to_sites", "kinds": ["park", "institution"]},
        {"kind": "distance_to_industry", "column": "meant", "kinds": ["cluster"]},
        {"kind": "distance_to_belt", "belt": catalogue.belts[0].id},
        {"kind": "distance_to_layer", "layer": "L2"},
        {"kind": "count_within", "layer": "L2", "radius_m": 1500.0},
        {"kind": "column", "name": "rent"},
    ]


FUNCTIONS = [
    ("less", {"kind": "linear", "low": 0.1, "high": 30000.0}),
    ("more", {"kind": "linear"}),
    ("more", {"kind": "steps", "below": 0.0, "steps": [[1.5, 0.25], [3.0, 1.0]]}),
    ("target", {"kind": "target", "at": -3.0, "tolerance": 0.5}),
]


@pytest.mark.parametrize(("direction", "function"), FUNCTIONS)
def test_what_a_form_shows_it_reads_back(options, measures, direction, function):
    for measure in measures:
        row = StudyCriterion.model_validate(
            {
                "id": "c",
                "title": "A title",
                "unit": {"column": "CNY"}.get(
                    measure["kind"], "m" if measure["kind"].startswith("distance") else ""
                ),
                "measure": measure,
                "direction": direction,
                "function": function,
                "limit": {"at_least": 1.25},
                "missing": "pessimistic",
            }
        )

        assert read_form(typed_from(row), measure["kind"], "c", options) == (row, {})


def errors(options, kind="column", **typed):
    fields = MultiDict({**COMMON, "name": "rent", **typed})
    row, found = read_form(fields, kind, "c", options)
    assert row is None
    return found


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"title": " "}, "title", "must not be empty"),
        ({"direction": ""}, "direction", "more is better, less is better, a target is best"),
        ({"missing": "0"}, "missing", "leave out, show the range, assume the worst"),
        ({"name": "price"}, "name", "Choose from: rent."),
        ({"low": "5", "high": "5"}, "high", "must be greater"),
        ({"at_least": "5", "at_most": "4"}, "at_most", "must not be less"),
        ({"direction": "target", "at": "1"}, "tolerance", "A number is needed"),
        ({"direction": "target", "at": "1", "tolerance": "0"}, "tolerance", "not above 0"),
        ({"function": "steps", "below": "1"}, "step_at_0", "At least one threshold"),
        (
            {"function": "steps", "below": "0", "step_at_0": "1", "step_value_0": "1"},
            "step_value_0",
            "must not rise",
        ),
        (
            {
                "function": "steps",
                "below": "1",
                **{"step_at_0": "2", "step_value_0": "0.5", "step_at_1": "2", "step_value_1": "0"},
            },
            "step_at_1",
            "greater than the one before",
        ),
        (
            {"function": "steps", "below": "1", "step_at_0": "2", "step_value_0": "2"},
            "step_value_0",
            "between 0",
        ),
    ],
)
def test_what_cannot_be_is_told_in_its_field(options, typed, field, said):
    found = errors(options, **typed)

    assert list(found) == [field]
    assert said in found[field]


def test_a_radius_and_a_layer_are_needed(options):
    found = errors(options, "count_within", layer="L3", radius_m="-1")

    assert found == {"radius_m": "“-1” is not above 0.", "layer": "Choose from: Stations."}


def test_a_column_of_industries_holds_nothing_else(options):
    found = errors(options, "policy_fit", whose="column", column="note", of="district")

    assert "“note” holds words that are no industry of the atlas: by the road." in found["column"]
    assert options.industry_columns == ("meant",)


def test_somebody_must_say_which_industries(options):
    assert "industries" in errors(options, "policy_fit", whose="same", of="district")


def test_the_measure_alone_is_read_while_the_rest_is_missing(options):
    assert read_measure(MultiDict({"name": "rent"}), "column", options) == (
        {"kind": "column", "name": "rent"},
        {},
    )


def test_there_is_always_room_for_another_step():
    assert count_of_steps(MultiDict()) == 4
    assert count_of_steps(MultiDict({"step_at_3": "5"})) == 6
    assert count_of_steps(MultiDict({"step_value_49": "1"})) == 50


def test_what_is_in_the_way_of_a_measure(options, catalogue, app):
    bare = Options(options.study.model_copy(update={"layers": ()}), catalogue)

    assert [kind for kind in ("count_within", "column") if not bare.obstacle(kind)] == []
    assert [
        kind for kind in ("policy_fit", "distance_to_belt", "column") if options.obstacle(kind)
    ] == []
