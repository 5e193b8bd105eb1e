"""A catalogue small enough that every answer of the data interface is known by arithmetic."""

from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pytest
from flask import Flask
from shapely import box

from geo import tables
from geo.catalogue import Catalogue
from webapp import create_app
from webapp.ogc import blueprint

STATED = {"source": "plan", "quote": "原文", "status": "stated"}
EDITORIAL = {"source": "map", "status": "editorial", "note": "drawn by us"}


def names(name):
    return {"name_zh": name, "name_en": name.upper()}


def site(id_, kind, district, lon, lat, **more):
    return tables.Site(
        **STATED, **names(id_), id=id_, kind=kind, city="town", district=district,
        lon=lon, lat=lat, precision_m=50, basis="map", position_source="the station",
        mentioned_as=id_, mentions=1, **more,
    )  # fmt: skip


def make_catalogue():
    """Three unit squares in a row (west to east), of which the last lists nothing."""
    sources = (
        tables.Source(
            key="plan", kind="policy", edition=2021, title_zh="规划", title_en="Plan",
            short_zh="规", short_en="P", date="2021-05", language="zh",
        ),
        tables.Source(
            key="map", kind="reference", title_zh="地图", title_en="Map", short_zh="图",
            short_en="M", language="zh",
        ),
    )  # fmt: skip
    cities = (
        tables.City(
            **STATED, **names("城"), id="town", adcode="100000", pinyin="cheng",
            metric_epsg=32651,
        ),
    )  # fmt: skip
    districts = tuple(
        tables.District(
            **STATED, **names(name), adcode=f"10000{i}", city="town",
                short_zh=name, short_en=name,
            pinyin=name, land_area_km2=area, area_source="map" if area else "",
        )
        for i, (name, area) in enumerate([("甲", 10.5), ("乙", 20.0), ("丙", None)], 1)
    )  # fmt: skip
    industries = tuple(
        tables.Industry(
            **STATED, **names(id_), id=id_, mark_zh="芯", mark_en="Ch", colour="#112233",
            pattern="plain",
        )
        for id_ in ("chips", "robots")
    )  # fmt: skip
    specialisations = (
        tables.Specialisation(**STATED, district="100001", industry="chips"),
        tables.Specialisation(**STATED, district="100001", industry="robots"),
        tables.Specialisation(**STATED, district="100002", industry="robots"),
    )
    structures = (tables.Structure(**STATED, **names("ren"), id="ren", city="town"),)
    belts = (
        tables.Belt(
            **STATED, **names("west"), id="west", structure="ren", city="town",
            colour="#112233", is_open=True,
        ),
    )  # fmt: skip
    belt_members = tuple(
        tables.BeltMember(
            **STATED, **names(f"m{i}"), belt="west", order=i, district=f"10000{i}",
            lon=i - 0.5, lat=0.5, basis="map",
        )
        for i in (2, 1)
    )  # fmt: skip
    strokes = tuple(
        tables.StrokePoint(
            **EDITORIAL, id="west-stroke", belt="west", structure="ren", kind="stroke",
            order=i + 1, lon=i, lat=0,
        )
        for i in range(3)
    ) + tuple(
        tables.StrokePoint(
            **EDITORIAL, id="join", structure="ren", kind="link", order=i + 1, lon=2,
            lat=i, label_zh="示意连接", label_en="Link",
        )
        for i in range(2)
    )  # fmt: skip
    sites = (
        site(
            "lab", "cluster", "100001", 0.5, 0.5, structure="ren", area_km2=2, area_source="survey"
        ),
        site("yard", "park", "100002", 1.5, 0.5, tier="2"),
        site("hall", "cluster", "100003", 2.5, 0.5, focus_zh="芯片", focus_en="chips"),
    )
    units = (tables.Unit(**STATED, **names("office"), id="office", city="town"),)
    place_types = (tables.PlaceType(**STATED, **names("school"), id="school", city="town"),)
    scenarios = tuple(
        tables.Scenario(
            **STATED, **names(id_), id=id_, city="town", list="list", list_zh="表",
            list_en="List", level="field", number=number, **more,
        )
        for id_, number, more in [
            ("drive", 1, {"sites": "lab; hall", "units": "office"}),
            ("teach", 2, {"place_types": "school"}),
            ("heal", None, {"sites": "yard", "district": "100002"}),
        ]
    )  # fmt: skip
    squares = gpd.GeoDataFrame(
        index=["100001", "100002", "100003"],
        geometry=[box(i, 0, i + 1, 1) for i in range(3)],
        crs=4326,
    )
    origin = SimpleNamespace(
        package="squares", version="1.0", provider="us", licence="CC0-1.0",
        source_datum="GCJ-02",
    )  # fmt: skip
    registry = SimpleNamespace(origin=origin)
    catalogue = Catalogue(
        root=Path("nowhere"), fingerprint="", sources=sources, cities=cities,
        districts=districts, industries=industries, specialisations=specialisations,
        structures=structures, belts=belts, belt_members=belt_members, strokes=strokes,
        sites=sites, units=units, place_types=place_types, scenarios=scenarios, targets=(),
        measures=(), fund_rules=(), rewordings=(),
    )  # fmt: skip
    # What the cached property would read from the folder.
    vars(catalogue)["boundaries"] = SimpleNamespace(full=squares, registry=registry)
    return catalogue


def app_of(catalogue):
    app = Flask("webapp")
    app.extensions["catalogue"] = catalogue
    app.register_blueprint(blueprint, url_prefix="/ogc")

    @app.get("/")
    def home():
        return "home"

    return app


@pytest.fixture(scope="session")
def small_catalogue():
    return make_catalogue()


@pytest.fixture(scope="session")
def small_app(small_catalogue):
    return app_of(small_catalogue)


@pytest.fixture
def small_client(small_app):
    return small_app.test_client()


@pytest.fixture(scope="session")
def atlas_app():
    """The real application over the real catalogue."""
    app = create_app()
    assert "error" not in app.extensions, str(app.extensions["error"])
    return app
