"""Rows left out, as the page shows them: some of each reason, and what would be allowed."""

import pytest

from geo.enterprises.rejects import NOTES, REASONS
from webapp.planner.enterprise_reasons import is_lossy, left_out_rows, noted_cells
from webapp.planner.enterprise_says import NOTE_WORDS, REASON_WORDS
from webapp.planner.enterprise_wish import Choices

CHOICES = Choices(
    "csv",
    columns={"lon": "经度", "lat": "纬度", "district": "区", "weight": "人数", "year": "年份"},
    cities=("shanghai",),
)


def row(reason, column, value="x"):
    return {"file": "a.csv", "row": "7", "column": column, "value": value, "reason": reason}


def found(app, catalogue, rows, **counts):
    tally = {"reasons": {name.replace("_", "-"): count for name, count in counts.items()}}
    with app.test_request_context("/en/planner"):
        return left_out_rows({**tally, "first": rows}, CHOICES, catalogue)


def test_rows_stand_under_their_reason(app, catalogue):
    rows = [
        row("outside-cities", "经度", "114.05"),
        row("unread-year", "年份"),
        row("out-of-range", "纬度", "'-3"),
    ]
    outside, kind = found(app, catalogue, rows, outside_cities=900, out_of_range=2)
    assert (outside.said, outside.count) == ("outside of the chosen cities", 900)
    assert [one["value"] for one in outside.rows] == ["114.05"]
    assert outside.allowed[0].startswith("a place in Shanghai (longitude 120.8")
    assert kind.allowed == ["degrees from −90 to 90, such as 31.2304"]
    assert [one["value"] for one in kind.rows] == ["-3"]  # unguarded: no spreadsheet reads it


def test_cells_that_cannot_be_read_are_told_apart(app, catalogue):
    rows = [row("unread-year", "年份", "去年"), row("unread-weight", "人数", "50-99人")]
    tally = {"unread_weight": 25, "unread_year": 3, "reasons": {"swapped": 1}, "first": rows}
    with app.test_request_context("/en/planner"):
        weight, year = noted_cells(tally, CHOICES, catalogue)
        assert noted_cells({}, CHOICES, catalogue) == []
        assert [one.count for one in left_out_rows(tally, CHOICES, catalogue)] == [1]
    assert (weight.said, weight.count) == (
        "counted without a weight: it cannot be read as one",
        25,
    )
    assert weight.allowed == ["a number from 0 to 100,000,000,000"]
    assert [one["value"] for one in year.rows] == ["去年"]
    assert year.allowed == ["a whole year from 1800 to 2100"]


@pytest.mark.parametrize(
    ("rejected", "reasons", "warns"),
    [(10, {}, False), (11, {}, True), (1, {"bad-bytes": 1}, True), (0, {}, False)],
)
def test_a_page_warns_of_many_rows_or_of_another_encoding(rejected, reasons, warns):
    assert is_lossy({"read": 1000, "rejected": rejected, "reasons": reasons}) is warns
    assert not is_lossy({})


def test_every_reason_and_note_has_words():
    assert tuple(REASON_WORDS) == REASONS
    assert tuple(NOTE_WORDS) == NOTES


@pytest.mark.parametrize(
    ("reason", "column", "told"),
    [
        ("missing-coordinates", "经度", "longitude and latitude, or the name"),
        ("not-a-number", "经度", "−180 to 180"),
        ("out-of-range", "纬度", "−90 to 90"),
        ("swapped", "经度", "exchange the columns"),
        ("unknown-district", "区", "黄浦区、徐汇区"),
        ("several-districts", "区", "one district of Shanghai"),
        ("no-district-named", "地址", "directly after the name of the city"),
        ("nothing-given", "地址", "one district of Shanghai"),
        ("bad-bytes", "区", "text in utf-8"),
        ("wrong-number-of-cells", "", "as many cells"),
    ],
)
def test_each_reason_says_what_is_allowed(app, catalogue, reason, column, told):
    assert reason in REASONS
    (group,) = found(app, catalogue, [row(reason, column)], **{reason.replace("-", "_"): 1})
    assert told in group.allowed[0]


def test_a_reason_without_rows_or_words_is_still_counted(app, catalogue):
    (group,) = found(app, catalogue, [], new_reason=3)
    assert (group.said, group.count, group.allowed, group.rows) == ("new-reason", 3, [], [])
