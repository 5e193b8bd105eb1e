"""Problems say which they are, what was sent and what is allowed."""

from webapp.ogc import problems


def test_document_leaves_out_what_does_not_apply():
    problem = problems.not_found("x", what="collection")
    assert problem.document("https://a/#") == {
        "type": "https://a/#not-found",
        "title": problems.TITLES["not-found"],
        "status": 404,
        "detail": "There is no collection “x”.",
    }


def test_document_names_parameter_and_what_is_allowed():
    problem = problems.invalid_parameter("x", name="f", expected="allowed: json", allowed=["json"])
    document = problem.document("#")
    assert (document["parameter"], document["allowed"]) == ("f", ["json"])
    assert str(problem) == "f=x is not valid: allowed: json."


def test_what_was_sent_is_cut():
    assert problems.shorten("x" * 80) == "x" * 80
    assert problems.shorten("x" * 81) == "x" * 80 + "…"
    assert len(problems.unknown_parameter("x" * 999, ["f"]).parameter) == 81
