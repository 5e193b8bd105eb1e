"""Signing in and out, passwords, what administrators do."""

import re

import argon2
import pytest

from webapp.planner.accounts import ACTIONS
from webapp.store import passwords
from webapp.store.models import FailedSignIn, User
from webapp.store.passwords import is_outdated, is_password
from webapp.store.people import create_account, find_account
from webapp.store.sign_ins import MOST_HERE

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """Hash in a millisecond; what hashing costs is tested elsewhere."""
    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", hasher)


@pytest.fixture
def make_user(store):
    def make(name, **fields):
        with store.session(writes=True) as session:
            user = create_account(session, name, PASSWORD, is_admin=fields.pop("is_admin", True))
            for field, value in fields.items():
                setattr(user, field, value)
        return user

    return make


@pytest.fixture
def browser(planner_app, store):
    return planner_app.test_client


def sign_in(client, name="li", password=PASSWORD, path="/planner/sign-in", **form):
    return client.post(path, data={"name": name, "password": password, **form})


def stored(store, name):
    with store.session() as session:
        return find_account(session, name)


# --- signing in


def test_signing_in_leads_to_the_page_that_was_asked_for(browser, make_user, project_id):
    make_user("li")
    client = browser()
    sent_away = client.get(f"/en/planner/{project_id}?a=%E4%B8%8A")
    page = client.get(sent_away.location)
    wanted = re.search(r'name="next" value="([^"]*)"', page.text)[1]
    answer = sign_in(client, path="/en/planner/sign-in", next=wanted)

    assert sent_away.location.startswith("/en/planner/sign-in?next=")
    assert page.status_code == 200
    assert answer.status_code == 303
    assert answer.location == f"/en/planner/{project_id}?a=%E4%B8%8A"
    assert client.get(answer.location).status_code == 200
    assert client.get("/planner/sign-in").status_code == 302  # is there already


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/planner",
        "//evil.example/planner",
        "/\\evil.example/planner",
        "/planner\\@evil.example",
        "/planner\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "planner",
        "/atlas/shanghai",
        "/planner/sign-in",
        "/nothing",
        "/planner" + "/x" * 2000,
    ],
)
def test_signing_in_leads_nowhere_else(browser, make_user, wanted):
    make_user("li")

    assert sign_in(browser(), next=wanted).location == "/planner"


@pytest.mark.parametrize(
    ("name", "password"), [("li", "wrong horse battery"), ("nobody", PASSWORD), ("off", PASSWORD)]
)
def test_a_failure_says_nothing_about_the_name(browser, make_user, name, password):
    make_user("li")
    make_user("off", is_active=False)
    client = browser()
    answer = sign_in(client, name, password, path="/en/planner/sign-in")
    known = sign_in(browser(), "li", "wrong", path="/en/planner/sign-in")

    assert answer.status_code == 400
    assert "Name or password is wrong." in answer.text
    assert "Set-Cookie" not in answer.headers or "_user_id" not in str(answer.headers)
    assert client.get("/planner").status_code == 302
    plain = [re.sub(r'value="[^"]*"|content="[^"]*"', "", page.text) for page in (answer, known)]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("name", ["li", "nobody", "off"])
def test_every_failure_checks_one_password(browser, make_user, monkeypatch, name):
    """What takes long is done once for names that there are, are not, or are disabled."""
    make_user("li")
    make_user("off", is_active=False)
    passwords.is_password("so that there is one", None)
    checked = []

    class Watched(argon2.PasswordHasher):
        def verify(self, kept, password):
            checked.append(kept)
            return super().verify(kept, password)

    watched = Watched(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", watched)
    sign_in(browser(), name, "wrong horse battery")

    assert len(checked) == 1


def test_guessing_is_slowed_down(browser, make_user, store):
    make_user("li")
    for _ in range(MOST_HERE):
        assert sign_in(browser(), password="guess").status_code == 400
    answer = sign_in(browser())

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "15" in answer.text
    with store.session(writes=True) as session:
        session.query(FailedSignIn).delete()
    assert sign_in(browser()).status_code == 303
    with store.session() as session:
        assert session.query(FailedSignIn).count() == 0


def test_a_session_from_before_is_worth_nothing(browser, make_user, people):
    """Whoever planted a cookie in somebody's browser must not share what comes after."""
    make_user("li")
    client = browser()
    with client.session_transaction() as cookie:
        cookie["planted"] = "x"
        cookie["csrf_token"] = "0" * 40
    sign_in(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != "0" * 40
        assert "_user_id" in cookie


def test_a_hash_of_other_times_is_renewed(browser, make_user, store, monkeypatch):
    make_user("li")
    dearer = argon2.PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", dearer)
    client = browser()

    assert is_outdated(stored(store, "li").password_hash)
    assert sign_in(client).status_code == 303
    assert not is_outdated(stored(store, "li").password_hash)
    assert is_password(PASSWORD, stored(store, "li").password_hash)
    assert client.get("/planner").status_code == 200


def test_the_form_wants_its_token(browser, make_user):
    make_user("li")
    form = {"name": "li", "password": PASSWORD}
    answer = browser().post("/en/planner/sign-in", data=form, csrf=False)

    assert answer.status_code == 400
    assert "load the page again" in answer.text


def test_without_accounts_nobody_signs_in(planner):
    assert planner.get("/planner/sign-in").location == "/planner"
    assert sign_in(planner).location == "/planner"
    assert "nobody signs in" in planner.get("/en/planner/account").text
    assert "accounts add NAME --admin" in planner.get("/en/planner/accounts").text
    assert planner.post("/planner/accounts", data={"name": "li"}).status_code == 400
    assert planner.post("/planner/account").status_code == 303
    assert planner.post("/planner/sign-out").location == "/planner"


# --- signing out


def test_signing_out_here_or_everywhere(browser, make_user):
    make_user("li")
    here, there, later = browser(), browser(), browser()
    for client in (here, there, later):
        sign_in(client)

    assert here.post("/planner/sign-out").location == "/planner/sign-in"
    assert here.get("/planner").status_code == 302
    assert there.get("/planner").status_code == 200
    there.post("/planner/sign-out", data={"everywhere": "1"})
    assert later.get("/planner").status_code == 302


@pytest.mark.parametrize(
    "kept", ["", "1", "1.", "x.y", "1.wrong", "99.key", "²." + "k", "9" * 30 + ".key of admin"]
)
def test_a_session_of_nobody_is_nobody_s(browser, people, kept):
    client = browser()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = kept

    assert client.get("/planner").status_code == 302


def test_disabled_accounts_are_signed_out_at_once(signed_in, store, people):
    client = signed_in("editor")
    with store.session(writes=True) as session:
        session.get_one(User, people["editor"].id).is_active = False

    assert client.get("/planner").status_code == 302


# --- one's own password


def change(client, password=PASSWORD, new="another long word", again=None):
    form = {"password": password, "new": new, "again": new if again is None else again}
    return client.post("/en/planner/account", data=form)


def test_changing_the_password_ends_other_sessions(browser, make_user):
    make_user("li")
    here, there = browser(), browser()
    sign_in(here)
    sign_in(there)

    assert change(here).status_code == 303
    assert "was changed" in here.get("/en/planner/account").text
    assert there.get("/planner").status_code == 302
    assert sign_in(browser()).status_code == 400
    assert sign_in(browser(), password="another long word").status_code == 303


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"password": "wrong"}, "present password is wrong"),
        ({"again": "another long w0rd"}, "typed in two ways"),
        ({"new": "short"}, "at least 10 characters"),
        ({"new": "x" * 1001}, "at most 1000 characters"),
        ({"new": "li-the-planner"}, "must not be the name"),
    ],
)
def test_a_password_that_cannot_be_is_explained(browser, make_user, store, given, told):
    make_user("li-the-planner")
    client = browser()
    sign_in(client, "li-the-planner")
    answer = change(client, **given)

    assert answer.status_code == 400
    assert told in answer.text
    assert is_password(PASSWORD, stored(store, "li-the-planner").password_hash)


def test_the_present_password_cannot_be_guessed_either(browser, make_user):
    make_user("li")
    client = browser()
    sign_in(client)
    for _ in range(MOST_HERE):
        change(client, password="guess")

    assert change(client).status_code == 429


def test_a_password_for_one_use_must_be_changed(browser, make_user):
    make_user("li", must_change_password=True)
    client = browser()

    assert sign_in(client).location == "/planner"
    assert client.get("/en/planner").location == "/en/planner/account"
    assert "for one use" in client.get("/en/planner/account").text
    assert client.post("/planner/new", data={"title": "a"}).status_code == 403
    assert "than the one that was given" in change(client, new=PASSWORD).text
    assert change(client).status_code == 303
    assert client.get("/planner").status_code == 200


# --- administrators


def given_password(answer):
    return re.search(r'id="given-password" readonly value="([^"]+)"', answer.text)[1]


def test_an_administrator_makes_an_account(signed_in, browser, store):
    answer = signed_in("admin").post("/planner/accounts", data={"name": "Wang"})
    client = browser()

    assert sign_in(client, "wang", given_password(answer)).status_code == 303
    assert client.get("/planner").location == "/planner/account"
    assert not stored(store, "wang").is_admin
    assert given_password(answer) not in signed_in("admin").get("/planner/accounts").text


@pytest.mark.parametrize(
    ("name", "told"),
    [("owner", "of that name already"), ("a b", "none of them a blank"), ("", "1 to 80")],
)
def test_an_account_that_cannot_be_is_explained(signed_in, name, told):
    answer = signed_in("admin").post("/en/planner/accounts", data={"name": name})

    assert answer.status_code == 400
    assert told in answer.text


def act(client, user, action):
    return client.post(f"/en/planner/accounts/{user.id}", data={"action": action})


def test_an_administrator_resets_a_password(signed_in, people, browser, store):
    working = signed_in("editor")
    for _ in range(MOST_HERE):
        sign_in(browser(), "editor", "guess")
    answer = act(signed_in("admin"), people["editor"], "reset")

    assert working.get("/planner").status_code == 302
    assert sign_in(browser(), "editor", given_password(answer)).status_code == 303
    assert stored(store, "editor").must_change_password


def test_an_administrator_disables_enables_and_makes_others(signed_in, people, store):
    admin = signed_in("admin")
    fields = {}
    for action in ("disable", "enable", "promote", "demote"):
        assert act(admin, people["editor"], action).status_code == 303
        user = stored(store, "editor")
        fields[action] = (user.is_active, user.is_admin)

    assert fields == {
        "disable": (False, False),
        "enable": (True, False),
        "promote": (True, True),
        "demote": (True, False),
    }
    assert set(fields) | {"reset"} == ACTIONS.keys()


@pytest.mark.parametrize("action", ["disable", "demote"])
def test_the_last_administrator_stays(signed_in, people, action):
    answer = act(signed_in("admin"), people["admin"], action)

    assert answer.status_code == 400
    assert "last administrator" in answer.text


def test_nonsense_about_accounts_is_named(signed_in, people):
    assert act(signed_in("admin"), people["editor"], "crown").status_code == 400
    missing = signed_in("admin").post("/planner/accounts/99999999999", data={"action": "reset"})
    assert missing.status_code == 404


def test_names_are_only_ever_text(signed_in, make_project):
    admin = signed_in("admin")
    name = "<script>alert({{7*7}})</script>"
    page = admin.post("/planner/accounts", data={"name": name})

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert({{7*7}})" in page.text
