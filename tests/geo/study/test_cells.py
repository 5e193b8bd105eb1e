"""Cells are of their column's type, or empty."""

import math

import pytest

from geo.errors import StudyError
from geo.study import find_problems, parse_study, read_study
from tests.geo.study.documents import document, feature


def told(catalogue, cell, kind, column="c"):
    layer = {
        "id": "L",
        "kind": "reference",
        "name": "r",
        "columns": {column: kind},
        "features": [feature("x", 121.5, 31.2, values={column: cell})],
    }
    try:
        read_study(document(layers=[layer]), catalogue)
    except StudyError as error:
        return [(row.code, row.where) for row in error.problems]
    return []


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (None, "number"),
        (1, "number"),
        (1.5, "number"),
        (-(2**53), "integer"),
        (2**63 - 1, "integer"),
        ("", "text"),
    ],
)
def test_a_cell_of_its_columns_type_is_taken(catalogue, cell, kind):
    assert told(catalogue, cell, kind) == []


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("1", "number"),
        (True, "number"),
        (math.nan, "number"),
        (math.inf, "number"),
        (2**63, "number"),
        (1.1e100, "number"),
        (1.0, "integer"),
        (False, "integer"),
        (3, "text"),
        ("a\0b", "text"),
        ("\udc00", "text"),
        ([1], "number"),
        ({"a": 1}, "text"),
    ],
)
def test_another_cell_is_refused(catalogue, cell, kind):
    ((code, where),) = told(catalogue, cell, kind)

    is_finite = not isinstance(cell, float) or math.isfinite(cell)
    assert code == ("wrong_type" if is_finite else "not_finite")
    assert where == "layers[0].features[0].values.c"


def test_a_cell_needs_a_column(catalogue):
    layer = {
        "id": "L",
        "kind": "candidates",
        "name": "r",
        "features": [feature("x", 121.5, 31.2, values={"c": None})],
    }
    (found,) = find_problems(parse_study(document(layers=[layer])), catalogue)

    assert (found.code, found.where) == ("unknown_key", "layers[0].features[0].values.c")


def test_how_well_a_position_is_known_is_told_in_metres_from_0(catalogue):
    where = "layers[0].features[0].values.precision_m"

    assert told(catalogue, 0, "number", "precision_m") == []
    assert told(catalogue, -1, "number", "precision_m") == [("out_of_range", where)]
    assert told(catalogue, "near", "text", "precision_m") == [
        ("not_one_of", "layers[0].columns.precision_m")
    ]
