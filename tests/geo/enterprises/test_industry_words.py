import pickle

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalogue import Catalogue
from geo.enterprises.industry_words import IndustryWords, Reading
from geo.enterprises.word_table import NONE, Word, plain
from geo.errors import WordsError

LETTERS = IndustryWords(
    [
        Word("x", "ab"),
        Word("x", "abc"),
        Word("y", "bcd"),
        Word("y", "甲乙丙"),
        Word("x", "乙丙丁"),
        Word("x", "甲乙丙丁戊"),
        Word("x", "子丑"),
        Word(NONE, "子丑寅"),
        Word(NONE, "丑卯"),
    ],
    ["x", "y"],
)


@pytest.fixture(scope="module")
def words(catalogue: Catalogue) -> IndustryWords:
    return IndustryWords.default(catalogue)


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("智能安防", "security"),
        ("安防产品的研发与销售", "security"),
        ("AI芯片", "chip-design"),
        ("集成电路设计", "chip-design"),
        ("类脑芯片", "brain-inspired"),
        ("类脑智能软硬件", "brain-inspired"),
        ("类脑芯片研发", "brain-inspired"),
        ("智慧醫療", "healthcare"),
        ("ＡＩ ＋ 医疗", "healthcare"),
        ("智能零售业", "retail"),
        ("AI CHIPS and boards", "chip-design"),
        ("Brain-inspired chips", "brain-inspired"),
        ("人工智能制造", "manufacturing"),
        ("批发零售；智能安防", "security"),
        # what belongs to none
        ("批发零售", ""),
        ("批发和零售业", ""),
        ("制造业", ""),
        ("教育", ""),
        ("医疗", ""),
        ("芯片制造", ""),
        ("基因芯片", ""),
        ("网络安全", ""),
        ("chipset", ""),
        ("FOCR", ""),
        ("软件开发", ""),
        ("", ""),
        # what names two
        ("智能医疗、智能安防", ""),
        ("智能安防芯片", ""),
    ],
)
def test_read_the_atlas_s_own_words(words: IndustryWords, text: str, industry: str) -> None:
    assert words.read(text).industry == industry


def test_names_of_the_catalogue_mean_themselves(words: IndustryWords, catalogue: Catalogue) -> None:
    for row in catalogue.industries:
        for name in (row.name_zh, row.name_en, f"某{row.name_zh}企业"):
            assert words.read(name).industry == row.id


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("甲乙丙", ("y",)),
        ("甲乙丙丁", ("x", "y")),  # equally long, overlapping
        ("甲乙丙丁戊", ("x",)),  # the longest covers both
        ("甲乙丙,乙丙丁", ("x", "y")),  # apart
        ("子丑寅", ()),
        ("子丑卯", ()),  # no longer than a word of none
        ("子丑", ("x",)),
        ("子丑寅子丑", ("x",)),
    ],
)
def test_the_longest_word_wins_where_words_overlap(text: str, industries: tuple[str, ...]) -> None:
    reading = LETTERS.read(text)

    assert reading.industries == industries
    assert reading.is_ambiguous == (len(industries) > 1)
    assert LETTERS.ambiguous([text, "没有"]) == ((0,) if len(industries) > 1 else ())


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("ab", ("x",)),
        ("AB-c", ("x",)),
        ("abcd", ()),
        ("abs", ("x",)),
        ("x ab, bcd", ("x", "y")),
        ("用ab的", ("x",)),
    ],
)
def test_latin_words_are_whole_words(text: str, industries: tuple[str, ...]) -> None:
    assert LETTERS.read(text).industries == industries


def test_read_tells_the_words_that_decide(words: IndustryWords) -> None:
    assert words.read("智能安防与类脑芯片") == Reading(
        ("security", "brain-inspired"), ("智能安防", "类脑芯片")
    )


def test_codes_of_lists_and_arrays(words: IndustryWords) -> None:
    texts = ["智能安防", None, "餐饮", "智能医疗、智能安防", "智能零售"]
    place = words.industries.index
    expected = [place("security"), -1, -1, -1, place("retail")]

    for given_as in (
        texts,
        pa.array(texts),
        pa.array(texts).dictionary_encode(),
        pa.chunked_array([texts]),
    ):
        codes = words.codes(given_as)
        assert codes.dtype == np.int8
        assert codes.tolist() == expected
    assert words.ambiguous(texts) == (3,)
    assert words.codes([]).tolist() == []
    assert words.codes(pa.array([None, None])).tolist() == [-1, -1]


TEXTS = st.text(st.sampled_from("ab cdAB甲乙丙丁戊子丑寅卯 ，-+s１"), max_size=14)


@given(st.lists(TEXTS, max_size=8))
def test_codes_agree_with_reading_one_by_one(texts: list[str]) -> None:
    one_by_one = [LETTERS.read(text) for text in texts]

    codes = [
        -1 if not row.industry else LETTERS.industries.index(row.industry) for row in one_by_one
    ]
    assert LETTERS.codes(texts).tolist() == codes
    assert LETTERS.ambiguous(texts) == tuple(
        place for place, row in enumerate(one_by_one) if row.is_ambiguous
    )


@given(TEXTS)
def test_only_what_stands_in_a_text_decides(text: str) -> None:
    assert all(plain(word) in plain(text) for word in LETTERS.read(text).words)


def test_words_survive_the_way_to_another_process(words: IndustryWords) -> None:
    copy = pickle.loads(pickle.dumps(words))

    assert copy.fingerprint == words.fingerprint
    assert copy.codes(["智能安防"]).tolist() == words.codes(["智能安防"]).tolist()


def test_fingerprint_is_of_what_decides(words: IndustryWords) -> None:
    rows = list(words.rows)
    noted = [Word(row.industry, row.word.upper(), note="another") for row in reversed(rows)]

    assert IndustryWords(noted, words.industries).fingerprint == words.fingerprint
    assert IndustryWords(rows[1:], words.industries).fingerprint != words.fingerprint
    assert IndustryWords(rows, words.industries[::-1]).fingerprint != words.fingerprint


def test_from_csv_reads_back_what_to_csv_wrote(words: IndustryWords, catalogue: Catalogue) -> None:
    assert IndustryWords.from_csv(words.to_csv(), catalogue).rows == words.rows


def test_words_for_an_industry_that_is_not_there_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(WordsError, match="“farming” is no industry"):
        IndustryWords.from_csv("industry,word\nfarming,农业\n".encode(), catalogue)


def test_no_words_map_nothing() -> None:
    empty = IndustryWords([], ["x"])

    assert empty.codes(["智能安防"]).tolist() == [-1]
    assert empty.read("智能安防") == Reading((), ())
