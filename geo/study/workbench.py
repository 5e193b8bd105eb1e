"""A study and its results as the browser needs them to score candidates live.

With the weights w of the sliders (scaled to add up to 1) and the matrices of the payload a script
repeats the scores of ``geo.ranking_methods`` to rounding: the weighted sum from ``values``, TOPSIS
from ``values``, ``best`` and ``worst``, PROMETHEE II from ``flows``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.criteria import Evaluation
from geo.errors import StudyError, WeightError
from geo.ranking import Ranking
from geo.ranking_methods import score_range
from geo.ranking_values import ValueTable
from geo.study.document import Study
from geo.study.limits import MOST_LIVE_CELLS
from geo.study.obstacles import obstacle_text
from geo.study.results import StudyResults
from geo.study.scoring import pairwise_of, weights_of_weighting
from geo.study.situations import Situation
from geo.study.words import UNKNOWN, finding_text, say

Floats = NDArray[np.float64]


def workbench_payload(study: Study, results: StudyResults, language: str) -> dict[str, Any]:
    """Return what the browser needs to score live.

    Parameters
    ----------
    study : Study
    results : StudyResults
        Of ``geo.study.results_of`` for this study.
    language : {"zh", "en"}
        Of districts' names, reasons and obstacles.

    Returns
    -------
    dict
        JSON types without NaN. ``candidates`` in the order of the document, each with the
        ``row`` in the matrices ``values``, ``low``, ``high`` and ``flows`` (ranked candidates ×
        criteria) that is its own; ``scores`` are those of the server, the first rank first.
        With more than ``MOST_LIVE_CELLS`` it is not ``live``: no matrices, nothing measured.
    """
    plan = study.ranking
    live = len(study.candidates) * len(study.criteria) <= MOST_LIVE_CELLS
    return {
        "title": study.title,
        "city": study.city,
        "synthetic": bool(study.synthetic_ids),
        "criteria": _criteria(study, results.ranking),
        "method": plan.method,
        "normalisation": plan.normalisation,
        "preference": plan.preference.model_dump(),
        "top_n": plan.top_n,
        "weighting": plan.weighting,
        "compare": plan.compare,
        "weights": _weights(study, plan.weighting)[0],
        "weightings": [_weighting(study, row.id) for row in study.weightings],
        "candidates": _candidates(study, results, language, live=live),
        "unknown_words": {code: say(pair, language) for code, pair in UNKNOWN.items()},
        "live": live,
        **_matrices(results.ranking if live else None),
        "scores": [] if results.ranking is None else list(_scores(results.ranking)),
        "obstacles": [
            {"code": row.code, "part": row.part, "text": obstacle_text(row, language)}
            for row in results.obstacles
        ],
    }


def _criteria(study: Study, ranking: Ranking | None) -> list[dict[str, Any]]:
    bounds = ranking.values.bounds if ranking is not None else {}
    return [
        {
            "id": row.id,
            "title": row.title,
            "unit": row.unit,
            "direction": row.direction,
            "missing": row.missing,
            "limit": None if row.limit is None else row.limit.model_dump(),
            "bounds": list(found) if (found := bounds.get(row.id)) else None,
        }
        for row in study.criteria
    ]


def _weights(study: Study, weighting: str | None) -> tuple[list[float] | None, str | None]:
    """Return weights, or why there are none."""
    try:
        return weights_of_weighting(study, weighting).tolist(), None
    except (StudyError, WeightError) as error:
        return None, str(error)


def _weighting(study: Study, name: str) -> dict[str, Any]:
    row = study.weighting(name)
    weights, problem = _weights(study, name)
    pairs = None if weights is None else pairwise_of(study, name)
    return {
        "id": row.id,
        "name": row.name,
        "how": row.how,
        "weights": weights,
        "consistency_ratio": None if pairs is None else pairs.consistency_ratio,
        "consistent": None if pairs is None else pairs.is_consistent,
        "problem": problem,
    }


def _candidates(
    study: Study, results: StudyResults, language: str, *, live: bool
) -> list[dict[str, Any]]:
    said = _findings(study, results.evaluation, language)
    measured = _measured(results.evaluation if live else None)
    ranked = results.ranking.values.index if live and results.ranking is not None else ()
    rows = {name: row for row, name in enumerate(ranked)}
    districts = {row.candidate: _district(row, language) for row in results.situations}
    return [
        {
            "id": feature.id,
            "name": feature.label,
            "lon": feature.lon,
            "lat": feature.lat,
            "layer": layer.id,
            "synthetic": layer.synthetic,
            "district": districts.get(feature.id),
            "row": rows.get(feature.id),
            "excluded": said[feature.id, True],
            "warnings": said[feature.id, False],
            **measured.get(feature.id, _NOT_MEASURED),
        }
        for layer in study.candidate_layers
        for feature in layer.features
    ]


_NOT_MEASURED: dict[str, Any] = {"raw": [], "raw_low": None, "raw_high": None, "unknown": []}


def _district(row: Situation, language: str) -> dict[str, str] | None:
    if row.district is None:
        return None
    name = say((row.district.name_zh, row.district.name_en), language)
    return {"adcode": row.district.adcode, "name": name}


def _findings(
    study: Study, evaluation: Evaluation | None, language: str
) -> defaultdict[tuple[object, bool], list[str]]:
    said: defaultdict[tuple[object, bool], list[str]] = defaultdict(list)
    for row in evaluation.findings if evaluation is not None else ():
        said[row.candidate, row.excludes].append(finding_text(row, study, language))
    return said


def _measured(evaluation: Evaluation | None) -> dict[object, dict[str, Any]]:
    """Return what was measured for each candidate, with ranges where positions leave it open."""
    if evaluation is None:
        return {}
    found = [evaluation.measured[row.id] for row in evaluation.criteria]
    values, low, high = (
        np.column_stack([getattr(row, name) for row in found]) for name in ("values", "low", "high")
    )
    unknown = np.column_stack([row.unknown for row in found])
    is_open = ((low != high) & ~np.isnan(values)).any(axis=1)
    return {
        name: {
            "raw": _cells(values[row]),
            "raw_low": _cells(low[row]) if is_open[row] else None,
            "raw_high": _cells(high[row]) if is_open[row] else None,
            "unknown": unknown[row].tolist(),
        }
        for row, name in enumerate(evaluation.index)
    }


def _cells(numbers: Floats) -> list[float | None]:
    return [None if number != number else number for number in numbers.tolist()]


def _matrices(ranking: Ranking | None) -> dict[str, Any]:
    if ranking is None:
        empty = dict.fromkeys(("low", "high", "known", "flows", "flows_low", "flows_high"))
        return {"values": [], **empty, "best": [], "worst": []}
    table, is_exact = ranking.values, ranking.values.is_exact
    is_topsis, is_promethee = ranking.method == "topsis", ranking.method == "promethee"
    best, worst = _anchors(table) if is_topsis else ([], [])
    return {
        "values": table.values.tolist(),
        "low": None if is_exact else table.low.tolist(),
        "high": None if is_exact else table.high.tolist(),
        "known": None if table.known.all() else table.known.tolist(),
        "best": best,
        "worst": worst,
        **_flows(ranking if is_promethee else None),
    }


def _flows(ranking: Ranking | None) -> dict[str, Any]:
    if ranking is None:
        return dict.fromkeys(("flows", "flows_low", "flows_high"))
    found = {"flows": ranking.parts.gain.tolist(), "flows_low": None, "flows_high": None}
    if ranking.values.is_exact:
        return found
    # With all weight on one criterion a score is its flow.
    each = np.eye(len(ranking.values.criteria))
    low, high = score_range(ranking.values, each, "promethee", ranking.preference)
    return found | {"flows_low": low.tolist(), "flows_high": high.tolist()}


def _anchors(table: ValueTable) -> tuple[list[float], list[float]]:
    """Return the best and the worst point of TOPSIS (see ``geo.ranking_methods``)."""
    if table.normalisation == "values":
        return [1.0] * len(table.criteria), [0.0] * len(table.criteria)
    return table.values.max(axis=0).tolist(), table.values.min(axis=0).tolist()


def _scores(ranking: Ranking) -> Iterable[dict[str, Any]]:
    columns = {str(name): cells.tolist() for name, cells in ranking.table.items()}
    for name, *cells in zip(ranking.table.index, *columns.values(), strict=True):
        yield {"id": name, **dict(zip(columns, cells, strict=True))}
