"""Put a synthetic registry, counted by the engine itself, where an atlas keeps its projects."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from geo.catalogue import Catalogue
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.local_engine import run
from geo.enterprises.synth import synthesise
from geo.enterprises.synth_rows import COLUMNS
from geo.enterprises.wish import Columns, EnterpriseWish
from geo.study import empty_study
from webapp.planner.enterprise_folders import SetFolder
from webapp.store.engine import Store, database_url
from webapp.store.enterprises import DONE, add_set, find_set
from webapp.store.models import Project
from webapp.store.projects import import_project

JOB = "b" * 32


def put_registry(
    state: Path,
    catalogue: Catalogue,
    *,
    rows: int,
    seed: int = 7,
    city: str = "shanghai",
    title: str = "示例 Example",
    name: str = "合成企业名录 Synthetic registry",
) -> str:
    """Make up enterprises, count them, and store the result in a new project.

    Parameters
    ----------
    state : Path
        Folder of what is saved (``ATLAS_STATE``).
    catalogue : Catalogue
    rows, seed, city
        Of ``geo.enterprises.synth``.
    title, name : str
        Of the project and of the registry; to say that it is made up.

    Returns
    -------
    str
        Address of its map, after the language.
    """
    store = Store(database_url("", state))
    with store.session(writes=True) as session:
        project_id = str(import_project(session, empty_study(city, title), None).id)
        row = add_set(session, session.get_one(Project, project_id), name, None)
        key = row.key
    folder = SetFolder(state, project_id, key).run(JOB)
    with TemporaryDirectory() as files:
        path = Path(files) / "synthetic.csv"
        synthesise(rows, seed, path, "csv", catalogue, cities=[city])
        wish = EnterpriseWish(
            files=(str(path),), form="csv", columns=Columns(**COLUMNS), cities=(city,)
        )
        folder.prepare({"wish": wish.model_dump(mode="json")})
        words = IndustryWords.default(catalogue)
        found = run(wish, catalogue, words, folder.folder, cache=state / "rasters")
    with store.session(writes=True) as session:
        row = find_set(session, project_id, key)
        assert row is not None
        row.status, row.job, row.result, row.is_synthetic = DONE, JOB, JOB, True
        row.tally = found.tally.to_json()
        row.wish = {"source": "upload", "files": [path.name]}
    store.close()
    return f"/planner/{project_id}/enterprises/{key}/map"
