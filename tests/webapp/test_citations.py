import re
from collections import Counter

import pytest

from geo.tables import TABLES, Row
from webapp.citations import citations_by_source

EVIDENCE = [name for name, row in TABLES.items() if issubclass(row, Row)]


@pytest.fixture(scope="module")
def cited(catalogue):
    return citations_by_source(catalogue)


@pytest.mark.parametrize("table", EVIDENCE)
def test_every_row_stands_under_its_source_with_its_quote(catalogue, cited, table):
    listed = Counter(
        (source.key, row.quote, row.status, row.note_zh)
        for source, rows in cited
        for row in rows
        if row.table == table
    )
    rows = getattr(catalogue, table)

    assert rows
    assert listed == Counter((row.source, row.quote, row.status, row.note) for row in rows)


def test_all_tables_with_evidence_are_meant():
    assert set(TABLES) - set(EVIDENCE) == {"sources"}
    assert len(EVIDENCE) == 16


def test_every_source_is_listed_policy_documents_first(catalogue, cited):
    kinds = [source.kind for source, _ in cited]

    assert len(cited) == len(catalogue.sources)
    assert kinds == ["policy"] * 5 + ["reference"] * (len(cited) - 5)


def test_a_position_stands_under_what_it_rests_on(catalogue, cited):
    positions = {
        row.id: source.key for source, rows in cited for row in rows if row.table == "positions"
    }

    assert positions == {row.id: row.basis for row in catalogue.sites}


def test_an_area_stands_under_its_reference(catalogue, cited):
    areas = {row.id: source.key for source, rows in cited for row in rows if row.table == "areas"}

    assert areas == {row.adcode: row.area_source for row in catalogue.districts if row.area_source}


def test_an_anchor_stands_under_what_it_rests_on(catalogue, cited):
    anchors = [source.key for source, rows in cited for row in rows if row.table == "anchors"]

    assert sorted(anchors) == sorted(row.basis for row in catalogue.belt_members)


def test_what_we_added_is_editorial(cited):
    added = {"positions", "areas", "anchors"}

    assert {row.status for _, rows in cited for row in rows if row.table in added} == {"editorial"}
    assert {row.status for _, rows in cited for row in rows if row.table == "specialisations"} == {
        "stated"
    }


def test_table_and_id_name_a_row_once(cited):
    names = Counter((row.table, row.id) for _, rows in cited for row in rows)

    assert [name for name, count in names.items() if count > 1] == []
    assert not any(re.search(r"\s", row_id) for _, row_id in names)


def test_every_citation_has_a_name_in_both_languages(cited):
    for _, rows in cited:
        for row in rows:
            assert row.name_zh, row
            assert row.name_en, row
            assert bool(row.note_zh) == bool(row.note_en), row


def test_what_can_be_shown_on_the_map_says_where(catalogue, cited):
    kinds = {
        "district": {row.adcode: row.city for row in catalogue.districts},
        "site": {row.id: row.city for row in catalogue.sites},
        "belt": {row.id: row.city for row in catalogue.belts},
        "scenario": {row.id: row.city for row in catalogue.scenarios},
    }
    selectable = [row for _, rows in cited for row in rows if row.select]

    for row in selectable:
        kind, _, row_id = row.select.partition(":")
        assert kinds[kind][row_id] == row.city
    assert {row.select.partition(":")[0] for row in selectable} == set(kinds)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_shows_every_citation(client, cited, prefix):
    page = client.get(f"{prefix}/sources").text

    for _, rows in cited:
        for row in rows:
            assert f'<tr id="{row.table}-{row.id}">' in page


def test_the_page_counts_the_citations_of_each_document(client, cited):
    page = client.get("/sources").text
    counts = re.findall(r'<span class="count">(\d+)</span>', page)

    assert [int(count) for count in counts] == [len(rows) for _, rows in cited]


def test_the_page_leads_to_the_map(client):
    page = client.get("/en/sources").text

    assert 'href="/en/atlas/shanghai?sel=district:310104"' in page
    assert 'href="/en/atlas/shenzhen?sel=site:sz-hetao"' in page


def test_notes_follow_the_language(client, catalogue):
    row = next(row for row in catalogue.structures if row.id == "renxing")

    assert row.note in client.get("/sources").text
    assert row.note_en in client.get("/en/sources").text
    assert row.note not in client.get("/en/sources").text
