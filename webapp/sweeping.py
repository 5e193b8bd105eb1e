"""Remove for good what was deleted long ago: projects with all that is theirs, files of registries.

Deleted things can be brought back for ``KEPT``. A worker sweeps when it starts and once a day.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from sqlalchemy import or_, select

from webapp.planner.enterprise_folders import ROOT
from webapp.store.changes import KEPT
from webapp.store.engine import Store
from webapp.store.models import EnterpriseSet, now
from webapp.store.projects import remove_old

EVERY_SECONDS = 24 * 3600.0
_NEW_SECONDS = 24 * 3600.0  # a folder is made before the transaction ends that names it


def sweep(store: Store, state: Path) -> list[str]:
    """Remove what was deleted longer than ``KEPT`` ago.

    Parameters
    ----------
    store : Store
    state : Path
        The folder of what is saved.

    Returns
    -------
    list of str
        What was removed, for a log.

    Raises
    ------
    StoreError
        If the database does not answer; then nothing is removed.
    """
    with store.session(writes=True) as session:
        projects = remove_old(session)
        is_kept = or_(EnterpriseSet.deleted_at.is_(None), EnterpriseSet.deleted_at > now() - KEPT)
        rows = session.execute(
            select(EnterpriseSet.project_id, EnterpriseSet.key).where(is_kept)
        ).all()
    kept = {(project, key) for project, key in rows}
    removed = [f"{projects} projects"] if projects else []
    for folder in sorted((state / ROOT).glob("*/*")):
        name = (folder.parent.name, folder.name)
        if name not in kept and time.time() - folder.stat().st_mtime > _NEW_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            removed.append("/".join(name))
    return removed
