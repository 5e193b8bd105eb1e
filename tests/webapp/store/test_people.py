import pytest

from webapp.store.models import Member, User
from webapp.store.passwords import is_password
from webapp.store.people import (
    LONGEST_LABEL,
    PeopleError,
    Refusal,
    create_account,
    disable_account,
    end_sessions,
    find_account,
    find_link,
    links_of,
    list_accounts,
    make_link,
    members_of,
    remove_member,
    reset_password,
    revoke_link,
    set_admin,
    set_password,
    set_role,
    token_hash,
)
from webapp.store.projects import create_project

PASSWORD = "a long enough word"


@pytest.fixture
def admin(session):
    return create_account(session, "Root", PASSWORD, is_admin=True)


@pytest.fixture
def li(session, admin):
    return create_account(session, "李伟", PASSWORD)


def refused(refusal):
    return pytest.raises(PeopleError, check=lambda error: error.refusal is refusal)


# --- accounts


def test_create_account_keeps_a_hash_and_a_canonical_name(session, admin):
    user = create_account(session, "  Ｌｉ.Wei ", PASSWORD)

    assert user.name == "li.wei"
    assert PASSWORD not in user.password_hash
    assert user.password_hash.startswith("$argon2id$")
    assert is_password(PASSWORD, user.password_hash)
    assert (user.is_admin, user.is_active, user.must_change_password) == (False, True, False)
    assert find_account(session, "LI.WEI") is user
    assert list_accounts(session) == [user, admin]


@pytest.mark.parametrize("name", ["", "  ", "a b", "x" * 81, "a\x00b", "a\u202eb"])
def test_create_account_refuses_what_is_no_name(session, admin, name):
    with refused(Refusal.NAME):
        create_account(session, name, PASSWORD)
    assert find_account(session, name) is None


def test_a_name_that_somebody_takes_at_the_same_moment_is_taken(session, admin, monkeypatch):
    monkeypatch.setattr("webapp.store.people.find_account", lambda session, name: None)
    with session.begin_nested(), refused(Refusal.TAKEN):
        create_account(session, "root", PASSWORD)
    session.rollback()


def test_create_account_refuses_a_name_twice(session, admin):
    with refused(Refusal.TAKEN):
        create_account(session, "ROOT", PASSWORD)


def test_create_account_begins_with_an_administrator(session):
    with refused(Refusal.FIRST):
        create_account(session, "li", PASSWORD)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("ninechars", Refusal.SHORT),
        ("x" * 1001, Refusal.LONG),
        ("Administrator", Refusal.IS_NAME),
    ],
)
def test_create_account_refuses_weak_passwords(session, password, refusal):
    with refused(refusal):
        create_account(session, "administrator", password, is_admin=True)
    assert list_accounts(session) == []


def test_set_password_ends_all_sessions(session, admin):
    before = admin.get_id()
    set_password(session, admin, "another long word")

    assert admin.get_id() != before
    assert not is_password(PASSWORD, admin.password_hash)
    with refused(Refusal.SHORT):
        set_password(session, admin, "short")


def test_reset_password_is_for_one_use_and_lets_in_again(session, admin, li):
    disable_account(session, li)
    before = li.get_id()
    password = reset_password(session, li)

    assert is_password(password, li.password_hash)
    assert (li.is_active, li.must_change_password) == (True, True)
    assert li.get_id() != before


def test_end_sessions_makes_a_new_key(session, li):
    before = li.session_key
    end_sessions(li)

    assert li.session_key != before
    assert len(li.session_key) == 32


def test_the_last_administrator_cannot_go(session, admin, li):
    with refused(Refusal.LAST_ADMIN):
        disable_account(session, admin)
    with refused(Refusal.LAST_ADMIN):
        set_admin(session, admin, is_admin=False)
    set_admin(session, li, is_admin=True)
    disable_account(session, admin)

    assert not admin.is_active
    with refused(Refusal.LAST_ADMIN):
        set_admin(session, li, is_admin=False)


# --- members


def test_set_role_adds_changes_and_orders(session, project, admin, li):
    assert members_of(session, project) == []
    set_role(session, project, "李伟", "viewer")
    set_role(session, project, "root", "owner")
    set_role(session, project, "李伟", "editor")

    found = [(row.user.name, row.role) for row in members_of(session, project)]
    assert found == [("root", "owner"), ("李伟", "editor")]


def test_set_role_refuses_nobodies_and_nonsense(session, project, admin, li):
    with refused(Refusal.UNKNOWN):
        set_role(session, project, "nobody", "viewer")
    with refused(Refusal.ROLE):
        set_role(session, project, "root", "king")
    disable_account(session, li)
    with refused(Refusal.UNKNOWN):
        set_role(session, project, "李伟", "viewer")


def test_the_last_owner_cannot_go(session, project, admin, li):
    set_role(session, project, "root", "owner")
    set_role(session, project, "李伟", "editor")
    with refused(Refusal.LAST_OWNER):
        remove_member(session, project, "root")
    with refused(Refusal.LAST_OWNER):
        set_role(session, project, "root", "viewer")
    set_role(session, project, "root", "owner")  # what he is already
    set_role(session, project, "李伟", "owner")
    disable_account(session, li)
    with refused(Refusal.LAST_OWNER):  # a disabled owner is none
        remove_member(session, project, "root")
    li.is_active = True
    remove_member(session, project, "root")

    assert [row.user.name for row in members_of(session, project)] == ["李伟"]
    with refused(Refusal.UNKNOWN):
        remove_member(session, project, "root")


def test_a_role_is_one_project_s(session, project, catalogue, admin, li):
    other = create_project(session, catalogue, "别的", "shanghai", admin)
    set_role(session, project, "李伟", "viewer")

    assert session.get(Member, (other.id, li.id)) is None
    assert [row.user_id for row in members_of(session, other)] == [admin.id]


# --- links


def test_make_link_keeps_only_a_hash(session, project):
    link, token = make_link(session, project, "  for\n the\x00 mayor " + "x" * 200)

    assert link.token_hash == token_hash(token)
    assert token not in link.token_hash
    assert len(token) == 32
    assert link.label.startswith("for the mayor xx")
    assert len(link.label) == LONGEST_LABEL
    assert find_link(session, token) == (link, project)
    assert find_link(session, token[:-1]) is None


def test_revoke_link_is_for_good_and_for_its_project_only(session, project, catalogue):
    other = create_project(session, catalogue, "别的", "shanghai", None)
    link, token = make_link(session, project, "")
    newer, _ = make_link(session, project, "")

    assert not revoke_link(session, other, link.id)
    assert not revoke_link(session, project, link.id + 77)
    assert link.revoked_at is None
    assert revoke_link(session, project, newer.id)
    moment = newer.revoked_at
    assert revoke_link(session, project, newer.id)
    assert newer.revoked_at == moment
    assert links_of(session, project) == [link, newer]
    assert find_link(session, token) is not None


def test_every_refusal_says_what_is_allowed():
    assert all(len(refusal.value) > 20 for refusal in Refusal)
    assert str(PeopleError(Refusal.ROLE)) == "a role is one of viewer, editor, owner"


def test_the_session_names_the_account(session, admin):
    assert admin.get_id() == f"{admin.id}.{admin.session_key}"
    assert admin.is_authenticated
    assert not admin.is_anonymous
    assert isinstance(admin, User)
