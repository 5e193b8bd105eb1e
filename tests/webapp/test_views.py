import dataclasses

import pytest

from webapp.errors import NotThereError
from webapp.views import ALL, find_view, views


def test_a_view_per_city_and_one_of_both(catalogue):
    found = views(catalogue)

    assert [view.id for view in found] == ["shanghai", "shenzhen", ALL]
    assert [view.cities for view in found] == [
        ("shanghai",),
        ("shenzhen",),
        ("shanghai", "shenzhen"),
    ]
    assert [view.title_zh for view in found] == ["上海", "深圳", "双城"]
    assert [view.title_en for view in found] == ["Shanghai", "Shenzhen", "Both cities"]


def test_one_city_alone_needs_no_view_of_all(catalogue):
    alone = dataclasses.replace(catalogue, cities=catalogue.cities[:1])

    assert [view.id for view in views(alone)] == ["shanghai"]


def test_three_cities_are_not_called_two(catalogue):
    third = catalogue.cities[0].model_copy(update={"id": "suzhou", "name_zh": "苏州市"})
    more = dataclasses.replace(catalogue, cities=(*catalogue.cities, third))

    assert [view.title_zh for view in views(more)] == ["上海", "深圳", "苏州", "全部城市"]
    assert views(more)[-1].title_en == "All cities"
    assert views(more)[-1].cities == ("shanghai", "shenzhen", "suzhou")
    assert views(more)[-1].id == "all"


def test_a_city_may_have_the_id_of_the_view_of_both(catalogue):
    one, other = catalogue.cities
    clash = dataclasses.replace(catalogue, cities=(one.model_copy(update={"id": "both"}), other))

    assert [view.id for view in views(clash)] == ["both", "shenzhen", "all-both"]
    assert find_view(clash, "both").cities == ("both",)
    assert find_view(clash, "all-both").cities == ("both", "shenzhen")


@pytest.mark.parametrize("view_id", ["shanghai", "shenzhen", "both"])
def test_find_view(catalogue, view_id):
    assert find_view(catalogue, view_id).id == view_id


@pytest.mark.parametrize("view_id", ["", "Shanghai", "paris", "both "])
@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "没有名为“{}”的视图。可用的有：shanghai, shenzhen, both。"),
        ("/en/", "There is no view “{}”. Allowed: shanghai, shenzhen, both."),
    ],
)
def test_an_unknown_view_is_named_with_those_there_are(app, catalogue, view_id, path, told):
    with app.test_request_context(path), pytest.raises(NotThereError) as caught:
        find_view(catalogue, view_id)
    assert str(caught.value) == told.format(view_id)
