"""What every table and column means, in Chinese and in English, for the README of a new atlas.

What a cell may hold is not said here: the README reads that from the classes of the tables
(``geo.tables``). A test fails when a column is added there and not described here.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str]
"""Chinese and English."""

TABLE_WORDS: Mapping[str, Words] = {
    "sources": ("政策文件和参考资料", "Policy documents and references"),
    "cities": ("城市", "The city"),
    "districts": ("区县", "Districts and counties"),
    "industries": ("产业；增减行数即增减图层", "Industries; each row is a layer of the map"),
    "specialisations": (
        "某区的产业专长，一行一项；没有行就是“文件未列”",
        "Which district specialises in what, a row each; no row means “not listed”",
    ),
    "structures": ("空间结构（如“一带三区”）", "Named pieces of the spatial layout"),
    "belts": ("产业带；可以没有", "Industry belts; there may be none"),
    "belt_members": ("产业带的成员，按文件次序", "Members of the belts in the document's order"),
    "strokes": ("为产业带画的线", "The lines that are drawn for belts"),
    "sites": ("有名称的地点：园区、集聚区、机构等", "Named places: parks, clusters, institutions"),
    "units": ("责任单位", "Responsible units"),
    "place_types": ("文件只写类型、未点名的地点", "Places that a document names by type only"),
    "scenarios": ("应用场景清单", "Lists of application scenarios"),
    "targets": ("文件所定的目标数值", "Numbers at which the documents aim"),
    "rewordings": (
        "前后两份文件中，编者看作同一件事的两种写法",
        "Wordings of an earlier and a later document that you read as the same thing",
    ),
    "measures": ("行动方案的措施", "Measures of an action plan"),
    "fund_rules": ("专项资金规则", "Rules of a special fund"),
}

COLUMN_WORDS: Mapping[str, Words] = {
    "id": ("本行的标识，别的表用它引用；定了就不要改", "Name of the row in other tables; keep it"),
    "name_zh": ("中文名称", "Name in Chinese"),
    "name_en": ("英文名称（自译）", "Name in English (your translation)"),
    "short_zh": ("图上用的短名", "Short name for the map"),
    "short_en": ("图上用的英文短名", "Short English name for the map"),
    "title_zh": ("中文标题", "Title in Chinese"),
    "title_en": ("英文标题（自译）", "Title in English (your translation)"),
    "adcode": ("行政区划代码，须在边界数据中", "Division code, one of the boundary data"),
    "pinyin": ("拼音，一字一音节，供搜索", "Pinyin, a syllable per character, for the search"),
    "city": ("所在城市", "City in which it lies"),
    "district": ("所在区县", "District in which it lies"),
    "structure": ("所属空间结构", "Structure to which it belongs"),
    "belt": ("所属产业带", "Belt to which it belongs"),
    "industry": ("产业", "Industry"),
    "order": ("次序，从 1 起，不可缺号", "Place in the order: 1, 2, 3 … without a gap"),
    "number": ("文件中的序号，从 1 起，不可缺号", "Number in the document: 1, 2, 3 …, no gap"),
    "lon": ("经度，WGS-84（不是 GCJ-02）", "Longitude in degrees, WGS-84 (not GCJ-02)"),
    "lat": ("纬度，WGS-84（不是 GCJ-02）", "Latitude in degrees, WGS-84 (not GCJ-02)"),
    "basis": ("位置的依据", "What the position rests on"),
    "colour": ("颜色，见下文“颜色”", "Colour, see “Colours” below"),
    "units": ("责任单位", "Responsible units"),
    "value": ("数值", "The number"),
    "label_zh": ("线上的字", "Label of the line in Chinese"),
    "label_en": ("线上的字（英文）", "Label of the line in English"),
    "source": ("本行出处", "Where the row comes from"),
    "quote": ("文件原话，简体，一字不差", "The document's own words, simplified characters"),
    "status": (
        "stated 文件所写，须有 quote；editorial 编者所加，须有 note",
        "stated by the document (needs a quote), or editorial: added by you (needs a note)",
    ),
    "note": ("加了什么、为什么", "What was added and why, in Chinese"),
    "note_en": ("同上，英文", "The same in English"),
    "sources.key": ("文件名或资料的短名", "File name of the document, or short key"),
    "sources.kind": ("policy 政策文件，reference 参考资料", "A policy document or a reference"),
    "sources.edition": ("版本年份；政策文件必填", "Year of the edition; documents must have one"),
    "sources.short_zh": ("短名，随引文出现", "Short name that stands beside quotations"),
    "sources.short_en": ("英文短名", "The same in English"),
    "sources.issuer_zh": ("发文单位", "Who issued it, in Chinese"),
    "sources.issuer_en": ("发文单位（英文）", "Who issued it, in English"),
    "sources.document_number": ("文号", "Its official number"),
    "sources.date": ("日期，文件写到哪里填到哪里", "Date, as far as the document states it"),
    "sources.language": ("语言，如 zh-Hans", "Language, such as zh-Hans"),
    "sources.licence": ("许可", "Licence"),
    "sources.url": ("网址", "Address on the web"),
    "sources.note_zh": ("说明", "Remarks in Chinese"),
    "sources.note_en": ("说明（英文）", "Remarks in English"),
    "cities.id": ("出现在网址 /atlas/… 中，字母开头", "Stands in /atlas/…; begins with a letter"),
    "cities.metric_epsg": ("量距离和面积所用坐标系的 EPSG 代码", "EPSG code for metres and areas"),
    "districts.land_area_km2": (
        "官方土地面积；不要量边界（边界含水面）",
        "Official land area; never measured from the boundary, which includes water",
    ),
    "districts.area_source": ("面积的出处；有面积就必填", "Source of the area, needed with it"),
    "districts.label_lon": ("名字放在何处（经度），一般留空", "Where the name stands, if need be"),
    "districts.label_lat": ("名字放在何处（纬度），一般留空", "Where the name stands, if need be"),
    "industries.mark_zh": ("图上的一个字", "One character for the map"),
    "industries.mark_en": ("图上的一两个字母", "One or two letters for the map"),
    "industries.pattern": ("底纹，见下文“颜色”", "Texture, see “Colours” below"),
    "structures.district": ("只属于一个区时填", "Only for a layout of one district"),
    "belts.is_open": ("名单以“等”结尾填 true", "true if the document's list ends with 等"),
    "belt_members.district": ("锚点所在的区", "District in which the anchor lies"),
    "belt_members.site": ("锚点就是某个地点时填", "If the anchor is one of the sites"),
    "strokes.id": ("线的标识，同一条线各点相同", "Id of the line, the same in all its points"),
    "strokes.kind": (
        "stroke 三个控制点的曲线；link 两点虚线，只能是 editorial",
        "stroke: three control points of a curve; link: two ends, editorial only",
    ),
    "strokes.belt": ("所画的产业带；link 可空", "Belt that it draws; may be empty for a link"),
    "sites.kind": (
        "类别；cluster 和 area 须有 structure",
        "Kind; a cluster or an area needs a structure",
    ),
    "sites.focus_zh": ("侧重", "What it concentrates on, in Chinese"),
    "sites.focus_en": ("侧重（英文）", "The same in English"),
    "sites.precision_m": ("位置误差，米", "The place lies within this many metres"),
    "sites.position_source": ("位置怎么来的", "How the position was found"),
    "sites.area_km2": ("面积", "Area in km²"),
    "sites.area_source": ("面积的出处；有面积就必填", "Where the area comes from, needed with it"),
    "sites.tier": ("2 为文件顺带提到", "2 for a place that is mentioned in passing"),
    "sites.mentioned_as": ("文件里的写法", "How the documents write it"),
    "sites.mentions": ("全部文件共写了几次", "How often all documents write it"),
    "scenarios.district": ("只在一个区时填", "Only for a scenario of one district"),
    "scenarios.list": ("清单的标识", "Id of the list"),
    "scenarios.list_zh": ("清单名称", "Name of the list in Chinese"),
    "scenarios.list_en": ("清单名称（英文）", "Name of the list in English"),
    "scenarios.level": (
        "category 大类，field 领域，application 具体应用",
        "A category, a field of applications, or one application",
    ),
    "scenarios.group_zh": ("所在标题", "Heading under which it stands, in Chinese"),
    "scenarios.group_en": ("所在标题（英文）", "The same in English"),
    "scenarios.subgroup_zh": ("所在小标题", "Heading below that one, in Chinese"),
    "scenarios.subgroup_en": ("所在小标题（英文）", "The same in English"),
    "scenarios.sites": ("点名的地点", "Sites that it names"),
    "scenarios.place_types": ("只写类型的地点", "Types of place that it names"),
    "targets.district": ("只是一个区的目标时填", "Only for an aim of one district"),
    "targets.topic_zh": ("指标", "What is counted, in Chinese"),
    "targets.topic_en": ("指标（英文）", "The same in English"),
    "targets.comparator": ("以上 >=，超过 >，左右 ~，其余 =", "At least, over, about, exactly"),
    "targets.unit_zh": ("单位", "Unit in Chinese"),
    "targets.unit_en": ("单位（英文）", "Unit in English"),
    "targets.year": ("目标年份，文件未写则空", "Year of the aim, empty if none is stated"),
    "rewordings.earlier_structure": ("较早的空间结构", "The earlier structure"),
    "rewordings.later_structure": ("较晚的空间结构", "The later structure"),
    "rewordings.earlier_target": (
        "较早的目标（与空间结构二选一）",
        "The earlier aim, instead of a structure",
    ),
    "rewordings.later_target": ("较晚的目标", "The later aim"),
    "measures.part": ("第几部分", "Number of the part"),
    "measures.part_zh": ("部分的标题", "Title of the part in Chinese"),
    "measures.part_en": ("部分的标题（英文）", "Title of the part in English"),
    "measures.units_open": ("单位名单以“等”结尾填 true", "true if the list of units ends with 等"),
    "fund_rules.fund_zh": ("专项资金名称", "Name of the fund in Chinese"),
    "fund_rules.fund_en": ("专项资金名称（英文）", "Name of the fund in English"),
    "fund_rules.rule": ("规则种类", "Kind of rule"),
    "fund_rules.name_zh": ("规则内容", "What the rule settles, in Chinese"),
    "fund_rules.name_en": ("规则内容（英文）", "What the rule settles, in English"),
    "fund_rules.project": ("适用项目", "Projects to which it applies"),
    "fund_rules.investment_over_cny": ("总投资超过，元", "For investments above, yuan"),
    "fund_rules.investment_upto_cny": ("总投资不超过，元", "For investments up to, yuan"),
    "fund_rules.support_from_cny": ("支持金额起点，元", "For support from, yuan"),
    "fund_rules.support_below_cny": ("支持金额低于，元", "For support below, yuan"),
    "fund_rules.unit": ("单位；比例 30% 写 0.3 share", "Unit of the value; 30 % is 0.3 share"),
    "fund_rules.stage_zh": ("拨付阶段", "Stage of the payment, in Chinese"),
    "fund_rules.stage_en": ("拨付阶段（英文）", "The same in English"),
}
"""``column``, or ``table.column`` where it means something of its own there → words."""


def column_words(table: str, column: str) -> Words:
    """Return what a column of a table means.

    Raises
    ------
    KeyError
        If it is not described.
    """
    own = f"{table}.{column}"
    return COLUMN_WORDS[own] if own in COLUMN_WORDS else COLUMN_WORDS[column]
