"""Where each candidate lies and what the documents say about it, before anything is weighed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geo.belonging import BeltPlace, belt_places
from geo.catalogue import Catalogue
from geo.criteria_measures import DistanceTo
from geo.criteria_policy import Fit, policy_fit
from geo.criteria_references import core_clusters
from geo.criteria_scene import Measurement, Scene
from geo.locate import locate
from geo.proximity import Distance
from geo.study.criteria import Intended
from geo.study.document import Study
from geo.study.frames import frame_column
from geo.study.measuring import scene_of
from geo.tables import BeltMember, District, Industry, Site, Specialisation

NEAREST = 3
"""So many places are listed for each candidate."""


@dataclass(frozen=True)
class Situation:
    """Where one candidate lies.

    Attributes
    ----------
    candidate : str
        Its id.
    name : str
        Its name, or its id if it has none.
    layer : str
    lon, lat : float
        WGS-84.
    is_synthetic : bool
        Whether it is made up.
    district : District or None
        None: it lies in no district of the catalogue, and nothing else is known about it.
    belts : tuple of BeltPlace
        The belts of which its district is a member; ``own`` are the rows to quote.
    clusters : tuple of Site
        The clusters within whose ``precision_m`` it lies: the documents draw no outline.
    nearest : tuple of Distance
        The places of the same city nearest to it, up to ``NEAREST``, nearest first; ``off_m``
        adds up how well both positions are known.
    industries : tuple of Industry
        What it is meant for, as far as criteria ask for that.
    stated : tuple of Specialisation
        What the documents state for its district; empty means 文件未列, not "none".
    fit : Fit
        Of its industries with its district; ``rows`` are to be quoted.
    cluster : Distance or None
        The nearest core cluster; None if there is none in or near its city.
    cluster_fit : Fit
        Of its industries with the district of that cluster.
    """

    candidate: str
    name: str
    layer: str
    lon: float
    lat: float
    is_synthetic: bool
    district: District | None
    belts: tuple[BeltPlace, ...]
    clusters: tuple[Site, ...]
    nearest: tuple[Distance, ...]
    industries: tuple[Industry, ...]
    stated: tuple[Specialisation, ...]
    fit: Fit
    cluster: Distance | None
    cluster_fit: Fit


def situations(study: Study, catalogue: Catalogue) -> list[Situation]:
    """Say where the candidates of a study lie.

    Parameters
    ----------
    study : Study
    catalogue : Catalogue

    Returns
    -------
    list of Situation
        In the order of the document.

    Raises
    ------
    StudyError
        If a candidate names an industry that is none of ours.
    """
    if not study.candidates:
        return []
    found = {row.candidate: row for row in _situations(study, catalogue)}
    return [found[name] for name in study.candidates]


def _situations(study: Study, catalogue: Catalogue) -> Iterator[Situation]:
    scene = scene_of(study, catalogue)
    places = locate(scene.candidates, catalogue, nearest=NEAREST)
    to_cluster = DistanceTo(core_clusters(catalogue)).measure(scene)
    layers = {row.id: layer.id for layer in study.candidate_layers for row in layer.features}
    intended = _intended(study, scene)
    belts = _belts_by_district(catalogue)
    columns = [places[name] for name in ("district", "clusters", "nearest", "nearest_m")]
    rows = zip(scene.candidates.index, scene.off_m, *columns, strict=True)
    for place, (name, off, adcode, clusters, near, metres) in enumerate(rows):
        feature = study.candidates[name]
        cluster = _cluster(catalogue, to_cluster, place, off)
        ids = intended[place]
        yield Situation(
            candidate=name,
            name=feature.label,
            layer=layers[name],
            lon=feature.lon,
            lat=feature.lat,
            is_synthetic=name in study.synthetic_ids,
            district=None if adcode is None else catalogue.district(adcode),
            belts=belts.get(adcode, ()),
            clusters=tuple(map(catalogue.site, clusters)),
            nearest=tuple(
                Distance(site := catalogue.site(key), float(away), site.precision_m + float(off))
                for key, away in zip(near, metres, strict=True)
            ),
            industries=tuple(map(catalogue.industry, ids)),
            stated=() if adcode is None else catalogue.specialisations_of(adcode),
            fit=_fit(catalogue, adcode, ids),
            cluster=cluster,
            cluster_fit=_fit(catalogue, cluster.site.district if cluster else None, ids),
        )


def _intended(study: Study, scene: Scene) -> list[tuple[str, ...]]:
    """Put together the industries that any criterion reads for each candidate."""
    found: list[dict[str, None]] = [{} for _ in range(len(scene))]
    for row in study.criteria:
        if not isinstance(row.measure, Intended):
            continue
        column = None if row.measure.column is None else frame_column(row.measure.column)
        cells = (
            scene.candidates[column]
            if column is not None and column in scene.candidates.columns
            else [row.measure.industries] * len(scene)
        )
        for names, cell in zip(found, cells, strict=True):
            names.update(dict.fromkeys(cell if isinstance(cell, list | tuple) else ()))
    return [tuple(names) for names in found]


def _belts_by_district(catalogue: Catalogue) -> dict[str | None, tuple[BeltPlace, ...]]:
    def of(adcode: str) -> tuple[BeltPlace, ...]:
        def is_own(member: BeltMember) -> bool:
            return member.district == adcode

        return belt_places(catalogue, is_own)

    return {row.adcode: of(row.adcode) for row in catalogue.districts}


def _cluster(catalogue: Catalogue, found: Measurement, place: int, off: float) -> Distance | None:
    if found.references[place] is None or np.isnan(found.values[place]):
        return None
    site = catalogue.site(str(found.references[place]))
    return Distance(site, float(found.values[place]), site.precision_m + float(off))


def _fit(catalogue: Catalogue, adcode: str | None, industries: tuple[str, ...]) -> Fit:
    if adcode is None:
        return Fit(float("nan"), "outside", ())
    return policy_fit(catalogue, adcode, industries)
