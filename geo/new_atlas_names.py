"""Names of cities and districts that no table gives: pinyin, and English made from it.

Everything here is mechanical and therefore editorial: 余杭区 → ``yu hang qu`` → *Yuhang
District*. Where usage differs (呼和浩特 is Hohhot) the person who fills the tables corrects it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pypinyin import lazy_pinyin

CLASSES: Mapping[str, str] = {
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "特别行政区": "Special Administrative Region",
    "新区": "New Area",
    "特区": "Special District",
    "林区": "Forestry District",
    "地区": "Prefecture",
    "区": "District",
    "县": "County",
    "市": "City",
    "旗": "Banner",
    "盟": "League",
    "省": "Province",
}
"""End of a name → its class in English; the longer end stands before the shorter."""

PART_OF_THE_NAME = ("碑林区", "北林区", "万柏林区", "金林区", "清新区")
"""Districts whose names happen to end as a longer class does."""

PEOPLES: Mapping[str, str] = {
    "蒙古": "Mongol", "回": "Hui", "藏": "Tibetan", "维吾尔": "Uygur", "苗": "Miao", "彝": "Yi",
    "壮": "Zhuang", "布依": "Bouyei", "朝鲜": "Korean", "满": "Manchu", "侗": "Dong", "瑶": "Yao",
    "白": "Bai", "土家": "Tujia", "哈尼": "Hani", "哈萨克": "Kazak", "傣": "Dai", "黎": "Li",
    "傈僳": "Lisu", "佤": "Va", "畲": "She", "拉祜": "Lahu", "水": "Sui", "东乡": "Dongxiang",
    "纳西": "Naxi", "景颇": "Jingpo", "柯尔克孜": "Kirgiz", "土": "Tu", "达斡尔": "Daur",
    "仫佬": "Mulao", "羌": "Qiang", "布朗": "Blang", "撒拉": "Salar", "毛南": "Maonan",
    "仡佬": "Gelao", "锡伯": "Xibe", "普米": "Primi", "塔吉克": "Tajik", "怒": "Nu",
    "鄂温克": "Ewenki", "保安": "Bonan", "裕固": "Yugur", "独龙": "Derung", "鄂伦春": "Oroqen",
    "各": "Multi-Ethnic",
}  # fmt: skip
"""Peoples in the names of autonomous places → English, after GB/T 3304."""

READINGS: Mapping[str, str] = {
    "单县": "shan", "洪洞": "hong tong", "涡阳": "guo yang", "浚县": "xun", "筠连": "jun lian",
    "荥经": "ying jing", "繁峙": "fan shi", "万柏林": "wan bai lin", "大城县": "dai cheng",
    "覃塘": "qin tang", "珲春": "hun chun", "宕昌": "tan chang", "穆棱": "mu ling",
    "漯河": "luo he", "召陵": "shao ling", "乐陵": "lao ling", "泊头": "bo tou", "六合": "lu he",
    "长子": "zhang zi", "南乐": "nan le", "民乐": "min le", "牟定": "mou ding",
    "红寺堡": "hong si pu", "东阿": "dong e", "乐亭": "lao ting", "乐清": "yue qing",
    "都": "du", "长": "chang", "朝": "chao", "什": "shi", "勒": "le", "佛": "fo",
}  # fmt: skip
"""How places are read where pypinyin's dictionary of words goes wrong; longer ones win."""

_KNOWN = re.compile("|".join(sorted(map(re.escape, READINGS), key=len, reverse=True)))


def syllables(name: str) -> list[str]:
    """Spell a Chinese name, a syllable for each character, ü as v.

    >>> syllables("绿春县")
    ['lv', 'chun', 'xian']
    """
    said: list[str] = lazy_pinyin(name)
    for found in _KNOWN.finditer(name):
        known = READINGS[found[0]].split()
        said[found.start() : found.start() + len(known)] = known
    return said


def slug(name: str) -> str:
    """Make an id of a name without its class: 杭州市 → ``hangzhou``."""
    said = syllables(name)[: len(split(name)[0])]
    return re.sub("[^a-z0-9]", "", "".join(said).lower())


def split(name: str) -> tuple[str, str, str]:
    """Take a name apart.

    Returns
    -------
    tuple of str
        Stem, peoples, class: 石柱土家族自治县 → 石柱, 土家族, 自治县; 余杭区 → 余杭, "", 区. The
        class is empty where the name has none that is known.
    """
    ends = [end for end in CLASSES if name.endswith(end) and len(name) > len(end)]
    if not ends:
        return name, "", ""
    end = ends[-1] if name in PART_OF_THE_NAME else ends[0]
    stem = name.removesuffix(end)
    peoples = ""
    while end.startswith("自治") and (people := _last_people(stem)):
        stem, peoples = stem.removesuffix(people), people + peoples
    if end.startswith("自治") and not peoples:  # named after its people alone: 东乡族自治县
        stem = stem.removesuffix("族")
    return stem, peoples, end


def short_zh(name: str) -> str:
    """Drop the class as maps do; one character does not stand alone: 忠县 stays 忠县."""
    stem = split(name)[0]
    return stem if len(stem) > 1 else name


def english(name: str, *, with_class: bool = True) -> str:
    """Write a name in English: 石柱土家族自治县 → *Shizhu Tujia Autonomous County*.

    Parameters
    ----------
    name : str
        Full name in Chinese.
    with_class : bool
        Whether *District* and the like follow. Without it 忠县 is *Zhongxian*, because *Zhong*
        alone is no name.
    """
    if name.endswith("直辖"):  # what a prefecture governs without a county: 海西…自治州直辖
        own = english(name.removesuffix("直辖"), with_class=with_class)
        return f"{own} (directly governed)"
    stem, peoples, end = split(name)
    if not with_class and len(stem) == 1:
        return _word(name, len(name))
    proper = PEOPLES.get(stem) if end.startswith("自治") else None
    proper = proper or _word(name, len(stem))
    if not with_class:
        return proper
    named = [PEOPLES[people] for people in re.findall("(.+?)(?:族|$)", peoples)]
    return " ".join([proper, *named, *([CLASSES[end]] if end else [])])


def city_english(name: str) -> str:
    """Write a city's name in English: 杭州市 is *Hangzhou*, 大理白族自治州 says what it is."""
    return english(name, with_class=split(name)[2] not in ("市", "特别行政区"))


def _last_people(stem: str) -> str:
    """Return the people at the end of a stem, as written; something must be left before it."""
    written = [form for people in PEOPLES for form in (f"{people}族", people) if len(form) > 1]
    ends = [form for form in written if stem.endswith(form) and stem != form]
    return max(ends, key=len, default="")


def _word(name: str, length: int) -> str:
    """Join the first syllables as place names are: capital, apostrophe before a vowel, ü."""
    # The whole name is read first: 单 alone is dan, in 单县 it is shan.
    said = [syllable.replace("v", "ü") for syllable in syllables(name)[:length]]
    parts = said[:1] + [f"'{part}" if part[:1] in "aeo" else part for part in said[1:]]
    return "".join(parts).capitalize()
