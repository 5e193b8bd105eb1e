"""What the criteria of a project can be made of, and which ones to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from geo.catalogue import Catalogue
from geo.criteria_scene import PRECISION
from geo.study import Study
from geo.study.industries import Industries
from geo.study.layers import StudyLayer
from geo.tables import Belt, Industry
from webapp.i18n import language
from webapp.planner.words import MEASURES

DIRECTION = {
    "policy_fit": "more",
    "count_within": "more",
    "column": "",
}
"""Which way is usually better; of a column only its owner knows. Of distances: less."""

PROPOSED = 5
"""So many criteria are enough to begin with."""


@dataclass(frozen=True)
class Options:
    """What can be chosen in the forms of one project."""

    study: Study
    catalogue: Catalogue

    @property
    def industries(self) -> tuple[Industry, ...]:
        """The industries of the catalogue."""
        return self.catalogue.industries

    @property
    def layers(self) -> tuple[StudyLayer, ...]:
        """Reference layers that hold anything."""
        return tuple(layer for layer in self.study.reference_layers if layer.features)

    @property
    def belts(self) -> tuple[Belt, ...]:
        """The belts of the project's city."""
        return tuple(row for row in self.catalogue.belts if row.city == self.study.city)

    @cached_property
    def kinds(self) -> dict[str, int]:
        """Kinds of places in the project's city, with their number."""
        here = [row.kind for row in self.catalogue.sites if row.city == self.study.city]
        return {kind: here.count(kind) for kind in dict.fromkeys(here)}

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Columns of the candidates that hold numbers in every layer that has them."""
        return tuple(name for name in self._columns("number", "integer") if name != PRECISION)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Columns of the candidates that hold texts in every layer that has them."""
        return self._columns("text")

    @cached_property
    def industry_columns(self) -> tuple[str, ...]:
        """Columns of texts in which every word is an industry of the atlas."""
        return tuple(name for name in self.texts if self.strangers(name) == ())

    def strangers(self, column: str) -> tuple[str, ...] | None:
        """List the words of a column that are no industry; None if it holds no word at all."""
        known, found = Industries.of(self.catalogue), False
        words: list[str] = []
        for row in self.study.candidates.values():
            cell = row.values.get(column)
            if isinstance(cell, str):
                ids, strange = known.read(cell)
                found = found or bool(ids or strange)
                words += strange
        return tuple(dict.fromkeys(words)) if found else None

    def obstacle(self, kind: str) -> str:
        """Say why a measure cannot be used here, "" if it can."""
        has_stated = any(row.city == self.study.city for row in self._stated_districts())
        told = {
            "policy_fit": "" if has_stated else _("The documents state no specialisation here."),
            "distance_to_clusters": ""
            if self.kinds.get("cluster")
            else _("The documents name no core cluster here."),
            "distance_to_sites": "" if self.kinds else _("The atlas has no place here."),
            "distance_to_industry": ""
            if has_stated and self.kinds
            else _("The documents state no specialisation here."),
            "distance_to_belt": "" if self.belts else _("The documents describe no belt here."),
            "distance_to_layer": "" if self.layers else _("Bring a reference layer first."),
            "count_within": "" if self.layers else _("Bring a reference layer first."),
            "column": ""
            if self.numbers
            else _("The candidates have no column of numbers; bring one with their file."),
        }
        return str(told[kind])

    def _stated_districts(self) -> tuple[Any, ...]:
        stated = {row.district for row in self.catalogue.specialisations}
        return tuple(row for row in self.catalogue.districts if row.adcode in stated)

    def _columns(self, *types: str) -> tuple[str, ...]:
        layers = self.study.candidate_layers
        names = dict.fromkeys(name for layer in layers for name in layer.columns)
        return tuple(
            name
            for name in names
            if all(layer.columns.get(name, types[0]) in types for layer in layers)
        )


def direction_of(kind: str) -> str:
    """Return which way is usually better for a measure, "" if only its owner knows."""
    return DIRECTION.get(kind, "less")


def name_of(row: Any) -> str:
    """Return the name of a row of the catalogue in the page's language."""
    return str(row.name_zh if language() == "zh" else row.name_en)


def proposals(options: Options) -> list[dict[str, Any]]:
    """Propose criteria that this project can use, those first that most projects need.

    Nothing is proposed of the candidates' own columns: which way is better, only their owner
    knows. Criteria that are there already are not proposed again.

    Parameters
    ----------
    options : Options

    Returns
    -------
    list of dict
        At most ``PROPOSED``; criteria of a study as JSON, without id.
    """
    have = [row.measure.model_dump(mode="json") for row in options.study.criteria]
    found = []
    for title, measure in _ideas(options):
        kind = measure["kind"]
        if options.obstacle(kind) or any(measure.items() <= row.items() for row in have):
            continue
        is_fit = kind == "policy_fit"
        bounds = {"low": 0.0, "high": 1.0} if is_fit else {"low": None, "high": None}
        found.append(
            {
                "title": title,
                "unit": "" if kind in ("policy_fit", "count_within") else "m",
                "measure": measure,
                "direction": direction_of(kind),
                "function": {"kind": "linear", **bounds},
                "limit": None,
                "missing": "interval" if is_fit else "exclude",
            }
        )
    return found[:PROPOSED]


def _ideas(options: Options) -> list[tuple[str, dict[str, Any]]]:
    """List titles and measures, the most useful first."""
    found: list[tuple[str, dict[str, Any]]] = []
    columns = options.industry_columns[:1]
    found += [
        (MEASURES["policy_fit"].name, {"kind": "policy_fit", "of": "district", "column": column})
        for column in columns
    ]
    found.append((MEASURES["distance_to_clusters"].name, {"kind": "distance_to_clusters"}))
    found += [
        (
            MEASURES["distance_to_industry"].name,
            {"kind": "distance_to_industry", "column": column, "kinds": ["cluster", "park"]},
        )
        for column in columns
    ]
    if options.kinds.get("park"):
        found.append((_("Distance to parks"), {"kind": "distance_to_sites", "kinds": ["park"]}))
    found += [
        (
            _("Distance to: %(name)s", name=layer.name[:200]),
            {"kind": "distance_to_layer", "layer": layer.id},
        )
        for layer in options.layers[:2]
    ]
    found += [
        (
            _("Distance to: %(name)s", name=name_of(belt)),
            {"kind": "distance_to_belt", "belt": belt.id},
        )
        for belt in options.belts
    ]
    return found
