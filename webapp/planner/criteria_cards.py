"""What the page of criteria shows of each: words, curve, how many candidates it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from werkzeug.datastructures import MultiDict

from geo.catalogue import Catalogue
from geo.criteria import Evaluation
from geo.errors import AtlasError, WeightError
from geo.study import Study, evaluate_study, problem_text, weights_of_weighting
from geo.study.criteria import StudyCriterion
from webapp.i18n import language
from webapp.planner.criteria_figures import Curve, Histogram, curve_of, histogram_of
from webapp.planner.criteria_form import read_form, read_measure, unit_of
from webapp.planner.criteria_options import Options
from webapp.planner.criteria_words import (
    Tally,
    function_words,
    limit_words,
    measure_words,
    tally_of,
)
from webapp.planner.evaluated import Evaluated

_PREVIEW = "preview"


@dataclass(frozen=True)
class Card:
    """One criterion, ready to be shown.

    Attributes
    ----------
    row : StudyCriterion
    measured, valued, limited : str
        In words.
    curve : Curve or None
        None where nothing was measured, or open bounds leave nothing.
    tally : Tally or None
        None where nothing was measured.
    problems : tuple of str
        Why it cannot be measured.
    """

    row: StudyCriterion
    measured: str
    valued: str
    limited: str
    curve: Curve | None
    tally: Tally | None
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What a form's measure finds among the candidates, before it is saved.

    Attributes
    ----------
    histogram : Histogram or None
    curve : Curve or None
    tally : Tally or None
        Both None until the whole form can be read.
    valued : str
        The value function in words.
    unit : str
    problem : str
        Why nothing could be measured, in English.
    is_unmeasured : bool
        Whether it is unknown for all candidates.
    """

    histogram: Histogram | None = None
    curve: Curve | None = None
    tally: Tally | None = None
    valued: str = ""
    unit: str = ""
    problem: str = ""
    is_unmeasured: bool = False


def cards_of(found: Evaluated, catalogue: Catalogue) -> list[Card]:
    """Describe the criteria of a project, in their order."""
    study, evaluation = found.study, found.results.evaluation
    broken: dict[int, list[str]] = {}
    for obstacle in found.results.obstacles:
        for problem in obstacle.problems:
            if problem.path[:1] == ("criteria",) and len(problem.path) > 1:
                told = problem_text(problem, language())
                broken.setdefault(int(problem.path[1]), []).append(told)
    return [
        _card(row, study, catalogue, evaluation, tuple(broken.get(place, ())))
        for place, row in enumerate(study.criteria)
    ]


def _card(
    row: StudyCriterion,
    study: Study,
    catalogue: Catalogue,
    evaluation: Evaluation | None,
    problems: tuple[str, ...],
) -> Card:
    curve = _curve(row.id, evaluation) if evaluation is not None else None
    return Card(
        row=row,
        measured=measure_words(row, study, catalogue),
        valued=function_words(row, curve.bounds if curve else None),
        limited=limit_words(row),
        curve=curve,
        tally=tally_of(row, evaluation, study) if evaluation is not None else None,
        problems=problems,
    )


def _curve(name: str, evaluation: Evaluation) -> Curve | None:
    criterion = next(row for row in evaluation.criteria if row.id == name)
    values = evaluation.measured[name].values
    return curve_of(criterion, values, values[~evaluation.excluded])


def preview_of(typed: MultiDict[str, str], kind: str, options: Options) -> Preview:
    """Measure the candidates by what a form says so far.

    Parameters
    ----------
    typed : MultiDict
    kind : str
        What is measured.
    options : Options
    """
    measure, errors = read_measure(typed, kind, options)
    if errors or not options.study.candidates:
        return Preview()
    row, _errors = read_form(typed, kind, _PREVIEW, options)
    asked = row or _plainest(measure)
    study = options.study.model_copy(update={"criteria": (asked,)})
    try:
        evaluation = evaluate_study(study, options.catalogue)
    except AtlasError as error:
        return Preview(problem=str(error))
    unit = " ".join(typed.get("unit", "").split())[:60] if kind == "column" else unit_of(kind)
    histogram = histogram_of(evaluation.measured[_PREVIEW].values, unit)
    if row is None or histogram is None:
        return Preview(histogram, unit=unit, is_unmeasured=histogram is None)
    curve = _curve(_PREVIEW, evaluation)
    valued = function_words(row, curve.bounds if curve else None)
    return Preview(histogram, curve, tally_of(row, evaluation, study), valued, unit)


def _plainest(measure: dict[str, Any]) -> StudyCriterion:
    """Make the least that can be measured by, for the histogram alone."""
    document = {"id": _PREVIEW, "title": _PREVIEW, "measure": measure, "direction": "more"}
    return StudyCriterion.model_validate(document)


def unfinished_weightings(study: Study) -> tuple[str, ...]:
    """Name the weightings by which nothing can be ranked yet."""
    return tuple(row.name for row in study.weightings if not _is_finished(study, row.id))


def _is_finished(study: Study, weighting: str) -> bool:
    try:
        return bool(np.isfinite(weights_of_weighting(study, weighting)).all())
    except WeightError:
        return False
