"""When the planner is closed, and to whom: no account, nothing to keep it in; and its headers."""

import pytest

from webapp.store.models import User

# --- where there is no account


@pytest.mark.parametrize(
    ("host", "headers", "peer"),
    [
        ("atlas.example", {}, "127.0.0.1"),
        ("localhost.evil.example", {}, "127.0.0.1"),
        ("localhost", {"X-Forwarded-For": "10.0.0.7"}, "127.0.0.1"),
        ("localhost", {"Forwarded": "for=10.0.0.7"}, "127.0.0.1"),
        ("localhost", {"Origin": "http://atlas.example"}, "127.0.0.1"),
        ("localhost", {"Origin": "null"}, "127.0.0.1"),
        ("localhost", {}, "192.168.1.7"),
    ],
)
def test_without_accounts_only_this_machine_is_answered(planner, host, headers, peer):
    answer = planner.get(
        "/en/planner", headers={"Host": host, **headers}, environ_overrides={"REMOTE_ADDR": peer}
    )

    assert answer.status_code == 403
    assert "accounts add NAME --admin" in answer.text


def test_a_script_that_is_signed_out_is_told_so(nobody, project_id):
    answer = nobody.get(f"/planner/{project_id}", headers={"Accept": "application/json"})

    assert answer.status_code == 403
    assert "登录" in answer.json["error"]


def test_with_accounts_any_machine_is_answered(nobody):
    there = {"Host": "atlas.example", "X-Forwarded-For": "10.0.0.7"}

    assert nobody.get("/planner", headers=there).status_code == 302


def test_disabled_accounts_do_not_open_the_planner(nobody, store, people):
    with store.session(writes=True) as session:
        for user in session.query(User):
            user.is_active = False

    assert nobody.get("/planner").status_code == 302


def test_a_public_address_closes_the_planner_until_there_is_an_account(make_app, tmp_path):
    app = make_app(ATLAS_STATE=tmp_path, ATLAS_PUBLIC_URL="https://atlas.example")

    assert app.test_client().get("/planner").status_code == 403
    assert app.test_client().get("/atlas/shanghai").status_code == 200
    app.extensions["store"].close()


# --- when something is out of order


def test_a_database_out_of_reach_closes_the_planner_alone(make_app, tmp_path):
    url = "postgresql://u:secret@127.0.0.1:9/atlas"
    client = make_app(ATLAS_STATE=tmp_path, DATABASE_URL=url).test_client()
    answer = client.get("/en/planner")

    assert answer.status_code == 503
    assert "DATABASE_URL" in answer.text
    assert "secret@" not in answer.text
    assert client.get("/en/planner", headers={"Accept": "application/json"}).status_code == 503
    assert client.get("/atlas/shanghai").status_code == 200


def test_a_key_that_cannot_be_kept_closes_the_planner_alone(make_app, tmp_path):
    (tmp_path / "state").write_text("a file where a folder should be")
    client = make_app(ATLAS_STATE=tmp_path / "state").test_client()

    assert client.get("/planner").status_code == 503
    assert client.get("/atlas/shanghai").status_code == 200


# --- headers


def test_pages_are_kept_nowhere_and_framed_by_nobody(make_app, tmp_path):
    app = make_app(ATLAS_STATE=tmp_path, ATLAS_FRAME_ANCESTORS="https://portal.example")
    headers = app.test_client().get("/planner").headers

    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert app.test_client().get("/nothing").headers["Cache-Control"] == "no-store"
    app.extensions["store"].close()


@pytest.mark.parametrize("path", ["/nothing", "/data", "/search?q=a", "/ogc/collections"])
def test_public_answers_do_not_depend_on_who_is_signed_in(signed_in, nobody, path):
    answer = signed_in("admin").get(path)

    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers
    assert answer.data == nobody.get(path).data


def test_the_cookie_is_for_this_site_alone(planner, make_app, tmp_path):
    cookie = planner.get("/planner").headers["Set-Cookie"]

    assert cookie.startswith("renxing=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    secure = make_app(ATLAS_STATE=tmp_path, ATLAS_PUBLIC_URL="https://atlas.example")
    assert secure.config["SESSION_COOKIE_SECURE"]
    assert secure.config["SESSION_COOKIE_NAME"].startswith("__Host-")
