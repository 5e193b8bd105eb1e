"""Let the solver choose sites for a study.

``geo.siting`` brings a solver that takes seconds to import; whoever does not choose does not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import geopandas as gpd
import numpy as np

from geo.catalogue import Catalogue
from geo.criteria_scene import REACH_DEGREES
from geo.crs import WGS84
from geo.errors import InfeasibleError, StudyError
from geo.places import Site
from geo.siting_inputs import district_demand
from geo.siting_order import Order
from geo.study.checks import find_problems
from geo.study.document import Study
from geo.study.existing import existing_sites
from geo.study.frames import candidates_of, frame_column
from geo.study.layers import Feature
from geo.study.limits import LARGEST_WEIGHT, MOST_SITING_CELLS
from geo.study.plans import DistrictDemand, LayerDemand, SitingPlan
from geo.study.problems import Path, StudyProblem

if TYPE_CHECKING:
    from geo.siting_outcome import Progress
    from geo.siting_relaxations import Relaxation
    from geo.siting_result import Siting


def choose_for_study(
    study: Study,
    catalogue: Catalogue,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Siting:
    """Choose sites as a study asks.

    Parameters
    ----------
    study : Study
    catalogue : Catalogue
    progress : callable, optional
        Told how far the solver is (see ``geo.siting_outcome.Progress``).
    stop : callable, optional
        Asked often while the solver runs; True ends it with the best solution so far.

    Returns
    -------
    Siting
        Candidates by id, existing facilities by the keys of ``geo.study.existing``; demand
        points by adcode or by feature id.

    Raises
    ------
    InfeasibleError
        If no choice keeps every constraint; its ``relaxations`` say which one to relax.
    SitingError
        If a weight is missing or negative, or the end came before any solution.
    StudyError
        If the study does not hold together or asks for no sites, a point lies too far from its
        city to be measured, or the problem is too large.
    """
    # spopt and the solver behind it take seconds to import.
    from geo.siting import choose_sites

    if problems := find_problems(study, catalogue):
        raise StudyError(problems)
    plan = _plan(study)
    candidates = candidates_of(study).sort_index()
    demand, weight = _demand(study, plan, catalogue)
    existing = existing_sites(study, catalogue)
    _check_size(len(candidates) + len(existing), len(demand))
    _check_near(study, catalogue, candidates.drop(index=list(plan.forbidden)), ("layers",))
    _check_near(study, catalogue, demand, ("siting", "demand"))
    _check_weights(demand, weight)
    try:
        return choose_sites(
            _with_existing(candidates, existing),
            demand,
            _order(plan, existing),
            epsg=catalogue.city(study.city).metric_epsg,
            weight=weight,
            time_limit_s=plan.time_limit_s,
            accepted_gap=plan.accepted_gap,
            progress=progress,
            stop=stop,
        )
    except InfeasibleError as error:
        raise _of_the_plan(error, len(existing)) from error


def _with_existing(candidates: gpd.GeoDataFrame, existing: Mapping[str, Site]) -> gpd.GeoDataFrame:
    """Put existing facilities behind the candidates."""
    points = gpd.points_from_xy(
        [*candidates.geometry.x, *(row.lon for row in existing.values())],
        [*candidates.geometry.y, *(row.lat for row in existing.values())],
    )
    return gpd.GeoDataFrame(geometry=points, index=[*candidates.index, *existing], crs=WGS84)


def _order(plan: SitingPlan, existing: Mapping[str, Site]) -> Order:
    """Ask for existing facilities as sites that are open in any case, on top of the number."""
    count = None if plan.count is None else plan.count + len(existing)
    fixed = (*plan.fixed, *existing)
    return Order(plan.objective, count, plan.radius_m, fixed, plan.forbidden, plan.spacing_m)


def _of_the_plan(error: InfeasibleError, existing: int) -> InfeasibleError:
    """Say what to relax in terms of the plan, where existing facilities are not to be chosen."""
    if not existing:
        return error
    found, together = (
        [kept for row in rows if (kept := _relaxed_plan(row, existing)) is not None]
        for rows in (error.relaxations, error.together)
    )
    whole = tuple(together) if len(together) == len(error.together) else ()
    return InfeasibleError(str(error), tuple(found), whole)


def _relaxed_plan(row: object, existing: int) -> Relaxation | None:
    """Return a relaxation in terms of the plan; None where what exists would have to go."""
    found = cast("Relaxation", row)
    if found.constraint == "count" and found.value is not None:
        return replace(found, value=found.value - existing) if found.value > existing else None
    return None if found.constraint == "fixed" else found


def demand_of(study: Study, catalogue: Catalogue) -> gpd.GeoDataFrame:
    """Return the demand points of a study's siting plan.

    Parameters
    ----------
    study : Study
        With a siting plan.
    catalogue : Catalogue

    Returns
    -------
    GeoDataFrame, shape (n,), EPSG:4326
        By adcode or feature id, with ``name`` (of the feature) where it is a layer.

    Raises
    ------
    StudyError
        If the study asks for no sites.
    """
    return _demand(study, _plan(study), catalogue)[0]


def weightless(study: Study) -> list[str]:
    """Name the features that are demand and whose weight is missing or negative.

    Parameters
    ----------
    study : Study

    Returns
    -------
    list of str
    """
    demand = study.siting.demand if study.siting else None
    if not isinstance(demand, LayerDemand) or demand.weight is None:
        return []
    layer = next(row for row in study.reference_layers if row.id == demand.layer)
    weights = [(row.label, row.values.get(demand.weight)) for row in layer.features]
    return [name for name, weight in weights if not isinstance(weight, int | float) or weight < 0]


def _plan(study: Study) -> SitingPlan:
    if study.siting is None:
        raise StudyError([StudyProblem("missing", ("siting",), None, "asks for no sites yet")])
    return study.siting


def _demand(
    study: Study, plan: SitingPlan, catalogue: Catalogue
) -> tuple[gpd.GeoDataFrame, str | None]:
    """Return demand points and the column of their weights."""
    if isinstance(plan.demand, DistrictDemand):
        return district_demand(catalogue, study.city, plan.demand.weights), "weight"
    return _layer_points(study, plan.demand)


def _layer_points(study: Study, demand: LayerDemand) -> tuple[gpd.GeoDataFrame, str | None]:
    """Return the features of a layer as points, whatever their shapes."""
    layer = next(row for row in study.reference_layers if row.id == demand.layer)
    rows = sorted(layer.features, key=lambda row: row.id)
    columns: dict[str, list[object]] = {"name": [row.label for row in rows]}
    weight = None if demand.weight is None else frame_column(demand.weight)
    if demand.weight is not None and weight is not None:
        columns[weight] = [row.values.get(demand.weight) for row in rows]
    points = gpd.points_from_xy([row.lon for row in rows], [row.lat for row in rows])
    return gpd.GeoDataFrame(
        columns, geometry=points, index=[row.id for row in rows], crs=WGS84
    ), weight


def _check_size(candidates: int, points: int) -> None:
    if candidates * points > MOST_SITING_CELLS:
        told = (
            f"is {candidates:,} candidates × {points:,} demand points, more than the solver takes: "
            f"bring fewer of them; allowed: ≤ {MOST_SITING_CELLS:,}"
        )
        raise StudyError([StudyProblem("too_many_pairs", ("siting",), candidates * points, told)])


def _check_weights(demand: gpd.GeoDataFrame, weight: str | None) -> None:
    """Refuse weights that a solver would take for infinite; ``geo.siting`` checks the rest."""
    for name, number in () if weight is None else demand[weight].items():
        if number is not None and number > LARGEST_WEIGHT:
            told = f"(demand point {name}) is too large a weight; allowed: ≤ {LARGEST_WEIGHT:g}"
            path: Path = ("siting", "demand", "weight")
            raise StudyError([StudyProblem("out_of_range", path, number, told)])


def _features(study: Study) -> Iterator[Feature]:
    return (row for layer in study.layers for row in layer.features)


def _check_near(study: Study, catalogue: Catalogue, frame: gpd.GeoDataFrame, at: Path) -> None:
    """Refuse points where the city's metric CRS does not hold."""
    codes = [row.adcode for row in catalogue.districts_of(study.city)]
    outlines = catalogue.boundaries.full.geometry
    west, south, east, north = outlines[outlines.index.isin(codes)].total_bounds
    lon, lat = frame.geometry.x, frame.geometry.y
    far = (lon < west - REACH_DEGREES) | (lon > east + REACH_DEGREES)
    far |= (lat < south - REACH_DEGREES) | (lat > north + REACH_DEGREES)
    if far.any():
        key = str(frame.index[np.flatnonzero(far)[0]])
        name = next((row.label for row in _features(study) if row.id == key), key)
        city = catalogue.city(study.city)
        told = f"lies too far from {city.name_en} to be measured there; forbid it or take it out"
        zh = f"离{city.name_zh}太远，无法在此量距：请设为不选，或移出项目"
        raise StudyError([StudyProblem("too_far", at, name, told, zh)])
