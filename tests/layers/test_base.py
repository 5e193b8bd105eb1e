import dataclasses

import folium
import pytest

from layers.base import AtlasLayer, Group, LayerSpec

SPEC = LayerSpec(
    id="two-words",
    group="carriers",
    kind="sites",
    title_zh="</script>{{ 7*191 }}",
    title_en="{% boom",
    symbol="park",
    members=(("town", "a"), ("village", "b"), ("town", "c")),
)


def script_of(layer: AtlasLayer) -> str:
    """Render one layer in a map of its own, as Folium does."""
    stock = folium.Map(tiles=None)
    layer.add_to(stock)
    return layer._template.module.script(layer, {})


@pytest.mark.parametrize(
    ("cities", "members"),
    [
        ([], ()),
        (["town"], ("a", "c")),
        (["village"], ("b",)),
        (["village", "town"], ("a", "b", "c")),
        (["nowhere"], ()),
    ],
)
def test_members_in_keeps_the_order_of_the_catalogue(cities, members):
    assert SPEC.members_in(cities) == members


@pytest.mark.parametrize("start", [True, False])
def test_build_starts_as_the_layer_says(start):
    assert dataclasses.replace(SPEC, is_shown=start).build().show is start


@pytest.mark.parametrize("start", [True, False])
def test_build_can_be_told_how_to_start(start):
    assert dataclasses.replace(SPEC, is_shown=not start).build(show=start).show is start


def test_a_layer_carries_slugs_only():
    """Titles may come from a table, so they must not be anywhere in the Folium element."""
    layer = SPEC.build()

    assert layer.layer_name == "two-words"
    assert not any("boom" in str(value) or "191" in str(value) for value in vars(layer).values())


def test_a_layer_has_a_lasting_name():
    assert SPEC.build().get_name() == SPEC.build().get_name() == "atlas_two_words"


def test_a_layer_writes_one_line_of_script():
    layer = SPEC.build()
    script = " ".join(script_of(layer).split())

    parent = layer._parent.get_name()
    assert script == f'var atlas_two_words = L.atlas.layer( {parent}, "sites", "two-words");'


def test_a_layer_stands_in_folium_s_layer_control():
    stock = folium.Map(tiles=None)
    layer = SPEC.build()
    layer.add_to(stock)
    control = folium.LayerControl().add_to(stock)
    control.render()

    assert control.overlays == {"two-words": "atlas_two_words"}


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "Parks",
        "a b",
        "a--b",
        "-a",
        "a-",
        "a_b",
        "公园",
        "a\n",
        "{{ 7*191 }}",
        'a"',
        "a;alert(1)",
    ],
)
@pytest.mark.parametrize("place", ["id", "kind"])
def test_only_slugs_enter_a_template(slug, place):
    names = {"id": "parks", "kind": "sites", place: slug}

    with pytest.raises(ValueError, match="is not a slug"):
        AtlasLayer(names["id"], names["kind"])


def test_a_spec_and_a_group_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SPEC.id = "other"
    with pytest.raises(dataclasses.FrozenInstanceError):
        Group("a", "甲", "A").id = "b"
