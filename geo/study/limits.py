"""How large a study may be: every limit in one place, each with its reason."""

from __future__ import annotations

MIB = 1024 * 1024

MOST_BYTES = 64 * MIB
"""Of a study as JSON: 20,000 features with 100 columns each are about 40 MiB."""

MOST_FEATURES = 20_000
"""In all layers together: a city has some thousand plots or stations."""

MOST_LAYERS = 100
MOST_COLUMNS = 500
"""In a layer; an import takes no more either (``geo.imports.limits``)."""

MOST_CELL_CHARS = MIB
"""In a cell; an import takes no longer line of text either."""

MOST_WKB_CHARS = 4 * MIB
"""Of one shape in hexadecimal: 130,000 vertices; an import takes 50,000."""

MOST_CRITERIA = 40
"""Nobody weighs more against each other; a row of sliders has an end."""

MOST_COMPARED = 15
"""In pairs: Saaty's random indices end there, and it is 105 judgements already."""

MOST_WEIGHTINGS = 50
MOST_DRAWS = 100_000
MOST_SECONDS = 3600.0

MOST_SENSITIVE = 2000
"""Candidates of which rank acceptability is asked: it needs their number squared."""

MOST_LIVE_CELLS = 120_000
"""Ranked candidates × criteria that a browser scores live: 10,000 × 12 are about 15 MB."""

MOST_SITING_CELLS = 400_000
"""Candidates × demand points given to the solver: each is a variable of some kilobytes."""

LARGEST = 1e100
"""Of all numbers, either way: their squares and sums stay finite."""

LARGEST_WEIGHT = 1e9
"""Of sliders, criteria and demand: a solver takes more than 1e20 for infinite."""

LEAST_STEP = 1e-6
"""Between two thresholds of a preference: less is of the size of rounding."""

MOST_PROBLEMS = 50
"""That are told at a time."""
