"""What the real catalogue holds, counted and compared with the documents' structure."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from geo.catalogue import DEFAULT_ROOT, Catalogue
from geo.crs import metric_crs
from geo.datum import gcj02_to_wgs84
from geo.quotes import is_quoted, normalise
from geo.tables import TABLES, Row, columns

COUNTS = {
    "cities": 2,
    "districts": 25,
    "industries": 10,
    "specialisations": 30,
    "structures": 7,
    "belts": 2,
    "belt_members": 9,
    "strokes": 8,
    "sites": 46,
    "units": 28,
    "place_types": 15,
    "scenarios": 63,
    "targets": 23,
    "rewordings": 3,
    "measures": 18,
    "fund_rules": 17,
}


@pytest.mark.parametrize(("table", "count"), COUNTS.items())
def test_catalogue_counts(catalogue: Catalogue, table: str, count: int) -> None:
    assert len(getattr(catalogue, table)) == count


def test_catalogue_has_five_policy_documents(catalogue: Catalogue) -> None:
    policies = [row for row in catalogue.sources if row.kind == "policy"]
    assert [row.edition for row in policies] == [2018, 2021, 2021, 2023, 2023]
    assert catalogue.editions == (2018, 2021, 2023)
    assert all(row.note_zh and row.note_en for row in policies)


def test_specialisations_leave_qingpu_and_shenzhen_unlisted(catalogue: Catalogue) -> None:
    listed = {row.district for row in catalogue.specialisations}
    shanghai = {row.adcode for row in catalogue.districts_of("shanghai")}
    assert len(shanghai) == 16
    assert shanghai - listed == {"310118"}
    assert listed <= shanghai
    assert len(catalogue.districts_of("shenzhen")) == 9


@pytest.mark.parametrize(
    ("adcode", "names"),
    [
        ("310113", ["智能硬件"]),
        ("310104", ["智能医疗", "智能芯片设计", "智能安防"]),
        ("310117", ["智能制造", "类脑智能软硬件"]),
        ("310110", ["智能教育", "智能识别"]),
        ("310118", []),
        ("440305", []),
    ],
)
def test_industries_of_in_the_documents_order(
    catalogue: Catalogue, adcode: str, names: list[str]
) -> None:
    assert [row.name_zh for row in catalogue.industries_of(adcode)] == names


def test_specialisations_of_quote_the_whole_row(catalogue: Catalogue) -> None:
    quotes = {row.quote for row in catalogue.specialisations_of("310104")}
    assert quotes == {"徐汇区 智能医疗 智能芯片设计 智能安防"}


def test_industries_are_told_apart_without_colour(catalogue: Catalogue) -> None:
    for column in ("name_zh", "mark_zh", "mark_en", "colour", "pattern"):
        assert len({getattr(row, column) for row in catalogue.industries}) == 10


def test_scenarios_of_each_list(catalogue: Catalogue) -> None:
    counts = Counter((row.list, row.level) for row in catalogue.scenarios)
    assert counts == {
        ("shanghai-demonstration", "category"): 3,
        ("shanghai-demonstration", "field"): 16,
        ("huangpu-ai-plus", "field"): 10,
        ("huangpu-areas", "application"): 8,
        ("shenzhen-city-ai", "application"): 26,
    }


def test_scenarios_of_shanghai_stand_under_their_category(catalogue: Catalogue) -> None:
    rows = [row for row in catalogue.scenarios if row.list == "shanghai-demonstration"]
    categories = [row.name_zh for row in rows if row.level == "category"]
    fields = Counter(row.group_zh for row in rows if row.level == "field")
    assert [fields[name] for name in categories] == [4, 3, 9]
    directions = Counter(row.subgroup_zh for row in rows if row.subgroup_zh)
    assert list(directions.values()) == [4, 4, 1]


def test_scenarios_of_huangpu_name_three_areas(catalogue: Catalogue) -> None:
    areas = Counter(row.group_zh for row in catalogue.scenarios if row.list == "huangpu-areas")
    assert areas == {"南京路步行街": 2, "外滩滨江": 3, "环人民广场": 3}


def test_scenarios_of_shenzhen_name_their_units(catalogue: Catalogue) -> None:
    rows = [row for row in catalogue.scenarios if row.list == "shenzhen-city-ai"]
    assert [row.number for row in rows] == list(range(1, 27))
    assert [len(row.units) for row in rows] == [1] * 14 + [2] + [1] * 11
    named = [catalogue.unit(unit).name_zh for unit in rows[14].units]
    assert named == ["市住房建设局", "市工业和信息化局"]
    assert [len(row.place_types) for row in rows] == [0] * 4 + [1] * 10 + [0] * 12


def test_measures_of_shenzhen(catalogue: Catalogue) -> None:
    assert [row.number for row in catalogue.measures] == list(range(1, 19))
    assert Counter(row.part for row in catalogue.measures) == {1: 3, 2: 2, 3: 3, 4: 4, 5: 2, 6: 4}
    assert [row.number for row in catalogue.measures if not row.units_open] == [6, 15]
    assert all(row.units for row in catalogue.measures)


def test_every_unit_is_responsible_for_something(catalogue: Catalogue) -> None:
    used = {unit for row in (*catalogue.measures, *catalogue.scenarios) for unit in row.units}
    assert used == {row.id for row in catalogue.units}


def test_every_place_type_belongs_to_a_scenario(catalogue: Catalogue) -> None:
    used = {place for row in catalogue.scenarios for place in row.place_types}
    assert used == {row.id for row in catalogue.place_types}


def test_targets_by_year(catalogue: Catalogue) -> None:
    years = Counter((row.city, row.year) for row in catalogue.targets)
    assert years == {
        ("shanghai", 2020): 7,
        ("shanghai", 2021): 3,
        ("shanghai", 2025): 11,
        ("shenzhen", None): 2,
    }


def test_fund_rules_pay_out_everything(catalogue: Catalogue) -> None:
    instalments = [row for row in catalogue.fund_rules if row.rule == "instalment"]
    assert sum(row.value for row in instalments if row.support_from_cny == 3e6) == 1
    assert sum(row.value for row in instalments if row.support_below_cny == 3e6) == 1


def test_fund_rules_say_who_may_apply_for_what(catalogue: Catalogue) -> None:
    kinds = Counter(row.rule for row in catalogue.fund_rules)
    assert kinds == {
        "condition": 8,
        "duration": 1,
        "projects_per_applicant": 1,
        "form": 1,
        "share_ceiling": 1,
        "amount_ceiling": 2,
        "instalment": 3,
    }
    assert {row.fund_zh for row in catalogue.fund_rules} == {"上海市人工智能创新发展专项"}
    values = {row.rule: (row.value, row.unit) for row in catalogue.fund_rules}
    assert values["duration"] == (2, "years")
    assert values["projects_per_applicant"] == (1, "projects")


def test_new_cities_are_not_named_by_any_document(catalogue: Catalogue) -> None:
    rows = [row for row in catalogue.sites if row.kind == "new_city"]
    assert {(row.mentioned_as == row.name_zh, row.mentions) for row in rows} == {(True, 0)}


def test_belts_keep_the_documents_order(catalogue: Catalogue) -> None:
    names = {belt.id: [] for belt in catalogue.belts}  # type: dict[str, list[str]]
    for row in catalogue.belt_members:
        names[row.belt].append(row.name_zh)
    assert names == {
        "west": ["宝山", "杨浦", "普陀", "长宁", "徐汇", "闵行", "松江"],
        "east": ["张江", "临港"],
    }
    assert [belt.is_open for belt in catalogue.belts] == [True, False]


def points(catalogue: Catalogue, stroke: str) -> np.ndarray:
    rows = [(row.lon, row.lat) for row in catalogue.strokes if row.id == stroke]
    return np.array(rows)


@pytest.mark.parametrize("belt", ["west", "east"])
def test_strokes_run_from_the_first_to_the_last_anchor(catalogue: Catalogue, belt: str) -> None:
    members = [(row.lon, row.lat) for row in catalogue.belt_members if row.belt == belt]
    ends = points(catalogue, f"stroke-{belt}")[[0, -1]]
    assert np.allclose(ends, [members[0], members[-1]], atol=1e-4)


def test_strokes_link_closes_the_character(catalogue: Catalogue) -> None:
    start, end = points(catalogue, "renxing-link")
    east = points(catalogue, "stroke-east")
    assert np.allclose(end, east[0])
    chord, link = east[-1] - east[0], start - end
    assert abs(np.cross([*chord, 0], [*link, 0])[2]) / np.linalg.norm(chord) < 1e-3
    first, control, last = points(catalogue, "stroke-west")
    t = np.linspace(0, 1, 2001)[:, None]
    curve = (1 - t) ** 2 * first + 2 * t * (1 - t) * control + t**2 * last
    assert np.abs(curve - start).sum(axis=1).min() < 1e-3


@pytest.mark.parametrize("table", [name for name, row in TABLES.items() if issubclass(row, Row)])
def test_rows_carry_their_evidence(catalogue: Catalogue, table: str) -> None:
    policies = {row.key for row in catalogue.sources if row.kind == "policy"}
    for row in getattr(catalogue, table):
        assert row.quote if row.status == "stated" else row.note
        assert row.source in policies or row.status == "editorial"
        assert bool(row.note) == bool(row.note_en)


def test_what_was_added_is_editorial(catalogue: Catalogue) -> None:
    assert {row.status for row in catalogue.strokes} == {"editorial"}
    structures = [row.id for row in catalogue.structures if row.status == "editorial"]
    assert structures == ["shenzhen-agglomeration"]
    added = {row.kind for row in catalogue.sites if row.status == "editorial"}
    assert added == {"new_city"}
    assert sum(row.kind == "new_city" for row in catalogue.sites) == 5


def test_sites_of_huangpu_have_a_focus(catalogue: Catalogue) -> None:
    rows = [row for row in catalogue.sites if row.structure == "huangpu-belt-areas"]
    assert len(rows) == 4
    assert all(row.focus_zh and row.focus_en for row in rows)


@pytest.mark.parametrize(
    ("site", "gcj02"),
    [
        ("sh-changyang-campus", (121.531894, 31.272788)),
        ("sz-pengcheng-cloud-brain", (113.93274632, 22.62891777)),
    ],
)
def test_sites_from_gcj02_sources_are_stored_in_wgs84(
    catalogue: Catalogue, site: str, gcj02: tuple[float, float]
) -> None:
    row = catalogue.site(site)
    assert str(gcj02[0]) in row.position_source
    assert gcj02_to_wgs84(*gcj02) == pytest.approx((row.lon, row.lat), abs=1e-6)


def test_cities_measure_in_a_known_crs(catalogue: Catalogue) -> None:
    for city in catalogue.cities:
        assert metric_crs(city.metric_epsg).is_projected


@pytest.mark.parametrize("table", TABLES)
def test_files_open_well_in_a_spreadsheet(table: str) -> None:
    data = (DEFAULT_ROOT / f"{table}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.decode("utf-8-sig").split("\n")[0].split(",") == columns(table)


def text_of(catalogue: Catalogue, documents: Path, start: str) -> str:
    (key,) = (row.key for row in catalogue.sources if row.key.startswith(start))
    return normalise((documents / key).read_text(encoding="utf-8"))


def test_specialisations_are_the_documents_table(catalogue: Catalogue, documents: Path) -> None:
    text = text_of(catalogue, documents, "003_")
    _, table = text.split(normalise("人工智能“人形分布、多点联动”空间分布"))
    for district in catalogue.districts_of("shanghai"):
        industries = [row.name_zh for row in catalogue.industries_of(district.adcode)]
        listed = district.name_zh + "".join(industries)
        assert is_quoted(listed, table) is bool(industries)
        longer = [listed + row.name_zh for row in catalogue.industries]
        assert not any(is_quoted(more, table) for more in longer)


def test_belts_list_what_the_document_lists(catalogue: Catalogue, documents: Path) -> None:
    text = text_of(catalogue, documents, "003_")
    west = [row.name_zh for row in catalogue.belt_members if row.belt == "west"]
    assert is_quoted("由北至南，以" + "、".join(west) + "等区域", text)


def test_measures_are_the_documents(catalogue: Catalogue, documents: Path) -> None:
    text = text_of(catalogue, documents, "004_")
    for row in catalogue.measures:
        names = "、".join(catalogue.unit(unit).name_zh for unit in row.units)
        names = names.replace("各区、各部门", "各区各部门") + "等" * row.units_open
        measure = text[text.index(normalise(row.quote)) :]
        assert measure.index(normalise(f"（责任单位：{names}）")) == measure.index("(责任单位")
        assert is_quoted(f"{'一二三四五六'[row.part - 1]}、{row.part_zh}（", text)


def test_scenarios_are_the_documents_list(catalogue: Catalogue, documents: Path) -> None:
    text = text_of(catalogue, documents, "004_")
    rows = [row for row in catalogue.scenarios if row.list == "shenzhen-city-ai"]
    listed = [
        f"{row.number}{row.group_zh}{row.name_zh}"
        + "".join(catalogue.unit(unit).name_zh for unit in row.units)
        for row in rows
    ]
    assert is_quoted("序号 应用领域 场景名称 责任单位" + "".join(listed), text)


def test_scenarios_of_shanghai_are_the_documents(catalogue: Catalogue, documents: Path) -> None:
    text = text_of(catalogue, documents, "000_")
    rows = [row for row in catalogue.scenarios if row.list == "shanghai-demonstration"]
    economy = [row.name_zh for row in rows if row.subgroup_zh == "智能经济方向"]
    life = [row.name_zh for row in rows if row.subgroup_zh == "智能生活方向"]
    leading = [row.name_zh for row in rows if row.group_zh == "引领性应用"]
    assert is_quoted("智能经济方向聚焦" + "、".join(economy) + "四大领域", text)
    assert is_quoted("智能生活方向聚焦" + "、".join(life) + "四大领域", text)
    assert is_quoted("“引领性应用”聚焦" + "、".join(leading) + "。", text)


def test_scenarios_of_huangpu_are_the_documents(catalogue: Catalogue, documents: Path) -> None:
    text = text_of(catalogue, documents, "001_")
    rows = [row for row in catalogue.scenarios if row.list == "huangpu-ai-plus"]
    places = [text.index(normalise(f"{row.number}.{row.name_zh}。")) for row in rows]
    assert places == sorted(places)
    first = {row.group_zh: row for row in reversed(rows)}
    for numeral, row in zip("一二三", reversed(first.values()), strict=True):
        assert is_quoted(f"（{numeral}）{row.group_zh}{row.number}.{row.name_zh}。", text)


@pytest.mark.parametrize(("table", "column"), [("sites", "name_zh"), ("units", "name_zh")])
def test_names_do_not_repeat(catalogue: Catalogue, table: str, column: str) -> None:
    names = [getattr(row, column) for row in getattr(catalogue, table)]
    assert len(names) == len(set(names))
