"""What does a partnership decide for itself, once its folder has been read and checked?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.domain.clocks import ClockRule
from portal.domain.information import LADDERS, Purpose, Rung
from portal.domain.meetings import USUAL_QUORUM, QuorumRule
from portal.domain.rapid_review import RAPID_REVIEW_LADDER, RapidRung
from portal.domain.reminding import USUAL_FIRST_DAYS, USUAL_QUIET_HOURS, FirstDays, QuietHours
from portal.domain.retention import RetentionRule
from portal.domain.vocabulary import DeclineReason, StatutoryPartner
from portal.tenancy.demonstration import NOTHING_OF_ITS_OWN, Demonstration


@dataclass(frozen=True)
class Contact:
    """How people outside reach the partnership; empty where its pages give nothing."""

    email: str
    website: str = ""
    telephone: str = ""
    address: str = ""
    media: str = ""


@dataclass(frozen=True)
class Brand:
    """The partnership's own look; words stand on and in the first two colours, checked at 4.5:1 with white."""

    text_mark: str
    colour: str
    link_colour: str
    accent_colour: str


@dataclass(frozen=True)
class Words:
    """The partnership's own words for what every partnership has."""

    coordinator: str
    referral: str
    briefing: str
    briefings: str
    requests_team: str
    lead_reviewer: str = "lead reviewer"
    # How titles abbreviate a briefing; empty where they do not.
    briefing_short: str = ""


@dataclass(frozen=True)
class ReferralStep:
    """One step before a referral counts, as the partnership's pages give it."""

    title: str
    text: str
    is_required: bool
    source: str


@dataclass(frozen=True)
class Screening:
    """The standing body that screens referrals, by its own name, and what it does."""

    body: str
    short_name: str
    task: str
    receiving_group: str
    source: str
    quorum: QuorumRule = USUAL_QUORUM


@dataclass(frozen=True)
class OutcomeOffered:
    """An outcome the partnership offers, from the closed list, with its own label."""

    code: str
    label: str
    opens: str | None
    is_statutory: bool


# Stands for an organisation that is not in the directory.
ANOTHER = "other"


@dataclass(frozen=True)
class AgencyEntry:
    """An agency in the partnership's directory."""

    code: str
    name: str
    kind: str
    email_domains: tuple[str, ...] = ()
    # Whether the entry stands for many organisations, such as the schools of an area.
    is_many: bool = False


@dataclass(frozen=True)
class Condition:
    """When a question is asked: `all`, `any` or `none` of tests on earlier answers."""

    mode: str
    tests: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Question:
    """One question of a form, of a closed set of types."""

    code: str
    kind: str
    label: str
    hint: str = ""
    is_required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    condition: Condition | None = None
    maps_to: str = ""
    source: str = ""
    questions: tuple[Question, ...] = ()
    width: str = ""
    options_from: str = ""
    is_kept_as_answered: bool = False
    precision: str = "day"
    shortest: int = 0
    # Answers that are kept, and with which nothing can be sent yet: each with what to do first.
    not_yet: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DeclineReasonOffered:
    """One reason for not taking a referral forward: what the coordinator chooses, and what the letter says."""

    code: str
    label: str
    letter: str


# For a partnership that words none of its own.
EVERY_DECLINE_REASON = tuple(
    DeclineReasonOffered(each.value, each.label, f"{each.label}.") for each in DeclineReason
)


@dataclass(frozen=True)
class Section:
    """Questions that belong together and the party that completes them."""

    code: str
    title: str
    questions: tuple[Question, ...]
    completed_by: str = "referrer"
    hint: str = ""
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class Form:
    """A referral form variant: versioned, built from data, stored with the answers."""

    code: str
    title: str
    version: int
    kind: str
    sections: tuple[Section, ...]
    is_main: bool = False
    introduction: str = ""
    source: str = ""
    base: str = ""
    built_on: Form | None = None
    # The partnership's own clocks that begin on the day of what is referred; statutory ones need no naming.
    clocks: tuple[str, ...] = ()

    def question(self, code: str) -> Question:
        """Return the top-level question with this code; KeyError where the form has none."""
        for section in self.sections:
            for question in section.questions:
                if question.code == code:
                    return question
        raise KeyError(code)


@dataclass(frozen=True)
class Page:
    """One public page in the partnership's own voice, as sanitised Markdown with its source."""

    slug: str
    title: str
    summary: str
    body: str
    position: int
    source: str
    audience: str = ""


@dataclass(frozen=True)
class Listing:
    """How published reviews are listed: `recent-first`, `by-year` or `current-then-previous`."""

    style: str
    title: str
    introduction: str
    empty_years: tuple[int, ...] = ()
    empty_headings: tuple[str, ...] = ()
    previous_heading: str = ""
    packs_heading: str = ""
    local_learning_heading: str = ""


@dataclass(frozen=True)
class CatalogueEntry:
    """One line of the standing catalogue, exactly as the partnership's page lists it (domain 10.24)."""

    source: str
    source_heading: str
    title: str
    review: str
    kind: str
    kind_as_given: str
    date_text: str
    date_from: str
    precision: str
    date_means: str
    report_status: str
    publisher_as_given: str
    joint_with: str
    format: str
    size: str
    position: int


@dataclass(frozen=True)
class Tenant:
    """A partnership, read from its folder; the portal's code knows none of them by name."""

    slug: str
    name: str
    short_name: str
    reference_prefix: str
    area: str
    council: str
    integrated_care_board: str
    police_force: str
    contact: Contact
    brand: Brand
    words: Words
    screening: Screening
    referral_steps: tuple[ReferralStep, ...]
    requires_quality_assurance: bool
    outcomes: tuple[OutcomeOffered, ...]
    automatic_review_circumstances: str
    clocks: Mapping[str, ClockRule]
    retention: Mapping[str, RetentionRule]
    offers_withdrawn_reports_on_request: bool
    listing: Listing
    agencies: tuple[AgencyEntry, ...]
    forms: Mapping[str, Form]
    pages: Mapping[str, Page]
    catalogue: tuple[CatalogueEntry, ...]
    # None only on a partnership made up in a test: the check asks every folder for one.
    return_form: Form | None = None
    quiet_hours: QuietHours = USUAL_QUIET_HOURS
    first_days: FirstDays = USUAL_FIRST_DAYS
    ladders: Mapping[Purpose, tuple[Rung, ...]] = field(default_factory=lambda: LADDERS)
    rapid_review_ladder: tuple[RapidRung, ...] = RAPID_REVIEW_LADDER
    decline_reasons: tuple[DeclineReasonOffered, ...] = EVERY_DECLINE_REASON
    joint_partners: tuple[str, ...] = ()
    hostname: str = ""
    folder: Path = field(default=Path(), compare=False)
    demonstration: Demonstration = NOTHING_OF_ITS_OWN

    def agency_name(self, code: str) -> str:
        """Return the name of an agency, or of a statutory partner; its code where the directory no longer has it."""
        partners = {
            StatutoryPartner.LOCAL_AUTHORITY.value: self.council,
            StatutoryPartner.INTEGRATED_CARE_BOARD.value: self.integrated_care_board,
            StatutoryPartner.POLICE.value: self.police_force,
        }
        return next((each.name for each in self.agencies if each.code == code), partners.get(code, code))

    def is_many(self, code: str) -> bool:
        """Whether a code stands for many organisations, each of which is named where it is asked."""
        return code == ANOTHER or any(each.is_many for each in self.agencies if each.code == code)

    @property
    def main_form(self) -> Form:
        """Return the form that a referral starts from unless another is chosen."""
        return next(form for form in self.forms.values() if form.is_main)


@dataclass(frozen=True)
class Region:
    """Partnerships that may be compared with one another."""

    slug: str
    name: str
    tenants: tuple[str, ...]
    description: str = ""
    expected_partnerships: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tenants:
    """Every partnership and region on this portal."""

    by_slug: Mapping[str, Tenant]
    regions: Mapping[str, Region]

    def get(self, slug: str) -> Tenant | None:
        """Return the partnership with this slug, or None."""
        return self.by_slug.get(slug)
