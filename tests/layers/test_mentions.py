import dataclasses

from layers import mentions


def test_every_place_that_a_document_writes_is_warm(catalogue):
    (spec,) = mentions.specs(catalogue)

    assert (spec.id, spec.group, spec.kind) == ("mentions", "scenarios", "mentions")
    assert [member for _, member in spec.members] == [
        row.id for row in catalogue.sites if row.mentions > 0
    ]


def test_the_weight_is_said_to_be_mentions_and_not_enterprises(catalogue):
    (spec,) = mentions.specs(catalogue)

    assert "并非企业" in spec.note_zh
    assert "not enterprises" in spec.note_en
    assert not spec.is_shown


def test_a_place_without_mentions_stays_cold(catalogue):
    sites = tuple(
        row.model_copy(update={"mentions": 0}) if row.city == "shenzhen" else row
        for row in catalogue.sites
    )
    (spec,) = mentions.specs(dataclasses.replace(catalogue, sites=sites))

    assert spec.members_in(["shenzhen"]) == ()
    assert spec.members_in(["shanghai"])


def test_without_any_mention_there_is_no_layer(catalogue):
    sites = tuple(row.model_copy(update={"mentions": 0}) for row in catalogue.sites)

    assert mentions.specs(dataclasses.replace(catalogue, sites=sites)) == []
