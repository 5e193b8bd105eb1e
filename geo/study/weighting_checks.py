"""Whether weightings speak of the criteria that there are."""

from __future__ import annotations

from collections.abc import Iterator

from geo.study.criteria_checks import unknown
from geo.study.document import Study
from geo.study.limits import MOST_COMPARED
from geo.study.plans import Weighting
from geo.study.problems import Path, StudyProblem


def weighting_problems(study: Study, row: Weighting, at: Path) -> Iterator[StudyProblem]:
    """Find numbers and judgements on criteria that there are not, and pairs judged twice.

    Parameters
    ----------
    study : Study
    row : Weighting
    at : tuple of str and int
        Where it is in the study.

    Yields
    ------
    StudyProblem
    """
    ids = [criterion.id for criterion in study.criteria]
    for name in row.numbers:
        yield from unknown((*at, "numbers", name), name, ids)
    if row.how == "pairwise" and len(ids) > MOST_COMPARED:
        told = f"criteria in pairs; allowed are {MOST_COMPARED}"
        yield StudyProblem("too_many", (*at, "how"), len(ids), told)
    seen: set[frozenset[str]] = set()
    for place, (one, other, _) in enumerate(row.judgements):
        path = (*at, "judgements", place)
        yield from unknown((*path, 0), one, ids)
        yield from unknown((*path, 1), other, ids)
        if one == other:
            yield StudyProblem("twice", path, one, "is compared with itself")
        elif (pair := frozenset((one, other))) in seen:
            yield StudyProblem("twice", path, f"{one}, {other}", "is judged already")
        else:
            seen.add(pair)
