"""Members of a project, and links that show it."""

import base64
import re

import pytest

from webapp.planner.people_words import explained
from webapp.qr_code import qr_svg
from webapp.store.models import Member, Project, ShareLink, User, now
from webapp.store.people import PeopleError, Refusal


@pytest.fixture
def path(project_id):
    return f"/en/planner/{project_id}/people"


def role_of(store, project_id, user):
    with store.session() as session:
        member = session.get(Member, (project_id, user.id))
        return member and member.role


def test_an_owner_adds_changes_and_removes(signed_in, path, store, project_id, people):
    owner = signed_in("owner")
    for role in ("viewer", "owner", "editor"):
        answer = owner.post(path, data={"name": "Stranger ", "role": role})
        assert answer.status_code == 303
        assert role_of(store, project_id, people["stranger"]) == role
    assert "stranger" in owner.get(path).text
    assert signed_in("stranger").get(f"/planner/{project_id}").status_code == 200

    assert f'href="{path}/remove?name=stranger"' in owner.get(path).text
    assert f'action="{path}/remove"' not in owner.get(path).text  # nobody goes at once
    question = owner.get(f"{path}/remove?name=stranger").text
    assert "Take “stranger” out of the project?" in question
    assert role_of(store, project_id, people["stranger"]) == "editor"
    assert re.search(r'name="name" value="stranger"', question)
    assert owner.get(f"{path}/remove?name=nobody").status_code == 404
    assert owner.post(f"{path}/remove", data={"name": "stranger"}).status_code == 303
    assert role_of(store, project_id, people["stranger"]) is None
    assert signed_in("stranger").get(f"/planner/{project_id}").status_code == 404


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"name": "nobody", "role": "viewer"}, "no account of that name"),
        ({"name": "stranger", "role": "king"}, "viewer, editor, owner"),
        ({"name": "owner", "role": "viewer"}, "The last owner cannot go"),
        ({}, "no account of that name"),
    ],
)
def test_what_cannot_be_is_explained(signed_in, path, store, people, project_id, data, told):
    answer = signed_in("owner").post(path, data=data)

    assert answer.status_code == 400
    assert told in answer.text
    assert role_of(store, project_id, people["owner"]) == "owner"


def test_members_may_leave_but_for_the_last_owner(signed_in, path, store, people, project_id):
    assert f'href="{path}/leave"' in signed_in("viewer").get(path).text
    assert "Leave “" in signed_in("viewer").get(f"{path}/leave").text
    assert role_of(store, project_id, people["viewer"]) == "viewer"
    assert signed_in("viewer").post(f"{path}/leave").location == "/en/planner"
    assert role_of(store, project_id, people["viewer"]) is None
    answer = signed_in("owner").post(f"{path}/leave")
    assert (answer.status_code, "last owner" in answer.text) == (400, True)
    assert signed_in("admin").post(f"{path}/leave").status_code == 400  # sees it, is no member
    assert signed_in("owner").post(f"{path}/remove", data={"name": "owner"}).status_code == 400


def test_members_see_names_and_only_owners_see_links(signed_in, shared, path, store, project_id):
    with store.session(writes=True) as session:
        session.query(ShareLink).one().label = "市长办公室"
    owner, viewer, guest = (
        client.get(path).text for client in (signed_in("owner"), signed_in("viewer"), shared)
    )

    assert "市长办公室" in owner
    assert "editor" in viewer
    assert "市长办公室" not in viewer
    assert "<form" not in viewer
    assert ">editor" not in guest
    assert "changes nothing" in guest


def test_guests_of_a_link_see_no_names(shared, signed_in, project_id):
    signed_in("editor").post(f"/planner/{project_id}/rename", data={"title": "Renamed"})

    assert "Renamed" in shared.get(f"/planner/{project_id}").text
    assert "editor" not in shared.get(f"/planner/{project_id}").text
    assert "editor" in signed_in("viewer").get(f"/planner/{project_id}").text


# --- links


def made_link(answer):
    return re.search(r'id="made-link" readonly value="([^"]+)"', answer.text)[1]


def test_a_link_is_shown_once_opens_and_is_revoked(
    planner_app, signed_in, nobody, path, project_id
):
    owner = signed_in("owner")
    answer = owner.post(f"{path}/links", data={"label": "for the mayor"})
    address = made_link(answer)
    token = address.rpartition("/")[2]

    assert address.startswith("http://localhost/en/planner/open/")
    code = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', answer.text)[1]
    assert base64.b64decode(code) == qr_svg(address)
    page = owner.get(path).text
    assert token not in page
    assert "for the mayor" in page

    assert nobody.get(f"/planner/{project_id}").status_code == 302
    opened = nobody.get(address)
    assert opened.location == f"/en/planner/{project_id}"
    assert nobody.get(opened.location).status_code == 200
    assert nobody.get(f"/planner/{project_id}/project.json").status_code == 200
    assert nobody.post(f"/planner/{project_id}/copy").status_code == 403

    assert "/revoke" not in "".join(re.findall(r'action="([^"]+)"', page))  # it asks first
    revoke = re.search(r'href="([^"]+/revoke)"', page)[1]
    question = owner.get(revoke).text
    assert "Revoke “for the mayor”?" in question
    assert "This is final" in question
    assert nobody.get(opened.location).status_code == 200
    assert owner.post(revoke).status_code == 303
    told = "was revoked by one of its owners"
    page = nobody.get(opened.location)
    assert (page.status_code, told in page.text) == (403, True)
    answer = nobody.get(
        f"{opened.location}/ranking/answer.json", headers={"Accept": "application/json"}
    )
    assert told in answer.json["error"]
    assert told in nobody.post(f"{opened.location}/undo").text
    assert signed_in("stranger").get(opened.location).status_code == 404
    assert planner_app.test_client().get(opened.location).status_code == 302
    again = nobody.get(address)
    assert again.status_code == 404
    assert "revoked by an owner" in again.text
    assert "revoked on" in owner.get(path).text


def test_links_that_open_nothing_say_so(nobody, signed_in, path, store, project_id):
    wrong = nobody.get("/en/planner/open/nothing")
    assert (wrong.status_code, "copied whole" in wrong.text) == (404, True)
    address = made_link(signed_in("owner").post(f"{path}/links"))
    with store.session(writes=True) as session:
        session.get_one(Project, project_id).deleted_at = now()
    gone = nobody.get(address)
    assert (gone.status_code, "was deleted" in gone.text) == (404, True)


def test_a_link_gives_members_nothing_and_strangers_a_view(signed_in, path, project_id):
    address = made_link(signed_in("owner").post(f"{path}/links"))
    editor, stranger = signed_in("editor"), signed_in("stranger")
    for client in (editor, stranger):
        assert client.get(address).status_code == 302
    with editor.session_transaction() as cookie:
        assert "links" not in cookie
    assert editor.post(f"/planner/{project_id}/undo").status_code == 303
    assert stranger.get(f"/planner/{project_id}").status_code == 200
    assert stranger.post(f"/planner/{project_id}/undo").status_code == 403
    assert stranger.post(f"/planner/{project_id}/copy").status_code == 303  # theirs, not this one


def test_the_last_of_many_links_are_kept(nobody, signed_in, store, make_project, path):
    address = made_link(signed_in("owner").post(f"{path}/links"))
    with nobody.session_transaction() as cookie:
        cookie["links"] = [f"old-{number}" for number in range(30)]
    nobody.get(address)
    with nobody.session_transaction() as cookie:
        assert len(cookie["links"]) == 20
        assert cookie["links"][-1] == address.rpartition("/")[2]


def test_a_link_opens_its_project_alone(shared, make_project, project_id):
    other = make_project(title="秘密甲乙丙")

    assert shared.get(f"/planner/{project_id}").status_code == 200
    assert shared.get(f"/planner/{other}").status_code == 302
    assert shared.get("/planner").status_code == 302


def test_revoking_nonsense_is_named(signed_in, path):
    assert signed_in("owner").post(f"{path}/links/99/revoke").status_code == 404
    assert signed_in("owner").post(f"{path}/links/99999999999/revoke").status_code == 404


def test_alone_the_page_explains_what_accounts_are_for(planner, path, project_id):
    page = planner.get(path).text
    address = made_link(planner.post(f"{path}/links", data={"label": "x"}))

    assert "accounts add NAME --admin" in page
    assert "works on this machine only" in page
    assert "everybody may change the project" in page
    assert planner.get(address).location == f"/en/planner/{project_id}"
    opened = planner.get(f"/en/planner/{project_id}").text
    assert "Nobody signs in on this machine, so everybody here may change the project." in opened
    there = {"Host": "atlas.example"}
    assert planner.get(address, headers=there).status_code == 403
    assert planner.post(path, data={"name": "li", "role": "owner"}).status_code == 400


def test_what_people_type_is_only_ever_text(signed_in, path, store, people):
    with store.session(writes=True) as session:
        session.get_one(User, people["viewer"].id).name = "<b>{{7*7}}"
    page = signed_in("owner").post(f"{path}/links", data={"label": "<i>{{7*7}}"}).text

    assert "<b>" not in page
    assert "<i>" not in page
    assert "&lt;b&gt;{{7*7}}" in page
    assert "&lt;i&gt;{{7*7}}" in page


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_every_refusal_is_explained(planner_app, path):
    with planner_app.test_request_context(path):
        words = {refusal: explained(PeopleError(refusal)) for refusal in Refusal}

    assert len(set(words.values())) == len(Refusal)
    assert all(("。" in text or "；" in text) == (path == "/") for text in words.values())
