"""Which words does the portal share, whatever a partnership calls them on its own pages?

A partnership chooses among these words, names, times and orders them; it never adds one, or nothing
could be compared. Facts about a child, a family or practice are in `codes.py`.

Sources are named by file for the partnerships' own pages, and otherwise as WT 2018 or WT 2023 (Working
Together to Safeguard Children), CA 2004 (Children Act 2004) and SI 2018/789.
"""

from portal.domain.coded import Coded


class ReviewKind(Coded):
    """What a review is for; how it is carried out is its `Method`, and *joint* is a list of partners.

    WT 2023 ch. 5 for the statutory kinds; 001_a9a6396a3ed5d02b.txt (local learning, thematic, serious case
    reviews), 003_a45e83d2171ebce1.txt and 004_69157bd7dda4f7c8.txt (audits, local case, serious offence and
    seriously good outcome reviews).
    """

    RAPID_REVIEW = "rapid-review", "Rapid review"
    LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW = (
        "local-child-safeguarding-practice-review",
        "Local child safeguarding practice review",
    )
    THEMATIC_REVIEW = "thematic-review", "Thematic review"
    LOCAL_LEARNING_REVIEW = "local-learning-review", "Local learning review"
    MULTI_AGENCY_AUDIT = "multi-agency-audit", "Multi-agency audit"
    SINGLE_AGENCY_AUDIT = "single-agency-audit", "Single-agency audit"
    LOCAL_CASE_REVIEW = "local-case-review", "Local case review"
    SERIOUS_OFFENCE_REVIEW = "serious-offence-review", "Serious offence review"
    SERIOUSLY_GOOD_OUTCOME_REVIEW = "seriously-good-outcome-review", "Seriously good outcome review"
    SERIOUS_CASE_REVIEW = "serious-case-review", "Serious case review"


# Only these two have statutory clocks and a duty to publish: WT 2023 ch. 5.
STATUTORY_REVIEW_KINDS = frozenset(
    {ReviewKind.RAPID_REVIEW, ReviewKind.LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW}
)

# Replaced by practice reviews from 29 September 2019 (WT 2018); catalogued, never opened anew.
LEGACY_REVIEW_KINDS = frozenset({ReviewKind.SERIOUS_CASE_REVIEW})


class Method(Coded):
    """How a review gathers and weighs what happened; a review may use several.

    004_69157bd7dda4f7c8.txt names appreciative inquiry, root cause analysis, learning event and case
    discussion; the others are methods that English partnerships describe on their pages.
    """

    APPRECIATIVE_INQUIRY = "appreciative-inquiry", "Appreciative inquiry"
    ROOT_CAUSE_ANALYSIS = "root-cause-analysis", "Root cause analysis"
    LEARNING_EVENT = "learning-event", "Learning event"
    CASE_DISCUSSION = "case-discussion", "Case discussion"
    SIGNIFICANT_INCIDENT_LEARNING = "significant-incident-learning", "Significant incident learning process"
    LEARNING_TOGETHER = "learning-together", "Learning Together (systems approach)"
    CHILD_PRACTICE_REVIEW_WALES = "welsh-model", "Welsh model"
    SIGNIFICANT_EVENT_ANALYSIS = "significant-event-analysis", "Significant event analysis"
    PEER_REVIEW = "peer-review", "Peer review"
    ACTION_LEARNING = "action-learning", "Action learning"
    COMBINED_CHRONOLOGY = "combined-chronology", "Combined chronology"
    INDEPENDENT_AUTHOR = "independent-author", "Independent author and overview report"
    AUDIT = "audit", "Audit"
    OTHER = "other", "Another method"


class OutputKind(Coded):
    """One thing for readers: 000_9224e64816f7f95c.txt, 001_a9a6396a3ed5d02b.txt, 004_69157bd7dda4f7c8.txt.

    Improvements are what partners publish where publishing the report would be inappropriate (WT 2018 ch. 4): a duty
    of its own, with a year of its own, and neither a report nor a summary of one. What was done in response is the
    partnership's own account of it, which Working Together 2023 (ch. 5) has partners publish.
    """

    REPORT = "report", "Report"
    SUMMARY = "summary", "Summary"
    SEVEN_MINUTE_BRIEFING = "seven-minute-briefing", "Seven-minute briefing"
    LEARNING_REPORT = "learning-report", "Learning report"
    IMPROVEMENTS = "improvements", "Improvements published instead of the report"
    WHAT_WAS_DONE = "what-was-done", "What was done in response"
    PRESENTATION = "presentation", "Presentation"
    APPENDIX = "appendix", "Appendix"
    RESPONSE = "response", "Response of another organisation"
    OTHER = "other", "Other document"


class StatutoryPartner(Coded):
    """The three safeguarding partners, who alone decide: CA 2004 s.16E as amended; WT 2023 ch. 2."""

    LOCAL_AUTHORITY = "local-authority", "Local authority"
    INTEGRATED_CARE_BOARD = "integrated-care-board", "Integrated care board"
    POLICE = "police", "Police"


class PartnerPosition(Coded):
    """Where one statutory partner stands on one decision; dissent is recorded, and delays nothing."""

    AGREE = "agree", "Agrees"
    DO_NOT_AGREE = "do-not-agree", "Does not agree"
    NOT_YET = "not-yet", "Not yet given"


class AgencyKind(Coded):
    """Which sort of organisation refers, answers or acts: CA 2004 s.11, and WT 2023 relevant agencies."""

    CHILDRENS_SOCIAL_CARE = "childrens-social-care", "Children's social care"
    EARLY_HELP = "early-help", "Early help"
    EDUCATION = "education", "School, college or education service"
    EARLY_YEARS = "early-years", "Nursery or early years provider"
    POLICE = "police", "Police"
    INTEGRATED_CARE_BOARD = "integrated-care-board", "Integrated care board"
    GENERAL_PRACTICE = "general-practice", "General practice"
    HOSPITAL = "hospital", "Hospital trust"
    COMMUNITY_HEALTH = "community-health", "Health visiting, school nursing or community health"
    MENTAL_HEALTH = "mental-health", "Mental health service"
    AMBULANCE = "ambulance", "Ambulance service"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth-justice", "Youth justice service"
    PRISON_OR_SECURE_SETTING = "prison-or-secure-setting", "Prison or secure setting"
    ADULT_SOCIAL_CARE = "adult-social-care", "Adult social care"
    SUBSTANCE_USE = "substance-use", "Drug and alcohol service"
    DOMESTIC_ABUSE_SERVICE = "domestic-abuse-service", "Domestic abuse service"
    HOUSING = "housing", "Housing"
    PLACEMENT_PROVIDER = "placement-provider", "Fostering agency or children's home"
    CAFCASS = "cafcass", "Cafcass"
    IMMIGRATION = "immigration", "Immigration and asylum service"
    FIRE_AND_RESCUE = "fire-and-rescue", "Fire and rescue service"
    VOLUNTARY = "voluntary", "Voluntary, community or faith organisation"
    SPORT = "sport", "Sport or leisure organisation"
    OTHER = "other", "Another agency"


class Role(Coded):
    """What a person is here to do; what each may do is the table in `permissions.py`."""

    REFERRER = "referrer", "Referrer"
    SAFEGUARDING_LEAD = "safeguarding-lead", "Agency safeguarding lead"
    SCREENING_MEMBER = "screening-member", "Screening body member"
    CHAIR = "chair", "Screening body chair"
    COORDINATOR = "coordinator", "Coordinator"
    LOCAL_AUTHORITY_DECISION_MAKER = (
        "local-authority-decision-maker",
        "Decision maker for the local authority",
    )
    ICB_DECISION_MAKER = "icb-decision-maker", "Decision maker for the integrated care board"
    POLICE_DECISION_MAKER = "police-decision-maker", "Decision maker for the police"
    LEAD_REVIEWER = "lead-reviewer", "Lead reviewer"
    PUBLISHER = "publisher", "Publisher"
    DATA_PROTECTION_OFFICER = "data-protection-officer", "Data protection officer"
    PEOPLE_ADMINISTRATOR = "people-administrator", "Administrator of people"
    REGIONAL_LEAD = "regional-lead", "Regional lead"


class Approval(Coded):
    """What still stands between somebody who came in by their agency's e-mail domain and sending a referral."""

    WAITING = "waiting", "Waiting for approval"
    REFUSED = "refused", "Refused"


class DecisionStage(Coded):
    """When a decision is taken: after screening, the rapid review, the Panel's reply, or on publication."""

    SCREENING = "screening", "At screening"
    AFTER_RAPID_REVIEW = "after-rapid-review", "After the rapid review"
    AFTER_PANEL_REPLY = "after-panel-reply", "After the National Panel's reply"
    PUBLICATION = "publication", "On publication"


class HowConsidered(Coded):
    """How the screening body came to its advice: bodies meet, meet online, or answer by correspondence."""

    MEETING = "meeting", "At a meeting in person"
    VIRTUAL = "virtual", "At a virtual meeting"
    CORRESPONDENCE = "correspondence", "By correspondence"


class NotificationKind(Coded):
    """What a council notifies: CA 2004 s.16C(1) for incidents; WT 2018 ch. 4 and WT 2023 ch. 5 for the deaths.

    Each child who died has a notification; brothers and sisters who were seriously harmed share one.
    """

    DEATH = "death", "A child died, and abuse or neglect is known or suspected"
    SERIOUS_HARM = (
        "serious-harm",
        "Children were seriously harmed, and abuse or neglect is known or suspected",
    )
    LOOKED_AFTER_CHILD_DEATH = (
        "looked-after-child-death",
        "A looked-after child died, and abuse or neglect is not suspected",
    )
    CARE_LEAVER_DEATH = "care-leaver-death", "A care leaver aged up to 24 died"


class PartnersAgreement(Coded):
    """Whether the three partners agree with what the council notified; the council's duty waits for nobody."""

    AGREED = "agreed", "All three agree"
    NOT_AGREED = "not-agreed", "They do not all agree"
    NOT_KNOWN_YET = "not-known-yet", "Not all have been asked yet"


class PanelSays(Coded):
    """What the National Panel's letter does: WT 2023 ch. 5 and the Panel's guidance."""

    AGREES = "agrees", "It agrees with the partners"
    ASKS_TO_RECONSIDER = "asks-to-reconsider", "It asks the partners to reconsider"
    ASKS_FOR_INFORMATION = "asks-for-information", "It asks for information"


class Outcome(Coded):
    """What partners may decide, at screening or later; `outcomes.py` says when each is open to them.

    WT 2023 ch. 5 for the statutory route; 000_9224e64816f7f95c.txt, 001_a9a6396a3ed5d02b.txt,
    003_a45e83d2171ebce1.txt and 004_69157bd7dda4f7c8.txt for the other kinds of review.
    """

    RAPID_REVIEW = "rapid-review", "Notify the incident and carry out a rapid review"
    LOCAL_CHILD_SAFEGUARDING_PRACTICE_REVIEW = (
        "local-child-safeguarding-practice-review",
        "Carry out a local child safeguarding practice review",
    )
    NATIONAL_REVIEW = "national-review", "Recommend a national review"
    THEMATIC_REVIEW = "thematic-review", "Carry out a thematic review"
    LOCAL_LEARNING_REVIEW = "local-learning-review", "Carry out a local learning review"
    MULTI_AGENCY_AUDIT = "multi-agency-audit", "Carry out a multi-agency audit"
    SINGLE_AGENCY_AUDIT = "single-agency-audit", "Ask one agency to carry out an audit"
    LOCAL_CASE_REVIEW = "local-case-review", "Carry out a local case review"
    SERIOUS_OFFENCE_REVIEW = "serious-offence-review", "Carry out a serious offence review"
    SERIOUSLY_GOOD_OUTCOME_REVIEW = (
        "seriously-good-outcome-review",
        "Carry out a seriously good outcome review",
    )
    RAPID_REVIEW_IS_ENOUGH = "rapid-review-is-enough", "The rapid review is enough; no further review"
    MORE_INFORMATION = "more-information", "Ask for more information"
    ANOTHER_PROCESS = "another-process", "Refer to another process"
    TRANSFER = "transfer", "Transfer to the area where the incident happened"
    CRITERIA_NOT_MET = "criteria-not-met", "Found not to meet the criteria"
    DEFER = "defer", "Defer, with a reason"
    NO_FURTHER_ACTION = "no-further-action", "No further action"
    PUBLISH_REPORT = "publish-report", "Publish the report in full"
    PUBLISH_IMPROVEMENTS = "publish-improvements", "Publish the improvements instead of the report"


class CriterionAnswer(Coded):
    """How a criterion was found, each with its rationale: SI 2018/789 reg. 11 asks "highlights or may"."""

    YES = "yes", "Yes"
    MAY = "may", "It may"
    NO = "no", "No"
    UNCLEAR = "unclear", "Not clear yet"


class DatePrecision(Coded):
    """How much of a date is known: published lists give a day, a month, a year's heading or nothing."""

    DAY = "day", "To the day"
    MONTH = "month", "To the month"
    YEAR_HEADING = "year-heading", "Under a year's heading"
    NONE = "none", "Undated"


class DateMeans(Coded):
    """What a listed date is the date of: 001_a9a6396a3ed5d02b.txt gives both kinds side by side."""

    PUBLISHED = "published", "Published"
    EVENT = "event", "Learning event"


class ReportStatus(Coded):
    """What a list says of a review's report: 001_a9a6396a3ed5d02b.txt says "report not published" of two."""

    PUBLISHED = "published", "Report published"
    NOT_PUBLISHED = "not-published", "Report not published"
    NOT_STATED = "not-stated", "Not stated"


class ReferralStatus(Coded):
    """Where a referral stands; quality assurance is a step of some partnerships only."""

    DRAFT = "draft", "Draft"
    AWAITING_QUALITY_ASSURANCE = "awaiting-quality-assurance", "Awaiting quality assurance"
    RECEIVED = "received", "Received"
    MORE_ASKED = "more-asked", "More asked for"
    OFFERED = "offered", "Offered to another area"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Not taken forward"
    WITHDRAWN = "withdrawn", "Withdrawn"
    HANDED_OVER = "handed-over", "Passed to another area"


class HowReceived(Coded):
    """How a referral reached the partnership, where its writer did not send it through the portal."""

    PAPER = "paper", "On paper"
    TELEPHONE = "telephone", "By telephone"
    EMAIL = "email", "By email"
    IN_PERSON = "in-person", "In person"
    ANOTHER_AREA = "another-area", "From another area"


class DeclineReason(Coded):
    """Why a referral is not taken forward: what partnerships ask of a referral, and where else it may belong.

    The gate is 002_3aa3d5943d06e07a.txt and 003_a45e83d2171ebce1.txt; a partnership words each reason itself.
    """

    NO_SERIOUS_HARM = "no-serious-harm", "No child has died or been seriously harmed"
    NO_ABUSE_OR_NEGLECT = "no-abuse-or-neglect", "Abuse or neglect is neither known nor suspected"
    ONE_AGENCY = "one-agency", "The learning is for one agency"
    KNOWN_ALREADY = "known-already", "The partnership knows of it and is looking at it already"
    ANOTHER_PROCESS = "another-process", "It belongs to another process"
    ANOTHER_AREA = "another-area", "It belongs to another area"
    TOO_LITTLE_KNOWN = "too-little-known", "Too little is known to consider it"
    ANOTHER_REASON = "another-reason", "Another reason"


class OfferReason(Coded):
    """Why a referral may belong to another area: the area where it happened leads, and the child's own area helps."""

    HAPPENED_THERE = "happened-there", "It happened in that area"
    LIVES_THERE = "lives-there", "The child lives in that area"
    PLACED_BY_THEM = "placed-by-them", "That area’s council is responsible for the child’s care"
    ANOTHER_REASON = "another-reason", "Another reason, which we can tell you by telephone"


class OfferAnswer(Coded):
    """What an area that declines an offer says: chosen, never written, since no word passes between areas."""

    NOT_OURS = "not-ours", "It did not happen here, and the child does not live here"
    YOURS_TO_LEAD = "yours-to-lead", "Yours is the area to lead, and we will help"
    KNOWN_HERE = "known-here", "We know of it already, and will telephone you"
    LET_US_TALK = "let-us-talk", "Please telephone us about it first"


class OfferStatus(Coded):
    """Where an offer to another area stands; nothing about anybody passes before it is accepted."""

    WAITING = "waiting", "Waiting for an answer"
    BEING_TAKEN = "being-taken", "Accepted, and being taken in"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    TAKEN_BACK = "taken-back", "Taken back"


class CaseStage(Coded):
    """Where a case stands; sending it to another process never closes it."""

    OPEN = "open", "Open"
    DECIDED = "decided", "Decided"
    IN_REVIEW = "in-review", "In review"
    CLOSED = "closed", "Closed"


class ReturnStatus(Coded):
    """Where an agency's return stands; who writes it and who approves it are two people."""

    ASKED = "asked", "Asked"
    WRITING = "writing", "Being written"
    AWAITING_APPROVAL = "awaiting-approval", "Awaiting approval"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "No longer asked for"


class ReviewStatus(Coded):
    """Where a review stands; a finished review may have outputs that are still to come."""

    OPEN = "open", "Open"
    COMPLETE = "complete", "Complete"


class OutputStatus(Coded):
    """Where one output stands: each has its own status and its own dates, in no assumed order."""

    DRAFT = "draft", "Draft"
    READY_FOR_APPROVAL = "ready-for-approval", "Ready for approval"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    NO_LONGER_PUBLISHED = "no-longer-published", "No longer published"


class ReleaseStatus(Coded):
    """Where one partnership's part of a regional release stands; nobody but its own people signs it off."""

    PREPARED = "prepared", "Waits for sign-off"
    SIGNED = "signed", "Signed off, to be frozen"
    DECLINED = "declined", "Not taking part"
    FROZEN = "frozen", "Frozen"
    LEFT_OUT = "left-out", "Frozen without this partnership"


class PublicationStatus(Coded):
    """Where one act of publishing stands: prepared by one person, made public by another."""

    PREPARED = "prepared", "Prepared"
    PUBLISHED = "published", "Published"
    NO_LONGER_PUBLISHED = "no-longer-published", "No longer published"
