"""Rows left out, as the page shows them: some of each reason, and what would be allowed."""

import pytest

from geo.enterprises.rejects import REASONS
from webapp.planner.enterprise_reasons import left_out_rows
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
        row("wrong-type", "年份"),
        row("wrong-type", "人数", "'-3"),
    ]
    outside, kind = found(app, catalogue, rows, outside_cities=900, wrong_type=2)
    assert (outside.said, outside.count) == ("outside of the chosen cities", 900)
    assert [one["value"] for one in outside.rows] == ["114.05"]
    assert outside.allowed[0].startswith("a place in Shanghai (longitude 120.8")
    assert kind.allowed == [
        "a whole year from 1800 to 2100",
        "a number from 0 to 100,000,000,000",
    ]
    assert [one["value"] for one in kind.rows] == ["x", "-3"]  # unguarded: no spreadsheet reads it


@pytest.mark.parametrize(
    ("reason", "column", "told"),
    [
        ("missing-coordinates", "经度", "longitude and latitude, or the name"),
        ("not-a-number", "经度", "−180 to 180"),
        ("out-of-range", "纬度", "−90 to 90"),
        ("swapped", "经度", "exchange the columns"),
        ("unknown-district", "区", "黄浦区、徐汇区"),
        ("bad-bytes", "区", "text in utf-8"),
        ("wrong-number-of-cells", "", "as many cells"),
        ("out-of-range", "年份", "1800 to 2100"),
    ],
)
def test_each_reason_says_what_is_allowed(app, catalogue, reason, column, told):
    assert reason in REASONS
    (group,) = found(app, catalogue, [row(reason, column)], **{reason.replace("-", "_"): 1})
    assert told in group.allowed[0]


def test_a_reason_without_rows_or_words_is_still_counted(app, catalogue):
    (group,) = found(app, catalogue, [], new_reason=3)
    assert (group.said, group.count, group.allowed, group.rows) == ("new-reason", 3, [], [])
