"""Who may do what, address by address: new addresses are covered as they come."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from werkzeug.routing import Rule

from webapp.job_folder import JobsBusyError
from webapp.planner.access import NEEDS, OF_DELETED
from webapp.store.models import ROLES, Layer, Member, Project, ShareLink, User, now

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
SIGN_IN = re.compile(r"/(en/)?planner/sign-in\?next=")
NONSENSE = {"default": "nonsense", "string": "nonsense", "path": "a/b", "int": "987654321"}
RANKS = {"stranger": -1, "viewer": 0, "editor": 1, "owner": 2, "admin": 2}


@pytest.fixture(autouse=True)
def _no_work(planner_app, monkeypatch):
    """Start no process for a report: there is never room for another one."""

    def start(order):
        raise JobsBusyError

    monkeypatch.setattr(planner_app.extensions["reports"], "start", start)


@pytest.fixture(scope="session")
def all_rules(planner_app):
    """All addresses of the planner, both languages."""
    return [
        rule
        for rule in planner_app.url_map.iter_rules()
        if re.match(r"/(en/)?planner(/|$)", rule.rule)
    ]


@pytest.fixture(scope="session")
def rules(all_rules):
    """The Chinese ones, which the walks take: the English ones lead to the same functions."""
    return [rule for rule in all_rules if not rule.rule.startswith("/en/")]


PLACE = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")


def address(rule: Rule, project_id: str, other: str = "") -> str:
    """Fill an address: the project is real, everything else nonsense, or ``other``."""

    def value(found: re.Match[str]) -> str:
        kind, allowed, name = found[1] or "default", found[2], found[3]
        if name == "project_id":
            return project_id
        return (
            re.split(r"\W+", allowed.strip("'\" "))[0] if kind == "any" else other or NONSENSE[kind]
        )

    return PLACE.sub(value, rule.rule)


def methods(rule: Rule) -> Iterator[str]:
    return (name for name in sorted(rule.methods) if name in ("GET", *UNSAFE))


def is_our_fault(answer) -> bool:
    """Tell whether an answer is worse than "not now, try again in a moment"."""
    return answer.status_code >= 500 and "Retry-After" not in answer.headers


def is_refused(answer) -> bool:
    to_sign_in = answer.status_code == 302 and SIGN_IN.search(answer.location)
    return answer.status_code in (401, 403) or bool(to_sign_in)


# --- the walk


def test_every_address_says_what_it_needs(all_rules):
    assert len(all_rules) > 40
    assert [rule.rule for rule in all_rules if rule.endpoint not in NEEDS] == []
    for kind, need in NEEDS.values():
        assert need in (ROLES if kind == "project" else ("anyone", "planner", "admin"))


def test_both_languages_have_the_same_addresses(all_rules):
    found = {
        lang: {(rule.rule.removeprefix("/en"), rule.endpoint, *rule.methods) for rule in part}
        for lang in ("zh", "en")
        if (part := [rule for rule in all_rules if rule.defaults == {"lang": lang}])
    }

    assert found["zh"] == found["en"]
    assert len(found["zh"]) * 2 == len(all_rules)


def test_an_address_of_a_project_never_passes_for_another_kind(rules):
    for rule in rules:
        kind = NEEDS[rule.endpoint][0]
        assert (kind == "project") == ("project_id" in rule.arguments), rule.rule


@pytest.mark.parametrize("who", ["nobody", *RANKS])
def test_each_address_is_open_to_whom_it_should_be(
    who, rules, nobody, signed_in, project_id, store, people
):
    """Refused exactly where the role is too small; nonsense is never a fault of ours."""
    wrong = []
    is_changed = False
    for rule in rules:
        for method in methods(rule):
            if is_changed or rule.endpoint in OF_DELETED:
                ready(store, project_id, people, rule)
            is_changed = method != "GET" or rule.endpoint in OF_DELETED
            client = nobody if who == "nobody" else signed_in(who)
            answer = client.open(address(rule, project_id), method=method)
            kind, need = NEEDS[rule.endpoint]
            if kind == "project":
                is_open = RANKS.get(who, -2) >= ROLES.index(need)
                is_hidden = RANKS.get(who, -2) < 0
            else:
                is_open = need == "anyone" or who == "admin" or (who in RANKS and need != "admin")
                is_hidden = False
            is_closed = is_refused(answer) or (is_hidden and answer.status_code == 404)
            if is_closed == is_open or is_our_fault(answer):
                wrong.append(f"{method} {rule.rule}: {answer.status}")

    assert wrong == []


def test_a_share_link_reads_and_never_changes(rules, shared, project_id, store, people):
    with shared.session_transaction() as cookie:
        links = cookie["links"]
    wrong = []
    for rule in rules:
        kind, need = NEEDS[rule.endpoint]
        for method in methods(rule):
            if rule.endpoint in OF_DELETED:
                ready(store, project_id, people, rule)
            with shared.session_transaction() as cookie:
                cookie["links"] = links
            answer = shared.open(address(rule, project_id), method=method)
            is_reading = kind == "project" and need == "viewer" and method == "GET"
            is_open = need == "anyone" or is_reading
            if is_refused(answer) == is_open or is_our_fault(answer):
                wrong.append(f"{method} {rule.rule}: {answer.status}")
            if rule.endpoint in OF_DELETED:
                ready(store, project_id, people, None)

    assert wrong == []


@pytest.mark.parametrize("nonsense", ["%00", "9" * 30, "甲" * 300])
def test_nothing_in_an_address_is_a_fault_of_ours(rules, planner, project_id, nonsense):
    """PostgreSQL has no text with a NUL, and no number of thirty digits."""
    wrong = []
    for rule in rules:
        for method in methods(rule) if rule.arguments else ():
            for project in {project_id, nonsense} if len(rule.arguments) > 1 else {nonsense}:
                answer = planner.open(address(rule, project, nonsense), method=method)
                if is_our_fault(answer):
                    wrong.append(f"{method} {rule.rule}: {answer.status}")

    assert wrong == []


@pytest.mark.parametrize("who", ["nobody", "owner"])
def test_no_change_without_the_token(rules, who, nobody, signed_in, project_id):
    client = nobody if who == "nobody" else signed_in(who)
    changes = [(rule, name) for rule in rules for name in methods(rule) if name in UNSAFE]
    wrong = [
        f"{method} {rule.rule}"
        for rule, method in changes
        if client.open(address(rule, project_id), method=method, csrf=False).status_code != 400
    ]

    assert len(changes) > 15
    assert wrong == []


def test_alone_everything_is_open(rules, planner, project_id, store):
    wrong = []
    is_changed = False
    for rule in rules:
        for method in methods(rule):
            if is_changed or rule.endpoint in OF_DELETED:
                ready(store, project_id, {}, rule)
            is_changed = method != "GET" or rule.endpoint in OF_DELETED
            answer = planner.open(address(rule, project_id), method=method)
            if is_refused(answer) or is_our_fault(answer):
                wrong.append(f"{method} {rule.rule}: {answer.status}")

    assert wrong == []


def test_a_password_for_one_use_opens_nothing_else(rules, signed_in, store, people, project_id):
    with store.session(writes=True) as session:
        session.get_one(User, people["admin"].id).must_change_password = True
    client = signed_in("admin")
    account = re.compile(r"/(en/)?planner/account$")
    wrong = []
    for rule in rules:
        own = rule.endpoint in ("planner_accounts.account", "planner_accounts.change_password")
        if own or NEEDS[rule.endpoint][1] == "anyone":
            continue
        for method in methods(rule):
            answer = client.open(address(rule, project_id), method=method)
            is_led = answer.status_code == 302 and account.search(answer.location)
            if not (is_led if method == "GET" else answer.status_code == 403):
                wrong.append(f"{method} {rule.rule}: {answer.status}")

    assert wrong == []


def ready(store, project_id, people, rule):
    """Undo what the walk may have done; delete the project where the address is about that."""
    with store.session(writes=True) as session:
        is_deleted = rule is not None and rule.endpoint in OF_DELETED
        session.get_one(Project, project_id).deleted_at = now() if is_deleted else None
        for name, user in people.items():
            session.get_one(User, user.id).session_key = user.session_key
            if name in ROLES:
                session.merge(Member(project_id=project_id, user_id=user.id, role=name))


# --- another project


def test_nothing_of_another_project_can_be_reached(
    rules, signed_in, make_project, store, people, project_id
):
    """Whatever keys and numbers of another project an owner puts into addresses of his own."""
    secret = "秘密甲乙丙"
    document = {"title": secret, "layers": [secret_layer(secret)]}
    other = make_project(**document)
    with store.session(writes=True) as session:
        session.add(ShareLink(project_id=other, token_hash="x" * 64, label=secret))
        layer = session.query(Layer).filter_by(project_id=other).one()
        numbers = {"1", "2", str(layer.id), layer.key, "77", other}
    client = signed_in("owner")
    asked = 0
    for rule in rules:
        places = [name for name in rule.arguments if name != "project_id"]
        if NEEDS[rule.endpoint][0] != "project" or not places:
            continue
        for method, number in product(methods(rule), numbers):
            path = address(rule, project_id, number)
            answer = client.open(path, method=method)
            asked += 1
            assert secret not in answer.text, f"{method} {path}"
            assert not is_our_fault(answer), f"{method} {path}"

    assert asked > 10
    with store.session() as session:
        assert session.get_one(Layer, layer.id).deleted_at is None
        assert session.query(ShareLink).filter_by(label=secret).one().revoked_at is None


def secret_layer(name):
    feature = {"id": "77", "name": name, "row": 1, "lon": 121.4, "lat": 31.2, "wkb": None}
    return {
        "id": "L78",
        "kind": "candidates",
        "name": name,
        "columns": {},
        "log": None,
        "synthetic": True,
        "features": [{**feature, "values": {}}],
    }


def test_a_stranger_is_not_told_whether_a_project_exists(signed_in, nobody, project_id):
    client = signed_in("stranger")
    there, nowhere = client.get(f"/planner/{project_id}"), client.get("/planner/nowhere")

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.text.replace(project_id, "nowhere") == nowhere.text
    assert nobody.get("/planner/nowhere").status_code == 302


def test_a_list_shows_own_projects_only(signed_in, make_project, project_id):
    make_project(title="秘密甲乙丙")

    assert "Small study" in signed_in("viewer").get("/planner").text
    assert "秘密甲乙丙" not in signed_in("viewer").get("/planner").text
    assert "Small study" not in signed_in("stranger").get("/planner").text
    assert "秘密甲乙丙" in signed_in("admin").get("/planner").text


def test_what_there_was_before_the_accounts_is_the_administrators(signed_in, make_project):
    other = make_project(title="Old")

    assert signed_in("admin").get(f"/planner/{other}").status_code == 200
    assert signed_in("owner").get(f"/planner/{other}").status_code == 404
