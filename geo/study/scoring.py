"""Rank the candidates of a study, and ask how much the ranking owes to its weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.criteria import Evaluation
from geo.errors import StudyError, WeightError
from geo.problems import allowed
from geo.ranking import Ranking, rank
from geo.ranking_methods import Preference
from geo.sensitivity import Acceptability, acceptability
from geo.sensitivity_flips import Flip, single_flips, smallest_flip
from geo.study.document import Study
from geo.study.limits import MOST_SENSITIVE
from geo.study.plans import Weighting
from geo.study.problems import StudyProblem
from geo.weights import PairwiseWeights, comparison_matrix, direct_weights, pairwise_weights


@dataclass(frozen=True)
class Sensitivity:
    """How much a ranking owes to its weights.

    Attributes
    ----------
    acceptability : Acceptability or None
        How often candidates take ranks under random weights; None where more than
        ``MOST_SENSITIVE`` candidates are ranked.
    smallest_flip : Flip or None
        The least change of weights that turns the first rank (see ``geo.sensitivity_flips``).
    single_flips : mapping of str to Flip or None
        The same for each criterion alone.
    """

    acceptability: Acceptability | None
    smallest_flip: Flip | None
    single_flips: dict[str, Flip | None]


def weights_of_weighting(study: Study, weighting_id: str | None) -> pd.Series:
    """Return the weights of a weighting.

    Parameters
    ----------
    study : Study
    weighting_id : str or None
        None: all criteria weigh alike.

    Returns
    -------
    Series, shape (criteria,)
        Sum 1, in the order of the criteria.

    Raises
    ------
    StudyError
        If there is no such weighting.
    WeightError
        If it is unfinished, all its numbers are 0, or there is no criterion.
    """
    names = [row.id for row in study.criteria]
    if weighting_id is None:
        return direct_weights(dict.fromkeys(names, 1.0), names)
    if (pairwise := pairwise_of(study, weighting_id)) is not None:
        return pairwise.weights
    return direct_weights(dict(_weighting(study, weighting_id).numbers), names)


def pairwise_of(study: Study, weighting_id: str) -> PairwiseWeights | None:
    """Return weights with their consistency ratio, None if a weighting is given in numbers.

    Parameters
    ----------
    study : Study
    weighting_id : str

    Returns
    -------
    PairwiseWeights or None

    Raises
    ------
    StudyError
        If there is no such weighting.
    WeightError
        If a pair is not compared yet, or there are too many criteria.
    """
    row = _weighting(study, weighting_id)
    if row.how == "numbers":
        return None
    names = [criterion.id for criterion in study.criteria]
    if not names:
        msg = "there is no criterion to compare"
        raise WeightError(msg)
    judged = {(one, other): ratio for one, other, ratio in row.judgements}
    return pairwise_weights(names, comparison_matrix(names, judged))


def rank_study(study: Study, evaluation: Evaluation, weighting_id: str | None) -> Ranking:
    """Rank the candidates of a study by one of its weightings, as its plan says.

    Parameters
    ----------
    study : Study
    evaluation : Evaluation
        From ``evaluate_study``.
    weighting_id : str or None
        None: all criteria weigh alike.

    Returns
    -------
    Ranking

    Raises
    ------
    CriterionError
        If nobody is left to rank, or the normalisation cannot do what a criterion asks for.
    StudyError, WeightError
        As for ``weights_of_weighting``.
    """
    plan = study.ranking
    weights = weights_of_weighting(study, weighting_id)
    # Bounds next to each other make a slope without end; its values are cut at 0 and 1.
    with np.errstate(over="ignore"):
        return rank(
            evaluation,
            weights,
            method=plan.method,
            normalisation=plan.normalisation,
            preference=Preference(**plan.preference.model_dump()),
        )


def sensitivity_of(study: Study, ranking: Ranking) -> Sensitivity:
    """Ask how much a ranking owes to its weights, as the study's plan says (seeded).

    Parameters
    ----------
    study : Study
    ranking : Ranking
        Of ``rank_study``.

    Returns
    -------
    Sensitivity
    """
    plan, found = study.ranking, None
    if len(ranking.table) <= MOST_SENSITIVE:
        found = acceptability(
            ranking,
            draws=plan.draws,
            seed=plan.seed,
            top_n=plan.top_n,
            concentration=plan.concentration if plan.around == "weights" else None,
        )
    return Sensitivity(found, smallest_flip(ranking), single_flips(ranking))


def _weighting(study: Study, weighting_id: str) -> Weighting:
    rows = {row.id: row for row in study.weightings}
    if weighting_id not in rows:
        told = f"is no weighting of the study; {allowed(weighting_id, rows)}"
        raise StudyError([StudyProblem("unknown_name", ("weightings",), weighting_id, told)])
    return rows[weighting_id]
