"""What does the portal look like? `make tour` takes the README's pictures; `--all DIR` one of every kind of page."""

from __future__ import annotations

import argparse
import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from portal.commands.fictional_people import lead_of, people_of
from portal.commands.library import sync
from portal.config import settings_from
from portal.domain.vocabulary import Role
from tests.databases import ROOT, settings_of
from tests.journey.people import sign_in
from tests.schema import build_schema, dispose, new_portal
from tests.serving import chromium, serving

PICTURES = ROOT / "docs" / "tour"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 375, "height": 800}
LARGEST = 200_000  # bytes: a README is read on slow lines too
# Where the README walks: a partnership whose form is long, and whose people quality assure.
SHOWN, AT_WORK = "manchester", "salford"


@contextmanager
def demonstration() -> Iterator[Flask]:
    """Give a demonstration portal with every catalogue and the fictional work, in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        environment = settings_of(Path(folder))
        build_schema(environment)
        portal = new_portal(settings_from(environment))
        with portal.app_context():
            sync()
        loaded = portal.test_cli_runner().invoke(args=["demo", "load"])
        assert loaded.exit_code == 0, loaded.output
        yield portal
        dispose(portal)


@dataclass
class Tour:
    """Somebody who goes round with a camera."""

    portal: Flask
    browser: Browser
    address: str

    def page(self, slug: str | None = None, role: Role | None = None) -> Page:
        """Return the page of a visitor, or of somebody who has signed in."""
        context = self.browser.new_context(base_url=self.address, viewport=WIDE)  # type: ignore[arg-type]
        page = context.new_page()
        if slug and role:
            tenant = self.portal.extensions["tenants"].by_slug[slug]
            person = next(each for each in people_of(tenant) if each.roles == (role,))
            sign_in(page, person, f"/{slug}/sign-in")
            page.wait_for_url(re.compile(r"/desk$"))
        return page

    def readme(self) -> None:
        """Take the pictures of the README."""
        reader, coordinator = self.page(), self.page(AT_WORK, Role.COORDINATOR)
        for name, path in (("home", "/"), ("front", f"/{SHOWN}/"), ("reviews", f"/{SHOWN}/reviews")):
            reader.goto(path)
            take(reader, PICTURES / f"{name}.png")
        reader.goto(self.briefing(SHOWN))
        take(reader, PICTURES / "briefing.png")
        reader.goto(self.report("What agencies were asked to do"))
        take(reader, PICTURES / "report.png")
        reader.goto(reader.url.rpartition("/")[0])
        take(reader, PICTURES / "published-review.png")
        take(coordinator, PICTURES / "desk.png")
        self.casework(coordinator)
        self.regional()
        referrer = self.page(AT_WORK, Role.REFERRER)
        referrer.goto(f"/{AT_WORK}/referrals")
        referrer.locator("main a[href*='/referrals/']:not([href$='/new'])").first.click()
        referrer.locator(".govuk-task-list__link").nth(1).click()
        take(referrer, PICTURES / "referral.png")

    def casework(self, coordinator: Page) -> None:
        """Take a case at a glance, what the screening body advised on it, and a review with what it recommends."""
        open_first(coordinator, f"/{AT_WORK}/cases?stage=in-review", "/cases/", re.compile(r"advised on"))
        take(coordinator, PICTURES / "case.png")
        coordinator.locator("main a[href*='/screenings/']:not([href$='/new'])").first.click()
        take(coordinator, PICTURES / "screening.png")
        open_first(
            coordinator, f"/{AT_WORK}/work/reviews", "/reviews/", re.compile(r"[1-9]\d* recommendation")
        )
        take(coordinator, PICTURES / "review.png")
        coordinator.locator("main a[href$='/recommendations']").first.click()
        take(coordinator, PICTURES / "recommendations.png")

    def regional(self) -> None:
        """Take what a regional lead reads of the partnerships."""
        lead = self.page()
        region = next(
            each for each in self.portal.extensions["tenants"].regions.values() if SHOWN in each.tenants
        )
        sign_in(lead, lead_of(region), "/sign-in")
        lead.goto(f"/regions/{region.slug}/")
        take(lead, PICTURES / "region.png")

    def briefing(self, slug: str) -> str:
        """Return the address of a briefing that was written here."""
        return self.published(slug, "seven-minute-briefing", "briefings")

    def report(self, words: str) -> str:
        """Return the address of a report that readers still reach; of a review that says these words, if one does."""
        slugs = self.portal.extensions["tenants"].by_slug
        found = [each for slug in slugs for each in self.reached(slug, "report", "reviews")]
        client = self.portal.test_client()
        return next((each for each in found if words in client.get(each.rpartition("/")[0]).text), found[0])

    def published(self, slug: str, kind: str, listed: str) -> str:
        """Return the address of something that readers still reach."""
        return self.reached(slug, kind, listed)[0]

    def reached(self, slug: str, kind: str, listed: str) -> list[str]:
        """Return the addresses of what a partnership lists of a kind and readers still reach."""
        client = self.portal.test_client()
        link = rf'href="(/{slug}/reviews/[a-z0-9-]+/{kind}[a-z0-9-]*)"'
        found = re.findall(link, client.get(f"/{slug}/{listed}").text)
        return [each for each in found if client.get(each).status_code == 200]

    def everything(self, folder: Path) -> None:
        """Take every kind of public page of every partnership, whole, wide and narrow."""
        reader = self.page()
        self.both(reader, "/", folder / "home")
        for slug, tenant in self.portal.extensions["tenants"].by_slug.items():
            briefing = self.briefing(slug)
            kinds = {
                "front": "", "reviews": "reviews", "search": "reviews?q=neglect", "nothing-found": "reviews?q=zzzqqq",
                "briefings": "briefings", "missing": "nothing-here",
                **{f"page-{page}": f"pages/{page}" for page in tenant.pages},
            }  # fmt: skip
            for kind, path in kinds.items():
                self.both(reader, f"/{slug}/{path}", folder / f"{slug}-{kind}")
            self.both(reader, briefing, folder / f"{slug}-briefing")
            review = briefing.rpartition("/")[0]
            self.both(reader, review, folder / f"{slug}-review")
            self.both(reader, self.as_listed(slug), folder / f"{slug}-as-listed")
            for number, path in enumerate(sorted(set(self.documents(review)) - {briefing})):
                self.both(reader, path, folder / f"{slug}-document-{number}")
            self.both(self.page(slug, Role.COORDINATOR), f"/{slug}/desk", folder / f"{slug}-desk")

    def as_listed(self, slug: str) -> str:
        """Return the address of a review that the partnership's page listed before the portal."""
        client = self.portal.test_client()
        found = re.findall(rf'href="(/{slug}/reviews/[a-z0-9-]+)"', client.get(f"/{slug}/reviews").text)
        return next(each for each in found if "“As listed” means" in client.get(each).text)

    def documents(self, review: str) -> list[str]:
        """Return what else a review has written."""
        return re.findall(rf'href="({review}/[a-z0-9-]+)"', self.portal.test_client().get(review).text)

    def both(self, page: Page, path: str, file: Path) -> None:
        """Take a page at both widths."""
        page.goto(path)
        for viewport in (WIDE, NARROW):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.screenshot(path=f"{file}-{viewport['width']}.png", full_page=True)
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def open_first(page: Page, listed: str, inside: str, words: re.Pattern[str]) -> None:
    """Open the first thing of a list whose page says these words."""
    page.goto(listed)
    links = page.locator(f"main a[href*='{inside}']").evaluate_all("all => all.map(one => one.href)")
    for link in links:
        page.goto(link)
        if words.search(page.locator("main").inner_text()):
            return
    raise AssertionError(f"nothing on {listed} says {words.pattern}")


def take(page: Page, file: Path) -> None:
    """Take what a window shows."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(file))
    size = file.stat().st_size
    assert size < LARGEST, f"{file.name} has {size} bytes"
    print(f"{file.relative_to(ROOT)}: {size // 1000} kB")


def main() -> None:
    """Go round."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--all", type=Path, metavar="DIR", help="also take every kind of public page, into DIR"
    )
    folder: Path | None = asked.parse_args().all
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with demonstration() as portal, serving(portal) as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        tour = Tour(portal, browser, address)
        tour.readme()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            tour.everything(folder)
        browser.close()


if __name__ == "__main__":
    main()
