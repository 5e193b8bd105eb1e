"""The planner's pure scripts agree with ``geo`` to nine decimals; Node runs them."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from geo.ranking import rank
from geo.ranking_methods import Preference
from geo.value_functions import Linear
from geo.weights import pairwise_weights
from tests.geo.planning import evaluation_of
from tests.test_javascript import STATIC, needs_node, run

OF_THE_WORKBENCH = (
    *("ahp", "bars", "map", "map_layers", "model", "page", "pairs"),
    *("plain_points", "point_shapes", "points", "ranking", "save", "saving", "scoring"),
    *("sensitivity", "table", "unpacking", "weights"),
)
SCRIPTS = [STATIC / "js" / "planner" / f"{name}.js" for name in OF_THE_WORKBENCH]

SCORE = """
import { contributions, rank, shares, tableOf } from "./js/planner/scoring.js";
const cases = JSON.parse(await new Response(process.stdin).text());
const plain = (found) => Object.fromEntries(Object.entries(found).map(([k, v]) => [k, [...v]]));
console.log(JSON.stringify(cases.map(({ values, ends, numbers, method, ids }) => {
  const table = tableOf(values, ends);
  const weights = shares(numbers);
  const parts = [...contributions(table, weights, method)];
  return { ...plain(rank(table, weights, method, ids)), parts };
})));
"""

JUDGE = """
import { matrixOf, pairwise } from "./js/planner/ahp.js";
const cases = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(cases.map(({ criteria, judgements }) =>
  pairwise(matrixOf(criteria, judgements)))));
"""

SMALL = """
import { movesOf, ranksOf, shares } from "./js/planner/scoring.js";
console.log(JSON.stringify([
  [...ranksOf([0.5, 0.9, 0.5 + 1e-12, 0.1])], [...movesOf([1, 2, 3], [3, 2, 1])],
  shares([0, 0]), shares([]), shares([1, 3]),
]));
"""

PREFERENCE = Preference("linear", 0.1, 0.6)


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    """Run a few lines over the scripts in Node."""
    folder = tmp_path_factory.mktemp("js")
    shutil.copytree(STATIC / "js", folder / "js")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")

    def answer(code, given=None):
        (folder / "run.js").write_text(code, encoding="utf-8")
        result = run("run.js", cwd=folder, text=json.dumps(given))
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return answer


def case_of(found, numbers, method):
    """Write a ranking as the page gives it to the scripts."""
    values = found.values
    is_promethee = method == "promethee"
    ends = values.values
    if values.normalisation == "values":
        ends = np.array([[1.0], [0.0]]).repeat(len(numbers), axis=1)
    return {
        "values": (found.parts.gain if is_promethee else values.values).tolist(),
        "ends": {
            "low": None if is_promethee else values.low.tolist(),
            "high": None if is_promethee else values.high.tolist(),
            "best": ends.max(axis=0).tolist(),
            "worst": ends.min(axis=0).tolist(),
        },
        "numbers": list(numbers.values()),
        "method": method,
        "ids": [str(name) for name in values.index],
    }


def rankings(catalogue):
    """Rank synthetic candidates in many ways: ties, unknown cells, every method."""
    random = np.random.default_rng(11)
    for method in ("weighted_sum", "topsis", "promethee"):
        for normalisation in ("values", "minmax", "vector"):
            for missing in ("interval", "pessimistic"):
                if normalisation != "values" and missing == "interval":
                    continue
                columns = {name: random.integers(1, 9, 14).tolist() for name in "abcd"}
                for name, place in (("a", 3), ("c", 5), ("c", 6)):
                    columns[name][place] = None
                evaluation = evaluation_of(
                    catalogue,
                    columns,
                    directions={"b": "less"},
                    functions={"a": Linear(0, 10), "b": Linear(0, 10)},
                    missing=missing,
                )
                numbers = dict(zip("abcd", random.integers(0, 5, 4) + [1, 0, 0, 0], strict=True))
                numbers = {name: float(number) for name, number in numbers.items()}
                yield (
                    rank(
                        evaluation,
                        numbers,
                        method=method,
                        normalisation=normalisation,
                        preference=PREFERENCE,
                    ),
                    numbers,
                    method,
                )


@needs_node
def test_scores_ranks_and_contributions_are_those_of_the_library(catalogue, answer):
    asked = list(rankings(catalogue))

    answers = answer(SCORE, [case_of(*one) for one in asked])

    for (found, _, method), got in zip(asked, answers, strict=True):
        table = found.table.loc[found.values.index]
        assert got["scores"] == pytest.approx(table["score"].tolist(), abs=1e-9)
        assert got["ranks"] == table["rank"].tolist()
        order = [found.values.index[row] for row in got["order"]]
        assert order == list(found.table.index)
        parts = found.contributions.loc[found.values.index].to_numpy().ravel().tolist()
        assert got["parts"] == pytest.approx(parts, abs=1e-9)
        if method != "promethee":
            assert got["low"] == pytest.approx(table["score_low"].tolist(), abs=1e-9)
            assert got["high"] == pytest.approx(table["score_high"].tolist(), abs=1e-9)
            assert got["best"] == table["rank_best"].tolist()
            assert got["worst"] == table["rank_worst"].tolist()


@needs_node
def test_small_answers(answer):
    ranks, moves, none, empty, some = answer(SMALL)

    assert ranks == [2, 1, 2, 4]
    assert moves == [-2, 0, 2]
    assert none is None
    assert empty is None
    assert some == [0.25, 0.75]


def judged(size, random):
    """Judge pairs at random, as contradictory as that is."""
    names = [f"c{place}" for place in range(size)]
    ratios = [1 / 9, 1 / 5, 1 / 2, 1, 3, 4, 7, 9]
    return names, [
        [names[row], names[column], float(random.choice(ratios))]
        for row in range(size)
        for column in range(row + 1, size)
    ]


def contradiction(matrix, triple):
    """Measure how far three judgements disagree: several triples may do so equally."""
    if triple is None:
        return 0
    a, b, c = triple
    return abs(np.log(matrix[a, b] * matrix[b, c] / matrix[a, c]))


@needs_node
def test_weights_from_pairs_are_those_of_the_library(answer):
    random = np.random.default_rng(5)
    asked = [judged(size, random) for size in (1, 2, 3, 3, 4, 7, 12, 15) for _ in range(4)]

    answers = answer(JUDGE, [{"criteria": names, "judgements": pairs} for names, pairs in asked])

    for (names, pairs), got in zip(asked, answers, strict=True):
        matrix = np.ones((len(names), len(names)))
        for one, other, ratio in pairs:
            matrix[names.index(one), names.index(other)] = ratio
            matrix[names.index(other), names.index(one)] = 1 / ratio
        wanted = pairwise_weights(names, matrix)
        assert got["weights"] == pytest.approx(wanted.weights.tolist(), abs=1e-9)
        assert got["ratio"] == pytest.approx(wanted.consistency_ratio, abs=1e-9)
        assert got["isConsistent"] == wanted.is_consistent
        worst = wanted.worst and [names.index(name) for name in wanted.worst]
        assert contradiction(matrix, got["worst"]) == pytest.approx(contradiction(matrix, worst))


@needs_node
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_parses(tmp_path, path):
    copy = shutil.copy(path, tmp_path / f"{path.stem}.mjs")
    result = subprocess.run(
        ["node", "--check", str(copy)], capture_output=True, text=True, check=False, timeout=60
    )

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_leaves_traces_or_is_a_template(path):
    text = path.read_text(encoding="utf-8")

    assert "console.log" not in text
    assert "{{" not in text
    assert "{%" not in text
