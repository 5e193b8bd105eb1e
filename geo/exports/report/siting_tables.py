"""The chosen sites as tables: the sites themselves, and who goes where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.exports.report.blocks import Column, Table
from geo.exports.report.frames import rows_of
from geo.exports.report.subject import Subject
from geo.exports.report.words import number
from geo.exports.texts import clean_text
from geo.study.existing import is_existing
from geo.study.plans import DistrictDemand, SitingPlan

if TYPE_CHECKING:
    # What is behind it may take seconds to import.
    from geo.siting_result import Siting

_UNITS = {
    "p_median": ("权重 × 米，各需求点合计", "weight × metres, all points together"),
    "max_coverage": ("半径内覆盖的权重", "weight within the radius"),
    "p_centre": ("米，最远的需求点", "metres, of the farthest point"),
    "set_cover": ("选址数", "number of sites"),
}
"""What the objective of each kind counts (``geo.siting_result.Siting``)."""


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
    columns: tuple[Column, ...] = (
        Column(words.say("需求点", "Demand point")),
        Column(words.say("名称", "Name")),
        Column(words.say("权重", "Weight"), "number"),
        Column(words.say("最近的选中地", "Nearest chosen site")),
        Column(words.say("直线距离（米）", "Straight line (m)"), "number", 1),
    )
    if siting.order.radius_m is not None:
        columns += (Column(words.say("在半径内", "Within the radius")),)
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
        )[: len(columns)]
        for row in rows_of(siting.assignment)
    )
    unit = words.bracket(words.say(*_UNITS[siting.order.objective]))
    note = words.label(words.say("目标函数值", "Objective") + unit, number(siting.objective, 8))
    return Table("assignment", words.say("需求与选中地", "Who goes where"), columns, rows, note)


def _demand_names(subject: Subject, plan: SitingPlan) -> dict[str, str]:
    """Name the demand points: districts, or features of a layer."""
    of = plan.demand
    if isinstance(of, DistrictDemand):
        rows = subject.catalogue.districts_of(subject.study.city)
        return {row.adcode: subject.words.name(row) for row in rows}
    layer = next(layer for layer in subject.study.layers if layer.id == of.layer)
    return {row.id: clean_text(row.label) for row in layer.features}
