"""The worked example is what the catalogue gives, and plainly synthetic."""

import dataclasses

import pytest

from geo.errors import StudyError, UnknownIdError
from geo.study import example_cities, read_example, results_of
from geo.study.build_example import SYNTHETIC, example_study, example_text, main
from geo.study.example import BETWEEN, COLUMNS_ZH, FOLDER


def test_the_committed_file_is_what_the_catalogue_gives(catalogue, example):
    """If this fails after a change of the tables: python -m geo.study.build_example."""
    committed = (FOLDER / "shanghai.json").read_text(encoding="utf-8")

    assert committed == example_text(catalogue)
    assert example_study(catalogue) == example


def test_the_file_is_written_where_it_is_read(tmp_path, monkeypatch, capsys, catalogue):
    monkeypatch.setattr("geo.study.build_example.FOLDER", tmp_path)

    main()

    written = tmp_path / "shanghai.json"
    assert capsys.readouterr().out.strip() == str(written)
    assert written.read_bytes() == example_text(catalogue).encode()


def test_every_candidate_says_that_it_is_made_up(example):
    assert len(example.candidates) == len(SYNTHETIC) == 14
    assert all(layer.synthetic for layer in example.candidate_layers)
    for row in example.candidates.values():
        assert row.name.startswith("合成")
        assert "Synthetic" in row.name


def test_references_are_places_of_the_catalogue(example, catalogue):
    rows = [row for layer in example.reference_layers for row in layer.features]

    assert len(rows) > 20
    for row in rows:
        site = catalogue.site(row.values["site"])
        assert (row.lon, row.lat) == (site.lon, site.lat)
        assert row.values["quote"] == site.quote


def test_it_shows_what_the_planner_can_say(example, results):
    kinds = {row.measure.kind for row in example.criteria}
    out = [(row.candidate, row.criterion, row.kind) for row in results.evaluation.findings]

    assert len(kinds) == 5
    assert out == [
        ("synthetic-09", "fit", "unknown"),
        ("synthetic-13", "floor", "below"),
        ("synthetic-14", "rent", "unknown"),
    ]
    assert not results.ranking.values.is_exact


def test_there_is_no_example_of_another_city(catalogue):
    assert example_cities() == ("shanghai",)
    with pytest.raises(UnknownIdError, match="allowed: shanghai"):
        read_example("../shanghai", catalogue)


def test_the_example_does_not_go_with_another_catalogue(catalogue):
    other = dataclasses.replace(catalogue, cities=catalogue.cities[1:])

    with pytest.raises(StudyError, match="city"):
        read_example("shanghai", other)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_in_one_language_is_the_same_example(catalogue, language):
    both, one = (read_example("shanghai", catalogue, named) for named in (None, language))
    assert both.title.split(BETWEEN)[language == "en"] == one.title
    for mixed, plain in zip(both.candidates.values(), one.candidates.values(), strict=True):
        assert plain.name in mixed.name
        assert BETWEEN not in plain.name
        assert ("合成" in plain.name) == (language == "zh")
    for study in (both, one):
        ranking = results_of(study, catalogue).ranking
        assert ranking is not None
        assert ranking.first == ("synthetic-01",)
    names = [row.name for layer in both.layers for row in layer.features]
    assert all(name.count(BETWEEN) == 1 for name in names)


def test_columns_are_called_as_the_reader_calls_them(catalogue):
    zh, en = (read_example("shanghai", catalogue, named) for named in ("zh", "en"))
    columns = [[*layer.columns] for layer in zh.layers]
    assert columns[0] == ["拟入驻产业", "租金", "建筑面积"]
    assert [*en.layers[0].columns] == ["industries", "rent", "floor_area"]
    english = {name for names in columns for name in names if name.isascii()}
    assert english == {"precision_m"}  # which the distances are told by
    assert set(COLUMNS_ZH) <= {name for layer in en.layers for name in layer.columns}
    for one, other in zip(zh.layers, en.layers, strict=True):
        assert [*one.columns.values()] == [*other.columns.values()]
        for mine, theirs in zip(one.features, other.features, strict=True):
            assert [*mine.values.values()][1:3] == [*theirs.values.values()][1:3]


def test_the_same_follows_in_either_language(catalogue):
    one, other = (
        results_of(read_example("shanghai", catalogue, named), catalogue) for named in ("zh", "en")
    )
    numbers = ["score", "rank", "score_low", "score_high", "rank_best", "rank_worst"]
    for mine, theirs in ((one.ranking, other.ranking), (one.compared, other.compared)):
        assert mine.table[numbers].equals(theirs.table[numbers])
        assert mine.contributions.equals(theirs.contributions)
    assert one.evaluation.findings == other.evaluation.findings
    assert [row.fit.rows for row in one.situations] == [row.fit.rows for row in other.situations]
