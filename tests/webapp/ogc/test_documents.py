"""The descriptions say what there is, without naming a city that is not in the catalogue."""

from webapp.ogc import documents


def test_description_counts_documents_and_names_cities(small_catalogue):
    text = documents.description(small_catalogue)
    assert text.startswith("城的人工智能产业布局，据 1 份政策文件")
    assert "in 城 by 1 policy documents" in text
    assert "WGS-84" in text


def test_link_points_below_the_base_and_drops_the_charset():
    link = documents.link("api", "service-desc", "API", documents.negotiation.HTML)
    assert link == {
        "href": f"{documents.BASE}/api",
        "rel": "service-desc",
        "type": "text/html",
        "title": "API",
    }


def test_landing_offers_definition_conformance_and_data():
    rels = {link["rel"] for link in documents.landing("text")["links"]}
    assert rels >= {"self", "alternate", "service-desc", "service-doc", "conformance", "data"}
