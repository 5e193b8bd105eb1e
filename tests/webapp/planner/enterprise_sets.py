"""Sets of enterprises for tests: brought as people bring them, counted without a worker."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from geo.catalogue import Catalogue
from tests.webapp.planner.conftest import PlannerClient
from tests.webapp.planner.enterprise_engine import count_lines
from webapp.planner.enterprise_work import Importer
from webapp.store.engine import Store
from webapp.store.enterprises import active_sets

ROWS = (
    "企业名称,经度,纬度,经营范围,成立年份\n"
    + "".join(f"甲公司{n},121.44{n:02d},31.19,智能芯片设计,20{n:02d}\n" for n in range(8))
    + "乙公司,121.45,31.19,殡葬服务,2015\n丙公司,121.46,31.19,<b>面包</b>,2016\n"
)
CHOSEN = {
    "rows": "1",
    "name": "名录甲",
    "encoding": "gb18030",
    "delimiter": "comma",
    "city": "shanghai",
    "datum": "GCJ-02",
    "column-name": "企业名称",
    "column-lon": "经度",
    "column-lat": "纬度",
    "column-industry": "经营范围",
    "column-year": "成立年份",
}


def bring(client: PlannerClient, base: str, data: bytes = ROWS.encode("gbk")) -> str:
    """Send a file by the plain form; return the address of its set."""
    sent = {"how": "file", "file": (io.BytesIO(data), "名录.csv")}
    answer = client.post(f"{base}/enterprises/new", data=sent)
    assert answer.status_code == 303, answer.text
    return str(answer.location).removesuffix("/preview")


def count(store: Store, state: Path, catalogue: Catalogue, **options: Any) -> int:
    """Do what a worker does with all that is wanted; return how many runs that were."""
    with store.session() as session:
        wanted = [(row.project_id, row.key, row.job or "") for row in active_sets(session)]
    importer = Importer(store, state, lambda: catalogue, count_lines, **options)
    for job in wanted:
        importer.work(*job)
    return len(wanted)
