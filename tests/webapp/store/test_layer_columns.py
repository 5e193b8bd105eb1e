"""Columns by hand are one change each, with the cells that went."""

from webapp.store.changes import undo_last
from webapp.store.layer_columns import add_column, filled_cells, remove_column
from webapp.store.layer_rows import Rows
from webapp.store.layers import add_feature, add_rows
from webapp.store.projects import create_project


def test_a_column_comes_back_with_its_cells(store, catalogue):
    with store.session(writes=True) as session:
        project = create_project(session, catalogue, "x", "shanghai", None)
        layer = add_rows(session, project, "candidates", "L", Rows({}, []), None, None)
        one = add_feature(session, project, layer, "a", 121.4, 31.2, {}, None)
        add_feature(session, project, layer, "b", 121.5, 31.2, {}, None)
        add_column(session, project, layer, "rent", "number", None)
        one.values = {"rent": 3.5}
        session.flush()
        assert filled_cells(session, layer, "rent") == 1
        remove_column(session, project, layer, "rent", None)
        assert (layer.columns, one.values) == ({}, {})
        undo_last(session, project, None)
        assert (layer.columns, one.values) == ({"rent": "number"}, {"rent": 3.5})
