"""Whether criteria can be measured: their layers, columns, industries, functions and limits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import get_args

from geo.catalogue import Catalogue
from geo.errors import CriterionError
from geo.places import SiteKind
from geo.problems import allowed
from geo.study.criteria import (
    CountWithin,
    DistanceToBelt,
    DistanceToIndustry,
    DistanceToLayer,
    DistanceToSites,
    Intended,
    OwnColumn,
    StudyCriterion,
)
from geo.study.document import Study
from geo.study.functions import function_of
from geo.study.industries import Industries
from geo.study.problems import Path, StudyProblem
from geo.value_functions import check_function

KINDS: tuple[str, ...] = get_args(SiteKind)


def criterion_problems(
    study: Study, row: StudyCriterion, at: Path, catalogue: Catalogue
) -> Iterator[StudyProblem]:
    """Find what is wrong with a criterion.

    Parameters
    ----------
    study : Study
    row : StudyCriterion
    at : tuple of str and int
        Where it is in the study.
    catalogue : Catalogue

    Yields
    ------
    StudyProblem
    """
    measure, path = row.measure, (*at, "measure")
    if isinstance(measure, DistanceToLayer | CountWithin):
        ids = [layer.id for layer in study.reference_layers]
        yield from unknown((*path, "layer"), measure.layer, ids)
    if isinstance(measure, DistanceToBelt):
        belts = [belt.id for belt in catalogue.belts if belt.city == study.city]
        yield from unknown((*path, "belt"), measure.belt, belts)
    if isinstance(measure, DistanceToSites | DistanceToIndustry):
        for place, kind in enumerate(measure.kinds):
            yield from unknown((*path, "kinds", place), kind, KINDS)
    if isinstance(measure, OwnColumn):
        yield from _column(study, (*path, "name"), measure.name, ("number", "integer"))
    if isinstance(measure, Intended):
        yield from _intended(study, measure, path, catalogue)
    try:
        check_function(function_of(row.function), row.direction)
    except CriterionError as error:
        yield StudyProblem("wrong_function", (*at, "function"), row.function.kind, str(error))
    if row.limit is not None:
        least, most = row.limit.at_least, row.limit.at_most
        if least is None and most is None:
            told = "needs at_least or at_most; without a limit write null"
            yield StudyProblem("empty", (*at, "limit"), None, told)
        elif least is not None and most is not None and least > most:
            told = f"at_least {least:g} is above at_most {most:g}; nothing is left between"
            yield StudyProblem("wrong_limit", (*at, "limit"), None, told)


def industry_problems(study: Study, catalogue: Catalogue) -> Iterator[StudyProblem]:
    """Find words in the candidates' columns of industries that are no industry of ours.

    Parameters
    ----------
    study : Study
    catalogue : Catalogue

    Yields
    ------
    StudyProblem
    """
    columns, known = industry_columns(study), Industries.of(catalogue)
    ids = [row.id for row in catalogue.industries]
    for place, layer in enumerate(study.layers):
        if layer.kind != "candidates":
            continue
        for number, feature in enumerate(layer.features):
            for column in columns:
                cell = feature.values.get(column)
                if not isinstance(cell, str):
                    continue
                path = ("layers", place, "features", number, "values", column)
                for word in known.read(cell)[1]:
                    told = f"is no industry (candidate {feature.label}); {allowed(word, ids)}"
                    yield StudyProblem("unknown_industry", path, word, told)


def industry_columns(study: Study) -> tuple[str, ...]:
    """List the columns from which criteria read intended industries, each once."""
    measures = (row.measure for row in study.criteria)
    named = (row.column for row in measures if isinstance(row, Intended) and row.column)
    return tuple(dict.fromkeys(named))


def unknown(path: Path, name: str, names: Collection[str]) -> Iterator[StudyProblem]:
    """Yield a problem if a name is not one of those that there are."""
    if name not in names:
        yield StudyProblem("unknown_name", path, name, allowed(name, names))


def _intended(
    study: Study, measure: Intended, path: Path, catalogue: Catalogue
) -> Iterator[StudyProblem]:
    if (measure.industries is None) == (measure.column is None):
        told = "needs either industries (a list of ids) or column (that names them)"
        yield StudyProblem("either_or", path, None, told)
    if measure.column is not None:
        yield from _column(study, (*path, "column"), measure.column, ("text",))
    ids = [row.id for row in catalogue.industries]
    for place, name in enumerate(measure.industries or ()):
        yield from unknown((*path, "industries", place), name, ids)


def _column(study: Study, path: Path, name: str, types: Iterable[str]) -> Iterator[StudyProblem]:
    """Check that the candidates have a column, and of a type that serves."""
    layers = study.candidate_layers
    names = [column for layer in layers for column in layer.columns]
    yield from unknown(path, name, dict.fromkeys(names))
    for layer in layers:
        if name in layer.columns and layer.columns[name] not in types:
            told = f"is a column of {layer.columns[name]} in layer {layer.id}; needed: "
            yield StudyProblem("wrong_column", path, name, told + " or ".join(types))
            return
