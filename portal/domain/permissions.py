"""Who may do what: the whole policy, on one page that can be read aloud?"""

from collections.abc import Collection, Iterable
from enum import StrEnum

from portal.domain.errors import NotAllowed
from portal.domain.vocabulary import Role, StatutoryPartner


class Permission(StrEnum):
    """`noun:verb`. Whoever may see all of something may see the part that is theirs: `_IMPLIED`."""

    DESK_SEE = "desk:see"
    SESSION_END_OWN = "session:end-own"
    REFERRAL_CREATE = "referral:create"
    REFERRAL_SEE_OWN = "referral:see-own"
    REFERRAL_SEE_AGENCY = "referral:see-agency"
    REFERRAL_SEE_ALL = "referral:see-all"
    REFERRAL_QUALITY_ASSURE = "referral:quality-assure"
    REFERRAL_ACCEPT = "referral:accept"
    REFERRAL_HAND_OVER = "referral:hand-over"
    ACCESS_APPROVE = "access:approve"
    ACCESS_APPROVE_ANY = "access:approve-any"
    CASE_SEE = "case:see"
    CASE_SEE_GRANTED = "case:see-granted"
    CASE_GRANT = "case:grant"
    EXCLUSION_END = "exclusion:end"
    CASE_CLOSE = "case:close"
    CASE_OPEN_IN_EMERGENCY = "case:open-in-emergency"
    EMERGENCY_JUDGE = "emergency:judge"
    SCREENING_GIVE_VIEW = "screening:give-view"
    SCREENING_RECORD = "screening:record"
    SCREENING_CONFIRM = "screening:confirm"
    PANEL_RECORD = "panel:record"
    CASE_CORRECT = "case:correct"
    INFORMATION_ASK = "information:ask"
    RETURN_WRITE = "return:write"
    RETURN_APPROVE = "return:approve"
    RETURN_GIVE_ONCE = "return:give-once"
    BODY_MANAGE = "body:manage"
    MEETING_SEE = "meeting:see"
    MEETING_MANAGE = "meeting:manage"
    MINUTES_APPROVE = "minutes:approve"
    DOCUMENT_ADD = "document:add"
    DOCUMENT_REMOVE = "document:remove"
    DECISION_PREPARE = "decision:prepare"
    DECISION_RECORD_LOCAL_AUTHORITY = "decision:record-local-authority"
    DECISION_RECORD_ICB = "decision:record-icb"
    DECISION_RECORD_POLICE = "decision:record-police"
    DECISION_SIGN = "decision:sign"
    DECISION_ESCALATE = "decision:escalate"
    DELEGATE_SEE = "delegate:see"
    DELEGATE_NAME = "delegate:name"
    DECISION_SETTLE = "decision:settle"
    REVIEW_OPEN = "review:open"
    REVIEW_COMPLETE = "review:complete"
    REVIEW_MANAGE = "review:manage"
    REVIEW_CONTRIBUTE = "review:contribute"
    RECOMMENDATION_FOLLOW = "recommendation:follow"
    RECOMMENDATION_VERIFY = "recommendation:verify"
    BRIEFING_RECORD = "briefing:record"
    BRIEFING_SEE = "briefing:see"
    BRIEFING_SEE_ALL = "briefing:see-all"
    OUTPUT_SEE = "output:see"
    OUTPUT_WRITE = "output:write"
    OUTPUT_APPROVE = "output:approve"
    PUBLICATION_PREPARE = "publication:prepare"
    PUBLICATION_APPROVE = "publication:approve"
    PUBLICATION_WITHDRAW = "publication:withdraw"
    RETENTION_DECIDE = "retention:decide"
    RETENTION_RUN = "retention:run"
    PEOPLE_MANAGE = "people:manage"
    FORMS_SEE = "forms:see"
    AUDIT_SEE = "audit:see"
    FIGURES_SEE = "figures:see"
    RELEASE_SEE = "release:see"
    RELEASE_SIGN = "release:sign"
    RELEASE_RUN = "release:run"
    REGION_SEE = "region:see"


P = Permission
_SIGNED_IN = {P.DESK_SEE, P.SESSION_END_OWN}
_REFERRING = {P.REFERRAL_CREATE, P.REFERRAL_SEE_OWN, P.BRIEFING_RECORD}
_DECIDING = {P.REFERRAL_SEE_ALL, P.CASE_SEE, P.DECISION_SIGN, P.DECISION_ESCALATE, P.OUTPUT_SEE, P.OUTPUT_APPROVE}
_DECIDING |= {P.MEETING_SEE, P.DELEGATE_SEE, P.DELEGATE_NAME, P.FIGURES_SEE}
# For those of them who sit on the screening body: the workflow asks whether they do.
_DECIDING |= {P.SCREENING_GIVE_VIEW}
_PUBLISHING = {P.OUTPUT_SEE, P.PUBLICATION_PREPARE, P.PUBLICATION_WITHDRAW, P.RETENTION_DECIDE}

# So that an address asks for the least and the page shows each person what is theirs.
_IMPLIED = {
    P.REFERRAL_SEE_ALL: {P.REFERRAL_SEE_AGENCY, P.REFERRAL_SEE_OWN},
    P.REFERRAL_SEE_AGENCY: {P.REFERRAL_SEE_OWN},
    P.ACCESS_APPROVE_ANY: {P.ACCESS_APPROVE},
    P.CASE_SEE: {P.CASE_SEE_GRANTED, P.DOCUMENT_ADD},
    P.CASE_SEE_GRANTED: {P.DOCUMENT_ADD},
    P.MEETING_MANAGE: {P.MEETING_SEE},
    P.RELEASE_SEE: {P.FIGURES_SEE},
    P.BRIEFING_RECORD: {P.BRIEFING_SEE},
    P.BRIEFING_SEE_ALL: {P.BRIEFING_SEE},
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    role: frozenset(_SIGNED_IN | own).union(*(_IMPLIED.get(permission, ()) for permission in own))
    for role, own in {
        # What an agency was asked is known to its safeguarding leads, and to the colleague whom one of them names.
        Role.REFERRER: _REFERRING | {P.RETURN_WRITE},
        Role.SAFEGUARDING_LEAD: _REFERRING
        | {P.REFERRAL_SEE_AGENCY, P.ACCESS_APPROVE, P.RETURN_WRITE, P.RETURN_APPROVE},
        Role.SCREENING_MEMBER: _REFERRING
        | {P.RETURN_WRITE}
        | {P.REFERRAL_SEE_AGENCY, P.REFERRAL_QUALITY_ASSURE, P.CASE_SEE, P.OUTPUT_SEE, P.SCREENING_GIVE_VIEW}
        | {P.MEETING_SEE, P.MINUTES_APPROVE, P.RECOMMENDATION_VERIFY},
        # A coordinator to whom a case was closed by mistake cannot open it again: the chair can.
        Role.CHAIR: {P.REFERRAL_SEE_ALL, P.CASE_SEE, P.SCREENING_RECORD, P.DECISION_PREPARE, P.RELEASE_SEE}
        | {P.EXCLUSION_END}
        | {P.DELEGATE_SEE, P.OUTPUT_SEE, P.OUTPUT_APPROVE, P.MEETING_MANAGE, P.MINUTES_APPROVE}
        | {P.RECOMMENDATION_VERIFY, P.BRIEFING_SEE_ALL, P.SCREENING_GIVE_VIEW, P.SCREENING_CONFIRM},
        Role.COORDINATOR: _REFERRING
        | {P.REFERRAL_SEE_ALL, P.REFERRAL_ACCEPT, P.CASE_SEE, P.CASE_GRANT, P.CASE_CLOSE, P.DECISION_PREPARE}
        | {P.EXCLUSION_END, P.SCREENING_RECORD, P.PANEL_RECORD, P.ACCESS_APPROVE_ANY}
        # What the lead safeguarding partners decide is written down by nobody who is a side in it.
        | {P.DECISION_ESCALATE, P.DECISION_SETTLE, P.DELEGATE_SEE}
        | {P.REVIEW_OPEN, P.REVIEW_COMPLETE, P.REVIEW_MANAGE, P.REVIEW_CONTRIBUTE, P.OUTPUT_WRITE}
        | {P.RECOMMENDATION_FOLLOW, P.RECOMMENDATION_VERIFY, P.BRIEFING_SEE_ALL}
        | {P.CASE_CORRECT, P.DOCUMENT_REMOVE, P.INFORMATION_ASK, P.RETURN_WRITE}
        | {P.FORMS_SEE, P.RELEASE_SEE, P.BODY_MANAGE, P.MEETING_MANAGE, P.MINUTES_APPROVE, P.EMERGENCY_JUDGE}
        | _PUBLISHING,
        # The council notifies the National Panel, and answers it: Children Act 2004 s.16C(1).
        Role.LOCAL_AUTHORITY_DECISION_MAKER: _DECIDING | {P.DECISION_RECORD_LOCAL_AUTHORITY, P.PANEL_RECORD},
        Role.ICB_DECISION_MAKER: _DECIDING | {P.DECISION_RECORD_ICB},
        Role.POLICE_DECISION_MAKER: _DECIDING | {P.DECISION_RECORD_POLICE},
        # Who else works on cases reads each that is not closed to them: only here is there something to break.
        Role.LEAD_REVIEWER: {P.CASE_SEE_GRANTED, P.OUTPUT_SEE, P.OUTPUT_WRITE, P.REVIEW_CONTRIBUTE}
        | {P.CASE_OPEN_IN_EMERGENCY},
        Role.PUBLISHER: _PUBLISHING | {P.PUBLICATION_APPROVE},
        Role.DATA_PROTECTION_OFFICER: {P.OUTPUT_SEE, P.PUBLICATION_WITHDRAW, P.RETENTION_DECIDE, P.AUDIT_SEE}
        # What figures may say of children is theirs to judge, and they count nothing themselves.
        | {P.FORMS_SEE, P.RELEASE_SEE, P.RELEASE_SIGN, P.EMERGENCY_JUDGE},
        Role.PEOPLE_ADMINISTRATOR: {P.PEOPLE_MANAGE, P.FORMS_SEE},
        Role.REGIONAL_LEAD: {P.REGION_SEE},
    }.items()
}

# What the area that accepts an offered referral brings about in the area that offered it: nobody's role carries it.
HAND_OVER_PERMISSIONS = frozenset({P.REFERRAL_HAND_OVER})
# The portal's own commands and hand-over hold these and nobody does: a report comes down by its rule, not by a hand.
COMMAND_PERMISSIONS = frozenset({P.RETENTION_RUN, P.RELEASE_RUN}) | HAND_OVER_PERMISSIONS
# Whoever opened a one-off link with its code holds this, for one return, and nobody does by a role.
LINK_PERMISSIONS = frozenset({P.RETURN_GIVE_ONCE})

RECORD_POSITION: dict[StatutoryPartner, Permission] = {
    StatutoryPartner.LOCAL_AUTHORITY: P.DECISION_RECORD_LOCAL_AUTHORITY,
    StatutoryPartner.INTEGRATED_CARE_BOARD: P.DECISION_RECORD_ICB,
    StatutoryPartner.POLICE: P.DECISION_RECORD_POLICE,
}

READS_CASES = frozenset({P.CASE_SEE, P.CASE_SEE_GRANTED})
# Whoever may come to know of a case, if only by what their agency is asked, or by why somebody opened it in an
# emergency: it can be closed to each of them.
LEARNS_OF_CASES = READS_CASES | {P.RETURN_WRITE, P.EMERGENCY_JUDGE}
# What whoever hands out roles may not also hold: they could open everything to themselves.
READS_CONTENT = READS_CASES | {P.REFERRAL_SEE_AGENCY, P.REFERRAL_SEE_ALL, P.OUTPUT_SEE, P.RETENTION_DECIDE}
READS_CONTENT |= {P.RETURN_APPROVE}


class Separation(StrEnum):
    """Two acts that must be two people's; the value is the sentence shown to the one who is refused."""

    QUALITY_ASSURANCE = "Somebody who wrote no part of this referral must quality assure it."
    OUTPUT_APPROVAL = "Somebody who did not write this must approve it."
    PUBLICATION_APPROVAL = "Somebody other than the person who prepared this publication must approve it."
    ACTION_VERIFICATION = "Somebody other than the person who said that this is complete must verify it."
    OWNER_VERIFICATION = "Somebody of another agency than those that this asks must verify it."
    REMOVAL_RATIFICATION = "Somebody other than the person who took this down must confirm it."
    MINUTES_APPROVAL = "Somebody other than the people who wrote these minutes must approve them."
    RETURN_APPROVAL = "Somebody other than the person who wrote this return must approve it."
    EMERGENCY_JUDGEMENT = "Somebody other than the person who asked must look at this."
    OWN_ROLES = "Somebody else must change your roles."


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that these roles together allow."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


# What somebody does for the whole of their agency. Where one entry of the directory stands for many organisations,
# nobody there does it: one school's lead is not every school's.
FOR_THE_AGENCY = frozenset({P.REFERRAL_SEE_AGENCY, P.ACCESS_APPROVE, P.RETURN_APPROVE})
# Who checks what these organisations refer, or works for the partnership, does it by that and not as their lead.
_BESIDE_THE_LEAD = {
    P.REFERRAL_SEE_AGENCY: {P.REFERRAL_QUALITY_ASSURE, P.REFERRAL_SEE_ALL},
    P.ACCESS_APPROVE: {P.ACCESS_APPROVE_ANY},
}


def permissions_at(roles: Iterable[Role], *, is_of_many: bool) -> frozenset[Permission]:
    """Everything that these roles allow at one agency, or at one of many organisations under one entry."""
    held = permissions_of(roles)
    if not is_of_many:
        return held
    return frozenset(
        each for each in held if each not in FOR_THE_AGENCY or held & _BESIDE_THE_LEAD.get(each, frozenset())
    )


def is_separate(earlier: Collection[object], actor: object) -> bool:
    """Whether the actor had no part in the earlier act; nobody recorded for it means no."""
    return bool(earlier) and actor not in earlier


def require_separation(rule: Separation, earlier: Collection[object], actor: object) -> None:
    """Refuse an actor who also did the earlier act. Raises NotAllowed with the rule's sentence."""
    if not is_separate(earlier, actor):
        raise NotAllowed(rule.value)


def may_see_case(held: Collection[Permission], *, is_granted: bool, is_excluded: bool) -> bool:
    """Need to know: a role that implies it or a grant; personal involvement beats both."""
    if is_excluded:
        return False
    return P.CASE_SEE in held or (is_granted and P.CASE_SEE_GRANTED in held)


def role_clashes(roles: Collection[Role]) -> tuple[str, ...]:
    """Why one person may not hold all of these roles in one partnership, a sentence for each reason."""
    held = permissions_of(roles)
    clashes = []
    if P.PEOPLE_MANAGE in held and held & READS_CONTENT:
        clashes.append(
            "An administrator of people does not read cases, outputs or other people's referrals, "
            "or decide how long something stays public."
        )
    if len(held & frozenset(RECORD_POSITION.values())) > 1:
        clashes.append("One person cannot give the position of more than one statutory partner.")
    return tuple(clashes)
