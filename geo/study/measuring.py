"""Measure the candidates of a study by its criteria."""

from __future__ import annotations

import geopandas as gpd

from geo.catalogue import Catalogue
from geo.criteria import Criterion, Evaluation, evaluate_scene
from geo.criteria_industry import DistanceToIndustry
from geo.criteria_measures import Column, CountWithin, DistanceTo, Measure
from geo.criteria_policy import PolicyFit
from geo.criteria_references import belt_districts, core_clusters, sites_of_kind
from geo.criteria_scene import Scene, prepare
from geo.errors import StudyError
from geo.study import criteria as asked
from geo.study.criteria_checks import industry_columns, industry_problems
from geo.study.document import Study
from geo.study.frames import candidates_of, frame_column, reference_layers
from geo.study.functions import function_of, limit_of
from geo.study.industries import Industries


def criteria_of(study: Study, catalogue: Catalogue) -> tuple[Criterion, ...]:
    """Return the criteria of a study as ``geo.criteria`` computes them.

    Parameters
    ----------
    study : Study
    catalogue : Catalogue

    Returns
    -------
    tuple of Criterion
        In the order of the study. Those that read industries from a column expect lists of ids
        in it, as ``scene_of`` makes them.

    Raises
    ------
    UnknownIdError
        If one names a belt that is not there.
    """
    return tuple(
        Criterion(
            id=row.id,
            measure=_measure(row.measure, catalogue),
            direction=row.direction,
            function=function_of(row.function),
            limit=limit_of(row.limit),
            missing=row.missing,
        )
        for row in study.criteria
    )


def evaluate_study(study: Study, catalogue: Catalogue) -> Evaluation:
    """Measure the candidates of a study by all its criteria and check their limits.

    Parameters
    ----------
    study : Study
    catalogue : Catalogue

    Returns
    -------
    Evaluation
        Candidates by id, sorted: the order of features changes no digit of any result.

    Raises
    ------
    CriterionError
        If there is no criterion, or the data behind one is not what it must be.
    StudyError
        If a candidate names an industry that is none of ours.
    UnknownIdError
        If a criterion names something that does not exist.
    """
    return evaluate_scene(scene_of(study, catalogue), criteria_of(study, catalogue))


def scene_of(study: Study, catalogue: Catalogue) -> Scene:
    """Prepare the candidates of a study to be measured.

    Parameters
    ----------
    study : Study
    catalogue : Catalogue

    Returns
    -------
    Scene
        Candidates by id, sorted; columns from which criteria read industries hold lists of ids.

    Raises
    ------
    StudyError
        If a candidate names an industry that is none of ours.
    """
    if problems := tuple(industry_problems(study, catalogue)):
        raise StudyError(problems)
    frame = _with_industries(candidates_of(study), industry_columns(study), catalogue)
    return prepare(frame.sort_index(), catalogue, reference_layers(study))


def _with_industries(
    frame: gpd.GeoDataFrame, columns: tuple[str, ...], catalogue: Catalogue
) -> gpd.GeoDataFrame:
    known = Industries.of(catalogue)
    for column in map(frame_column, columns):
        if column in frame.columns:
            cells = [
                list(known.read(cell)[0]) if isinstance(cell, str) else None
                for cell in frame[column]
            ]
            frame[column] = cells
    return frame


def _measure(measure: asked.StudyMeasure, catalogue: Catalogue) -> Measure:
    match measure:
        case asked.PolicyFit():
            return PolicyFit(_industries(measure), measure.of)
        case asked.DistanceToClusters():
            return DistanceTo(core_clusters(catalogue))
        case asked.DistanceToSites():
            return DistanceTo(sites_of_kind(catalogue, measure.kinds))
        case asked.DistanceToIndustry():
            return DistanceToIndustry(_industries(measure), measure.kinds)
        case asked.DistanceToBelt():
            return DistanceTo(belt_districts(catalogue, measure.belt))
        case asked.DistanceToLayer():
            return DistanceTo(measure.layer)
        case asked.CountWithin():
            return CountWithin(measure.layer, measure.radius_m)
        case asked.OwnColumn():
            return Column(frame_column(measure.name))


def _industries(measure: asked.Intended) -> tuple[str, ...] | str:
    if measure.column is not None:
        return frame_column(measure.column)
    return measure.industries or ()
