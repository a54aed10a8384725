"""What does a partnership's own host name lead to?"""

from __future__ import annotations

from pathlib import Path

from tests.databases import Environment
from tests.pages import CheckedClient

INVENTED = Path(__file__).parents[1] / "tenants_invented"
OWN_HOST = "http://reviews.eastmere.example"


def test_a_partnerships_own_host_leads_to_its_front_page_and_to_no_region(environment: Environment) -> None:
    from portal.config import settings_from
    from tests.schema import dispose, new_portal

    portal = new_portal(settings_from({**environment, "PORTAL_TENANTS": str(INVENTED)}))
    region = next(iter(portal.extensions["tenants"].regions))
    portal.config["TRUSTED_HOSTS"].append("reviews.eastmere.example")
    browser = portal.test_client()
    home = browser.get("/", base_url=OWN_HOST)
    assert (home.status_code, home.location) == (302, "/eastmere/")
    assert browser.get("/eastmere/", base_url=OWN_HOST).status_code == 200
    assert browser.get(f"/regions/{region}/", base_url=OWN_HOST).status_code == 404
    assert browser.get("/").status_code == 200
    dispose(portal)


def test_a_part_of_an_address_that_cannot_be_printed_leads_nowhere(client: CheckedClient) -> None:
    for path in ("/manchester/reviews/before%00after", "/manchester/reviews/a/before%00after", "/manchester/pages/%00",
                 "/manchester/cases/%00", "/region/%00/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
