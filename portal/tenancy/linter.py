"""What is wrong between the files of a partnership's folder, and between the folders?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.domain.rapid_review import CLOCK
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.tenancy.core_fields import AGENCY_RETURN
from portal.tenancy.demonstration import FILE as DEMONSTRATION_FILE
from portal.tenancy.demonstration import NOTHING_OF_ITS_OWN, Demonstration, Story
from portal.tenancy.faults import Fault
from portal.tenancy.fields import KEBAB, LONGEST_SLUG, repeated
from portal.tenancy.form_linter import lint_base, lint_form
from portal.tenancy.forms import ReadForm, Shared
from portal.tenancy.model import CatalogueEntry, Contact, Page, Region
from portal.tenancy.pages import REQUIRED_PAGES, WHERE_OFFERED, anchor_fault, link_fault, links_in
from portal.tenancy.rapid_review_ladder import ladder_with

# Addresses that the portal keeps for itself, and `shared`, which is a folder of no partnership.
RESERVED_SLUGS = frozenset({
    "accessibility", "account", "api", "confirm", "demo", "favicon.ico", "feed.atom", "forgotten-password", "health",
    "held-form", "invitations", "metrics", "new-password", "new-second-factor", "oai", "places", "privacy", "ready",
    "regions", "robots.txt", "shared", "sign-in", "sign-out", "signed-out", "sitemap.xml", "static",
    "stay-signed-in", "theme",
})  # fmt: skip


# Beside tenant.toml, or in shared/forms for every partnership that has none of its own.
RETURN_FORM = "agency-return.toml"


@dataclass
class ReadFolder:
    """What was readable of one partnership's folder; `values` is None where tenant.toml could not be built."""

    slug: str
    folder: Path
    values: dict[str, Any] | None = None
    forms: list[ReadForm] = field(default_factory=list)
    return_form: ReadForm | None = None
    pages: dict[str, Page] = field(default_factory=dict)
    page_slugs: frozenset[str] = frozenset()
    catalogue: tuple[CatalogueEntry, ...] = ()
    demonstration: Demonstration = NOTHING_OF_ITS_OWN
    faults: list[Fault] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The name of this folder's tenant.toml."""
        return f"{self.slug}/tenant.toml"


def lint_shared(shared: Shared) -> list[Fault]:
    """Every fault of the bases, whether or not a partnership builds on them."""
    return [fault for base in shared.read_bases for fault in lint_base(base)]


def lint_folder(read: ReadFolder) -> list[Fault]:
    """Every fault inside one folder that no single file shows."""
    faults = [*_lint_slug(read.slug), *_lint_main_form(read), *_lint_form_codes(read)]
    for form in (*read.forms, *((read.return_form,) if read.return_form else ())):
        faults += lint_form(form)
    faults += [*_lint_kinds(read), *_lint_quality_assurance(read), *_lint_form_clocks(read)]
    faults += [*_lint_required_pages(read), *_lint_quorum(read), *_lint_rapid_review_ladder(read)]
    for page in read.pages.values():
        faults += _lint_links(read, page)
    faults += [
        Fault(
            f"{read.slug}/pages", "position", f"more than one page has position {position}; give each its own"
        )
        for position in repeated(page.position for page in read.pages.values())
    ]
    return [*faults, *_lint_requests(read), *_lint_stories(read)]


def _lint_slug(slug: str) -> Iterator[Fault]:
    if slug in RESERVED_SLUGS:
        yield Fault(slug, "the folder", "rename it; the portal keeps this address for itself")
    elif not re.fullmatch(KEBAB, slug) or len(slug) > LONGEST_SLUG:
        remedy = f"name it in lower-case letters, digits and single hyphens, at most {LONGEST_SLUG} in all"
        yield Fault(slug, "the folder", remedy)


def _lint_main_form(read: ReadFolder) -> Iterator[Fault]:
    main = [form for form in read.forms if form.form.is_main]
    if not main:
        yield Fault(f"{read.slug}/forms", "is_main", "no form is the main one; write is_main = true in one")
    for form in main[1:]:
        yield Fault(form.file, "is_main", f"{main[0].file} is the main form already; keep one")


def _lint_kinds(read: ReadFolder) -> Iterator[Fault]:
    """What agencies are asked stands in a file of its own, and a referral is none."""
    for form in read.forms:
        if form.form.kind == AGENCY_RETURN:
            yield Fault(form.file, "kind", f"move this form to {read.slug}/{RETURN_FORM}")
    if read.return_form and read.return_form.form.kind != AGENCY_RETURN:
        yield Fault(read.return_form.file, "kind", f"write {AGENCY_RETURN!r}; referral forms stand in forms/")


def _lint_quality_assurance(read: ReadFolder) -> Iterator[Fault]:
    """A section for whoever quality assures is asked where somebody does."""
    if read.values is None or read.values["requires_quality_assurance"]:
        return
    for form in read.forms:
        for section in form.form.sections:
            if section.completed_by == "quality-assurer":
                remedy = "this partnership quality assures no referral; give it to referrer, or take it away"
                yield Fault(form.file, f"section[{section.code}].completed_by", remedy)


def _lint_form_codes(read: ReadFolder) -> Iterator[Fault]:
    every = (*read.forms, *((read.return_form,) if read.return_form else ()))
    for code in repeated(form.form.code for form in every):
        yield Fault(f"{read.slug}/forms", "code", f"more than one form has the code {code!r}; rename one")


def _lint_form_clocks(read: ReadFolder) -> Iterator[Fault]:
    """A form starts clocks of this partnership's own; those of the law start from the facts of a case."""
    own = {rule.code for rule in read.values["clocks"]} - STATUTORY_CLOCKS.keys() if read.values else set()
    for form in read.forms if read.values else ():
        for code in form.form.clocks:
            if code in STATUTORY_CLOCKS:
                yield Fault(
                    form.file, "clocks", f"take {code} away; it starts from the facts of a case, on any form"
                )
            elif code not in own:
                known = ", ".join(sorted(own)) or "none yet"
                yield Fault(form.file, "clocks", f"tenant.toml has no clock {code!r}; it has: {known}")


def _lint_quorum(read: ReadFolder) -> Iterator[Fault]:
    """An agency that nobody can speak for would leave every meeting without a quorum."""
    if read.values is None:
        return
    known = {agency.code for agency in read.values["agencies"]}
    for code in read.values["screening"].quorum.agencies:
        if code not in known:
            remedy = f"name an agency of this file; {code!r} is not among its agencies"
            yield Fault(read.file, "screening.quorum.agencies", remedy)


def _lint_rapid_review_ladder(read: ReadFolder) -> Iterator[Fault]:
    """No step comes after the day on which the rapid review is due here, which may be stricter than elsewhere."""
    if read.values is None:
        return
    rule = next((each for each in read.values["clocks"] if each.code == CLOCK), STATUTORY_CLOCKS[CLOCK])
    for rung in ladder_with(read.values["rapid_review_ladder"]):
        if rung.by_day > rule.amount:
            remedy = f"the rapid review is due on working day {rule.amount} here; write no later day, or leave it out"
            yield Fault(read.file, f"rapid_review_ladder[{rung.code}].by_day", remedy)


def _lint_required_pages(read: ReadFolder) -> Iterator[Fault]:
    for slug in REQUIRED_PAGES:
        if slug not in read.page_slugs:
            yield Fault(
                f"{read.slug}/pages/{slug}.md", "the file", "is missing; every partnership has this page"
            )
    if read.values is None:
        return
    offers, is_there = read.values["offers_withdrawn_reports_on_request"], WHERE_OFFERED in read.page_slugs
    file = f"{read.slug}/pages/{WHERE_OFFERED}.md"
    if offers and not is_there:
        yield Fault(file, "the file", "is missing; this partnership offers withdrawn reports on request")
    if is_there and not offers:
        yield Fault(
            file, "the file", "take it away; this partnership does not offer withdrawn reports on request"
        )


def _lint_links(read: ReadFolder, page: Page) -> Iterator[Fault]:
    contact = read.values["contact"] if read.values else Contact(email="unread", website="unread")
    for address in links_in(page.body):
        remedy = link_fault(
            address, read.page_slugs, has_email=bool(contact.email), has_website=bool(contact.website)
        )
        if remedy := remedy or anchor_fault(address, read.pages, page.slug):
            yield Fault(f"{read.slug}/pages/{page.slug}.md", "a link", remedy)


def _lint_requests(read: ReadFolder) -> Iterator[Fault]:
    """Asking for a withdrawn report: the rules, the offer and an address to ask agree."""
    if read.values is None:
        return
    offers = read.values["offers_withdrawn_reports_on_request"]
    on_request = [rule for rule in read.values["retention"] if rule.offered_on_request]
    for rule in on_request if not offers else ():
        key = f"retention[{rule.output_kind}].offered_on_request"
        yield Fault(read.file, key, "write false, or offers_withdrawn_reports_on_request = true")
    if offers and not on_request:
        yield Fault(read.file, "retention", "no kind is offered_on_request; write true at one, or offer none")
    if offers and not read.values["contact"].email:
        yield Fault(read.file, "contact.email", "is missing; people ask for withdrawn reports by e-mail")


def lint_together(folders: Iterable[ReadFolder], regions: Iterable[Region] | None) -> list[Fault]:
    """Every fault between folders: what two share and must not, and who is in which region."""
    known = list(folders)
    faults = [fault for key in ("reference_prefix", "hostname") for fault in _lint_shared_value(known, key)]
    if regions is not None:
        faults += _lint_regions(known, list(regions))
    return faults


def _lint_shared_value(folders: list[ReadFolder], key: str) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for read in folders:
        value = (read.values or {}).get(key, "")
        if value and value in first:
            yield Fault(read.file, key, f"{first[value]} has {value} already; choose another")
        first.setdefault(value, read.slug)


def _lint_regions(folders: list[ReadFolder], regions: list[Region]) -> Iterator[Fault]:
    slugs = {read.slug for read in folders}
    for region in regions:
        for slug in region.tenants:
            if slug not in slugs:
                remedy = f"there is no folder {slug!r}; the folders are: {', '.join(sorted(slugs))}"
                yield Fault("regions.toml", f"region[{region.slug}].tenants", remedy)
        for slug in repeated(region.tenants):
            yield Fault("regions.toml", f"region[{region.slug}].tenants", f"{slug} is there twice; keep one")
    for slug in sorted(slugs - {slug for region in regions for slug in region.tenants}):
        yield Fault("regions.toml", "region", f"{slug} is in no region; add it to one")


def _lint_stories(read: ReadFolder) -> Iterator[Fault]:
    """A made-up story happens in its partnership: on its forms, with its agencies, to outcomes that it offers."""
    if read.values is None:
        return
    known = {
        "form": {"", *(form.form.code for form in read.forms)},
        "agencies": {agency.code for agency in read.values["agencies"]},
        "outcome": {outcome.code for outcome in read.values["outcomes"]},
    }
    for story in read.demonstration.stories:
        for key, code in _named_in(story):
            if code not in known[key]:
                where = f"story[{story.code}].{key}"
                yield Fault(
                    f"{read.slug}/{DEMONSTRATION_FILE}", where, f"{code!r} is not one of this partnership’s"
                )


def _named_in(story: Story) -> Iterator[tuple[str, str]]:
    yield "form", story.form
    yield from (("agencies", code) for code in story.agencies)
    for step in story.steps:
        yield from (("agencies", code) for code in step.says.get("agencies", ()))
        if "outcome" in step.says:
            yield "outcome", step.says["outcome"]
