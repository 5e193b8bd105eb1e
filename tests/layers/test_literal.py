"""The second lock, spot by spot: stock Folium executes the text, `literally` keeps it."""

import copy
import itertools
import pickle
import threading

import folium
import pytest
from branca.element import Element, Figure, MacroElement
from folium import plugins
from folium.template import Template
from jinja2 import TemplateSyntaxError

from layers.literal import Literal, literally

# Long enough not to turn up in the random hexadecimal names of elements.
PAYLOAD, RESULT = "{{ 7*191000000 }}", "1337000000"
POINT = {"type": "Point", "coordinates": [121.4, 31.2]}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[121, 31], [122, 31], [122, 32], [121, 32], [121, 31]]],
}


def features(properties, geometry=POINT):
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


def add_property(m, text):
    folium.GeoJson(features({"name": text})).add_to(m)


def add_property_name(m, text):
    folium.GeoJson(features({text: 1})).add_to(m)


def add_tooltip_alias(m, text):
    tooltip = folium.GeoJsonTooltip(["name"], aliases=[text])
    folium.GeoJson(features({"name": "x"}), tooltip=tooltip).add_to(m)


def add_popup_field(m, text):
    popup = folium.GeoJsonPopup([text])
    folium.GeoJson(features({text: "x"}), popup=popup).add_to(m)


def add_tooltip_style(m, text):
    tooltip = folium.GeoJsonTooltip(["name"], style=text)
    folium.GeoJson(features({"name": "x"}), tooltip=tooltip).add_to(m)


def add_style_value(m, text):
    folium.GeoJson(features({"k": 1}), style_function=lambda _: {"color": f"a{text}"}).add_to(m)


def add_topojson(m, text):
    topology = {
        "type": "Topology",
        "objects": {"o": {"type": "GeometryCollection", "geometries": []}},
        "arcs": [],
        "note": text,
    }
    folium.TopoJson(topology, "objects.o").add_to(m)


def add_layer_name(m, text):
    folium.FeatureGroup(name=text).add_to(m)
    folium.LayerControl().add_to(m)


def add_popup(m, text):
    folium.Marker((31, 121), popup=text).add_to(m)


def add_escaped_popup(m, text):
    folium.Marker((31, 121), popup=folium.Popup(text, parse_html=True)).add_to(m)


def add_tooltip(m, text):
    folium.Marker((31, 121), tooltip=text).add_to(m)


def add_div_icon(m, text):
    folium.Marker((31, 121), icon=folium.DivIcon(html=text)).add_to(m)


def add_attribution(m, text):
    folium.TileLayer("tiles/{z}/{x}/{y}.png", attr=text).add_to(m)


def add_pane(m, text):
    folium.map.CustomPane(text).add_to(m)


def add_option(m, text):
    folium.Circle((31, 121), radius=5, className=text).add_to(m)


def add_included_option(m, text):
    class Named(folium.FeatureGroup):
        pass

    Named.include(note=text)
    Named().add_to(m)


def add_float_image(m, text):
    plugins.FloatImage(text).add_to(m)


def add_search_placeholder(m, text):
    layer = folium.GeoJson(features({"name": "x"})).add_to(m)
    plugins.Search(layer, placeholder=text).add_to(m)


def add_grouped_control(m, text):
    group = folium.FeatureGroup(name="a").add_to(m)
    plugins.GroupedLayerControl({text: [group]}).add_to(m)


def add_timestamped(m, text):
    plugins.TimestampedGeoJson(features({"times": ["2018-01-01"], "popup": text})).add_to(m)


def add_subplot(m, text):
    class Note(MacroElement):
        _template = Template("{% macro html(this, kwargs) %}{{ this.text }}{% endmacro %}")

    note = Note()
    note.text = text
    m.get_root().add_subplot(1, 1, 1).add_child(note)


SPOTS = [value for name, value in list(globals().items()) if name.startswith("add_")]


def stock_map():
    return folium.Map((31, 121), tiles=None)


def compact(text):
    return "".join(text.split())


@pytest.mark.parametrize("add", SPOTS)
def test_stock_folium_executes_text(add):
    """The hazard itself: were it gone, the lock would guard nothing."""
    m = stock_map()
    add(m, PAYLOAD)

    assert RESULT in m.get_root().render()


@pytest.mark.parametrize("add", SPOTS)
def test_literally_keeps_text(add):
    m = stock_map()
    add(m, PAYLOAD)

    with literally():
        page = m.get_root().render()

    assert RESULT not in page
    assert PAYLOAD in page


@pytest.mark.parametrize("text", ["{% boom %}", "{% boom", "{{ unclosed", "{# hush", "}}", "{%"])
@pytest.mark.parametrize("add", SPOTS)
def test_literally_keeps_broken_template_syntax(add, text):
    m = stock_map()
    add(m, text)

    with literally():
        page = m.get_root().render()

    assert compact(text) in compact(page)


def test_stock_folium_raises_on_broken_template_syntax():
    m = stock_map()
    add_property(m, "{% boom")

    with pytest.raises(TemplateSyntaxError):
        m.get_root().render()


def test_a_page_of_plugins_comes_out_the_same(monkeypatch):
    def build():
        numbers = itertools.count()
        monkeypatch.setattr(Element, "_generate_id", lambda *_: f"{next(numbers):032x}")
        m = stock_map()
        for add in SPOTS:
            add(m, "text")
        pattern = plugins.StripePattern(angle=45)
        area = features({"k": 1}, SQUARE)
        folium.GeoJson(area, style_function=lambda _: {"fillPattern": pattern}).add_to(m)
        plugins.MarkerCluster([(31, 121)], popups=["p"]).add_to(m)
        plugins.HeatMap([(31, 121, 2)]).add_to(m)
        plugins.Fullscreen().add_to(m)
        plugins.MiniMap().add_to(m)
        plugins.Draw().add_to(m)
        plugins.MeasureControl().add_to(m)
        plugins.MousePosition().add_to(m)
        plugins.AntPath([(31, 121), (32, 122)]).add_to(m)
        return m.get_root()

    stock = build().render()
    figure = build()
    with literally():
        ours = figure.render()

    assert "stripe_pattern_" in stock
    assert compact(ours) == compact(stock)


def test_a_pattern_is_a_variable_and_all_else_a_string():
    m = stock_map()
    pattern = plugins.StripePattern()
    style = {"fillPattern": pattern, "color": "x}}", "dashArray": "{{'stripe_pattern_0'}}"}
    layer = folium.GeoJson(features({"k": 1}, SQUARE), style_function=lambda _: style).add_to(m)

    with literally():
        page = m.get_root().render()

    assert f'"fillPattern": {pattern.get_name()}' in page
    assert '"color": "x}}"' in page
    assert '"dashArray": "{{\'stripe_pattern_0\'}}"' in page
    assert page.index(f"var {pattern.get_name()} =") < page.index(f"var {layer.get_name()} =")


def test_a_style_cannot_close_the_script():
    m = stock_map()
    style = {"color": "</script><img>"}
    folium.GeoJson(features({"k": 1}), style_function=lambda _: style).add_to(m)

    with literally():
        page = m.get_root().render()

    assert "</script><img>" not in page


def test_an_element_of_ones_own_stays_a_template():
    element = Element("{{ 6*7 }}")
    figure = Figure()
    figure.html.add_child(element)

    with literally():
        assert "42" in figure.render()


def test_folium_is_itself_again_afterwards():
    with literally():
        assert type(Element("{{ 6*7 }}")) is Literal

    assert type(Element("{{ 6*7 }}")) is Element
    assert Element("{{ 6*7 }}").render() == "42"


def test_folium_is_itself_again_after_an_error():
    with pytest.raises(ZeroDivisionError), literally():
        _ = 1 / 0

    assert Element("{{ 6*7 }}").render() == "42"


def test_other_threads_do_not_notice():
    inside, done = threading.Event(), threading.Event()
    found = []

    def stock():
        inside.wait(5)
        found.append(Element("{{ 6*7 }}").render())
        done.set()

    thread = threading.Thread(target=stock)
    thread.start()
    with literally():
        inside.set()
        assert done.wait(5)
        assert Element("{{ 6*7 }}").render() == "{{ 6*7 }}"
    thread.join()

    assert found == ["42"]


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_a_literal_survives_copying(duplicate):
    assert duplicate(Literal("{{ 6*7 }}")).render() == "{{ 6*7 }}"
