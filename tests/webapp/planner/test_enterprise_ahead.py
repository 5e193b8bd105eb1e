"""Hot spots are there before they are asked for."""

import pytest

from layers.enterprise_view import EnterpriseView
from tests.some_enterprises import some_enterprises
from webapp.planner import enterprise_ahead
from webapp.planner.enterprise_ahead import draw_ahead, draw_beside
from webapp.planner.enterprise_answers import Answers, full_name
from webapp.planner.enterprise_folders import RunFolder


@pytest.fixture
def run(tmp_path, catalogue):
    folder = RunFolder(tmp_path / "run")
    some_enterprises(catalogue, rows=400).aggregates.write(folder.aggregates)
    return folder


def test_what_the_map_asks_for_first_is_kept(run, catalogue):
    kept = draw_ahead(run.folder, catalogue, "shanghai", True)
    answers = Answers(run.drawn, catalogue.fingerprint)

    def never():
        raise AssertionError("made again")

    found = run.aggregates
    assert kept == 12
    for industry in (None, "education", ""):
        view = EnterpriseView(
            enterprise_ahead.read_aggregates(found), catalogue, ("shanghai",), industry, None, True
        )
        assert b'"hot"' in answers.get(full_name("hot-spots", view), never).bodies["identity"]
    other = EnterpriseView(
        enterprise_ahead.read_aggregates(found), catalogue, ("shanghai",), "education", 2020, True
    )
    with pytest.raises(AssertionError, match="made again"):
        answers.get(full_name("hot-spots", other), never)


def test_each_city_that_was_counted_is_drawn(tmp_path, catalogue):
    folder = RunFolder(tmp_path / "two")
    two = some_enterprises(catalogue, rows=400, cities=("shanghai", "shenzhen")).aggregates
    two.write(folder.aggregates)

    def never():
        raise AssertionError("made again")

    assert draw_ahead(folder.folder, catalogue, "shenzhen", True) == 24
    answers = Answers(folder.drawn, catalogue.fingerprint)
    bodies = [
        answers.get(
            full_name("hot-spots", EnterpriseView(two, catalogue, (city,), is_synthetic=True)),
            never,
        ).bodies["identity"]
        for city in ("shanghai", "shenzhen")
    ]
    assert bodies[0] != bodies[1]


def test_a_process_beside_makes_them_all(run, catalogue):
    draw_beside(run.folder, "shanghai", True)
    made = sorted(path.name for path in run.drawn.iterdir())
    draw_ahead(run.folder, catalogue, "shanghai", True)
    assert made
    assert made == sorted(path.name for path in run.drawn.iterdir())


def test_a_process_beside_is_ended_when_the_worker_is(run):
    draw_beside(run.folder, "shanghai", False, lambda: True)
    assert not run.drawn.exists()


def test_too_few_enterprises_need_no_process(tmp_path, catalogue, monkeypatch):
    folder = RunFolder(tmp_path / "few")
    some_enterprises(catalogue, rows=10).aggregates.write(folder.aggregates)
    monkeypatch.setattr(enterprise_ahead.multiprocessing, "get_context", None)

    draw_beside(folder.folder, "shanghai", False)
    assert not folder.drawn.exists()
