"""The log of an import is kept word for word, and only if it is one."""

import copy

import pytest

from geo.imports.choices import Choices
from geo.imports.preview import read_rows
from geo.imports.source import uploaded
from geo.imports.taking import take_rows
from geo.study import find_problems, parse_study
from geo.study.logs import read_log
from tests.geo.study.documents import document


@pytest.fixture(scope="module")
def log(catalogue):
    content = "名称,经度,纬度\r\n甲,121.5,31.2\r\n乙,,\r\n".encode()
    preview = read_rows(uploaded("synthetic.csv", content))
    return take_rows(preview, Choices(datum="GCJ-02"), catalogue).log


def study_with(log):
    layer = {"id": "L", "kind": "reference", "name": "r", "log": log}
    return parse_study(document(layers=[layer]))


def test_a_log_is_kept_word_for_word(catalogue, log):
    study = study_with(log.to_json())

    assert find_problems(study, catalogue) == ()
    assert study.to_json()["layers"][0]["log"] == log.to_json()
    assert read_log(study.layers[0]) == log
    assert read_log(study_with(None).layers[0]) is None


def nested(depth):
    found = []
    for _ in range(depth):
        found = [found]
    return found


@pytest.mark.parametrize(
    "spoil",
    [
        lambda log: log.clear(),
        lambda log: log.update(version=2),
        lambda log: log.update(more=1),
        lambda log: log.pop("sha256"),
        lambda log: log.update(file_name=["a"]),
        lambda log: log.update(size="big"),
        lambda log: log.update(size=float("nan")),
        lambda log: log["datum_reason"].update(code="magic"),
        lambda log: log["problems"][0].update(row="three"),
        lambda log: log["problems"][0].update(more=1),
        lambda log: log["problems"][0]["message"].update(values=nested(3)),
        lambda log: log.update(choices=[]),
        lambda log: log.update(notes=nested(100)),
        lambda log: log.update(columns={"a": {1: 2}}),
    ],
)
def test_what_is_no_log_is_refused(catalogue, log, spoil):
    data = copy.deepcopy(log.to_json())
    spoil(data)

    (found,) = find_problems(study_with(data), catalogue)

    assert (found.code, found.where) == ("wrong_log", "layers[0].log")
