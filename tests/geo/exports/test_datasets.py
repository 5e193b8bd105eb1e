import pytest

from geo.errors import UnknownIdError
from geo.exports.columns import COLUMNS, EVIDENCE, POSITION
from geo.exports.datasets import DATASETS, find_dataset
from geo.tables import TABLES


def names(dataset):
    return [column.name for column in dataset.columns]


def test_there_are_the_datasets_that_planners_ask_for():
    assert [*DATASETS][:4] == ["districts", "sites", "specialisations", "scenarios"]
    assert DATASETS.keys() <= TABLES.keys()


def test_every_column_is_explained_in_both_languages_and_used():
    used = {name for dataset in DATASETS.values() for name in names(dataset)}

    assert used == COLUMNS.keys()
    assert [c.name for c in COLUMNS.values() if not (c.about_zh and c.about_en)] == []


def test_every_row_says_who_says_so(dataset, catalogue):
    """A quotation, or why there is none; the key of the document and its title."""
    rows = dataset.records(catalogue)

    assert len(rows) == len(getattr(catalogue, dataset.id)) > 0
    if dataset.id != "sources":
        assert tuple(names(dataset)[-len(EVIDENCE) :]) == EVIDENCE
        titles = {row.key: (row.title_zh, row.title_en) for row in catalogue.sources}
        for row in rows:
            assert row["quote"] or row["note"]
            assert (row["source_title_zh"], row["source_title_en"]) == titles[row["source"]]


def test_a_key_identifies_a_row(dataset, catalogue):
    rows = dataset.records(catalogue)

    assert len({tuple(row[name] for name in dataset.key) for row in rows}) == len(rows)


def test_only_what_lies_somewhere_has_a_datum(dataset):
    assert set(POSITION) & set(names(dataset)) == set(POSITION if dataset.shape != "none" else ())


def test_the_cities_together_are_the_whole(dataset, catalogue):
    parts = [dataset.records(catalogue, city.id) for city in catalogue.cities]
    whole = dataset.records(catalogue)

    if dataset.has_city:
        assert sum(map(len, parts)) == len(whole)
        for city, rows in zip(catalogue.cities, parts, strict=True):
            assert {row["city"] for row in rows} <= {city.id}
    else:
        assert all(rows == whole for rows in parts)


def test_no_table_shows_less_than_the_catalogue_does(dataset):
    """What a table leaves out is named here: signs and label positions, which only the map uses."""
    left_out = set(TABLES[dataset.id].model_fields) - set(names(dataset))

    assert left_out <= {"pattern", "short_zh", "short_en", "label_lon", "label_lat"}


def test_a_district_that_no_document_lists_says_so(catalogue):
    rows = {row["adcode"]: row for row in DATASETS["districts"].records(catalogue)}

    assert rows["310118"]["specialisations_zh"] == "文件未列"
    assert rows["310118"]["specialisations_en"] == "not listed in the documents"
    assert rows["310118"]["specialisations"] == ""
    assert rows["440305"]["specialisations_zh"] == "文件未列"
    assert rows["310105"]["specialisations"] == "recognition; retail"
    assert rows["310105"]["specialisations_zh"] == "智能识别; 智能零售"
    assert rows["310105"]["specialisations_quote"] == "长宁区 智能识别 智能零售"
    assert rows["310105"]["specialisations_source"] == "003_d047bc0bd23c11a9.txt"


def test_a_district_s_point_lies_in_it(catalogue):
    shapes = catalogue.boundaries.full.geometry
    for row in DATASETS["districts"].records(catalogue):
        assert shapes[row["adcode"]].bounds[0] < row["lon"] < shapes[row["adcode"]].bounds[2]
        assert shapes[row["adcode"]].bounds[1] < row["lat"] < shapes[row["adcode"]].bounds[3]


def test_ids_come_with_the_names_behind_them(catalogue):
    rows = {row["id"]: row for row in DATASETS["measures"].records(catalogue)}
    first = rows["sz-measure-01"]

    assert first["units"] == ("sz-development-reform", "sz-science-innovation")
    assert first["units_zh"].count("; ") == first["units_en"].count("; ") == 1
    belts = {row["id"]: row for row in DATASETS["belts"].records(catalogue)}
    assert belts["west"]["members"] == "宝山; 杨浦; 普陀; 长宁; 徐汇; 闵行; 松江"


def test_find_dataset_names_those_that_there_are():
    assert find_dataset("sites") is DATASETS["sites"]
    with pytest.raises(UnknownIdError, match='no dataset "parks"; allowed: .*sites'):
        find_dataset("parks")


def test_a_rewording_names_what_it_pairs(catalogue):
    rows = {row["id"]: row for row in DATASETS["rewordings"].records(catalogue)}

    assert rows["layout"]["earlier_zh"].startswith("人形分布")
    assert rows["layout"]["later_zh"].startswith("东西互动")
    topics = {row.id: row.topic_en for row in catalogue.targets}
    assert rows["scale"]["later_en"] == topics[rows["scale"]["later_target"]]
    assert {row["status"] for row in rows.values()} == {"editorial"}
