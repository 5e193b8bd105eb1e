import dataclasses
import re
from pathlib import Path

import pytest

from geo.errors import CatalogueError
from layers import registry
from layers.base import LayerSpec
from layers.registry import (
    ENTERPRISE_LAYERS,
    GROUPS,
    LAYERS,
    enterprise_specs,
    layer_specs,
)
from tests.some_enterprises import some_enterprises

ROOT = Path(__file__).parents[2]
KINDS_JS = (ROOT / "static/leaflet-atlas").glob("*.js")
KINDS = {
    kind
    for path in KINDS_JS
    for kind in re.findall(
        r"kinds(?:\.|\[\")([a-z-]+)(?:\"\])?\s*=", path.read_text(encoding="utf-8")
    )
}


def test_the_layers_of_the_two_cities(catalogue):
    industries = [f"industry-{row.id}" for row in catalogue.industries]

    assert len(industries) == 10
    assert [spec.id for spec in layer_specs(catalogue)] == [
        "districts",
        *industries,
        "belt-west",
        "belt-east",
        "link-renxing-link",
        "four-plus-x",
        "shenzhen-agglomeration",
        "huangpu-belt-areas",
        "parks",
        "new-cities",
        "scenario-sites",
        "institutions",
        "mentions",
    ]


def test_every_layer_file_is_registered():
    """Adding a layer is a file with ``specs`` and a line in the registry."""
    files = {
        path.stem
        for path in (ROOT / "layers").glob("*.py")
        if re.search(r"^def specs\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    registered = {specs.__module__ for specs in (*LAYERS, *ENTERPRISE_LAYERS)}
    # Points are no function of counts alone, so ``enterprise_layers`` adds them by itself.
    assert registered | {"layers.enterprise_points"} == {f"layers.{name}" for name in files}


def test_every_group_has_layers_and_every_layer_a_group(catalogue):
    assert {spec.group for spec in layer_specs(catalogue)} == {group.id for group in GROUPS}


def test_groups_are_titled_in_both_languages():
    for group in GROUPS:
        assert re.fullmatch(r"[\u4e00-\u9fff]+", group.title_zh)
        assert re.fullmatch(r"[A-Z][A-Za-z ]+", group.title_en)


def test_every_kind_is_drawn_by_the_browser_s_script(catalogue):
    registry = some_enterprises(catalogue, rows=50)
    specs = enterprise_specs(registry.aggregates, catalogue, points=registry.points)
    assert {spec.kind for spec in (*layer_specs(catalogue), *specs)} == KINDS


def test_layers_are_titled_and_annotated_in_both_languages(catalogue):
    for spec in layer_specs(catalogue):
        assert spec.title_zh, spec.id
        assert spec.title_en, spec.id
        assert bool(spec.note_zh) == bool(spec.note_en), spec.id


def test_every_member_is_a_district_a_site_or_a_link(catalogue):
    known = (
        {(row.city, row.adcode) for row in catalogue.districts}
        | {(row.city, row.id) for row in catalogue.sites}
        | {("shanghai", "renxing-link")}
    )

    for spec in layer_specs(catalogue):
        assert set(spec.members) <= known, spec.id


def test_every_site_stands_in_exactly_one_layer_of_places(catalogue):
    drawn = [
        member
        for spec in layer_specs(catalogue)
        if spec.kind == "sites"
        for _, member in spec.members
    ]

    assert sorted(drawn) == sorted(row.id for row in catalogue.sites)


def test_heat_lies_above_the_ground_and_the_districts_below_everything(catalogue):
    ids = [spec.id for spec in layer_specs(catalogue)]

    assert ids[0] == "districts"
    assert ids[-1] == "mentions"


@pytest.mark.parametrize("taken", ["parks", "districts", "industry-chip-design", "belt-west"])
def test_a_structure_must_not_take_the_id_of_another_layer(catalogue, taken):
    structure = next(row for row in catalogue.structures if row.id == "shenzhen-agglomeration")
    site = catalogue.site("sz-hetao").model_copy(update={"structure": taken})
    broken = dataclasses.replace(
        catalogue,
        structures=(*catalogue.structures, structure.model_copy(update={"id": taken})),
        sites=(*catalogue.sites, site),
    )

    with pytest.raises(CatalogueError, match=f'"{taken}" is the id of another layer'):
        layer_specs(broken)


def test_a_new_layer_is_one_line_in_the_registry(catalogue, monkeypatch):
    extra = LayerSpec("metro", "carriers", "sites", "地铁", "Metro", "park", (("shanghai", "x"),))
    monkeypatch.setattr(registry, "LAYERS", (*LAYERS, lambda _: [extra]))

    assert layer_specs(catalogue)[-1] is extra
