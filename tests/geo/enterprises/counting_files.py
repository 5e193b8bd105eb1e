"""Registries as files, and the engine that counts them without processes of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from geo.catalogue import Catalogue
from geo.datum import Datum
from geo.enterprises import local_engine
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.chunk_counter import ChunkCounter
from geo.enterprises.crew import Outcome, Task
from geo.enterprises.district_words import DistrictNames
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.placer import Placer
from geo.enterprises.raster_index import DistrictRaster
from geo.enterprises.setup_pickle import from_bytes
from geo.enterprises.wish import EnterpriseWish
from geo.enterprises.worker import answer

HEADER = ("名称", "经度", "纬度", "区", "行业", "年份", "人数", "备注")
COLUMNS = {
    "name": "名称",
    "lon": "经度",
    "lat": "纬度",
    "district": "区",
    "industry": "行业",
    "year": "年份",
    "weight": "人数",
}
INDUSTRIES = ("智能机器人", "自动驾驶", "芯片设计", "餐饮", "")


def rows_of(count: int) -> list[list[str]]:
    """Make rows within Shanghai, all of them fit to be counted."""
    return [
        [
            f"企业{n}",
            f"{121.40 + n % 97 / 1000:.4f}" if n % 11 else "",
            f"{31.15 + n % 89 / 1000:.4f}" if n % 11 else "",
            "" if n % 11 else "徐汇区",
            INDUSTRIES[n % len(INDUSTRIES)],
            str(1990 + n % 30) if n % 7 else "",
            f"{n % 50}.5",
            "备注",
        ]
        for n in range(count)
    ]


def csv_text(rows: Sequence[Sequence[str]], *, delimiter: str = ",", end: str = "\n") -> str:
    """Write rows below the header, quoting where it must be."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([HEADER, *rows])
    return out.getvalue()


def written(folder: Path, data: bytes | str, name: str = "registry.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook: name of each sheet and its rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def wish_of(*files: Path, form: str = "csv", **more: Any) -> EnterpriseWish:
    """Wish for the columns above."""
    columns = more.pop("columns", COLUMNS)
    return EnterpriseWish(
        files=tuple(map(str, files)),
        form=form,
        columns=columns,
        cities=("shanghai", "shenzhen"),
        **more,
    )


class InlineCrew:
    """Stands for the processes: does the task that was asked for last first, in this one."""

    def __init__(self, setup: bytes, readable: Sequence[Path], size: int) -> None:
        self._counter = ChunkCounter(*from_bytes(setup))
        self._tasks: list[Task] = []
        assert size > 0
        assert all(path.exists() for path in readable)

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, task: Task) -> None:
        self._tasks.append(task)

    def next_outcome(self, seconds: float) -> Outcome | None:
        if not self._tasks:
            return None
        task = self._tasks.pop()
        blobs = [memoryview(bytes(blob)) for blob in task.blobs]
        head, parts = answer(self._counter, json.loads(json.dumps(task.head)), blobs)
        sent = [memoryview(bytes(part)) for part in parts]
        return Outcome(task.number, json.loads(json.dumps(head)), sent)


class Counting:
    """Counts files into a folder."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self.catalogue = catalogue
        self.words = IndustryWords.default(catalogue)
        self.folder = folder

    def run(self, wish: EnterpriseWish, **options: Any) -> Aggregates:
        """Count, and check that the tally adds up."""
        options = {"workers": 2, **options}
        found = local_engine.run(wish, self.catalogue, self.words, self.folder, **options)
        assert found.tally.read == found.tally.taken + found.tally.rejected
        return found

    def rejected(self) -> list[tuple[str, ...]]:
        """Return row, column, value and reason of the rows that were left out."""
        text = (self.folder / "rejected.csv").read_text(encoding="utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text))
        assert header == ["file", "row", "column", "value", "reason"]
        return [tuple(row[1:]) for row in rows]


def placer_of(catalogue: Catalogue, raster: DistrictRaster, datum: Datum = "WGS-84") -> Placer:
    """Make a placer with an index that is there already."""
    return Placer(raster, DistrictNames(catalogue, ("shanghai", "shenzhen")), datum)


def with_raster(monkeypatch: pytest.MonkeyPatch, raster: DistrictRaster) -> None:
    """Let the engine use an index that is there already."""

    def make_placer(catalogue: Catalogue, cities: Any, *, datum: Datum, cache: Any) -> Placer:
        assert sorted(catalogue.city(city).id for city in cities) == ["shanghai", "shenzhen"]
        return placer_of(catalogue, raster, datum)

    monkeypatch.setattr(local_engine, "make_placer", make_placer)
