"""The registry that an address names, its counts, and the filter of the query."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from flask import current_app, request
from flask_babel import gettext as _

from geo.enterprises.aggregates import Aggregates, read_aggregates
from geo.enterprises.city_part import counted_cities, of_cities
from geo.enterprises.cross_table import MEASURES, Measure
from geo.enterprises.years import Years
from geo.exports.enterprises import Registry
from layers.enterprise_points import MOST_POINTS, shown_points
from layers.enterprise_view import UNMAPPED, EnterpriseView
from webapp.errors import NotThereError, WrongValueError
from webapp.planner.access import current_session
from webapp.planner.enterprise_folders import RunFolder, SetFolder
from webapp.rendering import catalogue_in_use
from webapp.store.enterprises import find_set
from webapp.store.models import EnterpriseSet, Project

MOST_FILES = 5
"""Files that a printed page names."""
NO_INDUSTRY, NO_YEAR = "unmapped", "none"
"""What the query says for enterprises that are mapped to no industry, or have no year."""


@dataclass(frozen=True)
class Shown:
    """A counted registry, with the filter that the reader chose.

    Attributes
    ----------
    project : Project
    row : EnterpriseSet
    run : RunFolder
        Of the result that counts; named after all that it depends on.
    city : str
        The one that is shown, of those that were counted.
    industry, year, measure
        As of ``EnterpriseView``.
    """

    project: Project
    row: EnterpriseSet
    run: RunFolder
    city: str
    industry: str | None = None
    year: Years | None = None
    measure: Measure = "count"

    @cached_property
    def whole(self) -> Aggregates:
        """What was counted, in all cities; read from the folder once."""
        return _aggregates(self.run.aggregates)

    @cached_property
    def aggregates(self) -> Aggregates:
        """What was counted in the city that is shown."""
        return of_cities(self.whole, catalogue_in_use(), [self.city])

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """The cities that were counted."""
        return counted_cities(self.whole, catalogue_in_use())

    @property
    def usual_city(self) -> str:
        """The city that is shown unless another one is asked for: that of the project."""
        cities = self.cities or (self.project.city,)
        return self.project.city if self.project.city in cities else cities[0]

    @property
    def others(self) -> dict[str, int]:
        """The other cities that were counted, with their number of enterprises."""
        return {
            city: of_cities(self.whole, catalogue_in_use(), [city]).tally.taken
            for city in self.cities
            if city != self.city
        }

    @cached_property
    def placed(self) -> pa.Table | None:
        """The chosen enterprises that have coordinates, if single ones were kept."""
        if not self.run.points.is_file():
            return None
        points = pq.read_table(self.run.points)
        own = pc.is_in(points["district"], pa.array(self.aggregates.districts, pa.string()))
        return shown_points(self.view(), points.filter(own))

    @property
    def points(self) -> pa.Table | None:
        """Single enterprises, if there are few enough to show."""
        found = self.placed
        return None if found is None or found.num_rows > MOST_POINTS else found

    @property
    def is_synthetic(self) -> bool:
        """Whether it is made up: so it was counted, or so it is called since."""
        return self.row.is_synthetic or self.whole.is_synthetic

    @cached_property
    def years(self) -> list[int]:
        """The years that enterprises have, ascending; 0 if some have none."""
        return sorted(set(self.whole.by_district["year"].to_pylist()))

    @cached_property
    def weight_name(self) -> str:
        """The column that holds weights, as it was chosen when these were counted."""
        if not self.whole.has_weight:
            return ""
        try:
            return str(self.run.order()["wish"]["columns"].get("weight") or "")
        except (OSError, KeyError, ValueError):
            return ""

    @property
    def files(self) -> list[str]:
        """Names of the files that were brought, the first few."""
        names = [str(name) for name in self.row.wish.get("files", [])]
        return [*names[:MOST_FILES], *(["…"] if len(names) > MOST_FILES else [])]

    def view(self, address: Callable[[str], str] | None = None) -> EnterpriseView:
        """Describe it to the layers."""
        return EnterpriseView(
            self.whole,
            catalogue_in_use(),
            (self.city,),
            self.industry,
            self.year,
            self.is_synthetic,
            address,
            self.measure,
            self.weight_name,
        )

    def registry(self) -> Registry:
        """Describe it to the exports."""
        return Registry(
            self.whole,
            catalogue_in_use(),
            self.city,
            self.row.name,
            self.is_synthetic,
            self.industry,
            self.year,
            self.weight_name,
        )

    def query(self) -> dict[str, str]:
        """Write which enterprises are shown as the query of an address."""
        found = {"city": self.city} if len(self.cities) > 1 else {}
        if self.industry is not None:
            found["industry"] = self.industry or NO_INDUSTRY
        if isinstance(self.year, tuple):
            found |= {"year": str(self.year[0]), "to": str(self.year[1])}
        elif self.year is not None:
            found["year"] = str(self.year) if self.year else NO_YEAR
        return found


def shown(project: Project, key: str) -> Shown:
    """Find the registry that an address names, and read the filter of the query.

    Raises
    ------
    NotThereError
        If the project has no such registry, or it was not counted yet.
    WrongValueError
        If the query names a city, an industry or a year that was not counted, years that end
        before they begin, or weights of a registry that has none.
    """
    row = find_set(current_session(), project.id, key)
    if row is None:
        raise NotThereError(_("This project has no such registry of enterprises."))
    if row.result is None:
        raise NotThereError(_("This registry was not counted yet, so there is no map of it."))
    run = SetFolder(Path(current_app.config["ATLAS_STATE"]), project.id, row.key).run(row.result)
    found = Shown(project, row, run, project.city)
    found = replace(found, city=_city(found))
    return replace(found, industry=_industry(found), year=_years(found), measure=_measure(found))


def _city(found: Shown) -> str:
    return _one_of("city", found.cities or (found.usual_city,), found.usual_city)


def _one_of(name: str, allowed: Collection[str], usual: str) -> str:
    text = request.args.get(name, "") or usual
    if text not in allowed:
        raise WrongValueError(
            _(
                "“%(value)s” cannot be shown as %(name)s. Allowed: %(allowed)s.",
                value=text[:60],
                name=name,
                allowed=", ".join(allowed),
            )
        )
    return text


def _industry(found: Shown) -> str | None:
    text = request.args.get("industry", "")
    if text == NO_INDUSTRY:
        return UNMAPPED
    if text and text not in found.whole.industries:
        raise WrongValueError(
            _(
                "No industry “%(value)s” was counted. Allowed: %(allowed)s.",
                value=text[:60],
                allowed=", ".join((*found.whole.industries, NO_INDUSTRY)),
            )
        )
    return text or None


def _years(found: Shown) -> Years | None:
    """Read one year (``year``), or the first and the last of some (``year``, ``to``)."""
    first = _year(found, request.args.get("year", ""))
    text = request.args.get("to", "")
    if not text:
        return first
    known = [year for year in found.years if year]
    last = _year(found, text)
    first = known[0] if first is None and known else first
    if not first or not last:
        raise WrongValueError(
            _("A range of years has a first and a last one; “%(none)s” is neither.", none=NO_YEAR)
        )
    if first > last:
        raise WrongValueError(
            _(
                "The years %(first)s to %(last)s end before they begin. Allowed: a last year from "
                "%(first)s to %(latest)s.",
                first=first,
                last=last,
                latest=known[-1],
            )
        )
    return first if first == last else (first, last)


def _year(found: Shown, text: str) -> int | None:
    if not text:
        return None
    years = {str(year) if year else NO_YEAR: year for year in found.years}
    if text not in years:
        raise WrongValueError(
            _(
                "No enterprise has the year “%(value)s”. Allowed: %(allowed)s.",
                value=text[:60],
                allowed=", ".join(years),
            )
        )
    return years[text]


def _measure(found: Shown) -> Measure:
    if _one_of("by", MEASURES, "count") == "count":
        return "count"
    if not found.whole.has_weight:
        raise WrongValueError(
            _(
                "These enterprises have no weight that could be shown. Allowed: %(allowed)s.",
                allowed="count",
            )
        )
    return "weight"


@lru_cache(maxsize=8)
def _aggregates(folder: Path) -> Aggregates:
    return read_aggregates(folder)
