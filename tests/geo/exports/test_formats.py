import pytest

from geo.errors import UnknownIdError
from geo.exports.formats import FORMATS, find_format
from geo.exports.table import export_table


def test_the_same_table_gives_the_same_bytes(catalogue, dataset, file_format):
    first, second = (export_table(catalogue, dataset, datum="GCJ-02") for _ in range(2))

    assert file_format.write(first) == file_format.write(second)


def test_find_format_names_those_that_there_are():
    assert find_format("csv") is FORMATS["csv"]
    with pytest.raises(UnknownIdError, match='no format "shp"; allowed: csv, geojson, gpkg, xlsx'):
        find_format("shp")
