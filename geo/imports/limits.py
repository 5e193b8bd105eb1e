"""What an import may use: every limit in one place, each with its reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How large and how slow a file may be; tests make smaller ones.

    A planner's list of candidate sites has hundreds of rows, a city's metro stations or plots
    have thousands. The limits leave two orders of magnitude above that and stop a file that was
    made to do harm within seconds, in a process of its own.
    """

    # Larger uploads are answered with 413 anyway; 100,000 rows of 20 columns are about 20 MiB.
    file_bytes: int = 64 * MIB
    # A DBF of 100,000 rows with 500 columns of 5 characters; more is a zip bomb.
    unpacked_bytes: int = 256 * MIB
    # A shapefile has 3 to 8 members. 100,000 members took a naive reader over 60 s of CPU.
    members: int = 64
    # A workbook has a member per sheet, drawing and picture.
    workbook_members: int = 1000
    # Text and XML shrink 5 to 40 times; 0.67 MB of one repeated cell held 5 million cells.
    ratio: int = 200
    # Below this size a member's ratio says nothing: an empty sheet shrinks well, too.
    ratio_counts_from_bytes: int = MIB
    # GDAL cuts a CSV silently at 2,000 columns; nobody previews 500.
    columns: int = 500
    rows: int = 100_000
    # 100,000 rows × 30 columns: what the parent process holds at most, about 300 MiB.
    cells: int = 3_000_000
    # An unclosed quotation mark swallows the rest of a file; a line this long is one.
    line_chars: int = MIB
    # The largest district of the full-detail boundaries has under 20,000 vertices.
    shape_vertices: int = 50_000
    vertices: int = 1_000_000
    # Properties within properties: shown as JSON text, so depth costs little; 64 is generous.
    nesting: int = 64
    # Rows are pasted by hand from a spreadsheet; more belongs into a file.
    pasted_chars: int = MIB
    # "121°28′25.3″E, 31°13′49.4″N" has 30 characters.
    typed_chars: int = 200

    # 100,000 rows of 10 columns take 3 s of CPU, 51 MiB of GeoJSON with
    # 900,000 vertices 6 s.
    cpu_seconds: int = 20
    # Twice the CPU time and something for a busy machine.
    wall_seconds: float = 60.0
    # That GeoJSON takes 430 MiB; libraries map more addresses than they use.
    memory_bytes: int = 3 * 1024 * MIB
    # What the child may write into one file: an unpacked member.
    written_bytes: int = 256 * MIB
    # What the parent reads back from the child at most.
    answer_bytes: int = 256 * MIB

    # What a preview shows.
    first_rows: int = 20
    samples: int = 3

    def to_json(self) -> dict[str, Any]:
        """Return the limits as JSON types, for the child process and for the import log."""
        return asdict(self)
