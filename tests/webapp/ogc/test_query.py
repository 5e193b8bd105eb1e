"""What ``webapp.ogc.query`` reads, and what it refuses."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.ogc import query
from webapp.ogc.collections import KINDS
from webapp.ogc.fields import Field
from webapp.ogc.problems import OgcProblem

FIELDS = (
    Field("kind", "string", "", is_filter=True, choices=("park", "lab")),
    Field("name", "string", "", is_filter=True),
    Field("number", "integer", "", is_filter=True),
    Field("units", "list", "", is_filter=True),
    Field("note", "string", ""),
)


def refused(parameters):
    with pytest.raises(OgcProblem) as caught:
        query.read_items_query(parameters, FIELDS)
    assert caught.value.status == 400
    assert caught.value.slug == "invalid-parameter"
    return caught.value


def read_or_problem(read):
    try:
        return read()
    except OgcProblem as problem:
        return problem


def test_read_parameters_keeps_order_and_decodes():
    read = query.read_parameters(b"name=%E7%94%B2&bbox=1%2C2&f=", ("f", "bbox", "name"))
    assert list(read.items()) == [("name", "甲"), ("bbox", "1,2"), ("f", "")]


def test_read_parameters_replaces_what_is_not_utf8():
    assert query.read_parameters(b"name=\xff", ("name",)) == {"name": "\ufffd"}


def test_read_parameters_unknown_name_says_what_is_allowed():
    with pytest.raises(OgcProblem, match="no parameter “nmae” here; allowed: f, name") as caught:
        query.read_parameters(b"nmae=x", ("f", "name"))
    assert (caught.value.status, caught.value.slug) == (400, "unknown-parameter")
    assert caught.value.allowed == ("f", "name")


def test_read_parameters_repeated():
    with pytest.raises(OgcProblem, match="only once"):
        query.read_parameters(b"f=json&f=json", ("f",))


def test_read_parameters_too_many():
    with pytest.raises(OgcProblem, match="more than 64"):
        query.read_parameters(b"&".join([b"f=json"] * 65), ("f",))


def test_read_items_query_defaults():
    read = query.read_items_query({}, FIELDS)
    assert (read.limit, read.offset, read.boxes, read.filters) == (100, 0, (), {})


def test_read_items_query_keeps_what_links_repeat():
    read = query.read_items_query(
        {"f": "json", "limit": "5", "offset": "10", "name": "甲", "bbox": "0,0,1,1"}, FIELDS
    )
    assert (read.limit, read.offset) == (5, 10)
    assert read.kept == {"f": "json", "name": "甲", "bbox": "0,0,1,1"}
    assert read.filters == {"name": "甲"}


@pytest.mark.parametrize(
    ("sent", "limit"),
    [("1", 1), ("007", 7), ("1000", 1000), ("1001", 1000), ("9" * 5000, 1000)],
)
def test_limit_is_clamped_to_the_maximum(sent, limit):
    assert query.read_items_query({"limit": sent}, FIELDS).limit == limit


@pytest.mark.parametrize("sent", ["0", "-1", "", "ten", "1.0", "1e2", " 1", "１", "²", "0x1"])
def test_limit_refused(sent):
    problem = refused({"limit": sent})
    assert problem.parameter == "limit"
    assert "integer of at least 1" in problem.detail


@pytest.mark.parametrize("sent", ["-1", "", "x"])
def test_offset_refused(sent):
    assert refused({"offset": sent}).parameter == "offset"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("1,2,3,4", ((1, 2, 3, 4),)),
        ("1, 2, 3, 4", ((1, 2, 3, 4),)),
        ("-1.5,+2,3.25e0,.5e1", ((-1.5, 2, 3.25, 5),)),
        ("1,2,0,3,4,9", ((1, 2, 3, 4),)),
        ("5,5,5,5", ((5, 5, 5, 5),)),
        ("170,-10,-170,10", ((170, -10, 180, 10), (-180, -10, -170, 10))),
        ("-180,-90,180,90", ((-180, -90, 180, 90),)),
    ],
)
def test_boxes(sent, expected):
    assert query.boxes(sent) == expected


@pytest.mark.parametrize(
    ("sent", "because"),
    [
        ("", "four numbers"),
        ("1,2,3", "four numbers"),
        ("1,2,3,4,5", "four numbers"),
        ("1,2,3,4,5,6,7", "four numbers"),
        ("a,2,3,4", "four numbers"),
        ("nan,2,3,4", "four numbers"),
        ("inf,2,3,4", "four numbers"),
        ("1_0,2,3,4", "four numbers"),
        ("1,2,3,1e999", "finite"),
        ("1,4,3,2", "south edge is north"),
        ("1,2,9,3,4,0", "least height"),
        ("121,31,3470000,32", "longitudes are in degrees"),
        ("-181,0,1,1", "longitudes are in degrees"),
        ("31,121,32,122", "latitudes are in degrees"),
        ("0,-91,1,1", "latitudes are in degrees"),
    ],
)
def test_boxes_refused(sent, because):
    problem = refused({"bbox": sent})
    assert problem.parameter == "bbox"
    assert because in problem.detail


@pytest.mark.parametrize(
    "sent",
    [
        "2023-05-31",
        "2023-05-31T08:00:00Z",
        "2023-05-31t08:00:00.25+08:00",
        "2016-12-31T23:59:60Z",
        "2018-01-01/2023-12-31",
        "../2023-12-31",
        "/2023-12-31",
        "2018-01-01/..",
        "2018-01-01T00:00:00Z/",
    ],
)
def test_datetime_accepted(sent):
    query.check_datetime(sent)


@pytest.mark.parametrize(
    "sent",
    ["", "..", "/", "../..", "2023", "2023-13-01", "2023-02-30", "2023-05-31T12:60:00Z",
     "2023-05-31 08:00:00Z", "2023-05-31T08:00:00", "a/b", "2018-01-01/2019-01-01/2020-01-01"],
)  # fmt: skip
def test_datetime_refused(sent):
    assert refused({"datetime": sent}).parameter == "datetime"


def test_filter_outside_its_vocabulary_says_what_is_allowed():
    problem = refused({"kind": "parks"})
    assert problem.allowed == ("park", "lab")
    assert problem.detail == "kind=parks is not valid: allowed: park, lab."


def test_filter_integer_is_normalised_or_refused():
    assert query.read_items_query({"number": "007"}, FIELDS).filters == {"number": "7"}
    assert refused({"number": "seven"}).parameter == "number"


def test_filter_names_are_those_declared():
    assert query.filter_names(FIELDS) == ("kind", "name", "number", "units")


def test_refusal_repeats_at_most_80_characters():
    assert "x" * 80 + "…" in refused({"bbox": "x" * 10_000}).detail
    assert len(refused({"bbox": "x" * 10_000}).detail) < 300


FIELDS_OF_ALL = tuple({field.name: field for kind in KINDS for field in kind.fields}.values())
NAMES = ("f", *query.PAGING, *query.filter_names(FIELDS_OF_ALL))


@given(st.binary(max_size=200))
@example(b"f=\xff")
@example(b"bbox=%ff")
@example(b"limit=%00")
def test_any_bytes_are_read_or_refused(query_string):
    outcome = read_or_problem(lambda: query.read_parameters(query_string, NAMES))
    if not isinstance(outcome, OgcProblem):
        outcome = read_or_problem(lambda: query.read_items_query(outcome, FIELDS_OF_ALL))
    assert isinstance(outcome, query.ItemsQuery) or outcome.status == 400


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=40)))
@example({"datetime": "0000-01-01"})
@example({"datetime": "2023-05-31T08:00:00+24:00"})
def test_any_values_are_read_or_refused(parameters):
    outcome = read_or_problem(lambda: query.read_items_query(parameters, FIELDS_OF_ALL))
    if isinstance(outcome, OgcProblem):
        assert outcome.status == 400
        assert outcome.parameter in parameters
    else:
        assert 1 <= outcome.limit <= query.MAXIMUM_LIMIT
        assert outcome.offset >= 0


@given(st.lists(st.floats() | st.integers(), min_size=3, max_size=7))
def test_any_numbers_are_a_box_or_refused(numbers):
    try:
        boxes = query.boxes(",".join(map(str, numbers)))
    except OgcProblem:
        return
    for west, south, east, north in boxes:
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
