"""Layers of districts: number, density, quotient, policy, and the still picture of them."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from geo.enterprises.errors import EnterpriseError
from geo.errors import UnknownIdError
from layers.boxes import is_free, name_box
from layers.enterprise_assets import enterprise_assets
from layers.enterprise_counts import count_block, density_block
from layers.enterprise_picture import class_picture, figure_of
from layers.enterprise_policy import CLASSES, policy_block
from layers.enterprise_quotients import quotient_block
from layers.enterprise_rows import number, short
from layers.enterprise_view import view_of
from layers.picture import CityPicture
from layers.registry import enterprise_layers, enterprise_specs
from tests.some_enterprises import some_enterprises

QINGPU = "310118"


@pytest.fixture(scope="module")
def registry(catalogue):
    return some_enterprises(catalogue, rows=8_000)


@pytest.fixture(scope="module")
def view(registry, catalogue):
    return view_of(registry.aggregates, catalogue)


def of(view, **changed):
    return view_of(view.aggregates, view.catalogue, **changed)


def test_numbers_are_those_of_the_registry(view, registry):
    rows = count_block(view)["rows"]
    own = registry.points["district"].to_pylist()

    assert {adcode: row["v"] for adcode, row in rows.items() if row["v"]} == {
        adcode: own.count(adcode) for adcode in set(own)
    }
    assert sum(row["v"] for row in rows.values()) == registry.aggregates.tally.taken
    assert "家企业" in rows["310104"]["t"][0][0]


def test_density_is_per_official_land_area_and_missing_where_that_is(view, catalogue):
    rows = density_block(view)["rows"]
    counted = count_block(view)["rows"]
    area = catalogue.district("310104").land_area_km2

    assert rows["310104"]["v"] == pytest.approx(counted["310104"]["v"] / area)


def test_a_filter_counts_less(view, catalogue):
    industry = catalogue.industries[0].id
    parts = [of(view, industry=row.id) for row in catalogue.industries] + [of(view, industry="")]
    total = sum(row["v"] for part in parts for row in count_block(part)["rows"].values())

    assert total == view.aggregates.tally.taken
    assert of(view, industry=industry, year=2020).name() == (
        f"{catalogue.industries[0].name_zh}，2020 年",
        f"{catalogue.industries[0].name_en}, 2020",
    )
    assert of(view, industry="", year=0).name()[0] == "产业未归类，年份未填"


def test_a_range_of_years_counts_what_its_years_do(view):
    def total(year):
        return sum(row["v"] for row in count_block(of(view, year=year))["rows"].values())

    assert total((2018, 2020)) == total(2018) + total(2020) > 0
    assert of(view, year=(2018, 2020)).name() == (
        "全部产业，2018—2020 年",
        "all industries, 2018–2020",
    )


@pytest.fixture(scope="module")
def weighed(catalogue):
    counted = some_enterprises(catalogue, rows=3_000, has_weight=True).aggregates
    return view_of(counted, catalogue, measure="weight", weight_name="注册资本")


def test_weights_are_added_up_and_named(weighed, catalogue):
    table = weighed.aggregates.by_district.to_pandas()
    xuhui = table[table["district"] == "310104"]
    row = count_block(weighed)["rows"]["310104"]

    assert row["v"] == xuhui["weight"].sum() / 10_000
    assert row["f"] == short(row["v"])
    assert row["t"][0][0].startswith(f"权重“注册资本” {row['v']:,.0f}，占全市 ")
    assert row["t"][-1][1] == f"{xuhui['count'].sum():,} enterprises"
    area = catalogue.district("310104").land_area_km2
    assert density_block(weighed)["rows"]["310104"]["v"] == pytest.approx(row["v"] / area)
    assert weighed.name() == ("全部产业，按权重“注册资本”", "all industries, by weight “注册资本”")
    assert of(weighed, measure="weight").name()[1] == "all industries, by weight"


def test_layers_that_only_count_say_so_beside_weights(weighed):
    told = {spec.id: spec.note_en.endswith("not by weight.") for spec in enterprise_layers(weighed)}

    assert {layer for layer, says in told.items() if says} == {
        "enterprise-quotient",
        "enterprise-policy",
        "enterprise-hot-spots",
    }
    assert quotient_block(weighed)["rows"] == quotient_block(of(weighed))["rows"]


def test_weights_that_there_are_not_are_refused(view):
    with pytest.raises(EnterpriseError, match="have no weight"):
        of(view, measure="weight")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (9_999, "9,999", "9,999"),
        (12_300, "1.2万", "12k"),
        (4.56e7, "4560万", "46M"),
        (1.2e10, "120亿", "12bn"),
    ],
)
def test_numbers_on_the_map_are_short(value, zh, en):
    assert short(value) == (zh, en)


def test_without_an_industry_each_district_shows_what_stands_out(view, catalogue):
    rows = quotient_block(view)["rows"]
    marks = {row.mark_zh for row in catalogue.industries}

    assert rows["310104"]["f"][0].split()[0] in marks
    assert rows["310104"]["v"] > 1
    assert quotient_block(of(view, industry=""))["rows"]["310104"]["v"] is None


def test_small_numbers_are_starred(catalogue):
    few = view_of(some_enterprises(catalogue, rows=300).aggregates, catalogue)
    rows = quotient_block(of(few, industry="education"))["rows"].values()

    assert any(row.get("f", [""])[0].endswith("*") for row in rows)


def test_a_district_that_no_document_lists_is_unknown_and_not_no(view):
    for shown in (view, of(view, industry="education")):
        row = policy_block(shown)["rows"][QINGPU]
        assert list(CLASSES)[row["c"]] == "unlisted"
        assert row["f"] == ("?", "?")


def test_policy_counts_industries_or_says_how_the_chosen_one_stands(view, catalogue):
    whole = policy_block(view)["rows"]["310104"]
    stated = [row.industry for row in catalogue.specialisations_of("310104")]

    assert sum(int(part[1:]) for part in whole["f"][0].split() if part[0] in "●◇") == len(stated)
    chosen = policy_block(of(view, industry=stated[0]))["rows"]["310104"]
    assert list(CLASSES)[chosen["c"]] in ("agree", "stated_only")


def test_what_is_not_mapped_has_no_quotient_and_it_is_said(view):
    unmapped = of(view, industry="")
    for block, layer in ((quotient_block, "quotient"), (policy_block, "policy")):
        spec, chosen, whole = (
            next(one for one in enterprise_layers(own) if one.id == f"enterprise-{layer}")
            for own in (unmapped, of(view, industry="education"), view)
        )
        assert spec.note_zh.startswith("未归类的企业没有区位商")
        assert spec.note_en.startswith("Enterprises that are not mapped have no quotient")
        assert "With no industry chosen" not in spec.note_en
        assert "With no industry chosen" in chosen.note_en
        assert "With no industry chosen" in whole.note_en
        rows = block(unmapped)["rows"]
        assert set(rows) == {row.adcode for row in view.districts}
        assert {row["t"][0][1] for row in rows.values()} == {
            "enterprises that are not mapped have no quotient"
        }
    assert {list(CLASSES)[row["c"]] for row in rows.values()} == {"no_data"}


def test_every_layer_says_what_it_means_and_whether_it_is_made_up(view, registry):
    for made_up in (False, True):
        specs = enterprise_layers(of(view, is_synthetic=made_up), registry.points.slice(0, 50))
        assert len(specs) == 8
        for spec in specs:
            assert ("合成数据" in spec.note_zh, "ynthetic" in spec.note_en) == (made_up, made_up)
            assert len(spec.note_zh) > 20
            json.dumps(spec.blocks, allow_nan=False)


def test_counts_that_are_synthetic_show_as_that_whatever_is_said_beside(registry, catalogue):
    made_up = replace(registry.aggregates, is_synthetic=True)

    for given in ({}, {"is_synthetic": False}):
        shown = view_of(made_up, catalogue, **given)
        assert shown.is_synthetic
        assert "synthetic data" in shown.name()[1]
        specs = enterprise_specs(made_up, catalogue, **given)
        notes = [spec.note_zh for spec in specs if spec.group == "enterprises"]
        assert notes
        assert all("合成数据" in note for note in notes)
    assert not view_of(registry.aggregates, catalogue).is_synthetic


def test_data_may_stay_where_it_is_until_it_is_wanted(view):
    specs = enterprise_layers(of(view, address=lambda name: f"/data/{name}"))

    assert specs[0].blocks == {"count": {"url": "/data/count"}}
    assert len(json.dumps([spec.blocks for spec in specs])) < 1500


def test_a_map_of_a_notebook_stands_on_the_districts(registry, catalogue):
    specs = enterprise_specs(registry.aggregates, catalogue, shown=["enterprise-policy"])

    assert [spec.id for spec in specs if spec.is_shown] == ["districts", "enterprise-policy"]


def test_unknown_cities_and_industries_are_refused(view):
    with pytest.raises(UnknownIdError):
        of(view, industry="steel")
    with pytest.raises(UnknownIdError):
        of(view, cities=["atlantis"])


def test_the_still_picture_has_colours_figures_and_words(view, catalogue):
    block = json.loads(json.dumps(count_block(view)))
    drawn = class_picture(CityPicture(catalogue, "shanghai"), block, "en", prefix="t")
    root = ET.fromstring(drawn)
    fills = {node.get("fill") for node in root.iter() if node.get("data-adcode")}

    assert {row["colour"] for row in block["classes"]} <= fills
    assert f"{block['rows']['310104']['v']:,.0f}" in drawn
    assert "Xuhui District · " in drawn


def test_no_figure_of_the_still_picture_lies_on_another_or_on_a_name(view, catalogue):
    block = json.loads(json.dumps(policy_block(view)))
    drawn = class_picture(CityPicture(catalogue, "shanghai"), block, "zh", prefix="t")
    root = ET.fromstring(drawn)
    taken = []
    for group in root.iter("g"):
        size = float(group.get("font-size"))
        for text in group.iter("text"):
            written = "".join("口" if ord(sign) > 255 else sign for sign in text.text)
            box = name_box(written, float(text.get("x")), float(text.get("y")), size)
            assert text.get("class") != "figure" or is_free(box, taken)
            taken.append(box)
    assert len(taken) > len(catalogue.districts_of("shanghai"))


def test_no_figure_of_the_still_picture_stands_without_the_name_of_its_district(view, catalogue):
    drawn = class_picture(CityPicture(catalogue, "shanghai"), count_block(view), "en", prefix="t")
    texts = [text.text for text in ET.fromstring(drawn).iter("text")]
    for district in catalogue.districts_of("shanghai"):
        if district.short_en not in texts:
            assert f"{district.name_en} · " in drawn
    names = {district.short_en for district in catalogue.districts_of("shanghai")}
    assert len(names) > sum(text in names for text in texts) >= sum(map(str.isdigit, texts)) > 5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (0, "0"),
        (0.0017, "0.0017"),
        (1.234, "1.23"),
        (45.67, "45.7"),
        (12345.6, "12,346"),
    ],
)
def test_numbers_have_no_more_digits_than_they_are_worth(value, text):
    assert number(value) == text
    if value:
        assert figure_of({"v": value, "t": []}, 0)


def test_every_file_that_draws_them_is_there():
    assert all(asset.path.is_file() for asset in enterprise_assets())
