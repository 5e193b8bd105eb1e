import pickle
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from geo.catalogue import Catalogue
from geo.enterprises.district_words import ELSEWHERE, SEVERAL, UNKNOWN, DistrictNames
from geo.errors import UnknownIdError


@pytest.fixture(scope="module")
def names(catalogue: Catalogue) -> DistrictNames:
    return DistrictNames(catalogue, ["shenzhen", "shanghai"])


def test_adcodes_ascend(names: DistrictNames, catalogue: Catalogue) -> None:
    assert names.adcodes == tuple(sorted(row.adcode for row in catalogue.districts))


def test_every_name_of_a_district_means_it(names: DistrictNames, catalogue: Catalogue) -> None:
    for row in catalogue.districts:
        city = catalogue.city(row.city)
        for text in (
            row.adcode,
            row.name_zh,
            row.short_zh,
            row.name_en,
            row.short_en.upper(),
            f"{city.name_zh}{row.name_zh}某路1号",
            f"{city.name_zh} {row.short_zh} 某园2楼",
            f"1 Some Road, {row.name_en}, {city.name_en}",
        ):
            assert names.district(text) == row.adcode, text


@pytest.mark.parametrize(
    ("text", "adcode"),
    [
        ("公司位于黄浦区", "310101"),
        ("上海市市辖区黄浦区", "310101"),
        ("上海市黃浦區", "310101"),
        ("广东省深圳市南山区科技园", "440305"),
        ("上海浦东机场", "310115"),
        ("浦东新区浦东大道1号", "310115"),
        ("Jing’an", "310106"),
        (" 上海市　徐汇区 ", "310104"),
        # another city's
        ("鹤岗市南山区", None),
        ("舟山市普陀区", None),
        ("上海市南山区", None),
        ("Nanshan District, Shanghai", None),
        # not a district
        ("黄浦江", None),
        ("上海宝山路1号", None),
        ("上海浦东南路", None),
        ("上海静安寺", None),
        ("南京西路", None),
        ("徐汇漕溪北路", None),
        ("", None),
        # two of them
        ("黄浦区与静安区交界", None),
        ("上海徐汇、上海长宁", None),
        ("徐汇区,上海长宁", None),
    ],
)
def test_district(names: DistrictNames, text: str, adcode: str | None) -> None:
    assert names.district(text) == adcode


def test_codes_of_lists_and_arrays(names: DistrictNames) -> None:
    texts = ["徐汇区", None, "无", "440305", ""]
    expected = [names.adcodes.index("310104"), -1, -1, names.adcodes.index("440305"), -1]

    for given in (texts, pa.array(texts), pa.array(texts).dictionary_encode()):
        codes = names.codes(given)
        assert codes.dtype == np.int16
        assert codes.tolist() == expected


def test_only_the_wished_cities_count(catalogue: Catalogue) -> None:
    names = DistrictNames(catalogue, ["shenzhen"])

    assert names.codes(["徐汇区", "南山区", "上海市南山区"]).tolist() == [-1, 2, -1]


def test_a_name_of_two_cities_needs_its_city(catalogue: Catalogue) -> None:
    """As if both cities had a 宝安区."""
    districts = tuple(
        replace_name(row, "宝安区", "宝安") if row.adcode == "310113" else row
        for row in catalogue.districts
    )
    names = DistrictNames(replace(catalogue, districts=districts), ["shanghai", "shenzhen"])

    assert names.district("宝安区") is None
    assert names.district("宝安") is None
    assert names.district("宝安区某路") is None
    assert names.district("上海市宝安区某路") == "310113"
    assert names.district("深圳宝安区某路") == "440306"
    assert names.district("深圳宝安某园") == "440306"


def replace_name(row, name, short):
    return row.model_copy(update={"name_zh": name, "short_zh": short})


def test_names_survive_the_way_to_another_process(names: DistrictNames) -> None:
    assert pickle.loads(pickle.dumps(names)).district("上海徐汇某园") == "310104"


def test_unknown_cities_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="atlantis"):
        DistrictNames(catalogue, ["atlantis"])


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("徐汇区与静安区交界", SEVERAL),
        ("闵行区（徐汇区）", SEVERAL),
        ("上海徐汇、上海长宁", SEVERAL),
        # only a road, a zone or a short name, which may be anywhere
        ("上海宝山路", UNKNOWN),
        ("浦东大道", UNKNOWN),
        ("中国(上海)自由贸易试验区芳春路400号", UNKNOWN),
        ("上海市某某工业园区1号", UNKNOWN),
        ("张江高科技园区", UNKNOWN),
        ("徐汇漕溪北路", UNKNOWN),
        ("深圳路1号", UNKNOWN),
        ("超级市场2楼", UNKNOWN),
        ("Some Road 1", UNKNOWN),
        ("", UNKNOWN),
        # another city's
        ("北京市海淀区中关村", ELSEWHERE),
        ("海淀区", ELSEWHERE),
        ("上海市海淀区", ELSEWHERE),
        ("江苏省苏州市吴中区", ELSEWHERE),
        ("舟山市普陀区", ELSEWHERE),
        ("深圳市南山区", ELSEWHERE),
        ("深圳南山科技园", ELSEWHERE),
        ("嘉善县", ELSEWHERE),
    ],
)
def test_outcomes_tell_why_there_is_no_district(
    catalogue: Catalogue, text: str, outcome: int
) -> None:
    names = DistrictNames(catalogue, ["shanghai"])
    assert names.outcomes([text, "徐汇区"]).tolist() == [outcome, names.adcodes.index("310104")]
    assert names.codes([text]).tolist() == [-1]
    assert names.district(text) is None
