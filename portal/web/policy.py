"""Who may call what? One line an address; what is not here is refused, and a test compares it with the URL map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.domain.permissions import Permission


@dataclass(frozen=True)
class Rule:
    """Who is admitted, through which face's database session, and whether a fresh second factor is asked."""

    who: Literal["anyone", "visitor", "signed-in", "permission"]
    permission: Permission | None = None
    step_up: bool = False


ANYONE = Rule("anyone")  # what is public, read with the public face's rights
VISITOR = Rule("visitor")  # signing in, accepting an invitation: staff database, no account yet
SIGNED_IN = Rule("signed-in")  # a person at their partnership or region, whatever their role
FRESH = Rule("signed-in", step_up=True)  # the same, with a second factor given just now


def needs(permission: Permission, *, step_up: bool = False) -> Rule:
    """Admit people whose role at this partnership or region carries the permission."""
    return Rule("permission", permission, step_up)


P = Permission

POLICY: dict[str, Rule] = {
    "static": ANYONE,
    "health.health": ANYONE,
    "health.ready": ANYONE,
    "theme.show": ANYONE,
    # what partnerships have published
    "library.home": ANYONE,
    "library.front": ANYONE,
    "library.reviews": ANYONE,
    "library.review": ANYONE,
    "library.output": ANYONE,
    "library.file": ANYONE,
    "library.briefings": ANYONE,
    "library.page": ANYONE,
    "api.feed": ANYONE,
    "api.sitemap": ANYONE,
    "api.robots": ANYONE,
    # signing in, and what opens an account
    "accounts.sign_in": VISITOR,
    "accounts.sign_in_anywhere": VISITOR,
    "accounts.code": VISITOR,
    "accounts.recovery_code": VISITOR,
    "accounts.sign_out": VISITOR,
    "accounts.signed_out": VISITOR,
    "accounts.forgotten_password": VISITOR,
    "accounts.new_password": VISITOR,
    "accounts.invitation": VISITOR,
    "accounts.invitation_second_factor": VISITOR,
    "accounts.ask_for_access": VISITOR,
    "accounts.confirm_access": VISITOR,
    "accounts.new_second_factor": VISITOR,
    "accounts.demonstration_mail": VISITOR,
    "accounts.choose_place": SIGNED_IN,
    "accounts.confirm": SIGNED_IN,
    "accounts.stay": SIGNED_IN,
    "accounts.held_form": SIGNED_IN,
    "accounts.let_held_form_go": SIGNED_IN,
    "accounts.account": SIGNED_IN,
    "accounts.sessions": SIGNED_IN,
    "accounts.end_session": SIGNED_IN,
    "accounts.change_password": SIGNED_IN,
    "accounts.recovery_codes": FRESH,
    "accounts.change_second_factor": FRESH,
    # work, and the people of a partnership
    "accounts.desk": needs(P.DESK_SEE),
    "accounts.own_approval": needs(P.REFERRAL_CREATE),
    "accounts.newcomers": needs(P.ACCESS_APPROVE),
    "accounts.newcomer": needs(P.ACCESS_APPROVE),
    "accounts.people": needs(P.PEOPLE_MANAGE),
    "accounts.person": needs(P.PEOPLE_MANAGE),
    "accounts.invite": needs(P.PEOPLE_MANAGE, step_up=True),
    "accounts.invite_again": needs(P.PEOPLE_MANAGE),
    "accounts.change_roles": needs(P.PEOPLE_MANAGE, step_up=True),
    "accounts.close_person": needs(P.PEOPLE_MANAGE),
    "accounts.open_person": needs(P.PEOPLE_MANAGE, step_up=True),
    "accounts.end_person_sessions": needs(P.PEOPLE_MANAGE),
    "accounts.hand_over": needs(P.PEOPLE_MANAGE, step_up=True),
    # referrals: the rows a person sees there are their own, their agency's or all (referrals/queries.py)
    "referrals.index": needs(P.REFERRAL_SEE_OWN),
    "referrals.start": needs(P.REFERRAL_CREATE),
    "referrals.show": needs(P.REFERRAL_SEE_OWN),
    "referrals.section": needs(P.REFERRAL_CREATE),
    "referrals.check": needs(P.REFERRAL_CREATE),
    "referrals.colleagues": needs(P.REFERRAL_CREATE),
    "referrals.end_colleague": needs(P.REFERRAL_CREATE),
    "referrals.receipt": needs(P.REFERRAL_CREATE),
    "referrals.add": needs(P.REFERRAL_CREATE),
    "referrals.read_additions": needs(P.REFERRAL_ACCEPT),
    "referrals.pdf": needs(P.REFERRAL_SEE_OWN),
    "referrals.withdraw": needs(P.REFERRAL_CREATE),
    "referrals.quality_assurance": needs(P.REFERRAL_QUALITY_ASSURE),
    "referrals.file": needs(P.REFERRAL_SEE_OWN),
    "referrals.remove_file": needs(P.REFERRAL_CREATE),
    "referrals.accept": needs(P.REFERRAL_ACCEPT),
    "referrals.decline": needs(P.REFERRAL_ACCEPT),
    "referrals.enter": needs(P.REFERRAL_ACCEPT),
    "referrals.ask": needs(P.REFERRAL_ACCEPT),
    "referrals.answer": needs(P.REFERRAL_CREATE),
    "referrals.go_on": needs(P.REFERRAL_ACCEPT),
    "referrals.join": needs(P.REFERRAL_ACCEPT),
    "referrals.leave_case": needs(P.REFERRAL_ACCEPT),
    "referrals.offer": needs(P.REFERRAL_ACCEPT),
    "referrals.take_offer_back": needs(P.REFERRAL_ACCEPT),
    "referrals.offer_answer": needs(P.REFERRAL_ACCEPT),
    "referrals.offers": needs(P.REFERRAL_ACCEPT),
    "referrals.offered": needs(P.REFERRAL_ACCEPT),
    "referrals.set_apart": needs(P.REFERRAL_ACCEPT),
    "referrals.letter": needs(P.REFERRAL_SEE_OWN),
    "referrals.letter_pdf": needs(P.REFERRAL_SEE_OWN),
    # cases and the decisions about them: never without need to know (models/case_access.py)
    "casework.index": needs(P.CASE_SEE_GRANTED),
    "casework.show": needs(P.CASE_SEE_GRANTED),
    "casework.known": needs(P.CASE_SEE_GRANTED),
    "casework.history": needs(P.CASE_SEE_GRANTED),
    # who looked: from the record, and nothing of what they saw
    "casework.find_looks": needs(P.AUDIT_SEE),
    "casework.looks": needs(P.AUDIT_SEE),
    "casework.correct": needs(P.CASE_CORRECT),
    "casework.correct_part": needs(P.CASE_CORRECT),
    "casework.add_child": needs(P.CASE_CORRECT),
    "casework.correct_child": needs(P.CASE_CORRECT),
    "casework.close": needs(P.CASE_CLOSE),
    "casework.reopen": needs(P.CASE_CLOSE),
    "casework.people": needs(P.CASE_GRANT),
    "casework.grant": needs(P.CASE_GRANT, step_up=True),
    "casework.end_grant": needs(P.CASE_GRANT),
    "casework.exclude": needs(P.CASE_GRANT),
    "screening.consider": needs(P.SCREENING_RECORD),
    "screening.advice": needs(P.CASE_SEE_GRANTED),
    "screening.record_advice": needs(P.SCREENING_RECORD),
    "documents.add": needs(P.DOCUMENT_ADD),
    "documents.download": needs(P.CASE_SEE_GRANTED),
    "documents.remove": needs(P.DOCUMENT_ADD),
    "screening.prepare": needs(P.DECISION_PREPARE),
    "screening.show": needs(P.CASE_SEE_GRANTED),
    "screening.position": needs(P.DECISION_SIGN),
    "screening.sign": needs(P.DECISION_SIGN),
    # what passes between the council and the National Panel, and steps that are late
    "notifications.record_notification": needs(P.PANEL_RECORD),
    "notifications.show": needs(P.CASE_SEE_GRANTED),
    "notifications.correct": needs(P.PANEL_RECORD),
    "notifications.find_not_met": needs(P.PANEL_RECORD),
    "notifications.record_reply": needs(P.PANEL_RECORD),
    "notifications.answer_panel": needs(P.PANEL_RECORD),
    "notifications.send_to_panel": needs(P.PANEL_RECORD),
    "notifications.explain_late_step": needs(P.PANEL_RECORD),
    # the learning work, and what it writes for readers
    "reviews.index": needs(P.OUTPUT_SEE),
    "reviews.show": needs(P.OUTPUT_SEE),
    "reviews.open_review": needs(P.REVIEW_OPEN),
    "reviews.complete": needs(P.REVIEW_COMPLETE),
    "reviews.reopen": needs(P.REVIEW_OPEN),
    # how it is worked on: run by the coordinator, its terms and recommendations its lead reviewer's as well
    "reviews.method": needs(P.REVIEW_MANAGE),
    "reviews.cases": needs(P.REVIEW_MANAGE),
    "reviews.take_case_out": needs(P.REVIEW_MANAGE),
    "reviews.expect": needs(P.REVIEW_MANAGE),
    "reviews.wait": needs(P.REVIEW_MANAGE),
    "reviews.look": needs(P.REVIEW_MANAGE),
    "reviews.reviewer": needs(P.CASE_SEE_GRANTED),
    "reviews.appoint": needs(P.REVIEW_MANAGE),
    "reviews.name_reviewer": needs(P.REVIEW_MANAGE),
    "reviews.declare": needs(P.REVIEW_CONTRIBUTE),
    "reviews.end_appointment": needs(P.REVIEW_MANAGE),
    "reviews.terms": needs(P.CASE_SEE_GRANTED),
    "reviews.write_terms": needs(P.REVIEW_CONTRIBUTE),
    "reviews.dates": needs(P.CASE_SEE_GRANTED),
    "reviews.put_date": needs(P.REVIEW_MANAGE),
    "reviews.remove_date": needs(P.REVIEW_MANAGE),
    "reviews.processes": needs(P.CASE_SEE_GRANTED),
    "reviews.put_process": needs(P.REVIEW_MANAGE),
    "reviews.remove_process": needs(P.REVIEW_MANAGE),
    "reviews.family": needs(P.CASE_SEE_GRANTED),
    "reviews.put_family_part": needs(P.REVIEW_MANAGE),
    "reviews.remove_family_part": needs(P.REVIEW_MANAGE),
    "reviews.recommendations": needs(P.OUTPUT_SEE),
    "reviews.write_recommendation": needs(P.REVIEW_CONTRIBUTE),
    "reviews.remove_recommendation": needs(P.REVIEW_CONTRIBUTE),
    "reviews.move_recommendation": needs(P.REVIEW_CONTRIBUTE),
    "reviews.themes": needs(P.REVIEW_CONTRIBUTE),
    "reviews.answer": needs(P.REVIEW_MANAGE),
    "outputs.index": needs(P.OUTPUT_SEE),
    "outputs.begin": needs(P.OUTPUT_WRITE),
    "outputs.show": needs(P.OUTPUT_SEE),
    "outputs.edit": needs(P.OUTPUT_WRITE),
    "outputs.preview_pdf": needs(P.OUTPUT_SEE),
    "outputs.submit": needs(P.OUTPUT_WRITE),
    "outputs.return_to_author": needs(P.OUTPUT_APPROVE),
    "outputs.approve": needs(P.OUTPUT_APPROVE),
    "outputs.revise": needs(P.OUTPUT_WRITE),
    "outputs.prepare_publication": needs(P.PUBLICATION_PREPARE),
    "outputs.publish": needs(P.PUBLICATION_APPROVE, step_up=True),
    "outputs.take_down": needs(P.PUBLICATION_WITHDRAW),
    "outputs.confirm_withdrawal": needs(P.PUBLICATION_WITHDRAW),
    "outputs.put_back": needs(P.PUBLICATION_PREPARE),
    # what the partnership has chosen for itself: no case and nobody's name
    "settings.forms": needs(P.FORMS_SEE),
    "settings.form": needs(P.FORMS_SEE),
    "retention.index": needs(P.RETENTION_DECIDE),
    "retention.keep_longer": needs(P.RETENTION_DECIDE),
    "retention.end_publication": needs(P.RETENTION_DECIDE),
    # what regional leads would be shown of casework here, and its sign-off
    "releases.index": needs(P.RELEASE_SEE),
    "releases.show": needs(P.RELEASE_SEE),
    "releases.sign": needs(P.RELEASE_SIGN, step_up=True),
    "releases.decline": needs(P.RELEASE_SIGN),
    # regional leads: all of it is public or was signed off for them, so taking a table away asks for no fresh factor
    "region.overview": needs(P.REGION_SEE),
    "region.published": needs(P.REGION_SEE),
    "region.reviews": needs(P.REGION_SEE),
    "region.themes": needs(P.REGION_SEE),
    "region.recommendations": needs(P.REGION_SEE),
    "region.shared_bodies": needs(P.REGION_SEE),
    "region.recurring": needs(P.REGION_SEE),
    "region.releases": needs(P.REGION_SEE),
    "region.release": needs(P.REGION_SEE),
    "region.measure": needs(P.REGION_SEE),
    "region.beside": needs(P.REGION_SEE),
    "region.download": needs(P.REGION_SEE),
    "region.workbook": needs(P.REGION_SEE),
}
