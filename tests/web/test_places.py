"""What does a partnership's own host name lead to?"""

from __future__ import annotations

import re
from pathlib import Path

from tests.databases import Environment
from tests.journey.letters import letters
from tests.pages import CheckedClient
from tests.people import send, signed_in, somebody
from tests.tenancy.folders import invented, twin

OWN_HOST = "http://reviews.eastmere.example"
CANONICAL = "https://reviews.eastmere.example"


def test_a_partnerships_own_host_leads_to_its_pages_alone_and_every_link_and_letter_to_that_host(
    environment: Environment, tmp_path: Path
) -> None:
    from portal.config import settings_from
    from tests.schema import dispose, new_portal

    folders = invented(tmp_path)
    twin("eastmere", "westmere", ("reviews.eastmere", "reviews.westmere"), ("ECSP", "WCSP"))(folders)
    portal = new_portal(settings_from({**environment, "PORTAL_TENANTS": str(folders)}))
    region = next(iter(portal.extensions["tenants"].regions))
    portal.config["TRUSTED_HOSTS"].append("reviews.eastmere.example")
    browser = portal.test_client()
    home = browser.get("/", base_url=OWN_HOST)
    assert (home.status_code, home.location) == (302, "/eastmere/")
    assert browser.get("/eastmere/", base_url=OWN_HOST).status_code == 200
    assert browser.get(f"/regions/{region}/", base_url=OWN_HOST).status_code == 404
    assert browser.get("/").status_code == 200
    nobodys = browser.get("/northmere/", base_url=OWN_HOST)
    for host in (OWN_HOST, OWN_HOST.upper().replace("HTTP", "http")):
        for path in ("", "reviews", "sign-in", "desk", "feed.atom"):
            another = browser.get(f"/westmere/{path}", base_url=host)
            assert (another.status_code, another.data) == (404, nobodys.data), path
    # On whichever host somebody reads them, links in full are those of the partnership's own.
    for base in (OWN_HOST, "http://localhost"):
        page = browser.get("/eastmere/reviews", base_url=base).text
        assert re.findall(r'<link rel="canonical" href="([^"]*)"', page) == [f"{CANONICAL}/eastmere/reviews"]
        feed = browser.get("/eastmere/feed.atom", base_url=base).text
        links = re.findall(r'href="(http[^"]*)"', feed) + re.findall(
            r"<loc>(.*?)</loc>", browser.get("/eastmere/sitemap.xml", base_url=base).text
        )
        assert links and all(link.startswith(f"{CANONICAL}/eastmere/") for link in links), links
    administrator = somebody(portal, "tenant:eastmere", ("people-administrator",))
    invited = {"name": "Robin Example", "email": "robin@agency.example", "roles": "coordinator", "agency": ""}
    send(signed_in(portal, administrator, "tenant:eastmere"), "/eastmere/settings/people/invite", **invited)
    (letter,) = letters(portal)
    assert re.findall(r"https?://[^/\s]+/[^/\s]+/", letter.get_content()) == [f"{CANONICAL}/eastmere/"]
    dispose(portal)


def test_a_part_of_an_address_that_cannot_be_printed_leads_nowhere(client: CheckedClient) -> None:
    for path in ("/manchester/reviews/before%00after", "/manchester/reviews/a/before%00after", "/manchester/pages/%00",
                 "/manchester/cases/%00", "/region/%00/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
