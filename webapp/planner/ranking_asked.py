"""Rankings that are asked for without being saved: other weights, another method."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError

from geo.errors import CriterionError
from geo.study import Study, StudyResults, rank_study, sensitivity_of
from geo.study.obstacles import normalisation_obstacle
from geo.study.plans import RankingPlan, Weighting
from webapp.errors import WrongValueError

ASKED = "asked"
"""Id of the weighting that is not saved."""

_FLOATS = ("concentration",)
_INTEGERS = ("seed", "draws", "top_n")
_WORDS = ("method", "normalisation", "around")
_PREFERENCE = ("indifferent_to", "certain_from")


def asked_study(study: Study, given: Mapping[str, str]) -> Study:
    """Return the study with the weights and the plan that a query names.

    Parameters
    ----------
    study : Study
    given : mapping of str to str
        Fields of ``plan_fields``, and ``weights``: numbers in the order of the criteria with
        commas between; without them all criteria weigh alike.

    Raises
    ------
    WrongValueError
        If they cannot be.
    """
    ids = [row.id for row in study.criteria]
    cells = [cell for cell in given.get("weights", "").split(",") if cell]
    fields = {
        **study.ranking.model_dump(mode="json"),
        **plan_fields(given),
        "weighting": ASKED if cells else None,
        "compare": None,
    }
    try:
        numbers = dict(zip(ids, map(float, cells), strict=True)) if cells else {}
        plan = RankingPlan.model_validate(fields)
        asked = (Weighting(id=ASKED, name=ASKED, numbers=numbers),) if cells else ()
    except (ValueError, ValidationError) as error:
        raise WrongValueError(_("The weights or the method asked for cannot be.")) from error
    if plan.preference.indifferent_to >= plan.preference.certain_from:
        raise WrongValueError(
            _("The preference must be certain from a greater difference than it begins at.")
        )
    return study.model_copy(update={"weightings": asked, "ranking": plan})


def even_study(study: Study) -> Study:
    """Return the study with all criteria weighing alike: its own weights are not finished."""
    plan = study.ranking.model_copy(update={"weighting": None, "compare": None})
    return study.model_copy(update={"ranking": plan})


def ranked_anew(study: Study, results: StudyResults) -> StudyResults:
    """Rank what was measured before under the weights and the plan that a study has now.

    Parameters
    ----------
    study : Study
        It has the candidates and criteria of the results.
    results : StudyResults
        Their evaluation is used; where there is none, they are returned as they are.

    Raises
    ------
    WeightError
        If the weights are all 0.
    """
    if results.evaluation is None or results.evaluation.excluded.all():
        return results
    none = replace(results, ranking=None, compared=None, moves=None, sensitivity=None)
    try:
        ranking = rank_study(study, results.evaluation, study.ranking.weighting)
    except CriterionError as error:
        return replace(none, obstacles=(normalisation_obstacle(study, results.evaluation, error),))
    sensitivity = sensitivity_of(study, ranking)
    return replace(none, ranking=ranking, sensitivity=sensitivity, obstacles=())


def plan_fields(given: Mapping[str, str]) -> dict[str, Any]:
    """Read the fields of a ranking plan that a form or a query gives.

    Raises
    ------
    WrongValueError
        If a number is none.
    """
    found: dict[str, Any] = {name: given[name] for name in _WORDS if given.get(name)}
    found |= {name: _number(given, name) for name in _FLOATS if given.get(name)}
    found |= {name: round(_number(given, name)) for name in _INTEGERS if given.get(name)}
    if given.get("shape"):
        numbers = {name: _number(given, name) for name in _PREFERENCE if given.get(name)}
        found["preference"] = {"shape": given["shape"], **numbers}
    return found


def _number(given: Mapping[str, str], name: str) -> float:
    try:
        number = float(given[name])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise WrongValueError(_("“%(value)s” is not a number.", value=given[name][:40]))
    return number
