import io

import pytest

from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.samples import take_sample
from webapp.planner.enterprise_preview import (
    district_share,
    first_rows,
    inside_by_datum,
    mapped,
    unread,
)
from webapp.planner.enterprise_wish import Choices

TEXT = (
    "名称,lon,lat,地址,行业\n"
    "甲,121.44,31.19,上海市徐汇区漕溪北路1号,智能芯片设计\n"
    "乙,121.44,31.19,上海市某路,面包\n"
    "丙,31.19,121.44,,面包\n"
    "丁,x,y,上海市浦东新区,智能医疗、智能安防\n"
)


@pytest.fixture(scope="module")
def sample():
    return take_sample(io.BytesIO(TEXT.encode()), None)


def choices(**columns):
    return Choices("csv", columns=columns, cities=("shanghai",))


def test_industries_are_counted_and_what_is_left_is_named(sample, catalogue):
    words = IndustryWords.default(catalogue)
    found = mapped(sample, choices(industry="行业"), words)
    assert (found.rows, found.mapped, found.ambiguous) == (4, 1, 1)
    assert found.share == 0.25
    assert found.unmapped[0] == ("面包", 2)
    assert found.industries == [("chip-design", 1)]
    assert mapped(sample, choices(), words) is None


def test_each_datum_says_how_many_rows_it_puts_inside(sample, catalogue):
    found = inside_by_datum(sample, choices(lon="lon", lat="lat"), catalogue)
    assert set(found) == {"WGS-84", "GCJ-02", "BD-09", "CGCS2000"}
    assert found["GCJ-02"] == (2, 3)  # a latitude of 121 is nowhere, x is no number
    assert inside_by_datum(sample, choices(), catalogue) == {}


def test_districts_are_found_in_addresses(sample, catalogue):
    assert district_share(sample, choices(address="地址"), catalogue) == {"address": (2, 3)}


def test_chosen_columns_come_first(sample):
    found = first_rows(sample, choices(industry="行业"))
    assert found["names"][0] == "行业"
    assert found["rows"][0][0] == "智能芯片设计"
    assert found["more"] == 0


def test_weights_and_years_that_cannot_be_read_are_told_beforehand(sample):
    text = (
        "lon,lat,人数,年份\n"
        '121.4,31.2,"1,200",2019\n'
        "121.4,31.2,50-99人,43591\n"
        "121.4,31.2,50-99人,0\n"
        "121.4,31.2,-3,20190506 10:00\n"
        "121.4,31.2,-,不详\n"
        "121.4,31.2,nan,1799\n"
    )
    table = take_sample(io.BytesIO(text.encode()), None)
    found = unread(table, choices(weight="人数", year="年份"))
    assert (found["weight"].count, found["weight"].given) == (3, 4)
    assert found["weight"].examples == ["50-99人", "-3"]
    assert (found["year"].count, found["year"].examples) == (2, ["43591", "1799"])
    assert unread(table, choices(lon="lon")) == {}
