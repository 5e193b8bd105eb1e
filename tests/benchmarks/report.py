"""Figures with their aims: a table to read, a file to keep."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

RESULTS = Path(__file__).with_name("results")


@dataclass(frozen=True)
class Figure:
    """One measured value; `aim` is the bound that it should keep, if there is one.

    Parameters
    ----------
    name : str
    value : float
    unit : str
        "×" for a ratio taken in one run.
    aim : float, optional
    better : {"less", "more"}
        On which side of the aim to be.
    note : str
        How it was measured, or from what the ratio is made.
    """

    name: str
    value: float
    unit: str
    aim: float | None = None
    better: Literal["less", "more"] = "less"
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the value keeps its aim; true without one."""
        if self.aim is None:
            return True
        return self.value <= self.aim if self.better == "less" else self.value >= self.aim

    def cells(self) -> list[str]:
        """Format the figure as a row of a table."""
        bound = ""
        if self.aim is not None:
            bound = f"{'≤' if self.better == 'less' else '≥'} {_rounded(self.aim)} {self.unit}"
            bound += "  ok" if self.is_kept else "  MISSED"
        return [self.name, f"{_rounded(self.value)} {self.unit}", bound, self.note]


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> str:
    """Describe the machine in one line."""
    model = ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.partition(":")[2].strip()
            for line in cpuinfo.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else ""
    python = platform.python_version()
    return (
        f"{os.cpu_count()} cores {model}, {platform.system()} {platform.machine()}, Python {python}"
    )


def to_markdown(figures: list[Figure], skipped: list[str]) -> str:
    """Write the figures as a Markdown table."""
    header = ["Figure", "Value", "Aim", "How"]
    rows = [header, ["---", "---:", "---", "---"], *(figure.cells() for figure in figures)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    notes = "".join(f"\nSkipped: {reason}\n" for reason in skipped)
    return f"Measured on {machine()}.\n\n{table}\n{notes}"


def to_terminal(figures: list[Figure]) -> str:
    """Write name, value and aim in columns."""
    rows = [figure.cells()[:3] for figure in figures]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), row[1].rjust(widths[1]), row[2].ljust(widths[2])]
        ).rstrip()
        for row in rows
    )


def save(figures: list[Figure], skipped: list[str]) -> Path:
    """Keep the figures under today's date, as JSON and as Markdown.

    Returns
    -------
    Path
        The Markdown file.
    """
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    kept = {
        "measured": now.isoformat(timespec="seconds"),
        "machine": machine(),
        "figures": [asdict(figure) for figure in figures],
        "skipped": skipped,
    }
    path = RESULTS / f"{now:%Y-%m-%d}"
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(to_markdown(figures, skipped), encoding="utf-8")
    return path.with_suffix(".md")
