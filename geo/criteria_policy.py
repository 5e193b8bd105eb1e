"""How well a candidate's intended industries fit what the documents state, with the sentences.

The documents give industries to districts. The fit is the share of the intended industries that
they give to one district: the candidate's own, or that of the nearest core cluster. A district
without any stated specialisation (文件未列) says nothing about the fit: it is unknown, and that is
not 0. 0 means that the documents do list specialisations, none of the intended ones among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from geo.catalogue import Catalogue
from geo.criteria_industry import Industries, intended_industries
from geo.criteria_measures import DistanceTo
from geo.criteria_references import core_clusters
from geo.criteria_scene import Measurement, Objects, Scene, Unknown
from geo.tables import Row


@dataclass(frozen=True)
class Fit:
    """The fit of some industries with one district.

    Attributes
    ----------
    value : float
        From 0 to 1, NaN if unknown.
    unknown : {"not_listed", "no_industry"} or None
    rows : tuple of Row
        The specialisations that justify the value: those that match, or, where none does, all
        that the documents state for the district instead.
    """

    value: float
    unknown: Unknown | None
    rows: tuple[Row, ...]


def policy_fit(catalogue: Catalogue, adcode: str, industries: Iterable[str]) -> Fit:
    """Compare intended industries with the specialisations stated for a district.

    Parameters
    ----------
    catalogue : Catalogue
    adcode : str
        The district.
    industries : iterable of str
        Ids of the intended industries; each counts once.

    Returns
    -------
    Fit
        ``value`` = number of intended industries that are stated / number intended.

    Raises
    ------
    UnknownIdError
        If there is no such district or industry.
    """
    intended = list(dict.fromkeys(catalogue.industry(name).id for name in industries))
    stated = catalogue.specialisations_of(adcode)
    if not intended:
        return Fit(float("nan"), "no_industry", ())
    if not stated:
        return Fit(float("nan"), "not_listed", ())
    matching = tuple(row for row in stated if row.industry in intended)
    share = len({row.industry for row in matching}) / len(intended)
    return Fit(share, None, matching or stated)


@dataclass(frozen=True)
class PolicyFit:
    """The criterion: the share of intended industries that the documents state.

    Attributes
    ----------
    industries : tuple of str, or str
        See ``geo.criteria_industry.Industries``. A candidate that names none is unknown.
    of : {"district", "nearest_cluster"}
        Whose specialisations are meant: those of the candidate's own district, or those of the
        district of the nearest core cluster, whose own row then belongs to the evidence.
    """

    industries: Industries
    of: Literal["district", "nearest_cluster"] = "district"

    def measure(self, scene: Scene) -> Measurement:
        """Measure the fit; ``references`` holds the adcode or the cluster's id.

        Raises
        ------
        CriterionError
            If there is no such column, or a cell is neither empty, nor a list, nor a text.
        UnknownIdError
            If an industry is unknown.
        """
        if self.of == "district":
            found = scene.nothing("outside")
            found.references[:] = scene.place["district"].to_numpy()
            adcodes = found.references
        else:
            found = DistanceTo(core_clusters(scene.catalogue)).measure(scene)
            adcodes = np.fromiter(
                (name and scene.catalogue.site(name).district for name in found.references),
                dtype=object,
                count=len(scene),
            )
        return self._fill(scene, found, adcodes)

    def _fill(self, scene: Scene, found: Measurement, adcodes: Objects) -> Measurement:
        """Write each candidate's fit; equal questions are answered once."""
        answers: dict[tuple[str, tuple[str, ...]], Fit] = {}
        intended = intended_industries(scene, self.industries)
        for place, (adcode, names) in enumerate(zip(adcodes, intended, strict=True)):
            if adcode is None:
                continue
            if (adcode, names) not in answers:
                answers[adcode, names] = policy_fit(scene.catalogue, adcode, names)
            fit = answers[adcode, names]
            found.values[place] = found.low[place] = found.high[place] = fit.value
            found.unknown[place] = fit.unknown
            found.evidence[place] = (*found.evidence[place], *fit.rows)
        return found
