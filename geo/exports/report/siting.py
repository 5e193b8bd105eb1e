"""The chosen sites in words and tables: what was asked, what it gives, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from geo.exports.report.blocks import Block, Column, Picture, Section, Table, Text
from geo.exports.report.frames import rows_of
from geo.exports.report.subject import Subject
from geo.exports.report.words import Words, metres, number, percent
from geo.exports.texts import clean_text
from geo.study.existing import is_existing
from geo.study.plans import DistrictDemand, SitingPlan

if TYPE_CHECKING:
    # What is behind it may take seconds to import.
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


def infeasible_words(words: Words, relaxations: Iterable[tuple[str, float | None]]) -> str:
    """Say that no choice keeps every constraint, and which one to relax how far.

    Parameters
    ----------
    words : Words
    relaxations : iterable of (str, float or None)
        Constraint and value of each ``geo.siting_relaxations.Relaxation``, enough by itself.

    Returns
    -------
    str
    """
    ways = words.clauses(
        words.say(*_RELAXATIONS[constraint]).format(value=value or 0.0, metres=metres(value))
        for constraint, value in relaxations
    )
    none = words.say("没有方案能满足全部约束", "No choice keeps every constraint")
    if not ways:
        return none + words.say("，须同时放宽几项。", "; several have to be relaxed together.")
    return none + words.say(f"。放宽以下任一项即可：{ways}。", f". One of these is enough: {ways}.")


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
        words.say(
            f"间距至少 {metres(order.spacing_m)}", f"at least {metres(order.spacing_m)} apart"
        )
        if order.spacing_m
        else "",
        demand(subject, len(siting.assignment)),
    ]
    return words.clauses(parts) + words.say("。", ".")


def demand(subject: Subject, count: int) -> str:
    """Say whose demand it is."""
    words, plan = subject.words, subject.study.siting
    if plan is None:
        return ""
    of = plan.demand
    if isinstance(of, DistrictDemand):
        return words.say(
            f"需求：{count} 个区（按所给权重）", f"demand: {count} districts, as weighted"
        )
    layer = subject.layer_name(of.layer)
    weight = clean_text(of.weight) if of.weight else ""
    by = words.say(f"，权重取列“{weight}”", f", weighted by column “{weight}”") if weight else ""
    return words.say(
        f"需求：“{layer}”的 {count} 个点{by}", f"demand: {count} points of “{layer}”{by}"
    )


def found(subject: Subject, siting: Siting) -> str:
    """Say which sites were chosen and what they give."""
    words = subject.words
    chosen = [subject.name(key) for key in siting.open if not is_existing(key)]
    names = words.list(chosen) or words.say("无", "none")
    text = words.say(
        f"选中 {len(chosen)} 处：{names}。需求到最近一处的加权平均直线距离为 "
        f"{metres(siting.mean_m)}，"
        f"最远 {metres(siting.farthest_m)}",
        f"Chosen: {names}. Demand lies {metres(siting.mean_m)} from the nearest of them on "
        "weighted "
        f"average, at most {metres(siting.farthest_m)} (straight lines)",
    )
    if siting.order.radius_m is not None:
        text += words.say(
            f"；半径 {metres(siting.order.radius_m)} 内覆盖 {percent(siting.covered_share)} 的需求",
            f"; {percent(siting.covered_share)} of it within {metres(siting.order.radius_m)}",
        )
    return text + words.say("。", ".")


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


def sites_table(subject: Subject, siting: Siting) -> Table:
    """List the chosen sites with what they serve.

    Parameters
    ----------
    subject : Subject
    siting : Siting

    Returns
    -------
    Table
    """
    words = subject.words
    columns = (
        Column(words.say("选中地", "Site"), width=3.4),
        Column(words.say("区", "District"), width=1.6),
        Column(words.say("需求点", "Points"), "integer", width=1.0),
        Column(words.say("需求权重", "Weight"), "number", width=1.2),
        Column(words.say("加权平均距离", "Mean distance"), "metres", width=1.4),
        Column(words.say("最远距离", "Farthest"), "metres", width=1.2),
        Column(words.say("说明", "Remark"), width=1.6),
    )
    fixed, existing = words.say("必选", "open in any case"), words.say("已有", "existing")
    rows = tuple(
        (
            subject.name(row.Index),
            subject.district(row.Index),
            int(row.points),
            float(row.weight),
            float(row.mean_m),
            float(row.farthest_m),
            existing if is_existing(row.Index) else fixed if row.is_fixed else "",
        )
        for row in rows_of(siting.sites)
    )
    return Table("chosen", words.say("选中地", "Chosen sites"), columns, rows)


def assignment_table(subject: Subject, siting: Siting) -> Table:
    """List for every demand point its nearest chosen site.

    Parameters
    ----------
    subject : Subject
    siting : Siting

    Returns
    -------
    Table
    """
    words = subject.words
    columns = (
        Column(words.say("需求点", "Demand point")),
        Column(words.say("名称", "Name")),
        Column(words.say("权重", "Weight"), "number"),
        Column(words.say("最近的选中地", "Nearest chosen site")),
        Column(words.say("直线距离（米）", "Straight line (m)"), "number", 1),
        Column(words.say("在半径内", "Within the radius")),
    )
    yes, no = words.say("是", "yes"), words.say("否", "no")
    names = {} if subject.study.siting is None else _demand_names(subject, subject.study.siting)
    rows = tuple(
        (
            str(row.Index),
            names.get(str(row.Index), ""),
            float(row.weight),
            subject.name(row.site),
            float(row.metres),
            yes if row.is_covered else no,
        )
        for row in rows_of(siting.assignment)
    )
    note = words.label(words.say("目标函数值", "Objective"), number(siting.objective, 8))
    return Table("assignment", words.say("需求与选中地", "Who goes where"), columns, rows, note)


def _demand_names(subject: Subject, plan: SitingPlan) -> dict[str, str]:
    """Name the demand points: districts, or features of a layer."""
    of = plan.demand
    if isinstance(of, DistrictDemand):
        rows = subject.catalogue.districts_of(subject.study.city)
        return {row.adcode: subject.words.name(row) for row in rows}
    layer = next(layer for layer in subject.study.layers if layer.id == of.layer)
    return {row.id: clean_text(row.label) for row in layer.features}
