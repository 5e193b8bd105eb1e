"""Whether ranking, siting and the planned investment ask for what there is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from geo.catalogue import Catalogue
from geo.study.criteria_checks import unknown
from geo.study.document import Study
from geo.study.limits import LEAST_STEP
from geo.study.plans import DistrictDemand, LayerDemand, SitingPlan
from geo.study.problems import Path, StudyProblem


def ranking_problems(study: Study) -> Iterator[StudyProblem]:
    """Find weightings that are not there, and thresholds that do not rise."""
    ids = [row.id for row in study.weightings]
    for key, name in (
        ("weighting", study.ranking.weighting),
        ("compare", study.ranking.compare),
    ):
        if name is not None:
            yield from unknown(("ranking", key), name, ids)
    preference = study.ranking.preference
    if preference.certain_from - preference.indifferent_to < LEAST_STEP:
        told = f"allowed: from 0 up to {LEAST_STEP:g} below certain_from"
        path = ("ranking", "preference", "indifferent_to")
        yield StudyProblem("out_of_range", path, preference.indifferent_to, told)


def siting_problems(study: Study, catalogue: Catalogue) -> Iterator[StudyProblem]:
    """Find what a siting plan lacks for its objective, has too much, or names in vain."""
    plan = study.siting
    if plan is None:
        return
    yield from _needs(plan)
    places = [row.id for row in catalogue.sites_of(study.city)]
    for key, names, known in (
        ("fixed", plan.fixed, study.candidates),
        ("forbidden", plan.forbidden, study.candidates),
        ("existing", plan.existing, places),
    ):
        for place, name in enumerate(names):
            path: Path = ("siting", key, place)
            yield from unknown(path, name, known)
            if name in names[:place]:
                yield StudyProblem("twice", path, name, "is named already")
    for name in dict.fromkeys(name for name in plan.fixed if name in plan.forbidden):
        told = "is to be open in any case and forbidden; allowed is one of them"
        yield StudyProblem("twice", ("siting", "forbidden"), name, told)
    if isinstance(plan.demand, DistrictDemand):
        codes = [row.adcode for row in catalogue.districts_of(study.city)]
        for code in plan.demand.weights:
            yield from unknown(("siting", "demand", "weights", code), code, codes)
        if not any(plan.demand.weights.values()):
            told = "are all 0; at least one district must count"
            yield StudyProblem("all_zero", ("siting", "demand", "weights"), None, told)
    else:
        yield from _layer_demand(study, plan.demand)


def _needs(plan: SitingPlan) -> Iterator[StudyProblem]:
    """Hold a plan against its objective, as ``geo.siting_order.Order`` does."""
    for key, value, is_needed in (
        ("count", plan.count, plan.objective != "set_cover"),
        ("radius_m", plan.radius_m, plan.objective in ("max_coverage", "set_cover")),
    ):
        if is_needed and value is None:
            yield StudyProblem("missing", ("siting", key), None, f"is needed for {plan.objective}")
        if not is_needed and value is not None:
            told = f"has no meaning for {plan.objective}; allowed: null"
            yield StudyProblem("too_much", ("siting", key), value, told)


def _layer_demand(study: Study, demand: LayerDemand) -> Iterator[StudyProblem]:
    layers = {layer.id: layer for layer in study.reference_layers}
    path: Path = ("siting", "demand", "layer")
    yield from unknown(path, demand.layer, layers)
    layer = layers.get(demand.layer)
    if layer is None or demand.weight is None:
        return
    path = ("siting", "demand", "weight")
    yield from unknown(path, demand.weight, layer.columns)
    if layer.columns.get(demand.weight) == "text":
        told = f"is a column of text in layer {layer.id}; needed: number or integer"
        yield StudyProblem("wrong_column", path, demand.weight, told)


def fund_problems(study: Study) -> Iterator[StudyProblem]:
    """Find a planned investment of nothing."""
    if study.fund is not None and Decimal(study.fund.investment_cny) <= 0:
        path = ("fund", "investment_cny")
        yield StudyProblem("out_of_range", path, study.fund.investment_cny, "allowed: above 0")
