"""The browser can repeat the scores from the payload alone: here in plain loops, as it does."""

import json
import math

import pytest

from geo.study import parse_study, rank_study, results_of, workbench_payload
from tests.geo.study.documents import document, feature, own_column

METHODS = ["weighted_sum", "topsis", "promethee"]
SLIDERS = {"policy": 10, "near": 3, "rent": 0, "size": 7}


@pytest.fixture(scope="module")
def data():
    """Unknown rents, rough positions, a limit that one misses."""
    rows = [
        feature(
            f"c{place}",
            121.3 + place * 0.04,
            31.1 + place % 3 * 0.05,
            name=f"合成 {place}",
            values={
                "rent": None if place == 3 else 3.5 + place % 4,
                "size": 10.0 * (place % 5),
                "precision_m": 300.0 * (place % 2),
                "use": "智能安防",
            },
        )
        for place in range(8)
    ]
    mine = {
        "id": "L",
        "kind": "candidates",
        "name": "合成",
        "synthetic": True,
        "columns": dict.fromkeys(["rent", "size", "precision_m"], "number") | {"use": "text"},
        "features": rows,
    }
    reference = {
        "id": "R",
        "kind": "reference",
        "name": "r",
        "columns": {"precision_m": "number"},
        "features": [feature("r", 121.45, 31.15, values={"precision_m": 2000})],
    }
    fit = {"kind": "policy_fit", "column": "use"}
    near = {"kind": "distance_to_layer", "layer": "R"}
    criteria = [
        own_column("policy", missing="interval") | {"measure": fit},
        own_column("near", "less") | {"measure": near},
        own_column("rent", "less", missing="interval"),
        own_column("size", limit={"at_most": 35}),
    ]
    weighting = {"id": "w", "name": "w", "numbers": SLIDERS}
    return document(layers=[mine, reference], criteria=criteria, weightings=[weighting])


def payload_of(catalogue, data, language="zh", **plan):
    study = parse_study({**data, "ranking": plan})
    results = results_of(study, catalogue)
    payload = workbench_payload(study, results, language)
    return study, results, json.loads(json.dumps(payload, allow_nan=False))


def live_score(payload, weights, row, bound=""):
    """Score one candidate as the script on the page does."""
    cells = payload[bound or "values"] or payload["values"]
    if payload["method"] == "promethee":
        cells = payload[f"flows_{bound}" if bound else "flows"] or payload["flows"]
    if payload["method"] != "topsis":
        return sum(w * v for w, v in zip(weights, cells[row], strict=True))
    ends = list(zip(weights, cells[row], payload["best"], payload["worst"], strict=True))
    near = math.sqrt(sum((w * (v - worst)) ** 2 for w, v, _, worst in ends))
    far = math.sqrt(sum((w * (best - v)) ** 2 for w, v, best, _ in ends))
    return near / (near + far) if near + far > 0 else 1.0


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sliders", [None, SLIDERS, {"rent": 1}])
def test_scores_ranges_and_ranks_can_be_repeated(catalogue, data, method, sliders):
    study, results, payload = payload_of(catalogue, data, method=method)
    names = [row["id"] for row in payload["criteria"]]
    numbers = dict.fromkeys(names, 1) if sliders is None else {n: sliders.get(n, 0) for n in names}
    total = sum(numbers.values())
    weights = [numbers[name] / total for name in names]
    changed = parse_study(
        {**study.to_json(), "weightings": [{"id": "x", "name": "x", "numbers": numbers}]}
    )
    expected = rank_study(changed, results.evaluation, "x").table

    rows = {row["id"]: row["row"] for row in payload["candidates"] if row["row"] is not None}
    scores = {name: live_score(payload, weights, row) for name, row in rows.items()}
    low = {name: live_score(payload, weights, row, "low") for name, row in rows.items()}
    high = {name: live_score(payload, weights, row, "high") for name, row in rows.items()}

    assert payload["low"] is not None
    assert scores == pytest.approx(expected["score"].to_dict(), abs=1e-12)
    assert low == pytest.approx(expected["score_low"].to_dict(), abs=1e-12)
    assert high == pytest.approx(expected["score_high"].to_dict(), abs=1e-12)
    for name, row in expected.iterrows():
        others = [other for other in rows if other != name]
        least, most = round(low[name], 9), round(high[name], 9)
        above = sum(round(scores[other], 9) > round(scores[name], 9) for other in others)
        assert row["rank"] == 1 + above
        assert row["rank_best"] == 1 + sum(round(low[other], 9) > most for other in others)
        assert row["rank_worst"] == 1 + sum(round(high[other], 9) > least for other in others)


@pytest.mark.parametrize("normalisation", ["minmax", "vector", "sum", "max"])
def test_the_textbooks_normalisations_can_be_repeated_too(catalogue, normalisation):
    rows = [
        feature(f"c{place}", 121.5, 31.2, values={"a": a, "b": b})
        for place, (a, b) in enumerate([(1, 9), (4, 2), (6, 5)])
    ]
    layer = {
        "id": "L",
        "kind": "candidates",
        "name": "合成",
        "columns": {"a": "number", "b": "number"},
        "features": rows,
    }
    data = document(layers=[layer], criteria=[own_column("a"), own_column("b", "less")])

    _, _, payload = payload_of(catalogue, data, method="topsis", normalisation=normalisation)

    rows = {row["id"]: row["row"] for row in payload["candidates"]}
    scores = {name: live_score(payload, [0.5, 0.5], row) for name, row in rows.items()}
    assert scores == pytest.approx({row["id"]: row["score"] for row in payload["scores"]})
    assert payload["low"] is payload["high"] is payload["known"] is None


def test_the_payload_is_the_same_each_time_and_knows_its_ranks(catalogue, data):
    one, other = (payload_of(catalogue, data, weighting="w")[2] for _ in range(2))

    assert json.dumps(one) == json.dumps(other)
    ranks = [row["rank"] for row in one["scores"]]
    assert ranks == sorted(ranks)
    assert one["weights"] == pytest.approx([0.5, 0.15, 0, 0.35])
    assert one["weightings"][0]["weights"] == one["weights"]


def test_a_candidate_says_where_it_is_and_why_it_is_out(catalogue, data):
    _, _, payload = payload_of(catalogue, data, "en")
    out = next(row for row in payload["candidates"] if row["id"] == "c4")
    unknown = next(row for row in payload["candidates"] if row["id"] == "c3")

    assert (payload["synthetic"], out["synthetic"]) == (True, True)
    assert out["row"] is None
    assert out["excluded"] == ["size: 40 is above the limit 35"]
    assert out["raw"][3] == 40
    assert unknown["row"] is not None
    assert unknown["raw"][2] is None
    assert unknown["unknown"][2] == "no_value"
    assert "rent: unknown (its cell is empty)" in unknown["warnings"]
    assert unknown["raw_low"][1] < unknown["raw"][1] < unknown["raw_high"][1]
    assert payload["known"][unknown["row"]][2] is False
    assert unknown["district"]["name"].endswith(("District", "Area"))


def test_an_unfinished_study_has_a_payload_that_says_what_is_in_the_way(catalogue, data):
    broken = {**data, "weightings": [{"id": "w", "name": "w", "how": "pairwise"}]}

    _, _, payload = payload_of(catalogue, broken, "zh", weighting="w")

    assert payload["weights"] is None
    assert "not compared" in payload["weightings"][0]["problem"]
    assert payload["values"] == payload["scores"] == []
    assert payload["obstacles"] == [
        {"code": "weights", "part": "weightings", "text": "所选权重尚未填完"}
    ]
    assert payload["candidates"][0]["raw"][3] == 0


def test_a_study_without_criteria_still_lists_its_candidates(catalogue, data):
    _, _, payload = payload_of(catalogue, {**data, "criteria": [], "weightings": []})

    assert [row["raw"] for row in payload["candidates"]] == [[]] * 8
    assert payload["candidates"][0]["district"] is not None


def test_the_examples_consistency_is_told(example, results):
    payload = workbench_payload(example, results, "en")
    policy, pairs = payload["weightings"]

    assert policy["consistency_ratio"] is None
    assert pairs["consistent"] is True
    assert pairs["consistency_ratio"] < 0.1
    assert payload["criteria"][0]["bounds"] == [0, 1]
    assert payload["criteria"][5]["limit"] == {"at_least": 5000, "at_most": None}


def test_what_is_too_much_for_a_browser_comes_with_its_scores_only(catalogue, data, monkeypatch):
    monkeypatch.setattr("geo.study.workbench.MOST_LIVE_CELLS", 31)

    _, results, payload = payload_of(catalogue, data)

    assert payload["live"] is False
    assert payload["values"] == []
    assert {row["row"] for row in payload["candidates"]} == {None}
    assert {len(row["raw"]) for row in payload["candidates"]} == {0}
    assert [row["id"] for row in payload["scores"]] == list(results.ranking.table.index)
    assert any(row["excluded"] for row in payload["candidates"])
