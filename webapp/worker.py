"""The worker: ``python -m webapp.worker`` does what takes minutes, away from who answers pages.

The server starts one beside it (``ATLAS_WORKER=off`` leaves that to somebody else, such as
systemd), and there may be more, on any machine that reaches the database, the folder of what is
saved (``ATLAS_STATE``) and the queue. A worker that is told to end (SIGTERM) stops at a checkpoint.
What a killed worker left behind is found within seconds, by itself after its restart or by another
one, and gone on with.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask

from geo.enterprises.local_engine import run as run_local
from geo.errors import AtlasError
from webapp import config
from webapp.planner.enterprise_ahead import draw_beside
from webapp.planner.enterprise_folders import SetFolder
from webapp.planner.enterprise_work import Importer
from webapp.queue import Job, Queue, make_queue
from webapp.store.engine import Store, StoreError, database_url
from webapp.store.enterprises import active_sets
from webapp.sweeping import EVERY_SECONDS, sweep
from webapp.worker_signs import show

LOG = logging.getLogger("webapp.worker")
RASTERS = "rasters"
"""In the folder of what is saved: what places points quickly; it can be made again."""

_TEND_SECONDS = 1.0
_SETTLED_SECONDS = 2.0  # a message that was just taken is neither waiting nor begun
_STOP_SECONDS = 8  # for the engine to come to a checkpoint


def find_lost(store: Store, state: Path, queue: Queue) -> list[Job]:
    """Find what is wanted, that nobody works on and that does not wait in the queue.

    Parameters
    ----------
    store : Store
    state : Path
        The folder of what is saved.
    queue : Queue

    Returns
    -------
    list of Job
    """
    with store.session() as session:
        wanted = [(row.project_id, row.key, row.job or "") for row in active_sets(session)]
    if not wanted:
        return []
    waiting = queue.waiting()
    return [
        job for job in wanted if job not in waiting and _is_left(SetFolder(state, *job[:2]), job[2])
    ]


def _is_left(files: SetFolder, job: str) -> bool:
    folder = files.run(job)
    return folder.folder.is_dir() and not folder.is_held() and folder.age_seconds > _SETTLED_SECONDS


def tend(
    state: Path,
    requeue: Callable[[], None],
    is_over: threading.Event,
    parent: int,
    clean: Callable[[], None] = lambda: None,
) -> None:
    """Show that the worker is there, look for lost work, and end with the server that began it.

    Parameters
    ----------
    state : Path
        The folder of what is saved.
    requeue : callable
        Looks for lost work; called every second.
    is_over : Event
        When to end.
    parent : int
        The process to end with, 0 for none.
    clean : callable
        Removes what was deleted long ago; called at the start and once a day.
    """
    next_cleaning = 0.0
    while not is_over.wait(_TEND_SECONDS):
        if parent and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        try:
            show(state)
            requeue()
            if time.monotonic() >= next_cleaning:
                next_cleaning = time.monotonic() + EVERY_SECONDS
                clean()
        except (StoreError, OSError) as error:
            LOG.warning("%s", error)


def run(app: Flask, parent: int = 0) -> None:
    """Work until told to end.

    Parameters
    ----------
    app : Flask
        With the settings.
    parent : int
        The process to end with, 0 for none.
    """
    state: Path = app.config["ATLAS_STATE"]
    store = Store(database_url(app.config["DATABASE_URL"], state))
    engine = partial(run_local, cache=state / RASTERS)

    def is_stopping() -> bool:
        return bool(consumer.stop_flag.is_set())

    def draw(folder: Path, city: str, is_synthetic: bool) -> None:
        # The next registry does not wait for this.
        beside = partial(draw_beside, folder, city, is_synthetic, is_stopping)
        threading.Thread(target=beside, name="draw", daemon=True).start()

    importer = Importer(
        store,
        state,
        lambda: config.catalogue(app),
        engine,
        is_stopping,
        draw,
    )
    queue = make_queue(state, app.config["ATLAS_REDIS_URL"], importer.work)

    def requeue() -> None:
        for job in find_lost(store, state, queue):
            LOG.warning("found work that nobody does: %s", " ".join(job))
            queue.put(job)

    def clean() -> None:
        for name in sweep(store, state):
            LOG.warning("removed for good, deleted long ago: %s", name)

    consumer: Any = queue.huey.create_consumer(
        workers=1,
        periodic=False,
        initial_delay=0.1,
        backoff=1.1,
        max_delay=0.5,
        shutdown_timeout=_STOP_SECONDS,
        graceful_signal="TERM",
    )
    arguments = (state, requeue, consumer.stop_flag, parent, clean)
    threading.Thread(target=tend, args=arguments, name="tend", daemon=True).start()
    print("Renxing Atlas: the worker is ready.", file=sys.stderr, flush=True)
    consumer.run()
    store.close()


def main(arguments: Sequence[str]) -> int:
    """Work with the settings of the environment; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m webapp.worker", description=__doc__)
    # Its number is given, not asked for: whoever started this may have ended by now.
    parser.add_argument("--parent", type=int, default=0, metavar="PID", help="end with it")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    app = Flask("webapp")
    try:
        config.load(app, {})
        run(app, options.parent)
    except AtlasError as error:
        print(f"Renxing Atlas: the worker cannot start: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
