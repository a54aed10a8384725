"""Can the council's notification, the Panel's letters and late steps be recorded through the pages?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.domain.clocks import in_words
from portal.information import operations as asking
from portal.models.notification import Notification
from portal.web.working_days import today
from tests.information.requests import SILENT, ask
from tests.people import send
from tests.work import TODAY, Work


def day(name: str, on: date) -> dict[str, list[str]]:
    """Return what a browser sends of a day."""
    return {name: [str(on.day), str(on.month), str(on.year)]}


def whole(work: Work, reference: str, **given: Any) -> dict[str, Any]:
    """Return what a browser sends of a whole notification, sent yesterday."""
    sent = {
        "kind": "serious-harm", "children": [str(each) for each in work.children(reference)],
        **day("council_aware_on", today() - timedelta(days=2)), **day("sent_on", today() - timedelta(days=1)),
        "panel_reference": "INVENTED-7", "is_ofsted_told": "y", "agreement": "agreed", "why_together": "siblings",
    }  # fmt: skip
    return {**sent, **given}


def notification_of(work: Work) -> str:
    with work.session(writes=False) as session:
        return str(session.scalars(select(Notification.id)).one())


def test_a_notification_goes_from_the_case_to_the_rapid_review_the_letter_and_the_answer(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case(harm="serious-harm")
    case = f"/manchester/cases/{reference}"
    council = work.browser("local-authority-decision-maker")
    assert f"{case}/notifications/new" in council.get(case).text
    recorded = send(council, f"{case}/notifications/new", **whole(work, reference))
    assert recorded.location == case
    shown = council.get(case).text
    assert "Rapid review, " in shown and "Not sent to the National Panel yet." in shown
    page = f"{case}/notifications/{notification_of(work)}"
    assert "INVENTED-7" in council.get(page).text and "All three agree" in council.get(page).text
    letter = {**day("received_on", today()), "says": "asks-to-reconsider", "letter": "Please look again."}
    due = day("reply_due_on", today() + timedelta(days=9))
    assert send(council, f"{page}/panel-letters/new", **letter, **due).location == page
    answer = next(
        link
        for link in council.get(page).text.split('"')
        if link.startswith(case) and link.endswith("/answer")
    )
    assert in_words(today() + timedelta(days=9)) in council.get(case).text
    told = send(council, answer, **day("answered_on", today()), answer="We looked again.")
    assert told.location == page
    assert "We looked again." in work.browser("police-decision-maker").get(page).text


def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    page = f"/manchester/cases/{reference}/notifications/new"
    council = work.browser("local-authority-decision-maker")
    for given, told in (
        ({"children": []}, "Select who the notification is about"),
        ({"sent_on": ["31", "2", "2026"]}, "Enter a real date"),
        (day("sent_on", today() + timedelta(days=1)), "Enter a day that has come"),
        ({"agreement": "not-agreed"}, "Say who does not agree, and why"),
        ({"agreement": "no-such-word"}, "There is a problem"),
        ({"children": ["no-child"]}, "There is a problem"),
    ):
        refused = send(council, page, **whole(work, reference, **given))
        assert refused.status_code == 200 and told in refused.text and "INVENTED-7" in refused.text


def test_what_the_case_knows_is_not_typed_again(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="death", council_aware_on="2026-11-12")
    page = work.browser("coordinator").get(f"/manchester/cases/{reference}/notifications/new").text
    assert page.count(" checked") == 1  # a death; which of its children died is for a person to say
    assert 'value="12"' in page and 'value="11"' in page and 'value="2026"' in page


def test_a_correction_and_a_finding_are_made_from_the_notifications_page(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    page = f"/manchester/cases/{reference}/notifications/{work.notified(reference)}"
    coordinator = work.browser("coordinator")
    corrected = send(coordinator, f"{page}/correct", **whole(work, reference, panel_reference="INVENTED-8"))
    assert corrected.location == page and "INVENTED-8" in coordinator.get(page).text
    refused = send(coordinator, f"{page}/criteria-not-met", **day("not_met_on", today()))
    assert refused.status_code == 200 and "Give the reason" in refused.text
    found = send(coordinator, f"{page}/criteria-not-met", **day("not_met_on", today()), reason="An accident.")
    assert found.location == page and "An accident." in coordinator.get(page).text
    assert coordinator.get(f"{page}/correct").status_code == 404
    assert work.browser("chair").get(f"{page}/criteria-not-met").status_code == 404


def test_the_day_a_rapid_review_was_sent_is_recorded_from_its_page_and_shown_on_the_case(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    notification_id = work.notified(reference)
    with work.session(writes=False) as session:
        review_id = session.get_one(Notification, notification_id).review_id
    review = f"/manchester/work/reviews/{review_id}"
    coordinator = work.browser("coordinator")
    silent, actor = ask(work, reference)[SILENT], work.actor("coordinator")
    with work.session() as session:
        asking.go_on_without(session, work.tenant, actor, reference, silent, "Late", TODAY + timedelta(days=9))
    name = work.tenant.agency_name(SILENT)
    assert name in coordinator.get(f"{review}/sent-to-panel").text.split("Gone on without")[1]
    written = send(coordinator, f"{review}/outputs/new", kind="report", title="The report").location
    assert f"did not answer in time. The work went on without it.\n\n- {name}" in coordinator.get(written).text
    assert f"{review}/sent-to-panel" in coordinator.get(review).text
    assert send(coordinator, f"{review}/sent-to-panel", **day("sent_on", today())).location == review
    assert "Done in time" in coordinator.get(review).text or "Done late" in coordinator.get(review).text
    assert f"{review}/sent-to-panel" not in coordinator.get(review).text
    assert "Sent to the National Panel" in coordinator.get(f"/manchester/cases/{reference}").text


def test_a_late_step_is_explained_from_the_case_and_its_day_stays(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case(harm="death", suspicion="suspected", council_aware_on="2026-01-05")
    case = f"/manchester/cases/{reference}"
    coordinator = work.browser("coordinator")
    explain = next(link for link in coordinator.get(case).text.split('"') if "/late-steps/" in link)
    refused = send(coordinator, explain, **day("revised_on", today()))
    assert refused.status_code == 200 and "Explain why it is late" in refused.text
    done = send(coordinator, explain, **day("revised_on", today()), explanation="The day was learnt late.")
    assert done.location == case
    page = work.browser("chair").get(case).text
    assert "Monday 12 January 2026" in page and "The day was learnt late." in page
    assert "/late-steps/" not in page
    elsewhere = explain.replace("incident-notification", "no-such-clock")
    assert coordinator.get(elsewhere).status_code == 404
