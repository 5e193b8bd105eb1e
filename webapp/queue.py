"""The queue of work that takes minutes: kept by huey, in SQLite or, where configured, in Redis.

A message only names what is to be done, as JSON: huey would pickle it, and then whoever reaches
the queue could run code in the worker. What is to be done, how far it is and what came of it
stands in folders and in the database, so a lost message costs nothing: the worker finds what is
wanted and not done (``webapp.worker``) and queues it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

RETRIES = 2
"""How often work that raised something unforeseen is tried again."""
RETRY_SECONDS = 3

Job = tuple[str, str, str]
"""Project, key of the set, and name of the run."""
Work = Callable[[str, str, str], None]

_PLAIN = ("id", "name", "retries", "retry_delay", "priority", "args")


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: of strings and numbers, nothing that could run."""

    def _serialize(self, data: Message) -> bytes:
        told = {name: getattr(data, name) for name in _PLAIN}
        told["eta"] = data.eta.isoformat() if data.eta else None
        return json.dumps(told).encode()

    def _deserialize(self, data: bytes) -> Message:
        told = json.loads(bytes(data))
        eta = datetime.fromisoformat(told["eta"]) if told["eta"] else None
        args = tuple(map(str, told["args"]))
        return Message(**{name: told[name] for name in _PLAIN} | {"args": args}, eta=eta, kwargs={})


class Queue:
    """Takes jobs in, from any number of processes, and gives them to a worker.

    Parameters
    ----------
    huey : Huey
    work : callable, optional
        What a worker does with a job; whoever only puts jobs in has none.
    """

    def __init__(self, huey: Huey, work: Work | None = None):
        self.huey = huey

        def do(project: str, key: str, job: str) -> None:
            assert work is not None
            work(project, key, job)

        options = {"retries": RETRIES, "retry_delay": RETRY_SECONDS, "name": "enterprises"}
        self._task: Any = huey.task(**options)(do)

    def put(self, job: Job) -> None:
        """Queue a job. Twice the same is done once, see ``webapp.planner.enterprise_work``."""
        self._task(*job)

    def waiting(self) -> set[Job]:
        """Return the jobs that no worker has taken yet, those to be tried again included."""
        tasks = [*self.huey.pending(), *self.huey.scheduled()]
        return {task.args for task in tasks}


def make_queue(state: Path, redis_url: str = "", work: Work | None = None) -> Queue:
    """Open the queue.

    Parameters
    ----------
    state : Path
        The folder of what is saved; a SQLite file in it is the queue.
    redis_url : str
        ``redis://…``: a Redis server is the queue, which workers on several machines share.
    work : callable, optional
        See ``Queue``.

    Returns
    -------
    Queue
    """
    options = {"results": False, "serializer": JsonSerializer()}
    if redis_url:
        return Queue(RedisHuey("renxing", url=redis_url, **options), work)
    state.mkdir(parents=True, exist_ok=True)
    path = state / "queue.sqlite"
    path.touch(mode=0o600)
    return Queue(SqliteHuey("renxing", filename=str(path), timeout=10, **options), work)
