import pytest

from geo.boundary_source import source_cities
from geo.new_atlas_names import city_english, english, short_zh, slug, split, syllables


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("余杭区", ("余杭", "", "区")),
        ("浦东新区", ("浦东", "", "新区")),
        ("清新区", ("清新", "", "区")),
        ("碑林区", ("碑林", "", "区")),
        ("神农架林区", ("神农架", "", "林区")),
        ("石柱土家族自治县", ("石柱", "土家族", "自治县")),
        ("积石山保安族东乡族撒拉族自治县", ("积石山", "保安族东乡族撒拉族", "自治县")),
        ("巴音郭楞蒙古自治州", ("巴音郭楞", "蒙古", "自治州")),
        ("东乡族自治县", ("东乡", "", "自治县")),
        ("区", ("区", "", "")),
        ("某处", ("某处", "", "")),
    ],
)
def test_split(name: str, parts: tuple[str, str, str]) -> None:
    assert split(name) == parts


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        ("余杭区", "Yuhang District", "Yuhang"),
        ("临安区", "Lin'an District", "Lin'an"),
        ("建德市", "Jiande City", "Jiande"),
        ("淳安县", "Chun'an County", "Chun'an"),
        ("绿春县", "Lüchun County", "Lüchun"),
        ("忠县", "Zhong County", "Zhongxian"),
        ("单县", "Shan County", "Shanxian"),
        ("浦东新区", "Pudong New Area", "Pudong"),
        ("六枝特区", "Liuzhi Special District", "Liuzhi"),
        ("石柱土家族自治县", "Shizhu Tujia Autonomous County", "Shizhu"),
        ("隆林各族自治县", "Longlin Multi-Ethnic Autonomous County", "Longlin"),
        ("鄂伦春自治旗", "Oroqen Autonomous Banner", "Oroqen"),
        (
            "海西蒙古族藏族自治州直辖",
            "Haixi Mongol Tibetan Autonomous Prefecture (directly governed)",
            "Haixi (directly governed)",
        ),
    ],
)
def test_english(name: str, full: str, short: str) -> None:
    assert english(name) == full
    assert english(name, with_class=False) == short


@pytest.mark.parametrize(
    ("name", "name_en"),
    [
        ("杭州市", "Hangzhou"),
        ("西安市", "Xi'an"),
        ("大理白族自治州", "Dali Bai Autonomous Prefecture"),
        ("兴安盟", "Xing'an League"),
        ("济源市", "Jiyuan"),
    ],
)
def test_city_english(name: str, name_en: str) -> None:
    assert city_english(name) == name_en


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("余杭区", "yu hang qu"),
        ("长治市", "chang zhi shi"),
        ("长子县", "zhang zi xian"),
        ("洪洞县", "hong tong xian"),
        ("六合区", "lu he qu"),
        ("六安市", "lu an shi"),
        ("成都市", "cheng du shi"),
        ("绿春县", "lv chun xian"),
        ("蔚县", "yu xian"),
    ],
)
def test_syllables(name: str, said: str) -> None:
    assert " ".join(syllables(name)) == said


def test_short_zh_leaves_no_single_character() -> None:
    assert (short_zh("余杭区"), short_zh("忠县"), short_zh("矿区")) == ("余杭", "忠县", "矿区")


def test_slug() -> None:
    assert (slug("杭州市"), slug("西安市"), slug("吕梁市")) == ("hangzhou", "xian", "lvliang")


def test_every_name_of_the_package_can_be_spelt() -> None:
    cities = source_cities().values()
    names = {city.name_zh for city in cities}
    names |= {name for city in cities for name in city.districts.values()}
    assert len(names) > 2800
    for name in names:
        assert len(syllables(name)) == len(name), name
        assert english(name)[0].isupper(), name
        assert english(name, with_class=False).isprintable(), name
        assert slug(name)[:1].isalpha(), name


def test_only_one_name_has_no_class_that_is_known() -> None:
    """A new kind of division in another version of the package shows up here."""
    cities = source_cities().values()
    names = {city.name_zh for city in cities}
    names |= {name for city in cities for name in city.districts.values()}
    assert {name for name in names if not split(name)[2]} == {"海西蒙古族藏族自治州直辖"}
