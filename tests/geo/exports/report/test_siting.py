import dataclasses

import pytest

from geo.exports.report.siting import asked, assignment_table, found, proven, sites_table
from geo.study import choose_for_study


def test_what_was_asked_and_found_is_told(en):
    siting = en.siting
    names = [en.name(key) for key in siting.open]

    assert "p-median" in asked(en, siting)
    assert f"{len(siting.assignment)} districts" in asked(en, siting)
    assert all(name in found(en, siting) for name in names)
    assert [row[0] for row in sites_table(en, siting).rows] == names


def test_every_point_of_demand_has_its_site(zh):
    table = assignment_table(zh, zh.siting)

    assert len(table.rows) == len(zh.siting.assignment)
    assert ("310101", "黄浦区") in {row[:2] for row in table.rows}


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ({"status": "optimal"}, "has proven"),
        ({"status": "feasible", "gap": 0.034}, "by more than 3.4 %"),
        ({"status": "feasible", "gap": None}, "not proven"),
    ],
)
def test_how_sure_it_is_is_told(en, outcome, told):
    changed = dataclasses.replace(en.siting.outcome, **outcome)

    assert told in proven(en, dataclasses.replace(en.siting, outcome=changed))


def test_a_radius_is_told_with_what_it_covers(en):
    order = dataclasses.replace(
        en.siting.order, objective="max_coverage", radius_m=8000.0, fixed=(en.siting.open[0],)
    )
    siting = dataclasses.replace(en.siting, order=order, covered_share=0.5)

    assert "radius 8.0 km" in asked(en, siting)
    assert "open in any case" in asked(en, siting)
    assert "50 % of it within 8.0 km" in found(en, siting)


def test_what_exists_in_the_atlas_is_named_as_such(en, zh):
    for subject, told in ((en, "existing"), (zh, "已有")):
        plan = subject.study.siting.model_copy(update={"existing": ("sh-zhangjiang",)})
        study = subject.study.model_copy(update={"siting": plan})
        siting = choose_for_study(study, subject.catalogue)
        with_it = dataclasses.replace(subject, study=study, siting=siting)
        name = with_it.name("atlas:sh-zhangjiang")

        assert told in name
        assert name in asked(with_it, siting)
        assert subject.words.say(f"共选 {plan.count} 处", f"; {plan.count} sites") in asked(
            with_it, siting
        )
        assert name not in found(with_it, siting)
        assert (name, told) in {(row[0], row[-1]) for row in sites_table(with_it, siting).rows}
        assert with_it.district("atlas:sh-zhangjiang") in ("Pudong", "浦东", "浦东新区")
        assert len(siting.new) + len(siting.order.fixed) == siting.order.count
