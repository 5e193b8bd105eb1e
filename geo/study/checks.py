"""Whether a study holds together: every name leads somewhere, every cell is of its column's type.

A weighting may be unfinished (see ``geo.study.plans.Weighting``); what is there must be right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from geo.catalogue import Catalogue
from geo.problems import allowed
from geo.study.cells import cell_problems
from geo.study.criteria_checks import criterion_problems, industry_problems
from geo.study.document import Study
from geo.study.limits import MOST_FEATURES, MOST_PROBLEMS
from geo.study.logs import log_problems
from geo.study.plan_checks import fund_problems, ranking_problems, siting_problems
from geo.study.problems import Path, StudyProblem
from geo.study.shapes import shape_problems
from geo.study.weighting_checks import weighting_problems


def find_problems(study: Study, catalogue: Catalogue) -> tuple[StudyProblem, ...]:
    """Find what does not hold together in a study.

    Parameters
    ----------
    study : Study
    catalogue : Catalogue

    Returns
    -------
    tuple of StudyProblem
        In the order of the document, at most ``MOST_PROBLEMS``; empty if all is well.
    """
    return tuple(islice(_problems(study, catalogue), MOST_PROBLEMS))


def _problems(study: Study, catalogue: Catalogue) -> Iterator[StudyProblem]:
    cities = [row.id for row in catalogue.cities]
    if study.city not in cities:
        # Districts, sites and metres are those of the city: without it nothing can be checked.
        yield StudyProblem("unknown_name", ("city",), study.city, allowed(study.city, cities))
        return
    yield from _layer_problems(study)
    yield from _twice(
        ((("criteria", place, "id"), row.id) for place, row in enumerate(study.criteria))
    )
    for place, criterion in enumerate(study.criteria):
        yield from criterion_problems(study, criterion, ("criteria", place), catalogue)
    yield from industry_problems(study, catalogue)
    yield from _twice(
        (("weightings", place, "id"), row.id) for place, row in enumerate(study.weightings)
    )
    for place, weighting in enumerate(study.weightings):
        yield from weighting_problems(study, weighting, ("weightings", place))
    yield from ranking_problems(study)
    yield from siting_problems(study, catalogue)
    yield from fund_problems(study)


def _layer_problems(study: Study) -> Iterator[StudyProblem]:
    count = sum(len(layer.features) for layer in study.layers)
    if count > MOST_FEATURES:
        told = f"features in all layers; allowed are {MOST_FEATURES:,}"
        yield StudyProblem("too_many", ("layers",), count, told)
    yield from _twice((("layers", place, "id"), row.id) for place, row in enumerate(study.layers))
    yield from _twice(
        (("layers", place, "features", number, "id"), row.id)
        for place, layer in enumerate(study.layers)
        for number, row in enumerate(layer.features)
    )
    for place, layer in enumerate(study.layers):
        at: Path = ("layers", place)
        yield from log_problems(layer, at)
        yield from cell_problems(layer, at)
        yield from shape_problems(layer, at)


def _twice(names: Iterable[tuple[Path, str]]) -> Iterator[StudyProblem]:
    """Find names that stand for two things."""
    seen: Counter[str] = Counter()
    for path, name in names:
        seen[name] += 1
        if seen[name] > 1:
            yield StudyProblem("twice", path, name, "names something else already")
