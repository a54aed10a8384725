"""Does each reader get a pack of just what they take part in, marked with their name, and is the reading recorded?"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pikepdf
import pypdfium2
from flask import Flask
from sqlalchemy import select

from portal.casework import operations as casework
from portal.information import answering, approving
from portal.information import operations as asking
from portal.models.case import Case
from portal.models.chain import AuditLook
from portal.models.information import AgencyReturn
from portal.models.referral import Referral
from tests.information.requests import ASKED, SILENT, ask, lead, name_writer, write
from tests.meetings.body import coordinator, plan, put, seat_all
from tests.work import TODAY, Work

POLICE = "police-decision-maker"


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def is_tagged(content: bytes) -> bool:
    with pikepdf.open(BytesIO(content)) as document:
        return bool(document.Root.MarkInfo.Marked) and "/StructTreeRoot" in document.Root


def with_a_pack(work: Work) -> tuple[str, str, UUID]:
    """A meeting about a case that agencies answered about, and about something else; return its address too."""
    seat_all(work)
    reference, meeting_id = work.case(), plan(work)
    returns = ask(work, reference)
    name_writer(work, returns[ASKED])
    write(work, returns[ASKED])
    with work.session() as session:
        approving.approve(session, work.tenant, lead(work), returns[ASKED], TODAY)
    work.screened(reference)
    put(work, meeting_id, reference, "Is it serious?"), put(work, meeting_id, words="The year’s plan")
    return reference, f"/manchester/meetings/{meeting_id}/pack", meeting_id


def answers_in(work: Work) -> list[str]:
    with work.session(writes=False) as session:
        said: dict[str, Any] = session.scalars(select(Referral)).one().answers
        return [words for words in said.values() if isinstance(words, str) and words.startswith("Invented")]


def test_the_pack_holds_the_answers_the_returns_and_the_advice_and_reading_it_is_recorded(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, address, meeting_id = with_a_pack(work)
    work.notified(reference)
    reader = work.browser("icb-decision-maker")
    page, agenda = reader.get(address).text, reader.get(address.removesuffix("/pack")).text
    printed = " ".join("".join(pages_of(reader.get(f"{address}/pdf").data)).split())
    assert all("Monday 7 December 2026" in each for each in (page, agenda, printed)), (
        "the rapid review is due"
    )
    for words in (*answers_in(work)[:3], "What Greater Manchester Police returned", "Several agencies can learn.",
                  "As the account says.", "Is it serious?", "Still to answer", "The year’s plan"):  # fmt: skip
        assert words in page, words
    with work.session(writes=False) as session:
        case_id = session.scalars(select(Case.id).where(Case.reference == reference)).one()
        looked = session.execute(select(AuditLook.subject_kind, AuditLook.subject_id)).all()
        assert {("meeting", str(meeting_id)), ("case", str(case_id))} <= {
            (kind, str(id)) for kind, id in looked
        }


def test_an_agency_that_the_work_went_on_without_is_named_as_such_and_no_longer_as_still_to_answer(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, address, _ = with_a_pack(work)
    with work.session() as session:
        silent = session.scalars(select(AgencyReturn.id).where(AgencyReturn.agency == SILENT)).one()
        late = TODAY + timedelta(days=9)
        asking.go_on_without(session, work.tenant, coordinator(work), reference, silent, "No answer.", late)
    reader = work.browser("icb-decision-maker")
    page, printed = reader.get(address).text, "".join(pages_of(reader.get(f"{address}/pdf").data))
    name = work.tenant.agency_name(SILENT)
    for told in (page, printed):
        assert name in told.split("Gone on without")[1] and "Still to answer" not in told


def test_each_page_of_the_pdf_names_its_reader_and_leaves_out_what_they_take_no_part_in(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, address, _ = with_a_pack(work)
    answer = work.browser("icb-decision-maker").get(f"{address}/pdf")
    pages = pages_of(answer.data)
    assert answer.mimetype == "application/pdf" and is_tagged(answer.data) and len(pages) > 1
    assert all("Read by Icb Decision Maker Example on " in each for each in pages)
    assert reference in "".join(pages) and "Several agencies can learn." in "".join(pages)
    with work.session() as session:
        who = work.actor(POLICE).account_id
        casework.exclude(session, work.tenant, coordinator(work), reference, who, "A cousin.")
    involved = work.browser(POLICE)
    page, printed = involved.get(address).text, "".join(pages_of(involved.get(f"{address}/pdf").data))
    for told in (page, printed):
        assert "You take no part in this item" in told and "The year’s plan" in told
        assert (
            reference not in told
            and "Several agencies can learn." not in told
            and "Is it serious?" not in told
        )
        assert not any(words in told for words in answers_in(work)[:5])
    assert work.browser("referrer").get(address).status_code == 404


def test_an_agency_that_knows_nothing_is_named_with_the_records_it_checked(portal: Flask) -> None:
    work = Work(portal)
    seat_all(work)
    reference, meeting_id = work.case(), plan(work)
    returns = ask(work, reference)
    name_writer(work, returns[ASKED])
    with work.session() as session:
        writer = work.actor("referrer", agency=ASKED)
        answering.send_nil(
            session, work.tenant, writer, returns[ASKED], "The custody system.", TODAY, answering.NOBODY
        )
    with work.session() as session:
        approving.approve(session, work.tenant, lead(work), returns[ASKED], TODAY)
    put(work, meeting_id, reference)
    page = work.browser("chair").get(f"/manchester/meetings/{meeting_id}/pack").text
    assert "It knows nothing of these people" in page and "The custody system." in page
