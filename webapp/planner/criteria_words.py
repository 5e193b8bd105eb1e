"""Say a criterion in words: what it measures, how it values that, its limit, whom it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask_babel import gettext

from geo.catalogue import Catalogue
from geo.criteria import Evaluation
from geo.study import Study
from geo.study.criteria import (
    CountWithin,
    DistanceToBelt,
    DistanceToIndustry,
    DistanceToLayer,
    DistanceToSites,
    Intended,
    OwnColumn,
    PolicyFit,
    StepsFunction,
    StudyCriterion,
    TargetFunction,
)
from webapp.i18n import language
from webapp.planner.words import MEASURES, REASONS, SITE_KINDS, number

Bounds = tuple[float, float] | None


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def listed(names: Iterable[str]) -> str:
    """Write names one after the other as the page's language does."""
    return ("、" if language() == "zh" else ", ").join(names)


def removal_told(standing: tuple[list[str], int]) -> list[str]:
    """Say what goes with criteria, and how they come back (see ``standing_on``)."""
    names, judgements = standing
    told = []
    if names:
        text = _("Weightings in which its weight goes with it: %(count)s", count=len(names))
        told.append(text + ("（{}）" if language() == "zh" else " ({})").format(listed(names)))
    if judgements:
        told.append(_("Comparisons in pairs that go with it: %(count)s", count=judgements))
    told.append(_("Ranking, chosen sites and report are computed anew without it."))
    told.append(
        _("Until something else is changed, “Undo” on the page of criteria brings it back.")
    )
    return told


def measure_words(row: StudyCriterion, study: Study, catalogue: Catalogue) -> str:
    """Say what a criterion measures, with the names of what it measures to.

    Parameters
    ----------
    row : StudyCriterion
        It may name something that is not there any more; then its id is shown.
    study : Study
    catalogue : Catalogue
    """
    measure = row.measure
    if isinstance(measure, PolicyFit):
        values = {"industries": _industries(measure, catalogue)}
        if measure.of == "district":
            return _("Share of %(industries)s that the documents state for its district", **values)
        return _(
            "Share of %(industries)s that the documents state for the district of the nearest "
            "core cluster",
            **values,
        )
    if isinstance(measure, DistanceToSites):
        return _("Metres to the nearest: %(kinds)s", kinds=_kinds(measure.kinds))
    if isinstance(measure, DistanceToIndustry):
        return _(
            "Metres to the nearest %(kinds)s in a district for which the documents state one of "
            "%(industries)s",
            kinds=_kinds(measure.kinds),
            industries=_industries(measure, catalogue),
        )
    if isinstance(measure, DistanceToBelt):
        names = {belt.id: _name(belt) for belt in catalogue.belts}
        belt = names.get(measure.belt, measure.belt)
        return _("Metres to the nearest member district of %(belt)s; 0 within one", belt=belt)
    if isinstance(measure, DistanceToLayer | CountWithin):
        layer = {layer.id: layer.name for layer in study.layers}.get(measure.layer, measure.layer)
        if isinstance(measure, DistanceToLayer):
            return _("Metres to the nearest of “%(layer)s”", layer=layer)
        return _(
            "Number of “%(layer)s” within %(radius)s",
            layer=layer,
            radius=number(measure.radius_m, "m"),
        )
    if isinstance(measure, OwnColumn):
        return _("Column “%(column)s” of the candidates", column=measure.name)
    return MEASURES[measure.kind].told


def function_words(row: StudyCriterion, bounds: Bounds) -> str:
    """Say how numbers become values.

    Parameters
    ----------
    row : StudyCriterion
    bounds : (float, float) or None
        Those that a straight line works with, from what was measured where they are open.
    """
    function, unit = row.function, row.unit
    if isinstance(function, TargetFunction):
        return _(
            "1 at %(at)s, falling to 0 at ±%(tolerance)s",
            at=number(function.at, unit),
            tolerance=number(function.tolerance, unit),
        )
    if isinstance(function, StepsFunction):
        first = _(
            "%(value)s below %(at)s",
            value=number(function.below),
            at=number(function.steps[0][0], unit),
        )
        later = [
            _("%(value)s from %(at)s", value=number(value), at=number(at, unit))
            for at, value in function.steps
        ]
        return listed([first, *later])
    low, high = bounds or (function.low, function.high)
    if low is not None and low == high:
        return _("1 for all: every ranked candidate has %(low)s", low=number(low, unit))
    ends = {
        "low": _("the least that is ranked") if low is None else number(low, unit),
        "high": _("the greatest that is ranked") if high is None else number(high, unit),
    }
    text = (
        _("0 up to %(low)s, 1 from %(high)s", **ends)
        if row.direction == "more"
        else _("1 up to %(low)s, 0 from %(high)s", **ends)
    )
    is_open = bounds is not None and None in (function.low, function.high)
    return text + (" " + _("(open bounds: as measured)") if is_open else "")


def limit_words(row: StudyCriterion) -> str:
    """Say a limit, "" if there is none."""
    if row.limit is None:
        return ""
    least, most = row.limit.at_least, row.limit.at_most
    if least is None:
        return _("at most %(most)s", most=number(most or 0.0, row.unit))
    if most is None:
        return _("at least %(least)s", least=number(least, row.unit))
    return _("%(least)s to %(most)s", least=number(least, row.unit), most=number(most, row.unit))


@dataclass(frozen=True)
class Group:
    """Candidates of which one criterion says the same.

    Attributes
    ----------
    told : str
        What it says.
    names : tuple of str
        Who they are, each with its number where there is one.
    is_out : bool
        Whether it takes them out of the ranking.
    """

    told: str
    names: tuple[str, ...]
    is_out: bool


@dataclass(frozen=True)
class Tally:
    """How many candidates a criterion knows, does not know, leaves out.

    Attributes
    ----------
    known, unknown, out : int
    groups : tuple of Group
        Those of whom something must be said: left out first, then the others.
    """

    known: int
    unknown: int
    out: int
    groups: tuple[Group, ...]


def tally_of(row: StudyCriterion, evaluation: Evaluation, study: Study) -> Tally:
    """Count what one criterion found.

    Parameters
    ----------
    row : StudyCriterion
    evaluation : Evaluation
        It has measured the criterion.
    study : Study
    """
    values = evaluation.measured[row.id].values
    unknown = int(np.isnan(values).sum())
    found: dict[tuple[bool, str], list[str]] = {}
    out = set()
    for finding in evaluation.findings:
        if finding.criterion != row.id:
            continue
        if finding.excludes:
            out.add(finding.candidate)
        name = study.candidates[str(finding.candidate)].label
        if finding.value is not None:
            name = f"{name} ({number(finding.value, row.unit)})"
        found.setdefault((finding.excludes, _said(finding, row.unit)), []).append(name)
    groups = sorted(found.items(), key=lambda entry: not entry[0][0])
    return Tally(
        known=len(values) - unknown,
        unknown=unknown,
        out=len(out),
        groups=tuple(Group(told, tuple(names), is_out) for (is_out, told), names in groups),
    )


def _said(finding: Any, unit: str) -> str:
    if finding.kind == "unknown":
        reason = REASONS.get(finding.reason or "")
        return _("unknown: %(reason)s", reason=reason.name if reason else "")
    bound = number(finding.bound, unit)
    if not finding.excludes:
        return _("kept, but positions are too rough to be sure of the limit %(limit)s", limit=bound)
    if finding.kind == "below":
        return _("below the limit of %(limit)s", limit=bound)
    return _("above the limit of %(limit)s", limit=bound)


def _industries(measure: Intended, catalogue: Catalogue) -> str:
    if measure.column is not None:
        return _("the industries in its column “%(column)s”", column=measure.column)
    names = {industry.id: _name(industry) for industry in catalogue.industries}
    return listed(names.get(name, name) for name in measure.industries or ())


def _kinds(kinds: Iterable[str]) -> str:
    told = [SITE_KINDS[kind].name if kind in SITE_KINDS else kind for kind in kinds]
    return ("或" if language() == "zh" else " or ").join(told)


def _name(row: Any) -> str:
    return str(row.name_zh if language() == "zh" else row.name_en)
