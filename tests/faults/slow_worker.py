"""A worker whose engine takes a moment for each row, so that it can be killed in the middle."""

from __future__ import annotations

import sys
from functools import partial

from tests.webapp.planner.enterprise_engine import count_lines
from webapp import worker

PAUSE_SECONDS = 0.1

if __name__ == "__main__":
    worker.run_local = partial(count_lines, pause_seconds=PAUSE_SECONDS)  # type: ignore[assignment]
    sys.exit(worker.main(sys.argv[1:]))
