import numpy as np
import pytest

from geo.catalogue import Catalogue
from geo.enterprises.synth_places import Places
from geo.errors import UnknownIdError
from geo.locate import find_districts


def test_places_lie_in_the_district_they_are_said_to(catalogue: Catalogue) -> None:
    places = Places(catalogue, ["shanghai"], 4)
    codes, lon, lat = places.draw(3000, np.random.default_rng(1))
    outlines = catalogue.boundaries.full.geometry

    assert find_districts(lon, lat, outlines).tolist() == [places.adcodes[code] for code in codes]
    assert (np.round(lon, 6) == lon).all()
    assert places.adcodes == tuple(sorted(row.adcode for row in catalogue.districts_of("shanghai")))


def test_places_cluster(catalogue: Catalogue) -> None:
    """Of 200 × 200 m squares, the fullest tenth that has any holds far more than a tenth."""
    places = Places(catalogue, ["shanghai"], 4)
    _, lon, lat = places.draw(20_000, np.random.default_rng(1))
    _, counts = np.unique(np.floor([lon * 500, lat * 500]), axis=1, return_counts=True)
    fullest = np.sort(counts)[::-1][: len(counts) // 10]

    assert fullest.sum() > 0.25 * len(lon)


def test_places_depend_on_the_seed(catalogue: Catalogue) -> None:
    one, same, other = (Places(catalogue, ["shenzhen"], seed) for seed in (1, 1, 2))

    assert one.shares.tolist() == same.shares.tolist() != other.shares.tolist()
    assert one.shares.sum() == pytest.approx(1)
    assert one.shares.min() > 0
    with pytest.raises(UnknownIdError, match="atlantis"):
        Places(catalogue, ["atlantis"], 1)
