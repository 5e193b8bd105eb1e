"""The rules of the house about modules: who may import whom, and how they are written.

The rules are read from the syntax trees, so an import inside a function counts, too.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("geo", "layers", "webapp")

# Package → what it must not know. Imports go down only: webapp → layers → geo.
FORBIDDEN = {
    "geo": {"layers", "webapp", "folium", "branca", "jinja2", "flask", "werkzeug", "flask_babel"},
    "layers": {"webapp", "flask", "werkzeug", "flask_babel", "granian"},
    "webapp": {"folium", "branca"},
}

# (importer, imported) inside a function, each with its reason in a comment above it.
LAZY = {
    ("geo.catalogue", "geo.boundaries"),
    # Each reader of the import's child process brings libraries that other files do not need.
    ("geo.imports.child", "geo.imports.geojson"),
    ("geo.imports.child", "geo.imports.geopackage"),
    ("geo.imports.child", "geo.imports.shapefile"),
    ("geo.imports.child", "geo.imports.workbook"),
    # The reader of samples loads what a kind of file needs for that kind only, too.
    ("geo.enterprises.samples", "geo.enterprises.sheets"),
    ("geo.enterprises.headers", "geo.enterprises.sheets"),
    # Dask is installed where there is a cluster only.
    ("geo.enterprises.__main__", "geo.enterprises.dask_engine"),
    ("geo.enterprises.__main__", "geo.enterprises.storage"),
    # The solver takes seconds to import; only who chooses sites waits.
    ("geo.study.choosing", "geo.siting"),
    # What ``python -m`` runs is another module object than the one that workers import.
    ("webapp.server", "webapp.server"),
}

# Module → the test that covers it together with others.
TESTED_TOGETHER = {
    "geo.enterprises.by_hand": "geo/enterprises/test_csv_rows.py",
    "geo.enterprises.chunk_counter": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.chunk_messages": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.chunk_rows": "geo/enterprises/test_csv_rows.py",
    "geo.enterprises.chunks": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.crew": "faults/test_enterprise_imports.py",
    "geo.enterprises.csv_layout": "geo/enterprises/test_csv_rows.py",
    "geo.enterprises.ledger": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.lines": "geo/enterprises/test_csv_rows.py",
    "geo.enterprises.opening": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.parquet_rows": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.points": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.progress": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.running_sum": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.setup_pickle": "geo/enterprises/test_frames.py",
    "geo.enterprises.gz_pieces": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.workbook_rows": "geo/enterprises/test_local_engine.py",
    "geo.enterprises.worker": "faults/test_enterprise_imports.py",
    "geo.edition_entries": "geo/test_editions.py",
    "geo.criteria_scene": "geo/test_criteria_measures.py",
    "geo.exports.enterprise_columns": "geo/exports/test_enterprises.py",
    "geo.enterprises.aggregate_files": "geo/enterprises/test_aggregates.py",
    "geo.enterprises.exact_districts": "geo/enterprises/test_raster_index.py",
    "geo.enterprises.hexagon_lines": "geo/enterprises/test_raster_index.py",
    "geo.enterprises.placer": "geo/enterprises/test_kernel.py",
    "geo.enterprises.raster_building": "geo/enterprises/test_raster_index.py",
    "geo.enterprises.raster_files": "geo/enterprises/test_raster_index.py",
    "geo.enterprises.raster_grid": "geo/enterprises/test_raster_index.py",
    "geo.enterprises.raster_table": "geo/enterprises/test_raster_index.py",
    "geo.errors": "webapp/test_errors.py",
    "geo.new_atlas_examples": "geo/test_new_atlas_tables.py",
    "geo.exports.about": "geo/exports/test_table.py",
    "geo.exports.columns": "geo/exports/test_datasets.py",
    "geo.exports.lookups": "geo/exports/test_datasets.py",
    "geo.exports.report.blocks": "geo/exports/report/test_content.py",
    "geo.exports.report.candidates": "geo/exports/report/test_content.py",
    "geo.exports.report.frames": "geo/exports/report/test_ranking.py",
    "geo.imports.child": "geo/imports/test_sandbox.py",
    "geo.imports.confinement": "geo/imports/test_sandbox.py",
    "geo.imports.landlock": "geo/imports/test_sandbox.py",
    "geo.imports.limits": "geo/imports/test_sandbox.py",
    "geo.imports.request": "geo/imports/test_import_log.py",
    "geo.imports.vectors": "geo/imports/test_geopackage.py",
    "geo.imports.words": "geo/imports/test_messages.py",
    "geo.siting_order": "geo/test_siting.py",
    "geo.siting_outcome": "geo/test_siting_solver.py",
    "geo.siting_result": "geo/test_siting.py",
    "geo.study.build_example": "geo/study/test_example.py",
    "geo.study.criteria": "geo/study/test_criteria_checks.py",
    "geo.study.functions": "geo/study/test_measuring.py",
    "geo.study.layers": "geo/study/test_cells.py",
    "geo.study.limits": "geo/study/test_checks.py",
    "geo.study.obstacles": "geo/study/test_results.py",
    "geo.study.plans": "geo/study/test_plan_checks.py",
    "geo.study.scalars": "geo/study/test_reading.py",
    "layers.atlas_figure": "layers/test_atlas_map.py",
    "layers.enterprise_assets": "layers/test_enterprise_counts.py",
    "layers.enterprise_heat": "layers/test_enterprise_hexagons.py",
    "layers.enterprise_hot_spots": "layers/test_enterprise_hexagons.py",
    "layers.enterprise_picture": "layers/test_enterprise_counts.py",
    "layers.enterprise_points": "layers/test_enterprise_hexagons.py",
    "layers.enterprise_policy": "layers/test_enterprise_counts.py",
    "layers.enterprise_quotients": "layers/test_enterprise_counts.py",
    "layers.enterprise_rows": "layers/test_enterprise_counts.py",
    "layers.enterprise_view": "layers/test_enterprise_counts.py",
    "layers.evidence": "layers/test_payload.py",
    "layers.payload_places": "layers/test_payload.py",
    "layers.report_ground": "layers/test_report_map.py",
    "layers.sheet_artists": "layers/test_sheet_canvas.py",
    "layers.sheet_map": "layers/test_sheet.py",
    "layers.sheet_names": "layers/test_sheet.py",
    "layers.payload_policies": "layers/test_payload.py",
    "webapp.backup": "webapp/store/test_backup.py",
    "webapp.backup_cli": "webapp/store/test_backup.py",
    "webapp.bridge": "webapp/test_server.py",
    "webapp.config": "webapp/test_app.py",
    "webapp.export_choices": "webapp/test_exports.py",
    "webapp.planner.criteria_cards": "webapp/planner/test_criteria.py",
    "webapp.planner.criteria_options": "webapp/planner/test_criteria_form.py",
    "webapp.planner.criteria_pages": "webapp/planner/test_criteria.py",
    "webapp.planner.criteria_words": "webapp/planner/test_criteria.py",
    "webapp.planner.body_limits": "webapp/planner/test_imports.py",
    "webapp.planner.enterprise_answers": "webapp/planner/test_enterprise_data.py",
    "webapp.planner.enterprise_files": "webapp/planner/test_enterprise_map.py",
    "webapp.planner.enterprise_map_words": "webapp/planner/test_enterprise_map.py",
    "webapp.planner.enterprise_shown": "webapp/planner/test_enterprise_data.py",
    "webapp.planner.people_words": "webapp/planner/test_people.py",
    "webapp.reading.links": "webapp/reading/test_matrix.py",
    "webapp.planner.report_jobs": "webapp/planner/test_report.py",
    "webapp.planner.report_worker": "webapp/planner/test_report.py",
    "webapp.sheet_orders": "webapp/test_sheets.py",
    "webapp.sheet_words": "webapp/test_sheets.py",
    "webapp.sheet_worker": "webapp/test_sheet_pool.py",
    "webapp.planner.siting_form": "webapp/planner/test_siting.py",
    "webapp.planner.siting_result": "webapp/planner/test_siting.py",
    "webapp.strings": "webapp/test_i18n.py",
    "webapp.store.layer_reading": "webapp/store/test_layers.py",
    "webapp.store.layer_rows": "webapp/store/test_layers.py",
    "webapp.store.models": "webapp/store/test_engine.py",
    "webapp.store.migrations.env": "webapp/store/test_engine.py",
    "webapp.store.migrations.versions.0001_projects": "webapp/store/test_engine.py",
    "webapp.store.migrations.versions.0002_accounts": "webapp/store/test_engine.py",
    "webapp.store.migrations.versions.0003_enterprises": "webapp/store/test_enterprises.py",
    "webapp.store.migrations.versions.0004_lengths": "webapp/planner/test_projects.py",
    "webapp.ogc.belts": "webapp/ogc/test_features.py",
    "webapp.ogc.districts": "webapp/ogc/test_features.py",
    "webapp.ogc.evidence": "webapp/ogc/test_features.py",
    "webapp.ogc.fields": "webapp/ogc/test_collections.py",
    "webapp.ogc.pages": "webapp/ogc/test_views.py",
    "webapp.ogc.scenarios": "webapp/ogc/test_features.py",
    "webapp.ogc.schemas": "webapp/ogc/test_openapi.py",
    "webapp.ogc.sites": "webapp/ogc/test_features.py",
}


@dataclass(frozen=True)
class Import:
    """One import: by whom, of what, in which line, and whether when the module is imported."""

    module: str
    target: str
    line: int
    is_lazy: bool
    is_for_types: bool


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {
    module_name(path): path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}


def imports_of(module: str, tree: ast.Module) -> Iterator[Import]:
    """Yield every import of a module, those in functions and for type checkers included."""

    def walk(node: ast.AST, is_lazy: bool, is_for_types: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            inside = is_lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            if isinstance(child, ast.If):
                inside = inside or "__name__" in ast.unparse(child.test)
            types = is_for_types or (
                isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            )
            for target in targets(child):
                yield Import(module, target, child.lineno, inside, types)
            yield from walk(child, inside, types)

    yield from walk(tree, False, False)


def targets(node: ast.AST) -> list[str]:
    """Name the modules that a statement imports; relative imports are not in use."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"relative import in line {node.lineno}"
        full = [f"{node.module}.{alias.name}" for alias in node.names]
        return [name if name in SOURCES else node.module for name in full]
    if isinstance(node, ast.Call) and ast.unparse(node.func) in (
        "__import__",
        "import_module",
        "importlib.import_module",
    ):
        # An import by a string hides from every rule here.
        return [ast.unparse(node.args[0]).strip("'\"")]
    return []


IMPORTS = [found for name, tree in TREES.items() for found in imports_of(name, tree)]


def top(module: str) -> str:
    return module.partition(".")[0]


# --- who imports whom


def test_the_reader_of_imports_sees_them_all():
    text = """
import a.b, c
from d import e
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import f
def g():
    import h
    class K:
        def m(self):
            from i import j
importlib.import_module("k")
if __name__ == "__main__":
    import n
"""
    found = {
        row.target: (row.is_lazy, row.is_for_types) for row in imports_of("x", ast.parse(text))
    }

    assert found == {
        "a.b": (False, False),
        "c": (False, False),
        "d": (False, False),
        "typing": (False, False),
        "f": (False, True),
        "h": (True, False),
        "i": (True, False),
        "k": (False, False),
        "n": (True, False),
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_go_down_only(package):
    wrong = [
        f"{row.module}:{row.line} imports {row.target}"
        for row in IMPORTS
        if top(row.module) == package and top(row.target) in FORBIDDEN[package]
    ]

    assert wrong == []


def test_imports_for_type_checkers_go_down_only_too():
    order = {name: place for place, name in enumerate(PACKAGES)}
    ours = [row for row in IMPORTS if top(row.target) in order]

    assert len(ours) > 100
    assert [row for row in ours if order[top(row.target)] > order[top(row.module)]] == []


def test_the_bottom_modules_import_nothing_of_ours():
    bottom = {"geo.errors", "geo.cells", "layers.palette"}

    assert bottom <= SOURCES.keys()
    assert [row for row in IMPORTS if row.module in bottom and top(row.target) in PACKAGES] == []


def areas() -> dict[str, str]:
    """Name the area of every module of webapp that defines or belongs to a blueprint."""
    defining = [
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Blueprint")
    ]
    homes = {name.rpartition(".")[0] if name.count(".") > 1 else name for name in defining}
    return {name: home for home in homes for name in TREES if f"{name}.".startswith(f"{home}.")}


def test_blueprints_do_not_import_each_other():
    area = areas()

    assert {"webapp.exports", "webapp.ogc", "webapp.pages"} <= set(area.values())
    assert [
        f"{row.module}:{row.line} imports {row.target}"
        for row in IMPORTS
        if row.module in area and area.get(row.target, area[row.module]) != area[row.module]
    ] == []


def test_no_import_inside_a_function_but_the_documented_ones():
    lazy = {
        (row.module, row.target): row
        for row in IMPORTS
        if row.is_lazy and top(row.target) in PACKAGES
    }

    assert lazy.keys() == LAZY
    for (module, _), row in lazy.items():
        before = SOURCES[module].read_text(encoding="utf-8").splitlines()[row.line - 2]
        assert before.strip().startswith("#"), f"{module}:{row.line} does not say why"


def test_no_cycles():
    """Take away modules that import nothing of the rest, until none is left."""
    graph = {name: set() for name in SOURCES}
    for row in IMPORTS:
        if row.target in SOURCES and row.target != row.module and not row.is_for_types:
            graph[row.module].add(row.target)
    while free := [name for name, needed in graph.items() if not needed & graph.keys()]:
        for name in free:
            del graph[name]

    assert {name: needed & graph.keys() for name, needed in graph.items()} == {}


@pytest.mark.parametrize("package", ["geo", "layers"])
def test_a_package_has_no_logic_of_its_own(package):
    docstring, *rest = TREES[package].body

    assert isinstance(docstring, ast.Expr)
    for node in rest:
        assert isinstance(node, ast.ImportFrom | ast.Assign), ast.unparse(node)
        if isinstance(node, ast.Assign):
            assert ast.unparse(node.targets[0]) == "__all__"


# --- how modules are written


def test_every_module_says_what_it_is():
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_no_module_is_named_after_nothing():
    vague = {"utils", "util", "helpers", "common", "misc", "data2", "process", "lib", "core"}

    assert [name for name in SOURCES if name.rpartition(".")[2] in vague] == []


def test_errors_are_not_swallowed():
    """A handler of everything must raise again, or write down what happened."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not isinstance(node.body[-1], ast.Raise)
        and not any("LOG.exception" in ast.unparse(line) for line in node.body)
    ]

    assert wrong == []


def test_every_module_has_a_test_of_its_own():
    """``geo/datum.py`` is tested by ``tests/geo/test_datum.py``, unless said otherwise above."""
    expected = {
        name: TESTED_TOGETHER.get(name, f"{path.relative_to(ROOT).parent}/test_{path.name}")
        for name, path in SOURCES.items()
        if path.name != "__init__.py"
    }

    assert TESTED_TOGETHER.keys() <= expected.keys()
    assert [name for name, file in expected.items() if not (ROOT / "tests" / file).is_file()] == []
