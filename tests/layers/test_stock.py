import folium
import pytest
from folium import plugins

from layers.assets import UnvendoredAssetError
from layers.atlas_figure import AtlasFigure

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[121, 31], [122, 31], [122, 32], [121, 32], [121, 31]]],
}


class BareMap(folium.Map):
    """A map in an atlas figure, without any layer of the atlas."""

    default_js = []
    default_css = []


@pytest.fixture
def bare_map():
    m = BareMap((31, 121), tiles=None)
    AtlasFigure([]).add_child(m)
    return m


def scripts(m):
    return [asset.name for asset in m.get_root().compose().scripts]


def test_a_map_alone_needs_nothing(bare_map):
    parts = bare_map.get_root().compose()

    assert (parts.scripts, parts.styles) == ((), ())
    assert "Icon.Default" not in parts.script


def test_a_popup_brings_jquery(bare_map):
    folium.Marker((31, 121), popup="a").add_to(bare_map)
    folium.Marker((31, 121), popup="b").add_to(bare_map)

    assert scripts(bare_map) == ["jquery"]


def test_a_marker_brings_its_pictures(bare_map):
    folium.Marker((31, 121)).add_to(bare_map)

    assert 'iconUrl": "data:image/png;base64,' in bare_map.get_root().compose().script


def test_plugins_bring_their_files_once_and_in_order(bare_map):
    plugins.MarkerCluster([(31, 121)]).add_to(bare_map)
    plugins.MarkerCluster([(31, 121)]).add_to(bare_map)
    plugins.Fullscreen().add_to(bare_map)
    parts = bare_map.get_root().compose()

    assert [asset.name for asset in parts.scripts] == [
        "leaflet.markercluster",
        "Control.FullScreen",
    ]
    assert [asset.name for asset in parts.styles] == [
        "MarkerCluster",
        "MarkerCluster.Default",
        "Control.FullScreen",
    ]


def test_a_pattern_that_is_no_child_brings_its_file(bare_map):
    style = {"fillPattern": plugins.StripePattern()}
    folium.GeoJson(SQUARE, style_function=lambda _: style).add_to(bare_map)

    assert scripts(bare_map) == ["leaflet.pattern"]


@pytest.mark.parametrize(
    ("element", "messages"),
    [
        (plugins.Draw, ["folium.Draw", "leaflet.draw/1.0.2/leaflet.draw.js"]),
        (plugins.MeasureControl, ["folium.MeasureControl", "leaflet-measure"]),
        (
            lambda: folium.LinearColormap(["red", "blue"]),
            ["an element of this map", "d3/3.5.5/d3.min.js"],
        ),
        (lambda: folium.Marker((31, 121), icon=folium.Icon()), ["folium.Icon", "DivIcon"]),
        (
            lambda: folium.GeoJson(SQUARE, marker=folium.Marker(icon=folium.Icon())),
            ["folium.Icon", "DivIcon"],
        ),
    ],
)
def test_what_is_not_vendored_is_named(bare_map, element, messages):
    bare_map.add_child(element())

    with pytest.raises(UnvendoredAssetError) as caught:
        bare_map.get_root().compose()
    for message in messages:
        assert message in str(caught.value)


def test_data_that_would_be_loaded_later_is_refused(bare_map, tmp_path):
    file = tmp_path / "square.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}')
    folium.GeoJson(str(file), embed=False).add_to(bare_map)

    with pytest.raises(UnvendoredAssetError, match=r"embed=False.*square\.geojson"):
        bare_map.get_root().compose()


def test_rendering_leaves_the_elements_as_they_were(bare_map):
    layer = folium.FeatureGroup().add_to(bare_map)
    marker = folium.Marker((31, 121), icon=folium.DivIcon(html="x")).add_to(layer)
    before = [len(element._children) for element in (layer, marker)]
    root = bare_map.get_root()
    root.compose()

    assert [len(element._children) for element in (layer, marker)] == before
    assert not root.script._children
    assert not root.header._children
