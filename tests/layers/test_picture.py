"""The picture of a city: fills, outlines, marks and names, and that no name becomes markup."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree as ET

import pytest

from geo.catalogue import Catalogue
from layers.picture import CityPicture, Look


@pytest.fixture(scope="module")
def shanghai(catalogue: Catalogue) -> CityPicture:
    return CityPicture(catalogue, "shanghai")


def draw(
    picture: CityPicture, look: Look | None = None, language: str = "zh", **kwargs
) -> ET.Element:
    return ET.fromstring(picture.svg(language, prefix="p", look=look, **kwargs))


def by_title(root: ET.Element, title: str) -> ET.Element:
    return next(path for path in root.iter("path") if path.findtext("title") == title)


def test_each_district_has_the_bands_of_its_industries(
    shanghai: CityPicture, catalogue: Catalogue
) -> None:
    root = draw(shanghai)
    tiles = {f"url(#{tile.get('id')})": tile for tile in root.iter("pattern")}
    for row in catalogue.districts_of("shanghai"):
        tile = tiles[by_title(root, row.name_zh).get("fill", "")]
        bands = [rect.get("fill") for rect in tile.iter("rect") if rect.get("class") != "ground"]
        stated = catalogue.specialisations_of(row.adcode)
        assert bands == [catalogue.industry(item.industry).colour for item in stated]
        assert (tile.find("path[@class='hatch']") is not None) == (not stated)


def test_only_the_chosen_industries_paint(shanghai: CityPicture) -> None:
    root = draw(shanghai, Look(industries=["hardware"]))
    assert by_title(root, "宝山区").get("fill") is not None
    assert by_title(root, "徐汇区").get("fill") is None  # it has others: plain
    assert by_title(root, "青浦区").get("fill") == "url(#p-none)"


def test_without_industries_nothing_is_painted_or_hatched(shanghai: CityPicture) -> None:
    root = draw(shanghai, Look(industries=()))
    assert not list(root.iter("pattern"))


def test_an_edition_paints_what_it_states(shanghai: CityPicture) -> None:
    assert by_title(draw(shanghai, Look(edition=2018)), "宝山区").get("fill") != "url(#p-none)"
    assert by_title(draw(shanghai, Look(edition=2021)), "宝山区").get("fill") == "url(#p-none)"


def test_a_chosen_district_is_outlined_over_its_neighbours(shanghai: CityPicture) -> None:
    root = draw(shanghai, Look(chosen=["310104"]))
    paths = [path for path in root.findall("path") if path.find("title") is not None]
    assert [path.get("class") for path in paths] == [None] * 15 + ["is-chosen"]
    assert paths[-1].findtext("title") == "徐汇区"


def test_districts_lead_somewhere(shanghai: CityPicture) -> None:
    root = draw(shanghai, link=lambda adcode: f"/district/{adcode}")
    links = {a.findtext("path/title"): a.get("href") for a in root.findall("a")}
    assert len(links) == 16
    assert links["徐汇区"] == "/district/310104"


def test_sites_are_marked_where_they_are(shanghai: CityPicture, catalogue: Catalogue) -> None:
    site = catalogue.sites_of("shanghai")[0]
    (mark,) = draw(shanghai, Look(sites=[site.id])).iter("circle")
    x, y = shanghai.shapes.place(site.lon, site.lat)
    assert (float(mark.get("cx", "")), float(mark.get("cy", ""))) == pytest.approx((x, y))
    assert mark.findtext("title") == site.name_zh


def test_scripts_find_a_district_by_its_code(shanghai: CityPicture, catalogue: Catalogue) -> None:
    codes = {path.get("data-adcode") for path in draw(shanghai).findall("path")}
    assert codes == {row.adcode for row in catalogue.districts_of("shanghai")}


def test_names_keep_apart_and_those_of_chosen_districts_win(shanghai: CityPicture) -> None:
    names = [text.text for text in draw(shanghai).iter("text")]
    assert 10 <= len(names) < 16
    every = ["静安", "虹口", "黄浦", "长宁", "徐汇"]
    chosen = ["310106", "310109"]
    shown = [text.text for text in draw(shanghai, Look(chosen=chosen, height_px=500)).iter("text")]
    assert shown[:1] == ["静安"]
    assert set(every) - set(shown)
    few = draw(shanghai, Look(named=["310104"]))
    assert [text.text for text in few.iter("text")] == ["徐汇"]


def test_it_speaks_english(shanghai: CityPicture) -> None:
    root = draw(shanghai, language="en")
    assert root.get("aria-label") == "Shanghai"
    assert by_title(root, "Xuhui District") is not None
    assert "Chongming" in [text.text for text in root.iter("text")]


def test_a_hostile_name_stays_text(catalogue: Catalogue) -> None:
    hostile = '</title><script>alert(1)</script>"&{{7*7}}'
    rows = tuple(
        row.model_copy(update={"name_zh": hostile, "short_zh": hostile})
        if row.adcode == "310115"
        else row
        for row in catalogue.districts
    )
    picture = CityPicture(dataclasses.replace(catalogue, districts=rows), "shanghai")
    text = picture.svg("zh", prefix="p")
    assert "<script" not in text
    assert by_title(ET.fromstring(text), hostile) is not None


def test_areas_and_belts_are_named_and_keep_clear_of_numbers(
    shanghai: CityPicture, catalogue: Catalogue
) -> None:
    look = Look(industries=(), areas=["sh-zhangjiang", "sh-west-bund-ai-tower"], belts=["west"])
    root = draw(shanghai, look)
    texts = [text.text for text in root.iter("text") if text.get("class") == "place"]
    assert texts == ["浦东张江", "徐汇西岸智塔"]
    numbers = [text.text for text in root.iter("text") if text.get("class") == "anchor-number"]
    assert numbers == [str(n) for n in range(1, 8)]
    songjiang = next(text for text in root.iter("text") if text.text == "松江")
    anchor = catalogue.belt_members[6]
    _, y = shanghai.shapes.place(anchor.lon, anchor.lat)
    assert abs(float(songjiang.get("y", "")) - y) > 13  # its number stands where it would


def test_a_part_of_a_city_has_its_own_frame(catalogue: Catalogue) -> None:
    part = CityPicture(catalogue, "shanghai", (121.44, 31.18, 121.54, 31.26))
    root = draw(part, Look(industries=()))
    assert root.get("class") == "picture is-part"
    titles = {title.text for title in root.iter("title")}
    assert "黄浦区" in titles
    assert "崇明区" not in titles
    _, _, width, height = (float(n) for n in root.get("viewBox", "").split())
    for text in root.iter("text"):
        assert 0 < float(text.get("x", "")) < width
        assert 0 < float(text.get("y", "")) < height


def test_districts_can_be_numbered_above_their_names(shanghai: CityPicture) -> None:
    numbers = {"310104": "1", "310115": "2", "440303": "3"}  # the last is of another city
    root = draw(shanghai, Look(industries=(), chosen=numbers, numbers=numbers))
    badges = {
        g.get("data-adcode"): g.findtext("text")
        for g in root.iter("g")
        if "badge" in g.get("class", "")
    }
    assert badges == {"310104": "1", "310115": "2"}
    name = next(text for text in root.iter("text") if text.text == "浦东")
    number = next(text for text in root.iter("text") if text.text == "2")
    assert name.get("x") == number.get("x")
    assert float(number.get("y", "")) < float(name.get("y", ""))


def test_a_circle_stands_around_a_mark_however_small_it_is(
    shanghai: CityPicture, catalogue: Catalogue
) -> None:
    site = catalogue.site("sh-hp-first-congress")
    area, mark = draw(shanghai, Look((), circles=[site.id])).iter("circle")
    assert area.get("class") == "area"
    assert float(area.get("r", "")) < float(mark.get("r", ""))


def test_a_long_name_of_a_place_stays_within_the_picture(catalogue: Catalogue) -> None:
    shenzhen = CityPicture(catalogue, "shenzhen")
    root = draw(shenzhen, Look(areas=["sz-qianhai"], named=(), height_px=500), "en")
    (name,) = root.iter("text")
    half = 0.55 * float(name.get("font-size", "")) * len(name.text or "") / 2
    assert float(name.get("x", "")) - half >= -0.01
    assert float(name.get("x", "")) + half <= shenzhen.shapes.width + 0.01
