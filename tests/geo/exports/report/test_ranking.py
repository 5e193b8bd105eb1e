import math

import pytest

from geo.exports.report.ranking import (
    contributions_table,
    exclusions_section,
    findings_table,
    measured_table,
    ranked_table,
    score_bars,
    values_table,
)
from tests.geo.exports.report.subjects import small_subject


def column(table, title):
    place = [column.title for column in table.columns].index(title)
    return [row[place] for row in table.rows]


def test_the_table_has_rank_score_and_shares(small):
    table = ranked_table(small, has_ids=True)

    # a: ¾ · 1 + ¼ · 0; b: ¾ · 0.4 + ¼ · 1; c: nothing.
    assert column(table, "Id") == ["a", "b", "c"]
    assert column(table, "Rank") == [1, 2, 3]
    assert column(table, "Score") == pytest.approx([0.75, 0.55, 0.0])
    assert sum(column(table, "First in")) == pytest.approx(1)


def test_bars_are_made_of_contributions(small):
    bars = score_bars(small)

    assert bars.kinds == ("rent", "room")
    assert [[part.length for part in bar.parts] for bar in bars.bars] == [
        pytest.approx([0.75, 0]),
        pytest.approx([0.3, 0.25]),
        pytest.approx([0, 0]),
    ]
    assert score_bars(small, most=1).title == "Scores (first 1)"


def test_bars_of_net_flows_begin_at_their_least(catalogue):
    subject = small_subject(catalogue, ranking={"weighting": "w", "method": "promethee"})
    lengths = [bar.parts[0].length for bar in score_bars(subject).bars]

    assert lengths == pytest.approx([(1 + s) / 2 for s in subject.ranking.table["score"]])
    assert all(0 <= length <= 1 for length in lengths)


def test_values_and_contributions_add_up(small):
    for row, score in zip(contributions_table(small).rows, (0.75, 0.55, 0), strict=True):
        assert sum(row[2:]) == pytest.approx(score)
    assert column(values_table(small), "rent") == pytest.approx([1, 0.4, 0])


def test_who_is_left_out_stays_with_the_reason(small):
    assert [row[0] for row in findings_table(small, excluding=True).rows] == ["d"]
    assert findings_table(small, excluding=True).rows[0][1] == "rent: unknown (its cell is empty)"
    assert [block.id for block in exclusions_section(small).blocks] == ["exclusions"]


def test_measurements_name_everybody_and_what_is_unknown(small):
    table = measured_table(small)

    assert column(table, "Ranked") == ["yes", "yes", "yes", "no"]
    assert column(table, "rent") == [10, 4, 0, None]
    assert column(table, "rent · why unknown") == [None, None, None, "its cell is empty"]
    assert not any(isinstance(cell, float) and math.isnan(cell) for r in table.rows for cell in r)


def test_a_warning_is_told_apart_from_an_exclusion(en):
    warned = findings_table(en, excluding=False)
    left_out = findings_table(en, excluding=True)

    assert warned.rows
    assert left_out.rows
    assert {row[0] for row in left_out.rows} == {
        en.name(key) for key in set(en.evaluation.index) - set(en.ranking.table.index)
    }
