"""What of a registry a map shows: a filter by industry and years, counts or weights."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.city_part import counted_cities, of_cities
from geo.enterprises.cross_table import Measure
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.years import Years, years_said
from geo.tables import District
from layers.base import LayerSpec
from layers.enterprise_assets import enterprise_assets

UNMAPPED = ""
"""The industry of enterprises whose description names none of the ten."""

_WORDS = {
    "unmapped": ("产业未归类", "industry not mapped"),
    "all": ("全部产业", "all industries"),
}


@dataclass(frozen=True, eq=False)
class EnterpriseView:
    """A registry as one map shows it.

    Attributes
    ----------
    aggregates : Aggregates
        Of all cities that were counted; what is shown of it is ``own``.
    catalogue : Catalogue
    cities : tuple of str
        Ids of the cities on the map.
    industry : str or None
        Only enterprises of this industry (id; "" for those that are mapped to none).
    year : int, (int, int) or None
        Only enterprises of this year (0: those whose year is not given), or of the first to the
        last of some.
    is_synthetic : bool
        Whether the registry is made up: every layer then says so. What was counted as made up
        is shown as that, whatever is given here.
    address : callable, optional
        Name of a block → where the browser fetches it. Without it the data travels with the map.
    measure : {"count", "weight"}
        What colours stand for: how many enterprises, or the sum of their weights. Quotients, hot
        spots and the comparison with policy always count.
    weight_name : str
        What the registry calls the weight; empty if that is not known.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such city or industry.
    EnterpriseError
        If weights are to be shown and there are none.
    """

    aggregates: Aggregates
    catalogue: Catalogue
    cities: tuple[str, ...]
    industry: str | None = None
    year: Years | None = None
    is_synthetic: bool = False
    address: Callable[[str], str] | None = None
    measure: Measure = "count"
    weight_name: str = ""

    def __post_init__(self) -> None:
        if self.aggregates.is_synthetic:
            object.__setattr__(self, "is_synthetic", True)
        for city in self.cities:
            self.catalogue.city(city)
        if self.industry:
            self.catalogue.industry(self.industry)
        if self.is_weighed and not self.aggregates.has_weight:
            msg = "these enterprises have no weight: no column was named that holds one"
            raise EnterpriseError(msg, "no-weight")

    @cached_property
    def own(self) -> Aggregates:
        """What was counted of the cities on the map."""
        return of_cities(self.aggregates, self.catalogue, self.cities)

    @property
    def is_weighed(self) -> bool:
        """Whether colours stand for weights."""
        return self.measure == "weight"

    def weight_words(self) -> tuple[str, str]:
        """Name the weight in both languages, as the registry calls it."""
        if not self.weight_name:
            return "权重", "weight"
        return f"权重“{self.weight_name}”", f"weight “{self.weight_name}”"

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
            parts.append(years_said(self.year))
        if self.is_weighed:
            zh, en = self.weight_words()
            parts.append((f"按{zh}", f"by {en}"))
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
        counts_only: bool = False,
    ) -> LayerSpec:
        """Describe a layer of this view; a synthetic registry says so in each sentence.

        So do layers that count (``counts_only``) where weights are shown.
        """
        if counts_only and self.is_weighed:
            note_zh = f"{note_zh}此图层按企业数计算，不按权重。"
            note_en = f"{note_en} It goes by the number of enterprises, not by weight."
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
        cities = counted_cities(aggregates, catalogue)
    return EnterpriseView(aggregates, catalogue, tuple(cities), **options)
