import dataclasses
import re

import pytest

from webapp.search_index import READINGS, district_readings, initials, pinyin, search_entries


@pytest.fixture(scope="module")
def entries(catalogue):
    return {(kind, row_id): entry for kind, row_id, *entry in search_entries(catalogue)}


@pytest.mark.parametrize(
    ("text", "spelt", "letters"),
    [
        ("徐汇", "xuhui", "xh"),
        ("静安", "jingan", "ja"),
        ("长阳创谷", "changyangchuanggu", "cycg"),
        ("AI+金融", "aijinrong", "aijr"),
        ("鹏城云脑（鹏城实验室）", "pengchengyunnaopengchengshiyanshi", "pcynpcsys"),
        ("“4+X”布局", "4xbuju", "4xbj"),
        ("旅游", "lvyou", "ly"),
        ("", "", ""),
    ],
)
def test_pinyin_and_initials(text, spelt, letters):
    assert pinyin(text) == spelt
    assert initials(text) == letters


def test_a_name_can_bring_its_own_reading():
    readings = {"长宁": ("chang", "ning"), "长宁区": ("chang", "ning", "qu")}

    assert pinyin("长宁区政府", readings) == "changningquzhengfu"
    assert initials("在长宁", readings) == "zcn"


def test_districts_are_read_as_their_table_says(catalogue, entries):
    """A dictionary of words reads 长宁 as zhangning and 闵行 as minxing."""
    for row in catalogue.districts:
        *_, spelt, letters = entries["district", row.adcode]
        assert spelt == row.pinyin.replace(" ", ""), row.name_zh
        assert letters == "".join(part[0] for part in row.pinyin.split()), row.name_zh


def test_places_named_after_a_district_are_read_like_it(entries):
    assert entries["site", "sh-maqiao"][3].startswith("minhangmaqiao")


def test_readings_come_from_full_and_short_names(catalogue):
    known = district_readings(catalogue)

    assert known["闵行区"] == ("min", "hang", "qu")
    assert known["闵行"] == ("min", "hang")
    assert READINGS.items() <= known.items()


@pytest.mark.parametrize("written", ["minhang qu", "min hang", "minhangqu"])
def test_a_reading_without_a_syllable_per_character_is_left_alone(catalogue, written):
    districts = tuple(
        row.model_copy(update={"pinyin": written}) if row.short_zh == "闵行" else row
        for row in catalogue.districts
    )
    known = district_readings(dataclasses.replace(catalogue, districts=districts))

    assert "闵行" not in known
    assert "长宁" in known


def test_everything_with_a_name_can_be_found(catalogue, entries):
    kinds = {kind: 0 for kind, _ in entries}
    for kind, _ in entries:
        kinds[kind] += 1

    assert kinds == {
        "city": len(catalogue.cities),
        "district": len(catalogue.districts),
        "site": len(catalogue.sites),
        "industry": len(catalogue.industries),
        "belt": len(catalogue.belts),
        "scenario": len(catalogue.scenarios),
    }


def test_an_entry_has_seven_texts(catalogue):
    for entry in search_entries(catalogue):
        assert len(entry) == 7
        assert all(isinstance(part, str) for part in entry)
        assert all(part for part in entry[3:])
        assert bool(entry[2]) == (entry[0] != "industry")


def test_the_spelling_is_letters_and_digits_only(catalogue):
    """The page drops everything else from what is typed, too."""
    for entry in search_entries(catalogue):
        assert re.fullmatch("[a-z0-9]+", entry[5]), entry
        assert re.fullmatch("[a-z0-9]+", entry[6]), entry
        assert len(entry[6]) <= len(entry[5])


def test_an_entry_names_its_city(entries):
    assert entries["district", "440305"][:3] == ["shenzhen", "南山区", "Nanshan District"]
