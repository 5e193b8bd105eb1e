from collections import Counter
from pathlib import Path

import pytest

from geo.catalogue import Catalogue
from geo.enterprises.word_table import (
    COLUMNS,
    MOST,
    MOST_ROWS,
    NONE,
    Word,
    default_words,
    find_problems,
    plain,
    read_words,
    write_words,
)
from geo.errors import WordsError
from geo.quotes import is_quoted, normalise

IDS = ("retail", "security")


@pytest.fixture(scope="module")
def words(catalogue: Catalogue) -> tuple[Word, ...]:
    return default_words(catalogue)


def problems_of(data: bytes, industries: tuple[str, ...] = IDS) -> list[tuple[int | None, str]]:
    with pytest.raises(WordsError) as caught:
        read_words(data, industries)
    assert str(caught.value)
    return [(problem.row, problem.code) for problem in caught.value.problems]


# --- the atlas's own words


def test_default_words_hold_together(catalogue: Catalogue, words: tuple[Word, ...]) -> None:
    ids = [row.id for row in catalogue.industries]

    assert find_problems(words, ids) == []
    assert {row.industry for row in words} == {*ids, NONE}


def test_default_words_begin_with_the_names_of_the_catalogue(
    catalogue: Catalogue, words: tuple[Word, ...]
) -> None:
    named = [(row.industry, row.word) for row in words if row.origin == "name"]
    both = [(row.id, name) for row in catalogue.industries for name in (row.name_zh, row.name_en)]

    assert named == both


def test_default_words_are_several_for_every_industry_in_both_languages(
    words: tuple[Word, ...],
) -> None:
    chinese = Counter(row.industry for row in words if not row.word.isascii())
    english = Counter(row.industry for row in words if row.word.isascii())

    assert min(chinese.values()) >= 5
    assert min(count for industry, count in english.items() if industry != NONE) >= 4


def test_default_words_say_where_they_come_from(
    catalogue: Catalogue, words: tuple[Word, ...]
) -> None:
    for row in words:
        assert row.origin in ("name", "document", "editorial")
        assert row.note, row.word
        assert row.note_en, row.word
        assert (row.origin == "editorial") == (not row.quote) == (not row.source), row.word
        assert not row.source or catalogue.source(row.source).kind == "policy"


def test_words_of_documents_stand_in_their_quotation(words: tuple[Word, ...]) -> None:
    for row in words:
        if row.origin == "document":
            assert plain(row.word) in plain(normalise(row.quote)), row.word
            assert len(row.quote) <= 40


def test_quotations_stand_in_the_documents(words: tuple[Word, ...], documents: Path) -> None:
    texts = {path.name: path.read_text("utf-8", "replace") for path in documents.glob("*.txt")}
    folded = {name: normalise(text) for name, text in texts.items()}

    assert [
        row.word for row in words if row.quote and not is_quoted(row.quote, folded[row.source])
    ] == []


@pytest.mark.parametrize("word", ["零售", "教育", "医疗", "制造", "制造业", "硬件", "设备", "识别"])
def test_default_words_leave_whole_trades_alone(words: tuple[Word, ...], word: str) -> None:
    """A shop, a school, a clinic or a factory is not intelligent by itself."""
    assert word not in {row.word for row in words}


def test_default_words_leave_out_industries_of_others(catalogue: Catalogue) -> None:
    class Fewer:
        industries = catalogue.industries[:2]

    assert {row.industry for row in default_words(Fewer())} == {"chip-design", "security", NONE}  # type: ignore[arg-type]


# --- tables that users edit


def test_read_words_reads_back_what_was_written(
    catalogue: Catalogue, words: tuple[Word, ...]
) -> None:
    dangerous = Word("security", "=cmd", note="+1")
    data = write_words([*words, dangerous])

    assert data.startswith(b"\xef\xbb\xbfindustry,word,")
    assert b"'=cmd" in data
    assert read_words(data, [row.id for row in catalogue.industries]) == (*words, dangerous)


def test_read_words_needs_two_columns_only() -> None:
    data = "备注,word,industry\nx,安防,security\n,,\ny,新零售,retail\n".encode("gb18030")

    assert read_words(data, IDS) == (Word("security", "安防"), Word("retail", "新零售"))


@pytest.mark.parametrize(
    ("table", "problems"),
    [
        ("", [(None, "no-column"), (None, "no-column")]),
        ("word\n安防\n", [(None, "no-column")]),
        ("industry,word\nshop,小店\n", [(2, "unknown-industry")]),
        ("industry,word\nretail,店\n", [(2, "too-short")]),
        (f"industry,word\nretail,{'店' * (MOST + 1)}\n", [(2, "too-long")]),
        ("industry,word,origin\nretail,小店,policy\n", [(2, "bad-origin")]),
        ("industry,word\nretail,AI 零售\nsecurity,ＡＩ+零售\n", [(3, "twice")]),
        ("industry,word\nretail,x\nshop,小店\n", [(2, "too-short"), (3, "unknown-industry")]),
        ("industry,word\n" + "retail,店铺\n" * (MOST_ROWS + 1), [(None, "too-many")]),
        ('industry,word\nretail,"店"铺\n', [(None, "not-a-table")]),
    ],
)
def test_read_words_lists_what_is_wrong(table: str, problems: list[tuple[int | None, str]]) -> None:
    assert problems_of(table.encode()) == problems


def test_read_words_refuses_what_is_no_text() -> None:
    assert problems_of(b"industry,word\nretail,\xe5\xba\n\xff\xff") == [(None, "not-a-table")]


def test_problems_name_row_value_and_what_is_allowed() -> None:
    with pytest.raises(
        WordsError, match="words, row 3: “shop” is no industry; allowed: none, retail"
    ):
        read_words("industry,word\nretail,小店\nshop,大店\n".encode(), IDS)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("AI ＋ 医疗", "ai医疗"),
        ("“AI+医疗”", "ai医疗"),
        ("Brain-Inspired  Chips ", "brain inspired chips"),
        ("Ａ　Ｉ", "a i"),
        ("智能 安防、零售", "智能安防、零售"),
    ],
)
def test_plain(text: str, form: str) -> None:
    assert plain(text) == form
    assert plain(form) == form


def test_columns_are_those_of_the_shipped_table() -> None:
    assert COLUMNS == ("industry", "word", "origin", "source", "quote", "note", "note_en")
