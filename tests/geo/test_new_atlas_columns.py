import pytest

from geo.new_atlas_columns import COLUMN_WORDS, TABLE_WORDS, column_words
from geo.tables import TABLES, columns

EVERY = [(table, column) for table in TABLES for column in columns(table)]


def test_every_table_is_described() -> None:
    assert list(TABLE_WORDS) == list(TABLES)


@pytest.mark.parametrize(("table", "column"), EVERY)
def test_every_column_is_described_in_both_languages(table: str, column: str) -> None:
    zh, en = column_words(table, column)
    assert any("\u4e00" <= character <= "\u9fff" for character in zh)
    assert any(character.isascii() and character.isalpha() for character in en)
    assert not zh.endswith("。")
    assert not en.endswith(".")


def test_nothing_is_described_that_is_not_there() -> None:
    own = {f"{table}.{column}" for table, column in EVERY}
    shared = {column for table, column in EVERY if f"{table}.{column}" not in COLUMN_WORDS}
    assert set(COLUMN_WORDS) <= own | shared


def test_a_column_that_is_not_there_has_no_words() -> None:
    with pytest.raises(KeyError):
        column_words("sites", "colour_of_the_roof")
