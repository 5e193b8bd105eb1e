"""What the scripts get is small, and says all the same what the payload says."""

import json
import math
import shutil

import pytest
from flask import Flask

from geo.study import parse_study, read_example, results_of, workbench_payload
from tests.test_javascript import STATIC, needs_node, run
from webapp.planner.ranking_payload import PLACE_DECIMALS, as_json, packed

UNPACK = """
import { Model } from "./js/planner/model.js";
const payload = JSON.parse(await new Response(process.stdin).text());
const model = new Model({ weightings: [], ranking: {}, payload });
const { order } = model.score();
console.log(JSON.stringify({
  candidates: model.payload.candidates, order: order.map((row) => model.ids[row]),
}));
"""


@pytest.fixture(scope="module")
def payload(catalogue):
    """The example's, with an unknown rent and a limit that some miss, all criteria alike."""
    data = read_example("shanghai", catalogue).to_json()
    data["ranking"] |= {"weighting": None, "compare": None}
    study = parse_study(data)
    return workbench_payload(study, results_of(study, catalogue), "en")


def numbers(cells):
    """Cells with NaN where nothing is known; empty where there are none."""
    return [math.nan if cell is None else cell for cell in cells or ()]


@needs_node
def test_the_scripts_make_the_same_candidates_of_it(payload, tmp_path):
    shutil.copytree(STATIC / "js", tmp_path / "js")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (tmp_path / "run.js").write_text(UNPACK, encoding="utf-8")
    result = run("run.js", cwd=tmp_path, text=json.dumps(packed(payload)))
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)

    assert found["order"] == [row["id"] for row in payload["scores"]]
    assert {bool(row["excluded"]) for row in payload["candidates"]} == {True, False}
    assert any(row["raw_low"] for row in payload["candidates"])
    for row, own in zip(payload["candidates"], found["candidates"], strict=True):
        for key in ("id", "name", "row", "synthetic", "excluded", "warnings"):
            assert own[key] == row[key]
        assert own["district"] == (row["district"] and {"name": row["district"]["name"]})
        for key in ("lon", "lat"):
            assert own[key] == round(row[key], PLACE_DECIMALS)
        for key in ("raw", "raw_low", "raw_high"):
            assert numbers(own[key]) == pytest.approx(numbers(row[key]), rel=1e-6, nan_ok=True)
        for place, reason in enumerate(row["unknown"]):
            if row["raw"][place] is None:
                assert own["unknown"][place] == reason


def test_values_keep_what_nine_decimals_of_a_score_need(payload):
    values = packed(payload)["values"]
    for row, own in zip(payload["values"], values, strict=True):
        assert own == pytest.approx(row, rel=1e-11)
    assert all(len(repr(cell)) <= 18 for row in values for cell in row)
    assert packed({**payload, "values": [[1.0, 0.1234567890123456]]})["values"] == [
        [1, 0.123456789012]
    ]


def test_a_range_from_zero_is_kept(payload):
    first = {**payload["candidates"][0], "raw_low": [0.0], "raw_high": [2.5], "unknown": [None]}
    found = packed({**payload, "candidates": [first]})["candidates"]["some"][0]

    assert (found["raw_low"], found["raw_high"]) == ([0], [2.5])
    assert "unknown" not in found


def test_json_is_written_without_spaces_and_ends_no_script():
    with Flask("any").app_context():
        text = as_json({"a": ["</script>", "路"]})

    assert text == '{"a":["\\u003c/script\\u003e","路"]}'
