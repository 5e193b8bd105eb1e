import pytest
from werkzeug.datastructures import MultiDict

from webapp.errors import WrongValueError
from webapp.view_state import Selection, Viewpoint, ViewState, read_view_state
from webapp.views import find_view


@pytest.fixture
def read(app, catalogue):
    def read(query="", view="shanghai", path="/"):
        with app.test_request_context(f"{path}?{query}") as context:
            return read_view_state(context.request.args, find_view(catalogue, view), catalogue)

    return read


def test_an_empty_address_is_a_fresh_page(read):
    assert read() == ViewState()


def test_everything_that_the_page_writes_is_read(read):
    state = read(
        "on=parks,new-cities&off=belt-west&edition=2021&sel=district:310104"
        "&op=industries:40,structure:70&at=31.2304,121.4737,10.25&basemap=amap&datum=GCJ-02"
    )

    assert state == ViewState(
        on=("parks", "new-cities"),
        off=("belt-west",),
        edition=2021,
        sel=Selection("district", "310104"),
        op=(("industries", 40), ("structure", 70)),
        at=(Viewpoint(31.2304, 121.4737, 10.25),),
        basemap="amap",
        datum="GCJ-02",
    )


def test_a_state_can_be_a_key(read):
    assert len({read("on=parks"), read("on=parks"), read("on=new-cities")}) == 2


def test_a_layer_named_twice_is_on_once(read):
    assert read("on=parks,parks,,").on == ("parks",)


def test_the_other_parameters_are_left_alone(read):
    assert read("paper=a3&utm_source=x") == ViewState()


def test_a_view_of_two_cities_has_two_viewpoints(read):
    state = read("at=31.2,121.4,10,22.5,114.0,11", view="both")

    assert state.at == (Viewpoint(31.2, 121.4, 10), Viewpoint(22.5, 114.0, 11))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("on=nope", ("on=nope", "belt-west")),
        ("off=belt-wst", ("off=belt-wst", "belt-west")),
        ("edition=1999", ("edition=1999", "2018, 2021, 2023")),
        ("edition=2018x", ("edition=2018x", "2018")),
        ("sel=planet:mars", ("sel=planet", "district")),
        ("sel=district:999999", ("sel=district:999999", "3101")),
        ("sel=district", ("sel=district:", "310101")),
        ("op=industries:5", ("op=industries:5", "10–100")),
        ("op=industries:1e2", ("op=industries:1e2", "10–100")),
        ("op=base:50", ("op=base", "industries")),
        ("at=1,2", ("at=1,2", "lat,lng,zoom")),
        ("at=31.2,121.4,nan", ("at=31.2,121.4,nan", "lat,lng,zoom")),
        ("at=31.2,121.4,x", ("at=31.2,121.4,x", "lat,lng,zoom")),
        ("at=39.9,116.4,10", ("at=39.9,116.4,10", "lat 2")),
        ("at=31.2,121.4,99", ("at=31.2,121.4,99", "zoom 1–22")),
        ("datum=BD-09", ("datum=BD-09", "WGS-84, GCJ-02")),
    ],
)
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_what_is_wrong_is_named_with_what_is_allowed(read, query, told, path):
    with pytest.raises(WrongValueError) as caught:
        read(query, path=path)

    for word in told:
        assert word in str(caught.value)
    assert ("Allowed:" in str(caught.value)) == (path == "/en/")
    assert ("可用的有" in str(caught.value)) == (path == "/")


def test_a_long_value_is_not_repeated_whole(read):
    with pytest.raises(WrongValueError) as caught:
        read("on=" + "x" * 5000)

    assert len(str(caught.value)) < 600


def test_layers_that_are_on_in_drawing_order(read, catalogue):
    fresh = read().layers(catalogue)
    changed = read("on=parks&off=belt-west,districts").layers(catalogue)

    assert fresh[0] == "districts"
    assert "parks" not in fresh
    assert set(fresh) - set(changed) == {"belt-west", "districts"}
    assert set(changed) - set(fresh) == {"parks"}
    assert read("on=parks&off=parks").layers(catalogue) == read("on=parks").layers(catalogue)


@pytest.mark.parametrize(
    ("sel", "layer"),
    [("site:sh-changyang-campus", "parks"), ("layer:new-cities", "new-cities")],
)
def test_a_link_to_a_place_shows_it(read, catalogue, sel, layer):
    """As the page does, unless the address also says where to look."""
    assert layer in read(f"sel={sel}").layers(catalogue)
    assert layer not in read(f"sel={sel}&at=31.2,121.4,10").layers(catalogue)


def test_a_form_is_read_like_a_query(app, catalogue):
    form = MultiDict({"on": "parks", "paper": "a3"})
    with app.test_request_context("/"):
        assert read_view_state(form, find_view(catalogue, "shanghai"), catalogue).on == ("parks",)
