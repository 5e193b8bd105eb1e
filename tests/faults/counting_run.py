"""Counts in a process that may be killed: ``python -m tests.faults.counting_run JOB``."""

from __future__ import annotations

import pickle
import resource
import sys
from pathlib import Path

from geo.enterprises import local_engine
from geo.enterprises.progress import Progress


def told(progress: Progress) -> None:
    """Say how far it is."""
    print(progress.rows_done, flush=True)


def main() -> None:
    """Do a job: wish, catalogue, words, placer, folder, options, largest file that may be made."""
    job = pickle.loads(Path(sys.argv[1]).read_bytes())
    wish, catalogue, words, placer, folder, options, largest = job
    local_engine.make_placer = lambda *_, **__: placer
    local_engine._TOLD_SECONDS = 0.0
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    try:
        local_engine.run(wish, catalogue, words, folder, progress=told, **options)
    except local_engine.EnterpriseError as error:
        print(error.code, error, flush=True)


if __name__ == "__main__":
    main()
