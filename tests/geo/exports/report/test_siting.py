import dataclasses

import pytest

from geo.exports.report.siting import asked, found, infeasible_words, proven
from geo.exports.report.siting_tables import sites_table
from geo.study import choose_for_study


def test_what_was_asked_and_found_is_told(en):
    siting = en.siting
    names = [en.name(key) for key in siting.open]

    assert "p-median" in asked(en, siting)
    assert f"{len(siting.assignment)} districts" in asked(en, siting)
    assert all(name in found(en, siting) for name in names)


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


def test_constraints_that_fail_are_named_alone_or_together(en, zh):
    each = [("count", 14.0)]
    both = [("forbidden", None), *each]

    told = [infeasible_words(en.words, *rows) for rows in ([each], [both], [[], both])]

    assert told[0].endswith(". This is enough: choose 14 sites.")
    assert ". One of these is enough: forbid fewer candidates; choose" in told[1]
    assert ". All of these have to be relaxed together: forbid fewer" in told[2]
    assert "须一并放宽：允许部分不选的候选地；选址数改为 14。" in infeasible_words(
        zh.words, [], both
    )


def asked_anew(subject, **changes):
    """Let the solver answer another question about the worked example."""
    plan = subject.study.siting.model_copy(update=changes)
    study = subject.study.model_copy(update={"siting": plan})
    siting = choose_for_study(study, subject.catalogue)
    return dataclasses.replace(subject, study=study, siting=siting), siting


EXISTING = ("sh-lingang", "sh-shibei")


def test_distances_that_existing_places_shorten_are_said_to(en, zh):
    for subject, told in (
        (en, " from the nearest of these or of the existing places ({names})"),
        (zh, "需求到这些选中地或已有设施（{names}）中最近一处的"),
    ):
        with_it, siting = asked_anew(subject, objective="p_centre", count=2, existing=EXISTING)
        places = [subject.catalogue.site(key) for key in EXISTING]
        names = subject.words.list(map(subject.words.name, places))

        assert told.format(names=names) in found(with_it, siting)
        assert "nearest of them" in found(en, en.siting)
        assert "需求到最近一处的" in found(zh, zh.siting)


def test_existing_places_are_all_there_is_where_nothing_is_chosen(en):
    with_it, siting = asked_anew(en, objective="p_centre", count=2, existing=EXISTING)
    alone = tuple(key for key in siting.open if key not in siting.new)

    text = found(with_it, dataclasses.replace(siting, open=alone))

    assert text.startswith("Chosen: none. ")
    assert "from the nearest of the existing places (" in text


def test_sites_open_in_any_case_are_said_to_keep_no_spacing(en, zh):
    keys = tuple(en.study.candidates)[:3]
    for subject, told, away, count in (
        (
            en,
            "200.0 km apart (not between sites that are open in any case",
            " lie ",
            "closest of 3",
        ),
        (zh, "200.0 km（必选或已有的地点彼此之间不受此限：", "相距 ", "共 3 对"),
    ):
        with_it, siting = asked_anew(subject, count=3, fixed=keys, spacing_m=200_000.0)
        _, exception = asked(with_it, siting).split(told)

        assert sum(subject.name(key) in exception for key in keys) == 2
        assert away in exception
        assert count in exception


def test_a_spacing_that_all_sites_keep_has_no_exception(en):
    key = next(iter(en.study.candidates))
    with_it, siting = asked_anew(en, fixed=(key,), spacing_m=2_000.0)

    assert "; at least 2.0 km apart; demand:" in asked(with_it, siting)


def test_weights_that_do_not_count_are_not_said_to(en, zh):
    centre, siting = asked_anew(en, objective="p_centre")

    assert "districts, as weighted." in asked(en, en.siting)
    assert "districts; weights count for the mean distance only" in asked(centre, siting)
    assert "个区，选址不计权重" in asked(dataclasses.replace(centre, words=zh.words), siting)


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
