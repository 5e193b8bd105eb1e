import io

import pytest
from werkzeug.datastructures import MultiDict

from geo.enterprises.samples import take_sample
from geo.enterprises.wish import read_wish
from webapp.planner.enterprise_wish import Choices, first_choices, job_of, next_choices


@pytest.fixture(scope="module")
def sample():
    text = "企业名称,经度,纬度,所属区县\n甲,121.4,31.2,徐汇区\n"
    return take_sample(io.BytesIO(text.encode()), None)


def test_what_is_proposed_is_a_wish_but_for_the_datum(sample):
    found = first_choices(sample, "shanghai")
    assert found.datum is None
    assert found.columns == {
        "name": "企业名称",
        "lon": "经度",
        "lat": "纬度",
        "district": "所属区县",
    }
    assert Choices.from_json(found.to_json()) == found
    wish = read_wish({**found.to_wish(), "files": ["/a.csv"]})
    assert (wish.form, wish.cities, wish.columns.lon) == ("csv", ("shanghai",), "经度")


def test_the_form_is_read_as_it_stands(sample, app, catalogue):
    before = first_choices(sample, "shanghai")
    form = MultiDict(
        [
            ("column-district", "所属区县"),
            ("city", "shenzhen"),
            ("city", "shanghai"),
            ("is_synthetic", "on"),
        ]
    )
    with app.test_request_context():
        found = next_choices(form, before, sample, catalogue)
    assert found.columns == {"district": "所属区县"}
    assert found.cities == ("shenzhen", "shanghai")
    assert found.is_synthetic
    assert found.encoding == before.encoding


def test_equal_orders_have_one_name():
    assert job_of({"a": 1, "b": 2}) == job_of({"b": 2, "a": 1})
    assert job_of({"a": 1}) != job_of({"a": 2})
    assert len(job_of({})) == 32
