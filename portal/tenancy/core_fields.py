"""Which facts of the core model can a form's question feed, and which must every form of a kind feed?"""

from __future__ import annotations

from dataclasses import dataclass

# incident: a child died or was harmed; practice: how agencies worked; good-outcome: what went well.
FORM_KINDS = ("incident", "practice", "good-outcome")
INCIDENT, PRACTICE, GOOD_OUTCOME = FORM_KINDS
EVERY_KIND = frozenset(FORM_KINDS)
OF_AN_INCIDENT = frozenset({INCIDENT})
OF_A_CASE = frozenset({INCIDENT, PRACTICE})
OPTIONAL: frozenset[str] = frozenset()
# What another agency is asked: it feeds no core field, since nobody outside the agency rewords it.
AGENCY_RETURN = "agency-return"

QUESTION_KINDS = (
    "text", "paragraph", "date", "yes-no-not-known", "one-of", "many-of", "person", "address", "agency",
    "file", "group", "declaration", "email", "telephone", "number",
)  # fmt: skip
CHOICES = ("one-of", "many-of", "yes-no-not-known", "declaration")


@dataclass(frozen=True)
class CoreField:
    """One fact of the core model: the kinds of question that can feed it, and the list its codes are from.

    `identifies` marks what says who somebody is; it is sealed wherever it is kept.
    """

    name: str
    kinds: frozenset[str]
    says: str
    essential_for: frozenset[str] = OPTIONAL
    codes: str = ""
    identifies: bool = False


def _field(
    name: str,
    kinds: str,
    says: str,
    essential_for: frozenset[str] = OPTIONAL,
    *,
    codes: str = "",
    identifies: bool = False,
) -> CoreField:
    """One row of the table; `kinds` are question kinds separated by spaces."""
    return CoreField(name, frozenset(kinds.split()), says, essential_for, codes, identifies)


_TABLE = (
    _field("referral.reasons", "one-of many-of", "Why the referral is made", OF_A_CASE),
    _field("referral.agency", "agency", "The agency that refers", EVERY_KIND),
    _field("referral.referrer_name", "text person", "Who refers", EVERY_KIND, identifies=True),
    _field("referral.referrer_role", "text", "The referrer's job"),
    _field(
        "referral.referrer_email",
        "email",
        "The referrer's secure e-mail address",
        EVERY_KIND,
        identifies=True,
    ),
    _field("referral.referrer_telephone", "telephone", "The referrer's telephone number", identifies=True),
    _field("referral.referrer_address", "address", "The referrer's work address", identifies=True),
    _field(
        "referral.discussed_with",
        "text person",
        "The safeguarding lead or senior manager it was discussed with",
        identifies=True,
    ),
    _field("referral.discussed_on", "date", "When it was discussed"),
    _field(
        "referral.screening_member", "text person", "The screening member who knows of it", identifies=True
    ),
    _field(
        "referral.coordinator_consulted", "yes-no-not-known", "Whether the coordinator was consulted first"
    ),
    _field(
        "referral.declaration",
        "declaration",
        "That the referral is accurate and holds only what is needed",
        EVERY_KIND,
    ),
    _field("referral.documents", "file", "Papers sent with the referral"),
    _field("child.family_name", "text", "The child's family name", OF_A_CASE, identifies=True),
    _field("child.given_names", "text", "The child's given names", OF_A_CASE, identifies=True),
    _field("child.other_names", "text", "Other names the child is or was known by", identifies=True),
    _field(
        "child.born_on", "date", "The child's date of birth, or the date expected", OF_A_CASE, identifies=True
    ),
    _field("child.is_unborn", "yes-no-not-known", "Whether the child is not yet born"),
    _field("child.died_on", "date", "When the child died"),
    _field("child.sex", "one-of", "The child's sex", OF_A_CASE, codes="sex"),
    _field("child.ethnicity", "one-of", "The child's ethnic group", OF_A_CASE, codes="ethnicity"),
    _field("child.religion", "text", "The child's religion, if any", identifies=True),
    _field("child.first_language", "text", "The child's first language", identifies=True),
    _field("child.needs_interpreter", "yes-no-not-known", "Whether an interpreter is needed"),
    _field("child.disabilities", "many-of", "Disability or special educational need", codes="disability"),
    _field("child.home_address", "address", "Where the child lives", OF_AN_INCIDENT, identifies=True),
    _field("child.address_at_incident", "address", "Where the child was living then", identifies=True),
    _field("child.home_area", "text one-of", "The council area where the child lives", OF_AN_INCIDENT),
    _field("child.placing_authority", "text one-of", "The council that placed the child elsewhere"),
    _field("child.health_number", "text", "The child's NHS number", identifies=True),
    _field("child.pupil_number", "text", "The child's unique pupil number", identifies=True),
    _field("child.education_setting", "text", "School, nursery or other setting", identifies=True),
    _field("child.general_practice", "text", "The child's general practice", identifies=True),
    _field("child.immigration_status", "text", "Immigration status, if it matters here", identifies=True),
    _field("child.is_looked_after", "yes-no-not-known", "Whether the child is looked after"),
    _field("child.legal_status", "one-of", "The child's legal status", codes="legal-status"),
    _field(
        "child.living_arrangement",
        "one-of",
        "Where and with whom the child lived",
        codes="living-arrangement",
    ),
    _field(
        "child.agency_status",
        "one-of many-of",
        "What children's services knew of the child then",
        codes="agency-status",
    ),
    _field(
        "child.protection_plan",
        "one-of",
        "Whether the child was on a child protection plan",
        codes="protection-plan",
    ),
    _field(
        "child.protection_categories",
        "one-of many-of",
        "What the child protection plan was for",
        codes="protection-category",
    ),
    _field("child.child_protection_history", "paragraph", "When child protection plans began and ended"),
    _field("child.lead_worker", "text person", "The worker who leads for the child", identifies=True),
    _field("child.factors", "many-of", "What was true of the child's life", codes="child-factor"),
    _field("family.members", "group", "The child's family and household"),
    _field(
        "family.siblings", "group", "Brothers, sisters and other children; kept with the family and household"
    ),
    _field("family.other_children", "group", "Other children this referral is about"),
    _field("family.factors", "many-of", "What was true of the family's life", codes="family-factor"),
    _field("family.documents", "file", "A family note, genogram or ecogram"),
    _field(
        "family.siblings_are_safe",
        "yes-no-not-known",
        "Whether brothers, sisters and other children are safe now",
        OF_AN_INCIDENT,
    ),
    _field("family.siblings_checked_by", "text person", "Who checked them", identifies=True),
    _field("family.siblings_checked_on", "date", "When they were checked"),
    _field("family.is_aware", "yes-no-not-known one-of", "Whether the family knows of the referral"),
    _field(
        "family.awareness_note", "paragraph", "What the family was told, or why not; how to reach them safely"
    ),
    _field("family.not_told_reason", "paragraph", "Why the family does not know of the referral"),
    _field(
        "family.contact_restrictions", "paragraph", "How each parent is reached safely, and who may not be"
    ),
    _field("person.name", "text person", "In a group: the person's name", identifies=True),
    # Kept in the clear as a code, so nobody may write it in words of their own.
    _field("person.relationship", "one-of", "In a group: who the person is to the child"),
    _field("person.born_on", "date", "In a group: the person's date of birth", identifies=True),
    _field(
        "person.born_or_due_on",
        "date",
        "In a group: another child's date of birth, or the date expected",
        identifies=True,
    ),
    _field("person.sex", "one-of", "In a group: the person's sex", codes="sex"),
    _field("person.ethnicity", "one-of", "In a group: the person's ethnic group", codes="ethnicity"),
    _field("person.given_names", "text", "In a group: another child's given names", identifies=True),
    _field("person.family_name", "text", "In a group: another child's family name", identifies=True),
    _field(
        "person.other_names", "text", "In a group: other names another child is known by", identifies=True
    ),
    _field("person.is_unborn", "yes-no-not-known", "In a group: whether another child is not yet born"),
    _field("person.died_on", "date", "In a group: when another child died"),
    _field("person.religion", "text", "In a group: another child's religion", identifies=True),
    _field("person.first_language", "text", "In a group: another child's first language", identifies=True),
    _field(
        "person.needs_interpreter",
        "yes-no-not-known",
        "In a group: whether another child needs an interpreter",
    ),
    _field("person.disabilities", "many-of", "In a group: another child's disability", codes="disability"),
    _field("person.home_area", "text one-of", "In a group: the council area where another child lives"),
    _field(
        "person.address_at_incident", "address", "In a group: where another child was living", identifies=True
    ),
    _field("person.education_setting", "text", "In a group: another child's school", identifies=True),
    _field(
        "person.general_practice", "text", "In a group: another child's general practice", identifies=True
    ),
    _field("person.health_number", "text", "In a group: another child's NHS number", identifies=True),
    _field("person.pupil_number", "text", "In a group: another child's unique pupil number", identifies=True),
    _field(
        "person.immigration_status", "text", "In a group: another child's immigration status", identifies=True
    ),
    _field(
        "person.agency_status",
        "one-of many-of",
        "In a group: what support another child had",
        codes="agency-status",
    ),
    _field("person.lead_worker", "text person", "In a group: another child's lead worker", identifies=True),
    _field(
        "person.protection_plan",
        "one-of",
        "In a group: whether another child had a plan",
        codes="protection-plan",
    ),
    _field(
        "person.protection_categories",
        "one-of many-of",
        "In a group: what another child's plan was for",
        codes="protection-category",
    ),
    _field(
        "person.child_protection_history",
        "paragraph",
        "In a group: when another child's plans began and ended",
    ),
    _field("person.is_looked_after", "yes-no-not-known", "In a group: whether another child is looked after"),
    _field("person.placing_authority", "text one-of", "In a group: the council that placed another child"),
    _field("person.legal_status", "one-of", "In a group: another child's legal status", codes="legal-status"),
    _field(
        "person.living_arrangement",
        "one-of",
        "In a group: where another child lived",
        codes="living-arrangement",
    ),
    _field(
        "person.factors", "many-of", "In a group: what was true of another child's life", codes="child-factor"
    ),
    _field("person.address", "address", "In a group: where the person lives", identifies=True),
    _field(
        "person.is_in_household", "yes-no-not-known", "In a group: whether the person lived with the child"
    ),
    _field("person.has_parental_responsibility", "yes-no-not-known", "In a group: parental responsibility"),
    _field("person.is_suspected", "yes-no-not-known", "In a group: a person suspected of causing harm"),
    _field("incident.harm", "one-of", "Death, serious harm or other", OF_AN_INCIDENT, codes="harm-kind"),
    _field(
        "incident.abuse_or_neglect",
        "one-of",
        "Whether abuse or neglect is known or suspected",
        OF_AN_INCIDENT,
        codes="suspicion",
    ),
    _field("incident.primary_harm", "one-of", "The likely main harm", codes="primary-harm"),
    _field("incident.cause_status", "one-of", "How sure the cause is", codes="cause-status"),
    _field("incident.occurred_on", "date", "When it happened", OF_AN_INCIDENT),
    _field("incident.occurred_at_time", "text", "What time it happened"),
    _field("incident.agency_aware_on", "date", "When the referring agency became aware", OF_AN_INCIDENT),
    _field("incident.council_aware_on", "date", "When the council became aware"),
    _field("incident.area", "text one-of", "The council area where it happened", OF_AN_INCIDENT),
    _field("incident.location", "text one-of", "What kind of place it happened in"),
    _field("incident.account", "paragraph", "What happened, facts only", OF_A_CASE),
    _field("incident.injuries", "paragraph", "Injuries, and the cause if it is known"),
    _field("incident.carer_at_the_time", "text person", "Who was caring for the child", identifies=True),
    _field("incident.others_harmed", "paragraph", "Who else was harmed"),
    _field(
        "incident.action_taken", "paragraph", "What was done at once to keep children safe", OF_AN_INCIDENT
    ),
    _field("incident.police_involvement", "paragraph", "Police, arrests and charges"),
    _field("incident.coroner_involvement", "paragraph", "Coroner and post-mortem examination"),
    _field("incident.media_interest", "yes-no-not-known", "Whether the press is or may be interested"),
    _field(
        "incident.circumstances",
        "many-of",
        "Circumstances that need a recorded reason if no review follows",
        codes="recorded-reason-circumstance",
    ),
    _field(
        "practice.concerns", "paragraph", "What was worrying in how agencies worked", frozenset({PRACTICE})
    ),
    _field("practice.strengths", "paragraph", "What worked well", frozenset({GOOD_OUTCOME})),
    _field("practice.immediate_learning", "paragraph", "What can be learned now"),
    _field("practice.earlier_cases", "paragraph", "Earlier cases like this one"),
    _field("practice.themes", "many-of", "Themes of practice", codes="practice-theme"),
    _field(
        "practice.difference_made",
        "paragraph",
        "What changed for the child",
        frozenset({GOOD_OUTCOME}),
    ),
    _field("practice.turning_points", "paragraph", "When things turned for the better"),
    _field("practice.outcome_evidence", "paragraph", "How we know that it got better"),
    _field("practice.enablers", "paragraph", "What made it possible"),
    _field("practice.child_view", "paragraph", "What the child or family says"),
    _field("agencies.involved", "group many-of", "Agencies that know or knew the child"),
    _field("agencies.agency", "agency", "In a group: one of them"),
    _field("agencies.worker", "text person", "In a group: its named worker", identifies=True),
    _field("agencies.involvement", "text paragraph", "In a group: what it did, and when"),
    _field("criteria.gate_reason", "paragraph", "Why this is a serious child safeguarding case"),
    _field(
        "criteria.improvements",
        "one-of yes-no-not-known",
        "Improvements needed, found before too: SI 2018/789 reg. 11",
    ),
    _field("criteria.recurrent_themes", "one-of yes-no-not-known", "Themes that recur: SI 2018/789 reg. 11"),
    _field(
        "criteria.working_together",
        "one-of yes-no-not-known",
        "Concern about working together: SI 2018/789 reg. 11",
    ),
    _field(
        "criteria.panel_view", "one-of yes-no-not-known", "The National Panel prefers a local review: reg. 11"
    ),
    _field("criteria.improvements_reason", "paragraph", "What improvement is needed"),
    _field("criteria.recurrent_themes_reason", "paragraph", "Which themes recur"),
    _field("criteria.working_together_reason", "paragraph", "What the concern about working together is"),
    _field("criteria.panel_view_reason", "paragraph", "What the National Panel said"),
    _field(
        "criteria.circumstances",
        "many-of",
        "Circumstances that partners have regard to",
        codes="regard-circumstance",
    ),
    _field("criteria.circumstances_reason", "paragraph", "How those circumstances are met"),
    _field("criteria.reasons", "paragraph", "What else the partners should weigh"),
    _field("parallel.proceedings", "many-of", "Other processes under way", codes="linked-process"),
    _field("parallel.contacts", "paragraph", "Who leads them"),
)

CORE_FIELDS: dict[str, CoreField] = {one.name: one for one in _TABLE}


def essential_fields(form_kind: str) -> tuple[CoreField, ...]:
    """The fields that a form of this kind must feed, in the order of the table."""
    return tuple(one for one in CORE_FIELDS.values() if form_kind in one.essential_for)
