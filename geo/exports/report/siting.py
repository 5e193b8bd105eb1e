"""The chosen sites in words: what was asked, what it gives, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from geo.crs import metres_from
from geo.exports.report.blocks import Block, Picture, Section, Text
from geo.exports.report.siting_tables import sites_table
from geo.exports.report.subject import Subject
from geo.exports.report.words import Words, metres, percent
from geo.exports.texts import clean_text
from geo.siting_inputs import distances_m
from geo.study.existing import is_existing
from geo.study.plans import DistrictDemand

if TYPE_CHECKING:
    # What is behind it may take seconds to import.
    from geo.siting_order import Order
    from geo.siting_result import Siting

_OBJECTIVES = {
    "p_median": (
        "p-中位：使需求到最近选中地的加权平均距离最短",
        "p-median: shortest weighted mean distance from demand to its nearest chosen site",
    ),
    "max_coverage": (
        "最大覆盖：使半径内覆盖的需求权重最大",
        "maximal coverage: most demand within the radius",
    ),
    "p_centre": (
        "p-中心：使最远一处需求的距离最短",
        "p-centre: shortest distance for the farthest demand point",
    ),
    "set_cover": (
        "集合覆盖：以最少的选址在半径内覆盖全部需求",
        "set cover: fewest sites that reach all demand within the radius",
    ),
}


_RELAXATIONS = {
    "count": ("选址数改为 {value:g}", "choose {value:g} sites"),
    "fixed": ("取消部分必选地", "fix fewer sites"),
    "forbidden": ("允许部分不选的候选地", "forbid fewer candidates"),
    "spacing": ("间距减至 {metres}", "a spacing of {metres}"),
    "radius": ("半径增至 {metres}", "a radius of {metres}"),
}


def siting_section(subject: Subject) -> Section:
    """Show the chosen sites, or why there are none.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Section
        What was asked, what was found, the map with its lines, and the sites.
    """
    title = subject.words.say("选址结果", "Chosen sites")
    if subject.siting is None:
        return Section("siting", title, (Text(subject.no_siting, "caution"),))
    return Section("siting", title, tuple(_blocks(subject, subject.siting)))


Relaxations = Iterable[tuple[str, float | None]]
"""Constraint and value of each ``geo.siting_relaxations.Relaxation``."""


def infeasible_words(words: Words, relaxations: Relaxations, together: Relaxations = ()) -> str:
    """Say that no choice keeps every constraint, and which one to relax how far.

    Parameters
    ----------
    words : Words
    relaxations, together : iterable of (str, float or None)
        Enough each by itself; enough only all at once.

    Returns
    -------
    str
    """
    each, every = (
        [
            words.say(*_RELAXATIONS[constraint]).format(value=value or 0.0, metres=metres(value))
            for constraint, value in rows
        ]
        for rows in (relaxations, together)
    )
    ways = words.clauses(each or every)
    none = words.say("没有方案能满足全部约束", "No choice keeps every constraint")
    if not ways:
        return none + words.say("，须同时放宽几项。", "; several have to be relaxed together.")
    if not each:
        told = words.say("。以下各项须一并放宽：", ". All of these have to be relaxed together: ")
    elif len(each) == 1:
        told = words.say("。放宽这一项即可：", ". This is enough: ")
    else:
        told = words.say("。放宽以下任一项即可：", ". One of these is enough: ")
    return none + told + ways + words.say("。", ".")


def _blocks(subject: Subject, siting: Siting) -> Iterator[Block]:
    words = subject.words
    yield Text(asked(subject, siting))
    yield Text(found(subject, siting), "lead")
    yield Text(proven(subject, siting))
    yield sites_table(subject, siting)
    yield Picture("siting", words.say("选中地与其服务的需求", "Chosen sites and whom they serve"))


def asked(subject: Subject, siting: Siting) -> str:
    """Say what was asked for: objective, number, radius, constraints, demand."""
    words, order = subject.words, siting.order
    fixed = words.list(subject.name(key) for key in order.fixed if not is_existing(key))
    there = [subject.name(key) for key in order.fixed if is_existing(key)]
    count = None if order.count is None else order.count - len(there)
    barred = words.list(subject.name(key) for key in order.forbidden)
    parts = [
        words.say(*_OBJECTIVES[order.objective]),
        "" if count is None else words.say(f"共选 {count} 处", f"{count} sites"),
        ""
        if order.radius_m is None
        else words.say(f"半径 {metres(order.radius_m)}", f"radius {metres(order.radius_m)}"),
        words.say(
            f"另有图集中已有的设施：{words.list(there)}",
            f"beside what exists in the atlas: {words.list(there)}",
        )
        if there
        else "",
        words.say(f"必选：{fixed}", f"open in any case: {fixed}") if fixed else "",
        words.say(f"不选：{barred}", f"not to be opened: {barred}") if barred else "",
        spacing(subject, siting.order),
        demand(subject, siting),
    ]
    return words.clauses(parts) + words.say("。", ".")


def spacing(subject: Subject, order: Order) -> str:
    """Say how far apart sites are, and which are not: those that nobody chose; empty for none."""
    words = subject.words
    if not order.spacing_m:
        return ""
    text = words.say(
        f"间距至少 {metres(order.spacing_m)}", f"at least {metres(order.spacing_m)} apart"
    )
    close = _close_pairs(subject, order)
    if not close:
        return text
    one, other, away = close[0]
    pair = [subject.name(one), subject.name(other)]
    pair_zh, pair_en = "与".join(pair), " and ".join(pair)
    more_zh = f"；如此相近的共 {len(close)} 对" if len(close) > 1 else ""
    more_en = f", the closest of {len(close)} such pairs" if len(close) > 1 else ""
    return text + words.bracket(
        words.say(
            f"必选或已有的地点彼此之间不受此限：{pair_zh}相距 {metres(away)}{more_zh}",
            "not between sites that are open in any case or exist already: "
            f"{pair_en} lie {metres(away)} apart{more_en}",
        )
    )


def _close_pairs(subject: Subject, order: Order) -> list[tuple[object, object, float]]:
    """List pairs that are open in any case, nearer to each other than asked for, nearest first."""
    if len(order.fixed) < 2:
        return []
    places = [subject.place(key) for key in order.fixed]
    epsg = subject.catalogue.city(subject.study.city).metric_epsg
    east, north = metres_from(epsg).transform(
        [row.lon for row in places], [row.lat for row in places]
    )
    at = np.column_stack([east, north])
    away = distances_m(at, at)
    near = np.argwhere(np.triu(away < order.spacing_m, k=1)).tolist()
    found = ((order.fixed[one], order.fixed[other], float(away[one, other])) for one, other in near)
    return sorted(found, key=lambda row: row[2])


def demand(subject: Subject, siting: Siting) -> str:
    """Say whose demand it is, and what its weights are for."""
    words, plan, count = subject.words, subject.study.siting, len(siting.assignment)
    if plan is None:
        return ""
    of = plan.demand
    weighted = siting.order.objective in ("p_median", "max_coverage")
    only_zh = "" if weighted else "，选址不计权重，平均距离计权重"
    only_en = "" if weighted else "; weights count for the mean distance only, not for the choice"
    if isinstance(of, DistrictDemand):
        by_zh, by_en = ("（按所给权重）", ", as weighted") if weighted else ("", "")
        return words.say(
            f"需求：{count} 个区{by_zh}{only_zh}", f"demand: {count} districts{by_en}{only_en}"
        )
    layer = subject.layer_name(of.layer)
    by_zh = by_en = ""
    if of.weight:
        weight = clean_text(of.weight)
        by_zh = f"，权重取列“{weight}”{only_zh}"
        by_en = f", weighted by column “{weight}”{only_en}"
    return words.say(
        f"需求：“{layer}”的 {count} 个点{by_zh}", f"demand: {count} points of “{layer}”{by_en}"
    )


def found(subject: Subject, siting: Siting) -> str:
    """Say which sites were chosen and what they give, together with what exists already."""
    words = subject.words
    chosen = [subject.name(key) for key in siting.open if not is_existing(key)]
    there = _plain_names(subject, filter(is_existing, siting.open))
    names = words.list(chosen) or words.say("无", "none")
    of_zh, of_en = "最近一处", "them"
    if there:
        of_zh = f"这些选中地或已有设施（{there}）中最近一处"
        of_en = f"these or of the existing places ({there})"
    if there and not chosen:
        of_zh, of_en = f"已有设施（{there}）中最近一处", f"the existing places ({there})"
    text = words.say(
        f"选中 {len(chosen)} 处：{names}。需求到{of_zh}的加权平均直线距离为 "
        f"{metres(siting.mean_m)}，最远 {metres(siting.farthest_m)}",
        f"Chosen: {names}. Demand lies {metres(siting.mean_m)} from the nearest of {of_en} on "
        f"weighted average, at most {metres(siting.farthest_m)} (straight lines)",
    )
    if siting.order.radius_m is not None:
        text += words.say(
            f"；半径 {metres(siting.order.radius_m)} 内覆盖 {percent(siting.covered_share)} 的需求",
            f"; {percent(siting.covered_share)} of it within {metres(siting.order.radius_m)}",
        )
    return text + words.say("。", ".")


def _plain_names(subject: Subject, keys: Iterable[object]) -> str:
    """List existing facilities by their names alone: the sentence says that they exist."""
    return subject.words.list(subject.words.name(subject.place(key)) for key in keys)


def proven(subject: Subject, siting: Siting) -> str:
    """Say whether the choice is proven to be the best."""
    words, outcome = subject.words, siting.outcome
    if outcome.status == "optimal":
        return words.say(
            "求解器已证明这是最优解。", "The solver has proven that no choice is better."
        )
    if outcome.gap is None:
        return words.say("最优性未经证明。", "It is not proven to be the best choice.")
    return words.say(
        f"到时限或所容许的差距为止未证明最优；任何方案至多比它好 {percent(outcome.gap)}。",
        "It is not proven to be the best within the time or gap allowed; no choice can be "
        "better by "
        f"more than {percent(outcome.gap)}.",
    )
