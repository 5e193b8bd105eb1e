import dataclasses
import shutil

import pytest

from geo.catalogue import DEFAULT_ROOT
from geo.errors import BoundaryError
from layers.drawable import find_undrawable


def changed(catalogue, table, row_id, **update):
    """Change one row of a table, found by its first own column."""
    rows = getattr(catalogue, table)
    found = [row for row in rows if row_id in (getattr(row, "id", None), row.name_zh)]
    assert len(found) == 1
    rows = tuple(row.model_copy(update=update) if row is found[0] else row for row in rows)
    return dataclasses.replace(catalogue, **{table: rows})


def messages(catalogue):
    return [str(problem) for problem in find_undrawable(catalogue)]


def test_the_real_catalogue_can_be_drawn(catalogue):
    assert find_undrawable(catalogue) == []


def test_a_district_without_boundary(catalogue):
    broken = changed(catalogue, "districts", "坪山区", adcode="440399")

    assert messages(broken) == [
        'districts.csv, column adcode: "440399" — there is no boundary of this district'
    ]


def test_a_city_without_boundaries(catalogue):
    broken = changed(catalogue, "cities", "shenzhen", adcode="440301")

    assert messages(broken) == [
        'cities.csv, column adcode: "440301" — there are no boundaries of this city; '
        "allowed: 310000, 440300"
    ]


def test_a_city_without_districts(catalogue):
    only = dataclasses.replace(catalogue, districts=catalogue.districts_of("shanghai"))

    assert messages(only) == [
        'cities.csv, column id: "shenzhen" — no row of districts.csv is in this city'
    ]


def test_a_city_whose_id_cannot_name_a_script_s_variable(catalogue):
    city = catalogue.city("shenzhen").model_copy(update={"id": "4403"})
    districts = tuple(
        row.model_copy(update={"city": "4403"}) if row.city == "shenzhen" else row
        for row in catalogue.districts
    )
    broken = dataclasses.replace(
        catalogue, cities=(catalogue.city("shanghai"), city), districts=districts
    )

    assert messages(broken) == ['cities.csv, column id: "4403" — must begin with a letter']


def test_no_city_at_all(catalogue):
    assert messages(
        dataclasses.replace(catalogue, cities=(), districts=(), specialisations=())
    ) == ["cities.csv — there is no city"]


def test_an_unknown_pattern(catalogue):
    (message,) = messages(changed(catalogue, "industries", "retail", pattern="zigzag"))

    assert message.startswith('industries.csv, column pattern: "zigzag" — allowed: ')
    assert "vertical" in message


def test_the_hatch_of_districts_without_specialisation_is_no_industry_s(catalogue):
    (message,) = messages(changed(catalogue, "industries", "retail", pattern="not-listed"))

    assert 'column pattern: "not-listed"' in message
    assert "not-listed" not in message.split("—")[1]


def test_a_structure_with_the_id_of_another_layer(catalogue):
    taken = catalogue.structure("four-plus-x").model_copy(update={"id": "parks"})
    site = catalogue.site("sh-maqiao").model_copy(update={"structure": "parks"})
    broken = dataclasses.replace(
        catalogue,
        structures=(*catalogue.structures, taken),
        sites=(*catalogue.sites, site),
    )
    (message,) = messages(broken)

    assert message.startswith("structures.csv, column id")
    assert '"parks" is the id of another layer' in message


@pytest.mark.parametrize(("site", "kind"), [("sz-hetao", "cluster"), ("sh-hp-bund-belt", "area")])
def test_a_site_that_no_layer_shows(catalogue, site, kind):
    sites = tuple(
        row.model_copy(update={"structure": None}) if row.id == site else row
        for row in catalogue.sites
    )

    assert messages(dataclasses.replace(catalogue, sites=sites)) == [
        f'sites.csv, column structure: "" — no layer shows {site}: '
        f"a site of kind {kind} must belong to a structure"
    ]


def test_everything_is_found_at_once(catalogue):
    broken = changed(catalogue, "industries", "retail", pattern="zigzag")
    broken = changed(broken, "districts", "坪山区", adcode="440399")

    assert len(find_undrawable(broken)) == 2


def test_altered_boundaries_are_refused(catalogue, tmp_path):
    folder = shutil.copytree(DEFAULT_ROOT, tmp_path / "catalogue")
    (folder / "boundaries" / "web-310000.topojson").write_text("{}", encoding="utf-8")

    with pytest.raises(BoundaryError, match="was altered"):
        find_undrawable(dataclasses.replace(catalogue, root=folder))
