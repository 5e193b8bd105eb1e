"""The tables that can be exported: which rows and columns each has, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from geo.exports.columns import COLUMNS, EVIDENCE, POSITION, Column
from geo.exports.lookups import LOOKUPS
from geo.problems import allowed

Shape = Literal["none", "point", "polygon"]

_CITY = ("city", "city_zh", "city_en")
_DISTRICT = ("district", "district_zh", "district_en")
_BASIS = ("basis", "basis_title_zh", "basis_title_en")
_NAME = ("name_zh", "name_en")
_UNITS = ("units", "units_zh", "units_en")
_STRUCTURE = ("structure", "structure_zh", "structure_en")


@dataclass(frozen=True)
class Dataset:
    """One table of the catalogue as it leaves the atlas.

    Attributes
    ----------
    id : str
        Slug, also the name of its files; the table of ``geo.tables`` that gives the rows.
    title_zh, title_en, about_zh, about_en : str
        What it is called and what a reader must know.
    key : tuple of str
        The columns that identify a row.
    own : tuple of str
        Its columns without position and evidence, in order.
    shape : {"none", "point", "polygon"}
        The geometry of a row; without one there are no coordinates and no datum.
    has_city : bool
        Whether rows belong to cities, so that one city can be asked for.
    """

    id: str
    title_zh: str
    title_en: str
    about_zh: str
    about_en: str
    key: tuple[str, ...]
    own: tuple[str, ...]
    shape: Shape = "none"
    has_city: bool = True

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in their order: its own, where it lies, who says so."""
        position = POSITION if self.shape != "none" else ()
        evidence = EVIDENCE if self.id != "sources" else ()
        return tuple(COLUMNS[name] for name in (*self.own, *position, *evidence))

    def records(self, catalogue: Catalogue, city: str | None = None) -> list[dict[str, Any]]:
        """Make the rows, without datum, coordinates as stored (WGS-84).

        Parameters
        ----------
        catalogue : Catalogue
        city : str, optional
            Id of the city whose rows are wanted; all by default, and where rows have no city.

        Returns
        -------
        list of dict
            One per row in the catalogue's order; lists are tuples.
        """
        names = [column.name for column in self.columns if column.name != "datum"]
        readers = [self._reader(name) for name in names]
        rows = getattr(catalogue, self.id)
        if city is not None and self.has_city:
            city_of = self._reader("city")
            rows = [row for row in rows if city_of(catalogue, row) == city]
        return [
            {name: read(catalogue, row) for name, read in zip(names, readers, strict=True)}
            for row in rows
        ]

    def _reader(self, name: str) -> Callable[[Catalogue, Any], Any]:
        found = LOOKUPS.get(self.id, {}).get(name) or LOOKUPS["*"].get(name)
        return found or (lambda _, row: getattr(row, name))


_ALL = (
    Dataset(
        "districts",
        "区",
        "Districts",
        "每区一行：专长（文件未列者写明）、官方陆地面积和区内一点；"
        "GeoJSON 和 GeoPackage 含全精度边界面。边界非官方数据，面含水域。",
        "One row per district: specialisations (or that none is listed), official land area, a "
        "point inside; GeoJSON and GeoPackage hold the boundaries at full detail. The boundaries "
        "are not official and include water.",
        ("adcode",),
        (
            *("adcode", *_CITY, *_NAME, "pinyin"),
            *("specialisations", "specialisations_zh", "specialisations_en"),
            *("specialisations_quote", "specialisations_source", "specialisations_title"),
            *("land_area_km2", "area_source", "area_source_title"),
        ),
        "polygon",
    ),
    Dataset(
        "sites",
        "载体",
        "Sites",
        "文件点名的集聚区、园区、新城、场景地和机构。文件不给坐标：位置均为编者所加，并写明依据和误差范围。",
        "Clusters, parks, new cities, scenario sites and institutions that the documents name. "
        "They give no coordinates: every position is editorial, with its basis and precision.",
        ("id",),
        (
            *("id", *_NAME, "kind", *_CITY, *_DISTRICT, *_STRUCTURE, "focus_zh", "focus_en"),
            *("precision_m", *_BASIS, "position_source", "area_km2", "area_source"),
            *("tier", "mentioned_as", "mentions"),
        ),
        "point",
    ),
    Dataset(
        "specialisations",
        "专长",
        "Specialisations",
        "文件写给各区的产业，每区每产业一行，坐标为区内一点。没有行的区即文件未列，并非没有产业。",
        "The industries that a document gives to a district, one row for each; the position is a "
        "point inside the district. A district without a row is not listed in the documents, "
        "which does not mean that it has none.",
        ("district", "industry"),
        (*_DISTRICT, *_CITY, "industry", "industry_zh", "industry_en"),
        "point",
    ),
    Dataset(
        "scenarios",
        "应用场景",
        "Scenarios",
        "各文件的场景清单，含责任单位和点名的载体。清单不给位置，这里也不给。",
        "The documents' lists of application scenarios with responsible units and the sites that "
        "they name. The lists give no positions, so there are none here.",
        ("id",),
        (
            *("id", *_CITY, *_DISTRICT, "list", "list_zh", "list_en", "level", "number"),
            *("group_zh", "group_en", "subgroup_zh", "subgroup_en", *_NAME, *_UNITS),
            *("sites", "sites_zh", "place_types", "place_types_zh"),
        ),
    ),
    Dataset(
        "industries",
        "产业",
        "Industries",
        "专长表所用的产业。",
        "The industries of the specialisation table.",
        ("id",),
        ("id", *_NAME, "mark_zh", "mark_en", "colour"),
        has_city=False,
    ),
    Dataset(
        "structures",
        "空间结构",
        "Spatial structures",
        "文件所写的布局：人形分布、4+X、五个新城等。",
        "The layouts that the documents name: the 人 shape, 4+X, the five new cities and others.",
        ("id",),
        ("id", *_CITY, *_DISTRICT, *_NAME),
    ),
    Dataset(
        "belts",
        "产业带",
        "Belts",
        "文件所写的产业带及其成员。线形为编者所画，可由数据接口取得，此处不含。",
        "The industry belts and their members. Their lines are drawn by the atlas; the data "
        "interface has them, this table does not.",
        ("id",),
        ("id", *_CITY, *_STRUCTURE, *_NAME, "members", "is_open", "colour"),
    ),
    Dataset(
        "belt_members",
        "产业带成员",
        "Members of belts",
        "产业带的成员，按文件的次序；坐标为画线所用的锚点，为编者所加。",
        "The members of the belts in the documents' order; the position is the anchor that the "
        "line is drawn at, added by the atlas.",
        ("belt", "order"),
        ("belt", "belt_zh", "belt_en", "order", *_NAME, *_CITY, *_DISTRICT, "site", "site_zh")
        + _BASIS,
        "point",
    ),
    Dataset(
        "targets",
        "目标",
        "Targets",
        "文件提出的数字目标，保留“以上”“左右”等措辞。",
        "The numbers that the documents aim at, with their hedges (at least, about).",
        ("id",),
        (
            *("id", *_CITY, *_DISTRICT, "topic_zh", "topic_en"),
            *("comparator", "value", "unit_zh", "unit_en", "year"),
        ),
    ),
    Dataset(
        "rewordings",
        "写法变化",
        "Rewordings",
        "编者看作前后对应的两种写法：布局对布局，目标对目标。文件没有写谁取代谁，因此每行都是编者所加，理由见编者注。",
        "Pairs in which the atlas reads one thing worded twice: a layout with a layout, a target "
        "with a target. No document says what it rewords, so that every row is editorial; the "
        "note gives the reason.",
        ("id",),
        (
            *("id", *_CITY, "earlier_structure", "later_structure"),
            *("earlier_target", "later_target"),
            *("earlier_zh", "earlier_en", "later_zh", "later_en"),
        ),
    ),
    Dataset(
        "measures",
        "措施",
        "Measures",
        "行动方案的编号措施及责任单位。",
        "The numbered measures of the action plan and their responsible units.",
        ("id",),
        (
            *("id", *_CITY, "number", "part", "part_zh", "part_en", "title_zh", "title_en"),
            *(*_UNITS, "units_open"),
        ),
    ),
    Dataset(
        "fund_rules",
        "专项规则",
        "Rules of the special fund",
        "专项支持的条件、方式和限额，金额单位为元。",
        "Conditions, forms and ceilings of the special fund; amounts in yuan.",
        ("id",),
        (
            *("id", *_CITY, "fund_zh", "fund_en", "rule", *_NAME, "project"),
            *("investment_over_cny", "investment_upto_cny"),
            *("support_from_cny", "support_below_cny", "value", "unit", "stage_zh", "stage_en"),
        ),
    ),
    Dataset(
        "sources",
        "来源",
        "Sources",
        "政策文件，以及面积、位置所据的资料。",
        "The policy documents, and the references that areas and positions rest on.",
        ("key",),
        (
            *("key", "kind", "edition", "title_zh", "title_en", "short_zh", "short_en"),
            *("issuer_zh", "issuer_en", "document_number", "date", "language", "licence", "url"),
            *("note_zh", "note_en"),
        ),
        has_city=False,
    ),
)
DATASETS: dict[str, Dataset] = {dataset.id: dataset for dataset in _ALL}
"""Id → dataset, in the order in which they are offered."""


def find_dataset(dataset_id: str) -> Dataset:
    """Return a dataset by its id; raise ``UnknownIdError`` naming those that there are."""
    try:
        return DATASETS[dataset_id]
    except KeyError:
        msg = f'no dataset "{dataset_id}"; {allowed(dataset_id, DATASETS)}'
        raise UnknownIdError(msg) from None
