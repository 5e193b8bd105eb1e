import numpy as np
import pandas as pd
import pytest

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.cross_table import cross_table
from geo.enterprises.errors import EnterpriseError
from geo.errors import UnknownIdError
from tests.geo.enterprises.registries import registry_of

NUMBERS = {
    ("310101", "retail"): 3,
    ("310101", ""): 2,
    ("310104", "healthcare"): 4,
    ("310115", "chip-design"): 5,
}


def test_cross_table_is_the_crosstab_of_pandas(catalogue: Catalogue) -> None:
    table = cross_table(registry_of(catalogue, NUMBERS), catalogue, "shanghai")
    rows = pd.DataFrame([place for place, number in NUMBERS.items() for _ in range(number)])
    expected = pd.crosstab(rows[0], rows[1]).reindex(
        index=list(table.districts), columns=list(table.industries), fill_value=0
    )

    assert table.counts.tolist() == expected.to_numpy().tolist()
    assert table.districts == tuple(row.adcode for row in catalogue.districts_of("shanghai"))
    assert table.industries == (*(row.id for row in catalogue.industries), "")


def test_cross_table_of_one_year(catalogue: Catalogue) -> None:
    both = Aggregates.merge(
        [registry_of(catalogue, NUMBERS, year=year) for year in (2019, 2020)]
        + [registry_of(catalogue, {("310104", "retail"): 7}, year=2020)]
    )

    assert cross_table(both, catalogue, "shanghai").counts.sum() == 35
    assert cross_table(both, catalogue, "shanghai", year=2019).counts.sum() == 14
    assert cross_table(both, catalogue, "shanghai", year=2020).counts.sum() == 21
    assert cross_table(both, catalogue, "shanghai", year=0).counts.sum() == 0
    assert cross_table(both, catalogue, "shanghai", year=(2019, 2020)).counts.sum() == 35
    assert cross_table(both, catalogue, "shanghai", year=(2020, 2030)).counts.sum() == 21


def test_values_are_counts_or_weights(catalogue: Catalogue) -> None:
    table = cross_table(registry_of(catalogue, NUMBERS, weight=0.1), catalogue, "shanghai")

    assert np.array_equal(table.values("count"), table.counts)
    assert table.values("weight").sum() == pytest.approx(1.4, abs=1e-12)


def test_cross_table_leaves_other_cities_out(catalogue: Catalogue) -> None:
    found = registry_of(catalogue, {("440303", "retail"): 3}, city="shenzhen")

    assert cross_table(found, catalogue, "shenzhen").counts.sum() == 3
    with pytest.raises(EnterpriseError, match="enterprises of shanghai were not counted") as caught:
        cross_table(found, catalogue, "shanghai")
    assert caught.value.code == "city-not-counted"
    with pytest.raises(UnknownIdError, match="atlantis"):
        cross_table(found, catalogue, "atlantis")


def test_what_was_not_counted_is_refused(catalogue: Catalogue) -> None:
    table = cross_table(registry_of(catalogue, NUMBERS, has_weight=False), catalogue, "shanghai")

    with pytest.raises(EnterpriseError, match="have no weight"):
        table.values("weight")
    with pytest.raises(EnterpriseError, match='no measure "sales"; allowed: count, weight'):
        table.values("sales")  # type: ignore[arg-type]
    with pytest.raises(EnterpriseError, match='no industry "steel" was counted'):
        table.column("steel")
    assert table.column("") == len(catalogue.industries)
