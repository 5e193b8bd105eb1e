"""Take out of a study what refers to things that are gone."""

from __future__ import annotations

from typing import Any

from geo.study.document import Study


def without_strangers(study: Study) -> Study:
    """Drop what a study says about criteria, weightings and candidates that it has no longer.

    Parameters
    ----------
    study : Study

    Returns
    -------
    Study
        Without numbers and judgements on criteria that are gone, without the choice of a
        weighting that is gone, and without candidates that are gone in the siting plan.
        Criteria that ask for a layer or column that is gone stay, for somebody to decide.
    """
    data = study.to_json()
    criteria = {row.id for row in study.criteria}
    for row in data["weightings"]:
        row["numbers"] = {name: n for name, n in row["numbers"].items() if name in criteria}
        row["judgements"] = [pair for pair in row["judgements"] if criteria.issuperset(pair[:2])]
    weightings = {row.id for row in study.weightings}
    for key in ("weighting", "compare"):
        if data["ranking"][key] not in weightings:
            data["ranking"][key] = None
    _mend_siting(data["siting"], study)
    return Study.model_validate(data)


def _mend_siting(plan: dict[str, Any] | None, study: Study) -> None:
    if plan is not None:
        for key in ("fixed", "forbidden"):
            plan[key] = [name for name in plan[key] if name in study.candidates]
