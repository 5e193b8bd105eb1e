import dataclasses

import pytest

from layers.basemaps import PRESETS
from webapp.security import content_security_policy


def directives(policy):
    parts = [part.split() for part in policy.split(";")]
    assert len({name for name, *_ in parts}) == len(parts)
    return {name: values for name, *values in parts}


def test_without_basemaps_everything_comes_from_here():
    found = directives(content_security_policy(()))

    assert found == {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }


@pytest.mark.parametrize(
    ("preset", "hosts"),
    [
        ("osm", ["https://tile.openstreetmap.org"]),
        ("amap", [f"https://webrd0{n}.is.autonavi.com" for n in "1234"]),
        ("tianditu", [f"https://t{n}.tianditu.gov.cn" for n in "01234567"]),
    ],
)
def test_a_basemap_s_hosts_may_send_pictures_and_nothing_else(preset, hosts):
    policy = content_security_policy((PRESETS[preset],))
    found = directives(policy)

    assert found["img-src"] == ["'self'", "data:", *hosts]
    assert found | {"img-src": []} == directives(content_security_policy(())) | {"img-src": []}
    assert "*" not in policy
    assert "{" not in policy


def test_tiles_from_this_server_need_no_host():
    own = dataclasses.replace(PRESETS["osm"], url="/tiles/{z}/{x}/{y}.png")

    assert content_security_policy((own,)) == content_security_policy(())


def test_a_port_stays_part_of_the_host():
    own = dataclasses.replace(PRESETS["osm"], url="http://10.0.0.7:8080/{z}/{x}/{y}.png")

    assert directives(content_security_policy((own,)))["img-src"][2:] == ["http://10.0.0.7:8080"]


def test_names_from_another_host_are_allowed_too():
    own = dataclasses.replace(PRESETS["osm"], names_url="https://names.example/{z}/{x}/{y}.png")

    assert directives(content_security_policy((own,)))["img-src"][2:] == [
        "https://names.example",
        "https://tile.openstreetmap.org",
    ]


def test_a_host_stands_there_once():
    both = (PRESETS["osm"], dataclasses.replace(PRESETS["osm"], id="again"))

    assert content_security_policy(both) == content_security_policy(both[:1])


def test_a_key_never_enters_the_policy():
    keyed = dataclasses.replace(PRESETS["tianditu"], key="secret")

    assert "secret" not in content_security_policy((keyed,))


@pytest.mark.parametrize(
    "path", ["/atlas/shanghai", "/en/sources", "/healthz", "/nothing", "/ogc/", "/assets/0/a.js"]
)
def test_every_answer_is_protected(client, path):
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"] == content_security_policy(())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_the_policy_follows_the_configured_basemaps(make_app, tmp_path):
    path = tmp_path / "basemaps.toml"
    path.write_text('[[basemap]]\npreset = "osm"\n', encoding="utf-8")
    response = make_app(ATLAS_BASEMAPS=path).test_client().get("/atlas/shanghai")

    assert "https://tile.openstreetmap.org" in response.headers["Content-Security-Policy"]


def test_scripts_need_no_exception(client):
    """The aim of serving the map's script as a file."""
    found = directives(client.get("/atlas/both").headers["Content-Security-Policy"])

    assert found["script-src"] == ["'self'"]


def test_frames_are_allowed_to_whom_the_settings_name(make_app):
    client = make_app(ATLAS_FRAME_ANCESTORS="self https://portal.example").test_client()

    for path in ("/atlas/shanghai", "/en/story", "/nothing"):
        found = directives(client.get(path).headers["Content-Security-Policy"])
        assert found["frame-ancestors"] == ["'self'", "https://portal.example"]
        assert found["script-src"] == ["'self'"]


def test_by_default_nobody_may_frame_the_map(client):
    answer = client.get("/atlas/shanghai?embed=1")
    assert directives(answer.headers["Content-Security-Policy"])["frame-ancestors"] == ["'none'"]
