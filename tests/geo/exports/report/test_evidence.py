import dataclasses

import pytest

from geo.exports.report.blocks import Quote, Text
from geo.exports.report.evidence import (
    cluster_fit_words,
    distance,
    evidence_section,
    fit_words,
    quotes,
    quotes_table,
    situations_table,
    where,
)
from geo.proximity import Distance
from tests.geo.exports.report.subjects import small_subject
from tests.geo.study.documents import candidates


def test_the_first_are_explained_and_quoted_once(en):
    blocks = evidence_section(en).blocks
    headings = [block.text for block in blocks if getattr(block, "style", "") == "heading"]
    quoted = [block for block in blocks if isinstance(block, Quote)]

    assert headings[0] == f"1. {en.name(en.ranking.table.index[0])}"
    assert len(quoted) == len(set(quoted)) > 0
    assert isinstance(blocks[-1], Text)
    assert "in the workbook" in blocks[-1].text


def test_every_quotation_is_a_row_of_the_catalogue(en):
    known = {row.quote for row in (*en.catalogue.specialisations, *en.catalogue.belts)}

    assert {row[2] for row in quotes_table(en).rows} <= known


def test_a_fit_says_what_matches_what_does_not_and_what_is_unknown(en):
    rows = en.situations.values()
    told = {row.candidate: fit_words(en, row) for row in rows}

    for row in rows:
        if row.fit.unknown:
            assert "unknown" in told[row.candidate]
        elif row.fit.value == 0:
            assert "none of which" in told[row.candidate]
        else:
            assert "of these the documents list" in told[row.candidate]
    assert any(row.fit.unknown == "not_listed" for row in rows)


def test_the_fit_with_the_nearest_core_cluster_is_told_and_quoted_too(en, zh):
    rows = list(en.situations.values())
    away = [row for row in rows if row.cluster.site.district != row.district.adcode]
    told = {row.candidate: cluster_fit_words(en, row) for row in rows}

    assert 0 < len(away) < len(rows)
    for row in rows:
        assert row.cluster.site.name_en in told[row.candidate]
        assert ("so the same" in told[row.candidate]) == (row not in away)
        cited = {found.text for found in quotes(en, row)}
        assert {one.quote for one in row.cluster_fit.rows if one.quote} <= cited
    fitting = next(row for row in away if row.cluster_fit.value > 0)
    district = en.catalogue.district(fitting.cluster.site.district)
    assert f"for {district.name_en}." in told[fitting.candidate]
    assert f"文件为{district.name_zh}列有" in cluster_fit_words(
        zh, zh.situations[fitting.candidate]
    )
    shown = [block.text for block in evidence_section(en).blocks if isinstance(block, Text)]
    assert told[str(en.ranking.table.index[0])] in shown
    table = situations_table(en)
    place = [column.title for column in table.columns].index("Policy fit with its district")
    assert table.rows[rows.index(fitting)][place] == fitting.cluster_fit.value


def test_a_place_outside_is_unknown(catalogue):
    layer = candidates({"rent": [1.0], "room": [1.0]}, spots=[(100.0, 20.0)])
    subject = small_subject(catalogue, layers=[layer])
    row = subject.situations["n0"]

    assert where(subject, row) == "lies in no district of the atlas."
    assert quotes(subject, row) == []
    assert situations_table(subject).rows[0][2:8] == (None,) * 5 + (
        "lies in no district of the atlas",
    )


def test_a_distance_within_its_error_is_only_a_bound(en):
    site = en.catalogue.sites[0]
    known, bound = Distance(site, 2000.0, 500.0), Distance(site, 300.0, 500.0)

    assert distance(en, known).endswith("(about 2.0 km ± 0.5)")
    assert distance(en, bound).endswith("(at most 800 m)")


@pytest.mark.parametrize(
    ("metres", "off", "told"),
    [
        (200.0, 5501.0, "at most 5.8 km"),
        (200.0, 5550.0, "at most 5.8 km"),
        (3400.0, 901.0, "about 3.4 km ± 1"),
        (604.0, 501.0, "about 600 m ± 510"),
    ],
)
def test_no_distance_looks_better_known_than_it_is(en, metres, off, told):
    found = Distance(en.catalogue.sites[0], metres, off)

    assert distance(en, found).endswith(f"({told})")


def test_a_district_without_entries_is_told_as_not_listed(en):
    row = next(iter(en.situations.values()))
    bare = dataclasses.replace(row, stated=())
    subject = dataclasses.replace(en)
    vars(subject)["situations"] = {row.candidate: bare}

    assert situations_table(subject).rows[0][5] == "not listed in the documents"
