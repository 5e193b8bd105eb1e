"""The industries that candidates are meant for, and how far places of the same industry are.

The documents tie industries to districts and say of no place which it has. "Of the same industry"
therefore means: the place lies in a district to which the documents give the industry (see
``geo.criteria_references.sites_with_industry``); each distance brings the rows that say so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.criteria_measures import DistanceTo
from geo.criteria_references import sites_with_industry
from geo.criteria_scene import Measurement, Scene
from geo.errors import CriterionError
from geo.problems import allowed

Industries = tuple[str, ...] | str
"""Ids of industries, the same for every candidate; or the name of a column that holds for each
candidate a list of ids, or a text with ``;`` between them."""


def intended_industries(scene: Scene, industries: Industries) -> list[tuple[str, ...]]:
    """Return the industries that each candidate is meant for.

    Parameters
    ----------
    scene : Scene
    industries : tuple of str, or str
        See ``Industries``.

    Returns
    -------
    list of tuple of str, length n
        Each id once, in the order given; empty where a candidate names none.

    Raises
    ------
    CriterionError
        If there is no such column, or a cell is neither empty, nor a list, nor a text.
    UnknownIdError
        If an industry is unknown.
    """
    if isinstance(industries, str):
        columns = [str(name) for name in scene.candidates.columns]
        if industries not in columns:
            msg = f'the candidates have no column "{industries}"; {allowed(industries, columns)}'
            raise CriterionError(msg)
        named = [_names(cell, name) for name, cell in scene.candidates[industries].items()]
    else:
        named = [tuple(dict.fromkeys(industries))] * len(scene)
    for industry in dict.fromkeys(name for names in dict.fromkeys(named) for name in names):
        scene.catalogue.industry(industry)
    return named


@dataclass(frozen=True)
class DistanceToIndustry:
    """Metres to the nearest place of one of the candidate's own intended industries.

    Attributes
    ----------
    industries : tuple of str, or str
        See ``Industries``. A candidate that names none has no distance: it is unknown.
    kinds : tuple of str
        Kinds of places that count.
    """

    industries: Industries
    kinds: tuple[str, ...] = ("cluster", "park")

    def measure(self, scene: Scene) -> Measurement:
        """Measure to the nearest place in or near the candidate's own city.

        Raises
        ------
        CriterionError
            If there is no such column, or a cell is neither empty, nor a list, nor a text.
        UnknownIdError
            If an industry is unknown.
        """
        intended = intended_industries(scene, self.industries)
        found = scene.nothing("no_industry")
        for industry in dict.fromkeys(name for names in intended for name in names):
            layer = sites_with_industry(scene.catalogue, industry, self.kinds)
            one = DistanceTo(layer).measure(scene)
            wanted = np.fromiter((industry in names for names in intended), bool, len(scene))
            undecided = wanted & np.isnan(found.values)
            found.unknown[undecided] = one.unknown[undecided]
            # Strictly nearer: of several industries equally near, the first named counts.
            nearer = wanted & ((one.values < found.values) | np.isnan(found.values))
            for mine, other in (
                (found.values, one.values),
                (found.low, one.low),
                (found.high, one.high),
                (found.references, one.references),
                (found.evidence, one.evidence),
            ):
                mine[nearer] = other[nearer]
        return found


def _names(cell: object, candidate: object) -> tuple[str, ...]:
    """Read the industries of one candidate."""
    if isinstance(cell, str):
        return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))
    if isinstance(cell, list | tuple):
        return tuple(dict.fromkeys(str(part) for part in cell))
    if cell is None or cell != cell:  # pandas' empty cell is NaN
        return ()
    msg = f"candidate {candidate!r}: {cell!r} is not a list of industries"
    raise CriterionError(msg)
