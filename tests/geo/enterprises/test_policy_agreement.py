import pytest

from geo.catalogue import Catalogue
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.policy_agreement import AGREEMENTS, PolicyMatrix, policy_matrix
from tests.geo.enterprises.registries import registry_of

# The documents give 长宁 310105 recognition and retail, 宝山 310113 hardware; 青浦 310118 is
# in no table.
NUMBERS = {
    ("310105", "retail"): 30,
    ("310105", "recognition"): 4,
    ("310105", "hardware"): 6,
    ("310113", "retail"): 10,
    ("310113", "hardware"): 30,
    ("310113", "recognition"): 6,
    ("310118", "retail"): 20,
    ("310118", "recognition"): 20,
}


@pytest.fixture(scope="module")
def matrix(catalogue: Catalogue) -> PolicyMatrix:
    return policy_matrix(registry_of(catalogue, NUMBERS), catalogue, "shanghai")


def kind(matrix: PolicyMatrix, adcode: str, industry: str) -> str:
    return (
        next(row for row in matrix.rows if row.district.adcode == adcode).cells[industry].agreement
    )


@pytest.mark.parametrize(
    ("adcode", "industry", "expected"),
    [
        ("310105", "retail", "agree"),  # 30/40 against 60/126
        ("310105", "recognition", "stated_only"),  # 4/40 against 30/126
        ("310105", "hardware", "neither"),  # 6/40 against 36/126
        ("310113", "hardware", "agree"),
        ("310113", "retail", "neither"),
        ("310118", "recognition", "unlisted"),  # concentrated, but 文件未列 is not "no"
        ("310118", "hardware", "unlisted"),
        ("310105", "education", "no_data"),  # no such enterprise in the city
        ("310104", "healthcare", "no_data"),  # no enterprise in the district
    ],
)
def test_policy_matrix(matrix: PolicyMatrix, adcode: str, industry: str, expected: str) -> None:
    assert kind(matrix, adcode, industry) == expected


def test_cells_bring_the_rows_to_quote_and_the_numbers(matrix: PolicyMatrix) -> None:
    row = next(row for row in matrix.rows if row.district.adcode == "310105")
    cell = row.cells["retail"]

    assert row.is_listed
    assert [stated.quote for stated in cell.stated] == ["长宁区 智能识别 智能零售"]
    assert (cell.quotient.count, cell.is_concentrated) == (30, True)
    assert cell.quotient.quotient == pytest.approx((30 / 40) / (60 / 126))
    assert row.cells["hardware"].stated == ()


def test_a_district_that_no_document_lists_still_shows_what_is_measured(
    matrix: PolicyMatrix,
) -> None:
    row = next(row for row in matrix.rows if row.district.adcode == "310118")

    assert not row.is_listed
    assert row.cells["recognition"].is_concentrated is True
    assert row.cells["hardware"].is_concentrated is False


def test_few_enterprises_are_no_concentration(catalogue: Catalogue) -> None:
    found = registry_of(catalogue, NUMBERS | {("310113", "security"): 4})
    assert kind(policy_matrix(found, catalogue, "shanghai"), "310113", "security") == "neither"
    eased = policy_matrix(found, catalogue, "shanghai", minimum=4)
    assert kind(eased, "310113", "security") == "concentrated_only"


def test_a_quotient_of_one_is_a_concentration(catalogue: Catalogue) -> None:
    even = {(adcode, name): 5 for adcode in ("310105", "310113") for name in ("retail", "hardware")}
    matrix = policy_matrix(registry_of(catalogue, even), catalogue, "shanghai")

    assert kind(matrix, "310105", "retail") == "agree"
    assert kind(matrix, "310113", "retail") == "concentrated_only"


def test_counts_name_every_kind(matrix: PolicyMatrix, catalogue: Catalogue) -> None:
    assert tuple(matrix.counts) == AGREEMENTS
    assert sum(matrix.counts.values()) == 16 * len(catalogue.industries)
    assert matrix.counts["unlisted"] == len(catalogue.industries)
    assert matrix.total == 126


def test_a_city_without_specialisations_is_unlisted_throughout(catalogue: Catalogue) -> None:
    found = registry_of(catalogue, {("440303", "retail"): 9}, city="shenzhen")
    matrix = policy_matrix(found, catalogue, "shenzhen")

    assert matrix.counts["unlisted"] == 9 * len(catalogue.industries)
    with pytest.raises(EnterpriseError, match="were not counted"):
        policy_matrix(found, catalogue, "shanghai")


def test_policy_matrix_of_a_year_and_by_weight(catalogue: Catalogue) -> None:
    found = registry_of(catalogue, NUMBERS, year=2020, weight=3)

    past = policy_matrix(found, catalogue, "shanghai", year=2019)
    assert past.counts["no_data"] == 15 * len(catalogue.industries)
    weighed = policy_matrix(found, catalogue, "shanghai", year=2020, measure="weight", base="all")
    assert kind(weighed, "310105", "retail") == "agree"
    assert (weighed.measure, weighed.base, weighed.year) == ("weight", "all", 2020)
