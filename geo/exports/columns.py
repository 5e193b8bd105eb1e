"""The columns of exported tables: their kind and, in both languages, what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "number", "boolean"]

EVIDENCE = (
    "source",
    "source_title_zh",
    "source_title_en",
    "quote",
    "status",
    "note",
    "note_en",
)
"""The columns that carry a row: who says so, and in which words."""
POSITION = ("lon", "lat", "datum")
"""The columns of a table with coordinates."""


@dataclass(frozen=True)
class Column:
    """A column; lists are text whose parts are separated by ``"; "``."""

    name: str
    kind: Kind
    about_zh: str
    about_en: str


_TEXT = {
    "adcode": ("六位行政区划代码（文本，保留前导零）", "division code, text of six digits"),
    "area_source": ("面积所据的资料", "what the area rests on"),
    "area_source_title": ("面积所据资料的名称", "title of what the area rests on"),
    "basis": ("位置所据资料的编号", "key of the reference that the position rests on"),
    "basis_title_zh": ("位置所据资料的名称", "title of that reference, in Chinese"),
    "basis_title_en": ("位置所据资料的英文名称", "title of that reference, in English"),
    "belt": ("产业带编号", "id of the belt"),
    "belt_zh": ("产业带", "belt, in Chinese"),
    "belt_en": ("产业带英文名", "belt, in English"),
    "city": ("城市编号", "id of the city"),
    "city_zh": ("城市", "city, in Chinese"),
    "city_en": ("城市英文名", "city, in English"),
    "colour": ("图上的颜色（编者所定）", "colour on the map, chosen by the atlas"),
    "comparator": (
        "文件的措辞：>= 以上，> 超过，~ 左右，= 即此数",
        "the document's hedge: >= at least, > more than, ~ about, = exactly",
    ),
    "date": ("文件自己写明的日期", "date that the document itself states"),
    "datum": (
        "本行坐标所用的坐标系：WGS-84、GCJ-02 或 CGCS2000",
        "datum of this row's coordinates: WGS-84, GCJ-02 or CGCS2000",
    ),
    "district": ("所在区的行政区划代码", "division code of the district"),
    "district_zh": ("所在区", "district, in Chinese"),
    "district_en": ("所在区英文名", "district, in English"),
    "document_number": ("文号", "number of the document"),
    "earlier_structure": ("先前布局的编号", "id of the earlier structure"),
    "earlier_target": ("先前目标的编号", "id of the earlier target"),
    "earlier_zh": ("先前的写法", "the earlier one, in Chinese"),
    "earlier_en": ("先前写法的英译", "the earlier one, in English"),
    "focus_zh": ("文件所写的方向", "what the document says it focuses on"),
    "focus_en": ("方向的英译", "the focus, in English"),
    "fund_zh": ("专项名称", "fund, in Chinese"),
    "fund_en": ("专项英文名", "fund, in English"),
    "group_zh": ("所属标题", "heading that the row stands under"),
    "group_en": ("所属标题的英译", "that heading, in English"),
    "id": ("编号", "id, the same in every edition of the atlas"),
    "industry": ("产业编号", "id of the industry"),
    "industry_zh": ("产业", "industry, in Chinese"),
    "industry_en": ("产业英文名", "industry, in English"),
    "issuer_zh": ("文件自己写明的发布机关", "issuer that the document itself states"),
    "issuer_en": ("发布机关的英译", "the issuer, in English"),
    "key": ("资料编号，即各行的 source", "key by which every row names its source"),
    "kind": ("类别", "kind"),
    "language": ("语言", "language"),
    "later_structure": ("后来布局的编号", "id of the later structure"),
    "later_target": ("后来目标的编号", "id of the later target"),
    "later_zh": ("后来的写法", "the later one, in Chinese"),
    "later_en": ("后来写法的英译", "the later one, in English"),
    "level": (
        "层级：category 类别、field 领域、application 具体应用",
        "level in its list: category, field or application",
    ),
    "licence": ("许可", "licence"),
    "list": ("清单编号", "id of the list"),
    "list_zh": ("清单名称", "list, in Chinese"),
    "list_en": ("清单英文名", "list, in English"),
    "mark_en": ("图上的英文缩写", "mark on the English map"),
    "mark_zh": ("图上的单字", "mark on the Chinese map"),
    "members": ("成员，按文件的次序", "members in the document's order"),
    "mentioned_as": ("文件中的写法", "how the documents write it"),
    "name_zh": ("名称", "name in Chinese"),
    "name_en": ("英文名（编者所译）", "name in English, translated by the atlas"),
    "note": ("编者注", "what the atlas added and why, in Chinese"),
    "note_en": ("编者注的英文", "what the atlas added and why, in English"),
    "note_zh": ("关于资料的说明", "remarks on the source, in Chinese"),
    "part_zh": ("所属部分", "part of the plan"),
    "part_en": ("所属部分的英译", "that part, in English"),
    "pinyin": ("拼音", "pinyin"),
    "place_types": ("只写类型、未点名的场所", "places named by type only"),
    "place_types_zh": ("场所类型的名称", "those types, in Chinese"),
    "position_source": ("位置如何得来", "how the position was found"),
    "project": ("适用的项目", "projects that the rule applies to"),
    "quote": ("文件原文", "the document's own words"),
    "rule": ("规则的类别", "kind of rule"),
    "short_zh": ("简称", "short title in Chinese"),
    "short_en": ("英文简称", "short title in English"),
    "site": ("载体编号", "id of the place"),
    "site_zh": ("载体名称", "place, in Chinese"),
    "sites": ("文件点名的载体编号", "ids of the places that the document names"),
    "sites_zh": ("文件点名的载体", "those places, in Chinese"),
    "source": ("文件或资料的编号", "key of the document or reference"),
    "source_title_zh": ("文件或资料的名称", "its title, in Chinese"),
    "source_title_en": ("文件或资料的英文名称", "its title, in English"),
    "specialisations": ("产业编号；空即文件未列", "ids of the industries; none is not listed"),
    "specialisations_zh": ("专长；未列者写“文件未列”", "industries, in Chinese"),
    "specialisations_en": (
        "专长的英文名",
        "industries, in English; “not listed in the documents” where there is none",
    ),
    "specialisations_quote": ("写明专长的原文", "the words that state the specialisations"),
    "specialisations_source": ("写明专长的文件编号", "key of the document that states them"),
    "specialisations_title": ("写明专长的文件名称", "title of that document"),
    "stage_zh": ("拨付环节", "stage at which it is paid"),
    "stage_en": ("拨付环节的英译", "that stage, in English"),
    "status": ("stated 文件所写，editorial 编者所加", "stated by the document, or editorial"),
    "structure": ("空间结构编号", "id of the spatial structure"),
    "structure_zh": ("空间结构", "spatial structure, in Chinese"),
    "structure_en": ("空间结构英文名", "spatial structure, in English"),
    "subgroup_zh": ("次级标题", "heading between group and row"),
    "subgroup_en": ("次级标题的英译", "that heading, in English"),
    "tier": ("1 布局或场景中的载体，2 顺带提到", "1 part of a layout, 2 named in passing"),
    "title_zh": ("名称", "title in Chinese"),
    "title_en": ("英文名称", "title in English"),
    "topic_zh": ("指标", "what is aimed at, in Chinese"),
    "topic_en": ("指标的英译", "what is aimed at, in English"),
    "unit": ("单位：share 比例，cny 元，years 年，projects 个", "unit of the value"),
    "unit_zh": ("单位", "unit, in Chinese"),
    "unit_en": ("单位的英译", "unit, in English"),
    "units": ("责任单位编号", "ids of the responsible units"),
    "units_zh": ("责任单位", "responsible units, in Chinese"),
    "units_en": ("责任单位的英译", "responsible units, in English"),
    "url": ("网址", "address"),
}
_NUMBER = {
    "area_km2": ("面积，平方公里", "area in km²"),
    "investment_over_cny": ("投资额大于，元", "investment over, in yuan"),
    "investment_upto_cny": ("投资额至多，元", "investment up to, in yuan"),
    "land_area_km2": (
        "官方陆地面积，平方公里（边界面含水域，不可代用）",
        "official land area in km²; polygons include water, never measure them instead",
    ),
    "lat": ("纬度，度；所属坐标系见 datum", "latitude in degrees, in the datum named beside it"),
    "lon": ("经度，度；所属坐标系见 datum", "longitude in degrees, in the datum named beside it"),
    "precision_m": ("位置的误差范围，米", "within how many metres the place lies"),
    "support_below_cny": ("支持额小于，元", "support below, in yuan"),
    "support_from_cny": ("支持额不少于，元", "support from, in yuan"),
    "value": ("数值", "value"),
}
_INTEGER = {
    "edition": ("版本年份", "year of the edition"),
    "mentions": ("在全部政策文件中出现的次数", "how often all policy documents write it"),
    "number": ("文件中的序号", "number in the document"),
    "order": ("文件中的次序", "place in the document's order"),
    "part": ("部分序号", "number of the part"),
    "year": ("目标年份；空即文件未写", "year of the aim; empty where none is named"),
}
_BOOLEAN = {
    "is_open": ("文件以“等”结尾，名单未尽", "whether the document leaves its list open"),
    "units_open": ("责任单位以“等”结尾", "whether the list of units is left open"),
}

_KINDS: tuple[tuple[Kind, dict[str, tuple[str, str]]], ...] = (
    ("text", _TEXT),
    ("number", _NUMBER),
    ("integer", _INTEGER),
    ("boolean", _BOOLEAN),
)
COLUMNS: dict[str, Column] = {
    name: Column(name, kind, *texts) for kind, table in _KINDS for name, texts in table.items()
}
"""Column name → what it holds; a name means the same in every table."""
