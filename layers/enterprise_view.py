"""What of a registry a map shows: its counts, a filter by industry and year, some cities."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.tables import District
from layers.base import LayerSpec
from layers.enterprise_assets import enterprise_assets

UNMAPPED = ""
"""The industry of enterprises whose description names none of the ten."""

_WORDS = {
    "unmapped": ("产业未归类", "industry not mapped"),
    "all": ("全部产业", "all industries"),
    "no-year": ("年份未填", "year not given"),
}


@dataclass(frozen=True, eq=False)
class EnterpriseView:
    """A registry as one map shows it.

    Attributes
    ----------
    aggregates : Aggregates
    catalogue : Catalogue
    cities : tuple of str
        Ids of the cities on the map.
    industry : str or None
        Only enterprises of this industry (id; "" for those that are mapped to none).
    year : int or None
        Only enterprises of this year (0: those whose year is not given).
    is_synthetic : bool
        Whether the registry is made up: every layer then says so.
    address : callable, optional
        Name of a block → where the browser fetches it. Without it the data travels with the map.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such city or industry.
    """

    aggregates: Aggregates
    catalogue: Catalogue
    cities: tuple[str, ...]
    industry: str | None = None
    year: int | None = None
    is_synthetic: bool = False
    address: Callable[[str], str] | None = None

    def __post_init__(self) -> None:
        for city in self.cities:
            self.catalogue.city(city)
        if self.industry:
            self.catalogue.industry(self.industry)

    @cached_property
    def districts(self) -> tuple[District, ...]:
        """The districts of the cities that were counted, in the catalogue's order."""
        counted = set(self.aggregates.districts)
        return tuple(
            row
            for row in self.catalogue.districts
            if row.city in self.cities and row.adcode in counted
        )

    @property
    def members(self) -> tuple[tuple[str, str], ...]:
        """What layers of districts show, as ``LayerSpec.members``."""
        return tuple((row.city, row.adcode) for row in self.districts)

    def name(self) -> tuple[str, str]:
        """Say in both languages which enterprises are shown."""
        parts = [self._industry_name()]
        if self.year is not None:
            parts.append((f"{self.year} 年", str(self.year)) if self.year else _WORDS["no-year"])
        if self.is_synthetic:
            parts.append(("合成数据", "synthetic data"))
        return "，".join(zh for zh, _ in parts), ", ".join(en for _, en in parts)

    def _industry_name(self) -> tuple[str, str]:
        if self.industry is None:
            return _WORDS["all"]
        if self.industry == UNMAPPED:
            return _WORDS["unmapped"]
        row = self.catalogue.industry(self.industry)
        return row.name_zh, row.name_en

    def block(self, name: str, make: Callable[[], Any]) -> Any:
        """Return a block's data, or where it is fetched."""
        return make() if self.address is None else {"url": self.address(name)}

    def layer(
        self,
        id: str,
        kind: str,
        title_zh: str,
        title_en: str,
        *,
        symbol: str,
        blocks: Mapping[str, Any],
        note_zh: str,
        note_en: str,
    ) -> LayerSpec:
        """Describe a layer of this view; a synthetic registry says so in each sentence."""
        if self.is_synthetic:
            note_zh = f"{note_zh}合成数据，不是真实企业。"
            note_en = f"{note_en} Synthetic data, no real enterprises."
        return LayerSpec(
            id=id,
            group="enterprises",
            kind=kind,
            title_zh=title_zh,
            title_en=title_en,
            symbol=symbol,
            members=self.members,
            note_zh=note_zh,
            note_en=note_en,
            assets=enterprise_assets(),
            blocks=blocks,
        )


def view_of(
    aggregates: Aggregates,
    catalogue: Catalogue,
    *,
    cities: Collection[str] | None = None,
    **options: Any,
) -> EnterpriseView:
    """Make a view of all cities of which districts were counted, unless some are named."""
    if cities is None:
        counted = {catalogue.district(adcode).city for adcode in aggregates.districts}
        cities = [row.id for row in catalogue.cities if row.id in counted]
    return EnterpriseView(aggregates, catalogue, tuple(cities), **options)
