"""Who may do what."""


def test_alone(planner, project_id):
    page = planner.get(f"/planner/{project_id}")

    assert page.status_code == 200
    assert "Small study" in page.text
    assert planner.post(f"/planner/{project_id}/undo").status_code == 303
    assert planner.post(f"/planner/{project_id}/undo", csrf=False).status_code == 400


def test_shared(shared, project_id):
    assert shared.get(f"/planner/{project_id}").status_code == 200
    assert shared.post(f"/planner/{project_id}/undo").status_code == 403
