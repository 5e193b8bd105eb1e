from layers import districts


def test_one_layer_holds_the_districts_of_every_city(catalogue):
    (spec,) = districts.specs(catalogue)

    assert (spec.id, spec.group, spec.kind, spec.symbol) == (
        "districts",
        "base",
        "districts",
        "district",
    )
    assert len(spec.members_in(["shanghai"])) == 16
    assert len(spec.members_in(["shenzhen"])) == 9
    assert spec.members == tuple((row.city, row.adcode) for row in catalogue.districts)


def test_the_districts_are_shown_from_the_start(catalogue):
    assert districts.specs(catalogue)[0].is_shown


def test_qingpu_is_there_although_no_document_lists_it(catalogue):
    assert ("shanghai", "310118") in districts.specs(catalogue)[0].members
