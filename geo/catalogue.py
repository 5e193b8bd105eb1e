"""The one door to the data: a folder of tables becomes an immutable ``Catalogue``.

A catalogue is any folder with the tables of ``geo.tables`` and a folder ``boundaries``; the
environment variable ``ATLAS_CATALOGUE`` names it, the default is ``geo/data``.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import tables
from geo.errors import CatalogueError, UnknownIdError
from geo.integrity import KEYS, find_breaks
from geo.problems import Problem, allowed
from geo.reading import file_of, read_lines, rows_of, table_bytes, table_of

if TYPE_CHECKING:
    import pandas as pd

    from geo.boundaries import Boundaries

DEFAULT_ROOT = Path(__file__).parent / "data"
BOUNDARIES = "boundaries"


@dataclass(frozen=True)
class Catalogue:
    """Everything that a folder of tables says; every reference in it leads somewhere.

    Attributes
    ----------
    root : Path
        The folder.
    fingerprint : str
        SHA-256 over the names and bytes of the tables and boundary files.
    sources, cities, … fund_rules : tuple of records
        The rows of each table in the order of its file (see ``geo.tables``).
    """

    root: Path
    fingerprint: str
    sources: tuple[tables.Source, ...]
    cities: tuple[tables.City, ...]
    districts: tuple[tables.District, ...]
    industries: tuple[tables.Industry, ...]
    specialisations: tuple[tables.Specialisation, ...]
    structures: tuple[tables.Structure, ...]
    belts: tuple[tables.Belt, ...]
    belt_members: tuple[tables.BeltMember, ...]
    strokes: tuple[tables.StrokePoint, ...]
    sites: tuple[tables.Site, ...]
    units: tuple[tables.Unit, ...]
    place_types: tuple[tables.PlaceType, ...]
    scenarios: tuple[tables.Scenario, ...]
    targets: tuple[tables.Target, ...]
    rewordings: tuple[tables.Rewording, ...]
    measures: tuple[tables.Measure, ...]
    fund_rules: tuple[tables.FundRule, ...]
    _index: dict[str, dict[str, Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {
            table: {getattr(row, key[0][0]): row for row in getattr(self, table)}
            for table, key in KEYS.items()
        }
        object.__setattr__(self, "_index", index)

    def city(self, city_id: str) -> tables.City:
        """Return a city by its id; raise ``UnknownIdError`` if there is none."""
        city: tables.City = self._find("cities", city_id)
        return city

    def district(self, adcode: str) -> tables.District:
        """Return a district by its adcode; raise ``UnknownIdError`` if there is none."""
        district: tables.District = self._find("districts", adcode)
        return district

    def industry(self, industry_id: str) -> tables.Industry:
        """Return an industry by its id; raise ``UnknownIdError`` if there is none."""
        industry: tables.Industry = self._find("industries", industry_id)
        return industry

    def structure(self, structure_id: str) -> tables.Structure:
        """Return a structure by its id; raise ``UnknownIdError`` if there is none."""
        structure: tables.Structure = self._find("structures", structure_id)
        return structure

    def belt(self, belt_id: str) -> tables.Belt:
        """Return a belt by its id; raise ``UnknownIdError`` if there is none."""
        belt: tables.Belt = self._find("belts", belt_id)
        return belt

    def site(self, site_id: str) -> tables.Site:
        """Return a site by its id; raise ``UnknownIdError`` if there is none."""
        site: tables.Site = self._find("sites", site_id)
        return site

    def source(self, key: str) -> tables.Source:
        """Return a source by its key; raise ``UnknownIdError`` if there is none."""
        source: tables.Source = self._find("sources", key)
        return source

    def unit(self, unit_id: str) -> tables.Unit:
        """Return a responsible unit by its id; raise ``UnknownIdError`` if there is none."""
        unit: tables.Unit = self._find("units", unit_id)
        return unit

    def place_type(self, place_type_id: str) -> tables.PlaceType:
        """Return a place type by its id; raise ``UnknownIdError`` if there is none."""
        place_type: tables.PlaceType = self._find("place_types", place_type_id)
        return place_type

    def districts_of(self, city_id: str) -> tuple[tables.District, ...]:
        """Return the districts of a city; raise ``UnknownIdError`` if there is no such city."""
        city = self.city(city_id)
        return tuple(district for district in self.districts if district.city == city.id)

    def sites_of(self, city_id: str) -> tuple[tables.Site, ...]:
        """Return the sites of a city; raise ``UnknownIdError`` if there is no such city."""
        city = self.city(city_id)
        return tuple(site for site in self.sites if site.city == city.id)

    def specialisations_of(self, adcode: str) -> tuple[tables.Specialisation, ...]:
        """Return what the documents give to a district: empty means 文件未列, not "none".

        Raises ``UnknownIdError`` if there is no such district.
        """
        district = self.district(adcode)
        return tuple(row for row in self.specialisations if row.district == district.adcode)

    def industries_of(self, adcode: str) -> tuple[tables.Industry, ...]:
        """Return the industries of a district's specialisations, in the document's order.

        Raises ``UnknownIdError`` if there is no such district.
        """
        named = dict.fromkeys(row.industry for row in self.specialisations_of(adcode))
        return tuple(self.industry(industry) for industry in named)

    @property
    def editions(self) -> tuple[int, ...]:
        """The years of the policy documents, sorted, each once."""
        years = {row.edition for row in self.sources if row.kind == "policy" and row.edition}
        return tuple(sorted(years))

    @cached_property
    def boundaries(self) -> Boundaries:
        """The polygons of the districts, read at first use.

        Raises
        ------
        BoundaryError
            If a boundary file is missing or altered.
        """
        # GeoPandas takes longer to import than the tables to read: only who draws pays.
        from geo.boundaries import read_boundaries

        return read_boundaries(self.root / BOUNDARIES)

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table as a new data frame.

        Parameters
        ----------
        table : str
            A name in ``geo.tables.TABLES``.

        Returns
        -------
        DataFrame
            One row per record, the columns of ``geo.tables.columns``; lists are tuples and
            empty cells None, NaN or "".

        Raises
        ------
        UnknownIdError
            If there is no such table.
        """
        # Processes that ask for no frame start faster without it.
        import pandas as pd

        if table not in tables.TABLES:
            msg = f'no table "{table}"; {allowed(table, tables.TABLES)}'
            raise UnknownIdError(msg)
        rows = [row.model_dump() for row in getattr(self, table)]
        return pd.DataFrame(rows, columns=tables.columns(table))

    def _find(self, table: str, key: str) -> Any:
        try:
            return self._index[table][key]
        except KeyError:
            msg = f'no "{key}" in {file_of(table)}; {allowed(key, self._index[table])}'
            raise UnknownIdError(msg) from None


def catalogue_root(root: Path | None = None) -> Path:
    """Resolve which folder is meant: the argument, ``ATLAS_CATALOGUE``, or ``geo/data``."""
    return Path(root or os.environ.get("ATLAS_CATALOGUE") or DEFAULT_ROOT)


def read_catalogue(root: Path | None = None) -> Catalogue:
    """Read a catalogue that holds together.

    Parameters
    ----------
    root : Path, optional
        The folder; by default the one that ``ATLAS_CATALOGUE`` names, else ``geo/data``.

    Returns
    -------
    Catalogue

    Raises
    ------
    CatalogueError
        If anything is wrong; the message lists every problem with file, row and column.
    """
    folder = catalogue_root(root)
    if not folder.is_dir():
        msg = f"there is no catalogue folder {folder}"
        raise CatalogueError(msg)
    files = table_bytes(folder)
    lines, problems = read_lines(files)
    problems += find_breaks(lines, partial={table_of(problem.file) for problem in problems})
    if problems:
        raise CatalogueError(_message(folder, problems))
    rows: dict[str, Any] = {table: rows_of(lines[table]) for table in tables.TABLES}
    return Catalogue(root=folder, fingerprint=_fingerprint(folder, files), **rows)


def _message(folder: Path, problems: list[Problem]) -> str:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "\n".join([f"the catalogue {folder} has {count}:", *map(str, problems)])


def _fingerprint(folder: Path, files: dict[str, bytes | None]) -> str:
    digest = hashlib.sha256()
    for table, data in files.items():
        digest.update(f"{file_of(table)}\0{len(data or b'')}\0".encode() + (data or b""))
    for path in sorted((folder / BOUNDARIES).glob("*")):
        if path.is_file():
            data = path.read_bytes()
            digest.update(f"{BOUNDARIES}/{path.name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
