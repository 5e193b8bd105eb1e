"""A catalogue that tries to become code: every text of every table carries markup and templates."""

from __future__ import annotations

import csv
import io
import shutil
from itertools import cycle
from pathlib import Path

from geo.catalogue import DEFAULT_ROOT
from geo.tables import QUOTE_LENGTH

PAYLOADS = (
    '<img src=x onerror="window.fired=1">',
    "</script><script>window.fired=2</script>",
    "${window.fired=3}",
    "{{ 7*191 }}{% boom",
    "`;window.fired=4;`",
    "\" onmouseover='window.fired=5' x=\"",
    "\\x3cimg src=x onerror=window.fired=6\\x3e",
    "--></style><svg onload=window.fired=7>",
)
SPOILED = (
    "name_zh", "short_zh", "name_en", "short_en", "title_zh", "title_en", "issuer_zh",
    "issuer_en", "document_number", "note", "note_en", "note_zh", "label_zh", "label_en",
    "list_zh", "list_en", "group_zh", "group_en", "subgroup_zh", "subgroup_en", "topic_zh",
    "topic_en", "unit_zh", "unit_en", "part_zh", "part_en", "focus_zh", "focus_en",
    "position_source", "area_source", "stage_zh", "stage_en", "licence", "mentioned_as",
)  # fmt: skip


def write_hostile_catalogue(folder: Path) -> Path:
    """Copy the real catalogue and put a payload behind each text; return the copy."""
    root = Path(shutil.copytree(DEFAULT_ROOT, folder / "hostile"))
    payloads = cycle(PAYLOADS)
    for path in sorted(root.glob("*.csv")):
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        for row in rows:
            for column in set(SPOILED) & set(row):
                # In districts, area_source is the key of a source, not a text.
                if row[column] and not (column == "area_source" and path.stem == "districts"):
                    row[column] = f"{row[column]} {next(payloads)}"
            if row.get("quote"):
                row["quote"] = next(payloads)[:QUOTE_LENGTH]
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(out.getvalue(), encoding="utf-8-sig")
    return root
