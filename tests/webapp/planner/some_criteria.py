"""Two criteria as a study stores them, and a weighting of them of each sort."""

FIT = {
    "id": "fit",
    "title": "Fit",
    "unit": "",
    "measure": {"kind": "policy_fit", "industries": ["ai-chips"], "of": "district"},
    "direction": "more",
    "function": {"kind": "linear", "low": 0.0, "high": 1.0},
    "limit": None,
    "missing": "interval",
}
RENT = {
    "id": "rent",
    "title": "Rent",
    "unit": "CNY",
    "measure": {"kind": "column", "name": "rent"},
    "direction": "less",
    "function": {"kind": "linear"},
    "limit": {"at_most": 4.0},
    "missing": "exclude",
}
WEIGHTINGS = [
    {"id": "n", "name": "Numbers", "how": "numbers", "numbers": {"fit": 10.0, "rent": 30.0}},
    {"id": "p", "name": "Pairs", "how": "pairwise", "judgements": [["fit", "rent", 3.0]]},
]
