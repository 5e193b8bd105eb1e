"""Everything that follows from a study but the sites that a solver chooses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.catalogue import Catalogue
from geo.criteria import Evaluation
from geo.errors import CriterionError, WeightError
from geo.fund_estimate import FundEstimate, fund_estimates
from geo.ranking import Ranking, rank_moves
from geo.study.checks import find_problems
from geo.study.document import Study
from geo.study.limits import MOST_SENSITIVE
from geo.study.measuring import evaluate_study
from geo.study.obstacles import Obstacle, normalisation_obstacle
from geo.study.scoring import Sensitivity, rank_study, sensitivity_of
from geo.study.situations import Situation, situations


@dataclass(frozen=True)
class StudyResults:
    """What follows from a study; what cannot be computed is None and ``obstacles`` say why.

    Attributes
    ----------
    evaluation : Evaluation or None
        What all criteria found for all candidates (by id, sorted).
    ranking, compared : Ranking or None
        By the study's weighting, and by the one to compare it with.
    moves : DataFrame or None
        Both side by side (``geo.ranking.rank_moves``).
    sensitivity : Sensitivity or None
        Of ``ranking``.
    situations : tuple of Situation
        In the order of the document; empty where the study does not hold together.
    fund : tuple of FundEstimate
        For the planned investment; empty without one.
    obstacles : tuple of Obstacle
    """

    evaluation: Evaluation | None
    ranking: Ranking | None
    compared: Ranking | None
    moves: pd.DataFrame | None
    sensitivity: Sensitivity | None
    situations: tuple[Situation, ...]
    fund: tuple[FundEstimate, ...]
    obstacles: tuple[Obstacle, ...]


NOTHING = StudyResults(None, None, None, None, None, (), (), ())
"""To be filled as far as a study allows."""


def results_of(study: Study, catalogue: Catalogue) -> StudyResults:
    """Compute what follows from a study, as far as it goes.

    Parameters
    ----------
    study : Study
        It may be unfinished, and need not hold together.
    catalogue : Catalogue

    Returns
    -------
    StudyResults
        The same for the same study and catalogue, to the last digit.
    """
    if problems := find_problems(study, catalogue):
        told = "\n".join(map(str, problems))
        return replace(NOTHING, obstacles=(Obstacle("broken", "data", told, problems),))
    fund = study.fund
    found = replace(
        NOTHING,
        situations=tuple(situations(study, catalogue)),
        fund=fund_estimates(catalogue, study.city, fund.investment_cny, field=fund.field)
        if fund
        else (),
    )
    lacking = []
    if not study.candidates:
        lacking.append(Obstacle("no_candidates", "data", "there is no candidate yet"))
    if not study.criteria:
        lacking.append(Obstacle("no_criteria", "criteria", "there is no criterion yet"))
    if lacking:
        return replace(found, obstacles=tuple(lacking))
    return _ranked(study, replace(found, evaluation=evaluate_study(study, catalogue)))


def _ranked(study: Study, found: StudyResults) -> StudyResults:
    evaluation = found.evaluation
    if evaluation is None:
        return found
    if evaluation.excluded.all():
        told = f"none of the {len(evaluation.index)} candidates keeps every limit and rule"
        return replace(found, obstacles=(Obstacle("all_excluded", "criteria", told),))
    ranking, lacking = _rank(study, evaluation, study.ranking.weighting, "weights")
    if ranking is None:
        return replace(found, obstacles=lacking)
    sensitivity = sensitivity_of(study, ranking)
    if sensitivity.acceptability is None:
        told = f"ranks under random weights are told for up to {MOST_SENSITIVE:,} candidates"
        lacking += (Obstacle("too_many", "ranking", told),)
    found = replace(found, ranking=ranking, sensitivity=sensitivity, obstacles=lacking)
    if study.ranking.compare is None:
        return found
    compared, more = _rank(study, evaluation, study.ranking.compare, "compare")
    moves = None if compared is None else rank_moves(ranking, compared)
    return replace(found, compared=compared, moves=moves, obstacles=lacking + more)


def _rank(
    study: Study, evaluation: Evaluation, weighting: str | None, code: str
) -> tuple[Ranking | None, tuple[Obstacle, ...]]:
    try:
        return rank_study(study, evaluation, weighting), ()
    except WeightError as error:
        return None, (Obstacle(code, "weightings", str(error)),)
    except CriterionError as error:
        return None, (normalisation_obstacle(study, evaluation, error),)
