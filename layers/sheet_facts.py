"""What the catalogue says of one district, as text for its page in the atlas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.catalogue import Catalogue
from geo.rows import Row
from geo.tables import District, Scenario, Site, Source, Target
from layers.sheet_flow import Block
from layers.sheet_order import SheetOrder
from layers.sheet_scene import is_in_edition

_HEDGES = {
    ">=": ("{}以上", "at least {}"),
    ">": ("超过{}", "over {}"),
    "~": ("{}左右", "about {}"),
    "=": ("{}", "{}"),
}


def district_blocks(catalogue: Catalogue, order: SheetOrder, adcode: str) -> list[Block]:
    """Tell what the documents say of a district, each statement with its sentence.

    Parameters
    ----------
    catalogue : Catalogue
    order : SheetOrder
        Language, words, and the edition that is read.
    adcode : str

    Returns
    -------
    list of Block
        Specialisations (or that none is listed), structure, places, targets, scenarios, sources.

    Raises
    ------
    UnknownIdError
        If there is no such district.
    """
    return list(_Teller(catalogue, order, catalogue.district(adcode)).blocks())


def subtitle(catalogue: Catalogue, order: SheetOrder, row: District) -> str:
    """Name the city, the code and the official land area of a district."""
    city = catalogue.city(row.city)
    parts = [order.text(city.name_zh, city.name_en), row.adcode]
    if row.land_area_km2 is not None:
        parts.append(f"{row.land_area_km2:g} km² ({order.words['landArea']})")
    return " · ".join(parts)


class _Teller:
    def __init__(self, catalogue: Catalogue, order: SheetOrder, district: District):
        self.catalogue = catalogue
        self.order = order
        self.district = district
        self.words = order.words
        self.used: dict[str, None] = {}

    def blocks(self) -> Iterator[Block]:
        yield from self._specialisations()
        yield from self._section("structure", self._structure())
        yield from self._section("places", self._places())
        yield from self._section("targets", self._targets())
        yield from self._section("scenarios", self._scenarios())
        yield from self._sources()

    def _section(self, word: str, blocks: Iterator[Block]) -> Iterator[Block]:
        found = list(blocks)
        if found:
            yield Block("heading", self.words[word])
            yield from found

    def _reads(self, row: Row) -> bool:
        return is_in_edition(self.catalogue, self.order, row)

    def _name(self, row: object) -> str:
        return self.order.text(row.name_zh, row.name_en)  # type: ignore[attr-defined]

    def _document(self, source: Source) -> str:
        short = self.order.text(source.short_zh, source.short_en)
        year = str(source.edition) if source.edition else ""
        title = f"《{short}》" if self.order.is_zh else short
        return title if not year or year in short else f"{title} {year}"

    def _quote(self, row: Row) -> Block:
        self.used[row.source] = None
        is_stated = row.status == "stated"
        document = self._document(self.catalogue.source(row.source))
        status = self.words["stated" if is_stated else "editorial"]
        why = self.order.text(row.note, row.note_en or row.note)
        cited = f"{document} · {status}"
        if not row.quote:
            return Block("quote", why, cited, is_editorial=not is_stated)
        note = self.order.text("；", "; ").join(part for part in (cited, why) if part)
        return Block("quote", row.quote, note, is_editorial=not is_stated)

    def _quotes(self, rows: Sequence[Row]) -> Iterator[Block]:
        """Quote each phrase once, although several rows may rest on it."""
        yield from dict.fromkeys(map(self._quote, rows))

    def _specialisations(self) -> Iterator[Block]:
        yield Block("heading", self.words["specialisations"])
        given = self.catalogue.specialisations_of(self.district.adcode)
        stated = [row for row in given if self._reads(row)]
        if not stated:
            yield Block("entry", self.words["unlistedLong"])
            return
        for row in stated:
            industry = self.catalogue.industry(row.industry)
            yield Block("entry", self._name(industry), industry=industry)
        yield from self._quotes(stated)

    def _structure(self) -> Iterator[Block]:
        for belt in self.catalogue.belts:
            members = [row for row in self.catalogue.belt_members if row.belt == belt.id]
            own = [row for row in members if row.district == self.district.adcode]
            if own and self._reads(belt):
                joint = "、" if self.order.is_zh else ", "
                numbers = joint.join(str(row.order) for row in own)
                place = self.words["order"].format(n=numbers, m=len(members))
                yield Block("text", f"{self._name(belt)} · {place}")
                yield self._quote(belt)
        for structure in self.catalogue.structures:
            sites = [row for row in self._sites() if row.structure == structure.id]
            if sites:
                yield Block("text", self._name(structure))
                yield self._quote(structure)

    def _sites(self) -> list[Site]:
        rows = self.catalogue.sites_of(self.district.city)
        return [r for r in rows if r.district == self.district.adcode and self._reads(r)]

    def _places(self) -> Iterator[Block]:
        for row in self._sites():
            focus = self.order.text(row.focus_zh, row.focus_en)
            precision = (
                f"±{row.precision_m:g} m"
                if row.precision_m < 1000
                else f"±{row.precision_m / 1000:g} km"
            )
            yield Block("text", f"{self._name(row)}  {precision}", focus)
            yield self._quote(row)

    def _targets(self) -> Iterator[Block]:
        for row in self.catalogue.targets:
            if row.district == self.district.adcode and self._reads(row):
                yield Block(
                    "text", f"{self.order.text(row.topic_zh, row.topic_en)}: {self._amount(row)}"
                )
                yield self._quote(row)

    def _amount(self, row: Target) -> str:
        number = f"{row.value:,.10g}"
        unit = self.order.text(row.unit_zh, f" {row.unit_en}")
        hedge = self.order.text(*_HEDGES[row.comparator])
        when = self.words["year"].format(year=row.year) if row.year else self.words["noYear"]
        joint = self.order.text("（{}）", " ({})").format(when)
        return hedge.format(f"{number}{unit}") + joint

    def _scenarios(self) -> Iterator[Block]:
        own = {row.id for row in self._sites()}
        rows = [row for row in self.catalogue.scenarios if self._is_here(row, own)]
        seen: set[Block] = set()
        for row in rows:
            yield Block("text", self._name(row), self._context(row))
            quote = self._quote(row)
            if quote not in seen:
                yield quote
            seen.add(quote)

    def _is_here(self, row: Scenario, sites: set[str]) -> bool:
        is_ours = row.district == self.district.adcode or bool(sites & set(row.sites))
        return is_ours and self._reads(row)

    def _context(self, row: Scenario) -> str:
        joint = "、" if self.order.is_zh else "; "
        units = joint.join(self._name(self.catalogue.unit(unit)) for unit in row.units)
        group = self.order.text(row.group_zh, row.group_en)
        parts = [group, f"{self.words['units']}: {units}" if units else ""]
        return " · ".join(part for part in parts if part)

    def _sources(self) -> Iterator[Block]:
        """List the documents that were quoted, and where the land area is from."""
        yield Block("heading", self.words["sources"])
        for key in self.used:
            source = self.catalogue.source(key)
            title = self.order.text(source.title_zh, source.title_en)
            year = f" ({source.edition})" if source.edition else ""
            yield Block("small", f"《{title}》{year}" if self.order.is_zh else f"{title}{year}")
        if self.district.area_source:
            source = self.catalogue.source(self.district.area_source)
            title = self.order.text(source.title_zh, source.title_en)
            yield Block("small", f"{self.words['landArea']}: {title}")
        source = self.catalogue.source(self.district.source)
        title = self.order.text(source.title_zh, source.title_en)
        yield Block("small", f"{self.words['outlines']}: {title}")
