"""Make the worked example: real places of the catalogue around candidates that are made up.

``python -m geo.study.build_example`` writes the file in ``geo/study/examples`` anew from the
catalogue; a test holds the two against each other. No candidate exists: their names say so in both
languages, their layer is marked ``synthetic``, and their rents and floor areas are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from geo.catalogue import Catalogue, read_catalogue
from geo.study.document import FORMAT, VERSION, Study
from geo.study.example import FOLDER
from geo.study.reading import read_study
from geo.tables import Site

CITY = "shanghai"

# Longitude, latitude (WGS-84), intended industries as planners write them, rent in yuan per m² and
# day (None: not known), floor area in m². All of it is made up.
SYNTHETIC: tuple[tuple[float, float, str, float | None, int], ...] = (
    (121.60, 31.20, "智能芯片设计；智能制造", 5.2, 22000),
    (121.45, 31.16, "智能医疗；智能零售", 7.4, 9000),
    (121.37, 31.03, "healthcare; recognition", 3.1, 18000),
    (121.90, 30.90, "智能制造", 2.4, 30000),
    (121.45, 31.30, "智能安防、智能设备", 4.9, 8000),
    (121.52, 31.28, "智能教育", 5.6, 7000),
    (121.40, 31.21, "智能零售、智能识别", 6.8, 6500),
    (121.25, 31.35, "智能芯片设计/智能硬件", 2.9, 25000),
    (121.12, 31.16, "智能制造", 2.6, 20000),  # 青浦: the documents list nothing
    (121.23, 31.04, "类脑智能软硬件/智能制造", 2.7, 16000),
    (121.44, 31.36, "智能硬件", 3.3, 12000),
    (121.49, 30.92, "智能医疗", 2.2, 14000),  # 奉贤 has two other industries: a fit of 0
    (121.48, 31.22, "Intelligent chip design", 7.9, 3200),  # too small for the limit
    (121.38, 31.26, "智能设备", None, 11000),  # an unknown rent
)

REFERENCES = (
    ("parks", "文件所列集聚区与园区 · Clusters and parks in the documents", ("cluster", "park")),
    ("institutions", "文件所列机构 · Institutions in the documents", ("institution",)),
)

# By the importance that the made-up planner of the second weighting sees, the most important
# first; each is as many times more important than a later one as it stands places before, plus 1.
ORDER = ("rent", "clusters", "fit", "talent", "parks", "floor")


def example_study(catalogue: Catalogue) -> Study:
    """Make the example from a catalogue that has Shanghai.

    Parameters
    ----------
    catalogue : Catalogue

    Returns
    -------
    Study

    Raises
    ------
    StudyError
        If the catalogue lacks what the example refers to.
    UnknownIdError
        If it has no Shanghai.
    """
    document = {
        "format": FORMAT,
        "version": VERSION,
        "title": "示例：上海候选地（合成数据） · Example: sites in Shanghai (synthetic data)",
        "city": CITY,
        "layers": [_candidates(), *_references(catalogue)],
        "criteria": list(_criteria()),
        "weightings": list(_weightings()),
        "ranking": {"weighting": "policy", "compare": "pairs", "top_n": 3},
        "siting": {
            "objective": "p_median",
            "count": 4,
            "forbidden": ["synthetic-13"],
            "spacing_m": 5000.0,
            # All districts alike: no document says how much demand there is.
            "demand": {
                "kind": "districts",
                "weights": {row.adcode: 1.0 for row in catalogue.districts_of(CITY)},
            },
        },
        "fund": {"investment_cny": "12000000", "field": "application"},
    }
    return read_study(document, catalogue)


def example_text(catalogue: Catalogue) -> str:
    """Return the file of the example, as ``main`` writes it."""
    data = example_study(catalogue).to_json()
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _candidates() -> dict[str, Any]:
    return {
        "id": "synthetic",
        "kind": "candidates",
        "name": "合成候选地（并不存在） · Synthetic candidates (none of them exists)",
        "columns": {"industries": "text", "rent": "number", "floor_area": "integer"},
        "synthetic": True,
        "features": [
            {
                "id": f"synthetic-{number:02}",
                "name": f"合成候选 {number:02} · Synthetic {number:02}",
                "row": number,
                "lon": lon,
                "lat": lat,
                "values": {"industries": industries, "rent": rent, "floor_area": area},
            }
            for number, (lon, lat, industries, rent, area) in enumerate(SYNTHETIC, 1)
        ],
    }


def _references(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for layer, name, kinds in REFERENCES:
        found = [row for row in catalogue.sites_of(CITY) if row.kind in kinds]
        yield {
            "id": layer,
            "kind": "reference",
            "name": name,
            "columns": {
                "site": "text",
                "precision_m": "number",
                "source": "text",
                "quote": "text",
            },
            "features": [_reference(layer, row) for row in found],
        }


def _reference(layer: str, site: Site) -> dict[str, Any]:
    return {
        "id": f"{layer}-{site.id}",
        "name": f"{site.name_zh} · {site.name_en}",
        "lon": site.lon,
        "lat": site.lat,
        "values": {
            "site": site.id,
            "precision_m": site.precision_m,
            "source": site.source,
            "quote": site.quote,
        },
    }


def _criteria() -> Iterator[dict[str, Any]]:
    yield {
        "id": "fit",
        "title": "政策契合 · Policy fit",
        "measure": {"kind": "policy_fit", "column": "industries", "of": "district"},
        "direction": "more",
        "function": {"kind": "linear", "low": 0.0, "high": 1.0},
        "missing": "interval",
    }
    yield {
        "id": "clusters",
        "title": "到核心集聚区 · To a core cluster",
        "unit": "m",
        "measure": {"kind": "distance_to_clusters"},
        "direction": "less",
        "function": {"kind": "linear", "low": 0.0, "high": 30000.0},
    }
    yield {
        "id": "parks",
        "title": "五公里内的集聚区与园区 · Clusters and parks within 5 km",
        "measure": {"kind": "count_within", "layer": "parks", "radius_m": 5000.0},
        "direction": "more",
        "function": {"kind": "linear", "low": 0.0, "high": 4.0},
    }
    yield {
        "id": "talent",
        "title": "到最近的机构 · To the nearest institution",
        "unit": "m",
        "measure": {"kind": "distance_to_layer", "layer": "institutions"},
        "direction": "less",
        "function": {"kind": "linear", "low": 0.0, "high": 20000.0},
    }
    yield {
        "id": "rent",
        "title": "租金 · Rent",
        "unit": "元/(m²·d)",
        "measure": {"kind": "column", "name": "rent"},
        "direction": "less",
        "function": {"kind": "linear", "low": 2.0, "high": 8.0},
        "missing": "pessimistic",
    }
    yield {
        "id": "floor",
        "title": "建筑面积 · Floor area",
        "unit": "m²",
        "measure": {"kind": "column", "name": "floor_area"},
        "direction": "more",
        "function": {"kind": "linear", "low": 5000.0, "high": 30000.0},
        "limit": {"at_least": 5000.0},
    }


def _weightings() -> Iterator[dict[str, Any]]:
    numbers = {"fit": 40, "clusters": 20, "parks": 10, "talent": 10, "rent": 10, "floor": 10}
    yield {
        "id": "policy",
        "name": "政策优先 · Policy first",
        "how": "numbers",
        "numbers": {name: float(number) for name, number in numbers.items()},
    }
    yield {
        "id": "pairs",
        "name": "两两比较：租金与区位优先 · In pairs: rent and location first",
        "how": "pairwise",
        "judgements": [
            [one, other, float(place + 1)]
            for start, one in enumerate(ORDER)
            for place, other in enumerate(ORDER[start + 1 :], 1)
        ],
    }


def main() -> None:
    """Write the example's file."""
    path = FOLDER / f"{CITY}.json"
    path.write_text(example_text(read_catalogue()), encoding="utf-8", newline="\n")
    print(path)


if __name__ == "__main__":
    main()
