"""Which keys may tenant.toml and regions.toml hold, of what shape, and what is built from them?"""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates, validates_schema

from portal.domain.clocks import CaseFact, ClockRule, ClockUnit, Direction, Force
from portal.domain.information import LadderStep, Purpose, Rung
from portal.domain.meetings import USUAL_QUORUM, QuorumRule
from portal.domain.outcomes import OUTCOMES_AT, REVIEW_BEGUN_BY, outcomes_at
from portal.domain.permissions import READS_CASES, permissions_of
from portal.domain.rapid_review import CLOCK as RAPID_REVIEW_CLOCK
from portal.domain.retention import FLOOR_MONTHS, RetentionRule, RetentionThen
from portal.domain.statutory_clocks import STATUTORY_CLOCKS
from portal.domain.vocabulary import (
    STATUTORY_REVIEW_KINDS,
    AgencyKind,
    DeclineReason,
    Outcome,
    OutputKind,
    ReviewKind,
    Role,
)
from portal.tenancy.fields import (
    KEBAB,
    Strict,
    any_colour,
    choice,
    code_of,
    flag,
    name_code,
    number,
    readable_colour,
    repeated,
    shaped,
    table,
    tables,
    texts,
    whole_numbers,
    words,
)
from portal.tenancy.model import (
    ANOTHER,
    AgencyEntry,
    Brand,
    Contact,
    DeclineReasonOffered,
    Listing,
    OutcomeOffered,
    ReferralStep,
    Region,
    Screening,
    Words,
)
from portal.tenancy.portal_clocks import PORTALS_OWN, RAPID_REVIEW_STARTS
from portal.tenancy.rapid_review_ladder import RapidRungSchema
from portal.tenancy.reminding_schema import FirstDaysSchema, QuietHoursSchema

MOST_MONTHS = 1200
# Periods that are minimums: longer is stricter, as with anything counted back from publication.
AT_LEAST = frozenset({"report-kept-available", "improvements-kept-available"})
# Each is one body in an area: Children Act 2004 s.16E.
STATUTORY_KINDS = frozenset(
    {AgencyKind.CHILDRENS_SOCIAL_CARE.value, AgencyKind.INTEGRATED_CARE_BOARD.value, AgencyKind.POLICE.value}
)
HOST = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+"
WEB = r"https?://[^\s]+"


class ContactSchema(Strict):
    email = shaped(r"[^@\s]+@[^@\s]+\.[^@\s]+", "give one e-mail address")
    website = shaped(WEB, "give a complete address, https://...")
    telephone = words()
    address = words()
    media = words()

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Contact:
        return Contact(**values)


class BrandSchema(Strict):
    text_mark = words(is_required=True)
    colour = readable_colour()
    link_colour = readable_colour()
    accent_colour = any_colour()

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Brand:
        return Brand(**values)


class WordsSchema(Strict):
    coordinator = words(default="partnership coordinator")
    referral = words(default="referral")
    briefing = words(default="seven-minute briefing")
    briefings = words(default="seven-minute briefings")
    requests_team = words(default="partnership’s team")
    lead_reviewer = words(default="lead reviewer")
    briefing_short = words()

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Words:
        return Words(**values)


class QuorumSchema(Strict):
    members = number(1, 40, is_required=True)
    agencies = texts()
    needs_chair = flag(default=True)
    source = words(is_required=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> QuorumRule:
        return QuorumRule(**{**values, "agencies": tuple(values["agencies"])})


class ScreeningSchema(Strict):
    body = words(is_required=True)
    short_name = words()
    task = words(is_required=True)
    receiving_group = words()
    source = words(is_required=True)
    quorum = table(QuorumSchema, is_required=False)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Screening:
        named = {
            "short_name": values["short_name"] or values["body"],
            "quorum": values["quorum"] or USUAL_QUORUM,
        }
        return Screening(**{**values, **named})


class ReferralStepSchema(Strict):
    title = words(is_required=True)
    text = words(is_required=True)
    is_required = flag(is_required=True)
    source = words(is_required=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> ReferralStep:
        return ReferralStep(**values)


class DeclineReasonSchema(Strict):
    code = code_of(DeclineReason)
    label = words(is_required=True)
    letter = words()

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> DeclineReasonOffered:
        return DeclineReasonOffered(**{**values, "letter": values["letter"] or f"{values['label']}."})


class OutcomeSchema(Strict):
    code = code_of(Outcome)
    label = words(is_required=True)
    opens = choice(["", *(str(kind.value) for kind in ReviewKind)])
    is_statutory = flag()

    @validates_schema(skip_on_field_errors=True)
    def agrees_with_the_law(self, values: dict[str, Any], **_: Any) -> None:
        begun = REVIEW_BEGUN_BY.get(Outcome(values["code"]))
        if (values["opens"] or None) != begun:
            remedy = (
                f"write opens = {str(begun)!r}" if begun else "leave it out; this outcome opens no review"
            )
            raise ValidationError(remedy, "opens")
        if begun and values["is_statutory"] != (begun in STATUTORY_REVIEW_KINDS):
            said = "true" if begun in STATUTORY_REVIEW_KINDS else "false"
            raise ValidationError(
                f"write {said}: the law decides which reviews are statutory", "is_statutory"
            )

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> OutcomeOffered:
        return OutcomeOffered(**{**values, "opens": values["opens"] or None})


class ClockSchema(Strict):
    code = name_code()
    label = words(is_required=True)
    starts = words(is_required=True)
    amount = number(1, 1000, is_required=True)
    unit = code_of(ClockUnit)
    direction = choice([str(way) for way in Direction], default="forward")
    force = code_of(Force)
    source = words(is_required=True)
    starts_from = choice(["", *(fact.value for fact in CaseFact)])
    met_by = choice(["", *(fact.value for fact in CaseFact)])
    remind = whole_numbers(-60, 60, "working days after the due day, or before it with a minus")
    escalate_after = number(0, 60, "working days after the due day")
    escalate_to = choice(["", *(role.value for role in Role if permissions_of([role]) & READS_CASES)])

    @validates_schema(skip_on_field_errors=True)
    def counts_between_two_facts(self, values: dict[str, Any], **_: Any) -> None:
        if values["code"] == RAPID_REVIEW_CLOCK and not values["met_by"]:
            if values["starts_from"] not in ("", *RAPID_REVIEW_STARTS):
                allowed = " or ".join(repr(each) for each in RAPID_REVIEW_STARTS)
                raise ValidationError(f"name {allowed}", "starts_from")
            return
        named = [key for key in ("starts_from", "met_by") if values[key]]
        known = PORTALS_OWN.get(values["code"])
        if named and known:
            raise ValidationError("take it away; the portal knows what this clock counts from", named[0])
        if known and values["starts"] != known.starts:
            raise ValidationError(f"write {known.starts!r}: this clock counts from no other day", "starts")
        order = list(CaseFact)
        start, met = values["starts_from"] or CaseFact.INCIDENT, values["met_by"] or CaseFact.REFERRAL
        if order.index(CaseFact(met)) <= order.index(CaseFact(start)):
            later = ", ".join(repr(each.value) for each in order[order.index(CaseFact(start)) + 1 :])
            remedy = (
                f"name what comes after {CaseFact(start).value!r}: {later}"
                if later
                else "nothing comes after it"
            )
            raise ValidationError(remedy, "met_by" if later else "starts_from")

    @validates_schema(skip_on_field_errors=True)
    def loosens_no_statutory_clock(self, values: dict[str, Any], **_: Any) -> None:
        rule = STATUTORY_CLOCKS.get(values["code"])
        if rule is None and values["force"] == Force.STATUTORY:
            raise ValidationError("a clock of its own is local or expected, not statutory", "force")
        if rule is None:
            return
        for key in ("unit", "direction", "force"):
            if values[key] != getattr(rule, key):
                raise ValidationError(
                    f"keep {getattr(rule, key)!s}; only the amount may be stricter here", key
                )
        is_least = rule.direction is Direction.BACK or rule.code in AT_LEAST
        if values["amount"] < rule.amount if is_least else values["amount"] > rule.amount:
            bound = "or more" if is_least else "or fewer"
            raise ValidationError(f"give {rule.amount} {bound}: nobody local can loosen this clock", "amount")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> ClockRule:
        for key in ("starts_from", "met_by"):
            if named := values.pop(key):
                values[key] = CaseFact(named)
        coded = {"unit": ClockUnit(values["unit"]), "direction": Direction(values["direction"])}
        usual = STATUTORY_CLOCKS.get(values["code"])
        # What is left out is as it is for the portal's own clock of this code, or for any.
        reminders = {key: values.pop(key) for key in ("remind", "escalate_after", "escalate_to")}
        given = {key: getattr(usual, key) for key in reminders} if usual else {}
        given |= {key: value for key, value in reminders.items() if value not in (None, "")}
        if "escalate_to" in given:
            given["escalate_to"] = Role(given["escalate_to"])
        return ClockRule(**{**values, **coded, **given, "force": Force(values["force"])})


class RetentionSchema(Strict):
    output_kind = code_of(OutputKind)
    keep_months = number(FLOOR_MONTHS, MOST_MONTHS, "the floor is twelve months of real availability")
    then = code_of(RetentionThen)
    offered_on_request = flag()
    source = words(is_required=True)

    @validates_schema(skip_on_field_errors=True)
    def says_when(self, values: dict[str, Any], **_: Any) -> None:
        if values["then"] == "withdraw" and values["keep_months"] is None:
            raise ValidationError("say after how many months it comes down, 12 or more", "keep_months")
        if values["then"] == "keep" and values["keep_months"] is not None:
            raise ValidationError("take it away; what is kept has no number of months", "keep_months")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> RetentionRule:
        coded = {"output_kind": OutputKind(values["output_kind"]), "then": RetentionThen(values["then"])}
        return RetentionRule(**{**values, **coded})


class ListingSchema(Strict):
    style = choice(("recent-first", "by-year", "current-then-previous"), is_required=True)
    title = words(is_required=True)
    introduction = words(is_required=True)
    empty_years = fields.List(number(1900, 2100, is_required=True), load_default=list)
    empty_headings = texts()
    previous_heading = words()
    packs_heading = words()
    local_learning_heading = words()

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Listing:
        empty = {key: tuple(values[key]) for key in ("empty_years", "empty_headings")}
        return Listing(**{**values, **empty})


class AgencySchema(Strict):
    code = name_code()
    name = words(is_required=True)
    kind = code_of(AgencyKind)
    email_domains = fields.List(
        shaped(HOST, "give the part after the @ only, in lower case", is_required=True), load_default=list
    )
    is_many = flag()

    @validates("code")
    def leaves_room_for_another(self, value: str, **_: Any) -> None:
        if value == ANOTHER:
            raise ValidationError("choose another code; other stands for an agency that is not in the list")

    @validates_schema
    def is_one_where_it_decides(self, values: dict[str, Any], **_: Any) -> None:
        if values["is_many"] and values["kind"] in STATUTORY_KINDS:
            raise ValidationError("take it away; a statutory partner is one agency, which is asked itself", "is_many")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> AgencyEntry:
        return AgencyEntry(**{**values, "email_domains": tuple(values["email_domains"])})


class LadderSchema(Strict):
    purpose = code_of(Purpose)
    step = code_of(LadderStep)
    working_days = number(
        -30, 30, "working days after the due day, or before it with a minus", is_required=True
    )
    source = words(is_required=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[Purpose, Rung]:
        rung = Rung(LadderStep(values["step"]), values["working_days"], values["source"])
        return Purpose(values["purpose"]), rung


def _no_step_twice(rows: list[tuple[Purpose, Rung]]) -> None:
    """A step is taken once for each agency, so a ladder holds it once."""
    twice = repeated((purpose.value, rung.step.value) for purpose, rung in rows)
    if twice:
        raise ValidationError(f"{twice[0][0]} has the step {twice[0][1]!r} more than once; keep one")


def _outcome_at_every_stage(outcomes: list[OutcomeOffered]) -> None:
    """Partners can decide at every stage, and can always do what the law asks first."""
    offered = tuple(Outcome(outcome.code) for outcome in outcomes)
    if Outcome.RAPID_REVIEW not in offered:
        raise ValidationError("offer rapid-review: the law asks for one after every notification")
    for stage, possible in OUTCOMES_AT.items():
        if not outcomes_at(stage, offered):
            codes = ", ".join(sorted(possible))
            raise ValidationError(f"nothing can be decided {stage.label.lower()}; offer one of {codes}")


def _rule_for_every_kind(rules: list[RetentionRule]) -> None:
    """Every kind of output has a rule, so that none stays or goes because nobody thought of it."""
    missing = [str(kind.value) for kind in OutputKind if kind not in {rule.output_kind for rule in rules}]
    if missing:
        raise ValidationError(f"add a rule for {', '.join(missing)}; every kind of output has one")


class TenantSchema(Strict):
    name = words(is_required=True)
    short_name = words(is_required=True)
    reference_prefix = shaped("[A-Z]{2,8}", "give 2 to 8 capital letters", is_required=True)
    area = words(is_required=True)
    council = words(is_required=True)
    integrated_care_board = words(is_required=True)
    police_force = words(is_required=True)
    requires_quality_assurance = flag(is_required=True)
    automatic_review_circumstances = choice(("reason-required", "prompt"), is_required=True)
    offers_withdrawn_reports_on_request = flag(is_required=True)
    joint_partners = texts()
    hostname = shaped(HOST, "give a host name only, in lower case")
    contact = table(ContactSchema)
    brand = table(BrandSchema)
    words = table(WordsSchema)
    screening = table(ScreeningSchema)
    referral_steps = tables(ReferralStepSchema)
    decline_reasons = tables(DeclineReasonSchema, no_two_alike="code")
    outcomes = tables(OutcomeSchema, is_required=True, no_two_alike="code", also=_outcome_at_every_stage)
    clocks = tables(ClockSchema, no_two_alike="code")
    quiet_hours = table(QuietHoursSchema, is_required=False)
    first_days = table(FirstDaysSchema, is_required=False)
    information_ladder = tables(LadderSchema, also=_no_step_twice)
    rapid_review_ladder = tables(RapidRungSchema, no_two_alike="code")
    retention = tables(
        RetentionSchema, is_required=True, no_two_alike="output_kind", also=_rule_for_every_kind
    )
    listing = table(ListingSchema)
    agencies = tables(AgencySchema, is_required=True, no_two_alike="code")


class RegionSchema(Strict):
    slug = shaped(KEBAB, "use lower-case letters, digits and single hyphens", is_required=True)
    name = words(is_required=True)
    tenants = texts(is_required=True)
    description = words()
    expected_partnerships = texts()

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Region:
        lists = {key: tuple(values[key]) for key in ("tenants", "expected_partnerships")}
        return Region(**{**values, **lists})


class RegionsSchema(Strict):
    region = tables(RegionSchema, is_required=True, no_two_alike="slug")
