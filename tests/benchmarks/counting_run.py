"""Read or count a registry in a process of its own; print the seconds that it took.

``python -m tests.benchmarks.counting_run read|count FILE [CACHE OUT]``
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pyarrow.csv

from geo.catalogue import DEFAULT_ROOT, read_catalogue
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.local_engine import run
from geo.enterprises.synth_rows import COLUMNS
from geo.enterprises.wish import Columns, EnterpriseWish


def main(what: str, file: str, *folders: str) -> None:
    """Do it once; what is prepared beforehand is not timed."""
    if what == "read":
        start = time.perf_counter()
        rows = pyarrow.csv.read_csv(file).num_rows
        print(json.dumps({"seconds": time.perf_counter() - start, "rows": rows}))
        return
    cache, out = map(Path, folders)
    catalogue = read_catalogue(DEFAULT_ROOT)
    words = IndustryWords.default(catalogue)
    wish = EnterpriseWish(
        files=(file,),
        form="csv",
        columns=Columns(**COLUMNS),
        cities=tuple(city.id for city in catalogue.cities),
        is_synthetic=True,
    )
    start = time.perf_counter()
    tally = run(wish, catalogue, words, out, cache=cache).tally
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "rows": tally.read, "taken": tally.taken}))


if __name__ == "__main__":
    # Workers are processes that import this module.
    main(*sys.argv[1:])
