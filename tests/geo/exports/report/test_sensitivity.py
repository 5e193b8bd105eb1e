import pytest

from geo.exports.report.sensitivity import (
    acceptability_table,
    comparison_table,
    flip_words,
    flips_table,
    sensitivity_section,
    share_bars,
)
from tests.geo.exports.report.subjects import small_subject
from tests.geo.study.documents import candidates


def test_shares_of_first_and_top_are_drawn(small):
    bars = share_bars(small, small.luck)
    first = {bar.label: bar.parts[0].length for bar in bars.bars}

    assert sum(first.values()) == pytest.approx(1)
    assert all(sum(part.length for part in bar.parts) <= 1 + 1e-9 for bar in bars.bars)


def test_the_smallest_change_is_told_in_words(small):
    # a leads b by ¾ · 0.6 − ¼ · 1 = 0.2; a unit from rent to room takes 1.6: 12.5 %.
    told = flip_words(small)

    assert told == (
        "At least 12.5 % of all weight must move between criteria for b to draw level with a: "
        "rent 75 % → 62.5 %; room 25 % → 37.5 %."
    )


def test_critical_weights_name_who_leads_then(small):
    rows = {row[0]: row[1:] for row in flips_table(small).rows}

    assert rows["rent"] == pytest.approx((0.75, 0.625, "b"))
    assert rows["room"][2] == "b"


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"ranking": {"weighting": "w", "method": "topsis"}}, "not linear"),
        ({"layers": [candidates({"rent": [1.0], "room": [1.0]})]}, "Only one candidate"),
        ({"layers": [candidates({"rent": [1.0, 1.0], "room": [1.0, 1.0]})]}, "is shared by"),
        ({"layers": [candidates({"rent": [2.0, 1.0], "room": [2.0, 1.0]})]}, "No weighting"),
    ],
)
def test_where_there_is_no_flip_it_is_said_why(catalogue, parts, told):
    assert told in flip_words(small_subject(catalogue, **parts))


def test_two_weightings_stand_side_by_side(en):
    table = comparison_table(en, en.results.compared)

    assert len(table.rows) == len(en.results.moves)
    assert any("↑" in row[3] for row in table.rows)
    assert "/" in table.note


def test_without_draws_it_is_said_and_the_rest_stays(small, monkeypatch):
    monkeypatch.setattr(type(small), "luck", None)
    blocks = sensitivity_section(small).blocks

    assert "no random weights" in blocks[0].text
    assert blocks[-1].id == "flips"


def test_the_whole_table_has_the_weights_of_who_would_choose(small):
    table = acceptability_table(small, small.luck)

    assert len(table.rows) == 3
    assert table.rows[-1][-1] is None  # nobody would choose c
