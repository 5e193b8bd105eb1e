import dataclasses

import pytest

from geo.exports.report.siting_tables import assignment_table, sites_table


def test_the_chosen_sites_are_listed(en):
    names = [en.name(key) for key in en.siting.open]

    assert [row[0] for row in sites_table(en, en.siting).rows] == names


def test_every_point_of_demand_has_its_site(zh):
    table = assignment_table(zh, zh.siting)

    assert len(table.rows) == len(zh.siting.assignment)
    assert ("310101", "黄浦区") in {row[:2] for row in table.rows}


def test_only_a_radius_has_somebody_within_it(en):
    order = dataclasses.replace(en.siting.order, objective="max_coverage", radius_m=8000.0)
    without = assignment_table(en, en.siting)
    within = assignment_table(en, dataclasses.replace(en.siting, order=order))

    assert "Within the radius" not in [column.title for column in without.columns]
    assert within.columns[-1].title == "Within the radius"
    for table in (without, within):
        assert {len(row) for row in table.rows} == {len(table.columns)}


@pytest.mark.parametrize(
    ("objective", "unit"),
    [("p_median", "weight × metres"), ("p_centre", "metres, of the farthest point")],
)
def test_an_objective_says_what_it_counts(en, objective, unit):
    order = dataclasses.replace(en.siting.order, objective=objective)

    note = assignment_table(en, dataclasses.replace(en.siting, order=order)).note

    assert note.startswith(f"Objective ({unit}")
