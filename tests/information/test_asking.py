"""Are agencies asked once, whole, by letters that name nobody, and do they see their own and nothing else?"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from portal.domain.clocks import in_words
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.information import POWER_SAYS, POWER_SOURCE, ContactKind, Power, Purpose
from portal.domain.permissions import Permission
from portal.information import answering, approving, chasing, operations, queries
from portal.information.boards import boards_of
from portal.information.letter import as_pdf, as_word, letter_to
from portal.models.case import Case
from portal.models.event import Event
from portal.models.information import AgencyReturn, InformationRequest
from portal.models.outbox import Outbox
from portal.web import lists
from tests.information.requests import (
    ASKED,
    SILENT,
    answers,
    ask,
    asked,
    lead,
    name_writer,
    return_row,
    write,
    writer,
)
from tests.people import send
from tests.work import TODAY, Work

SCHOOLS = "schools-and-colleges"


def refused(work: Work, reference: str, **given: Any) -> InvalidAnswer:
    with work.session() as session, pytest.raises(InvalidAnswer) as refusal:
        operations.ask(session, work.tenant, work.actor("coordinator"), reference, asked(**given), TODAY)
    return refusal.value


def letters_to(work: Work, *accounts: Any) -> list[int]:
    with work.session(writes=False) as session:
        found = session.scalars(select(Outbox.account_id)).all()
    return [found.count(account) for account in accounts]


def happened(work: Work) -> list[tuple[str, str]]:
    with work.session(writes=False) as session:
        rows = session.scalars(select(Event).where(Event.thing_kind == "case").order_by(Event.at)).all()
        return [(row.what, row.facts["agency"]) for row in rows if "agency" in row.facts]


def test_what_no_agency_could_answer_is_refused_at_its_field(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    saturday = TODAY + timedelta(days=8)
    for given, field in (
        ({"agencies": ()}, "agencies"), ({"agencies": ("no-agency",)}, "agencies"),
        ({"period_from": TODAY, "period_until": date(2024, 1, 1)}, "period_from"),
        ({"period_until": TODAY + timedelta(days=1)}, "period_until"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"), ({"due_on": saturday}, "due_on"),
        ({"about": " "}, "about"), ({"questions": ""}, "questions"), ({"contact": ""}, "contact"),
        ({"purpose": Purpose.RAPID_REVIEW}, "purpose"),
        ({"escalation_id": work.person("referrer").account_id}, "escalation_id"),
    ):  # fmt: skip
        assert refused(work, reference, **given).field == field
    with work.session() as session, pytest.raises(NotAllowed):
        operations.ask(session, work.tenant, work.actor("chair"), reference, asked(), TODAY)


def test_what_an_agency_was_asked_is_read_page_by_page_what_is_due_last_first(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal)
    reference, police = work.case(), lead(work)
    monkeypatch.setattr(lists, "A_PAGE", 1)
    for days in (7, 10):
        ask(work, reference, due_on=TODAY + timedelta(days=days))
    with work.session(writes=False) as session:
        first = queries.own_page(session, police)
        second = queries.own_page(session, police, first.after)
        found = [asked.due_on for page in (first, second) for _, asked in page.rows]
    assert found == [TODAY + timedelta(days=10), TODAY + timedelta(days=7)]
    assert (first.is_first, second.is_first, second.after) == (True, False, None)
    page = work.browser("safeguarding-lead", agency=ASKED).get("/manchester/information")
    assert f"/manchester/information?after={first.after}" in page.text


def test_an_agency_writes_its_return_and_another_person_approves_it_and_nobody_else_ever_sees_it(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    police, housing = lead(work), lead(work, SILENT)
    stranger = work.person("referrer", agency=SILENT)
    returns = ask(work, reference)
    assert letters_to(work, police.account_id, housing.account_id, stranger.account_id) == [1, 1, 0]
    mine = returns[ASKED]
    with work.session() as session:
        # Another agency's lead, and a colleague whom nobody named, meet nothing at all.
        for actor in (housing, writer(work)):
            with pytest.raises(NotFound):
                queries.return_for(session, actor, mine)
        assert [one.id for one, _ in queries.own_waiting(session, police)] == [mine]
    name_writer(work, mine)
    write(work, mine)
    assert return_row(work, mine)["status"] == "awaiting-approval"
    with work.session() as session, pytest.raises(NotAllowed, match=r"roles do not include"):
        approving.approve(session, work.tenant, writer(work), mine, TODAY)
    with work.session() as session, pytest.raises(InvalidAnswer):
        approving.send_back(session, work.tenant, police, mine, " ", TODAY)
    with work.session() as session:
        approving.send_back(session, work.tenant, police, mine, "Say more of housing.", TODAY)
    assert return_row(work, mine)["answers"]["summary"] == answers(work)["summary"]
    write(work, mine)
    with work.session() as session:
        approving.approve(session, work.tenant, police, mine, TODAY)
    row = return_row(work, mine)
    assert (row["status"], row["returned_on"], row["is_nil"]) == ("returned", TODAY, False)
    with work.session() as session, pytest.raises(Conflict):
        answering.save(session, work.tenant, writer(work), mine, {"summary": "Other words"}, TODAY)
    told = [what for what, agency in happened(work) if agency == ASKED]
    assert told == [
        "agency-asked", "agency-received-request", "return-author-named", "return-begun", "return-written",
        "return-sent-back", "return-written", "agency-returned",
    ]  # fmt: skip


def test_a_lead_who_wrote_the_return_cannot_approve_it_and_another_lead_can(portal: Flask) -> None:
    work = Work(portal)
    mine = ask(work, work.case())[ASKED]
    author, other = lead(work), work.actor("safeguarding-lead", "referrer", agency=ASKED)
    with work.session() as session:
        answering.name_author(session, work.tenant, author, mine, author.account_id, TODAY)
    with work.session() as session:
        answering.send_nil(session, work.tenant, author, mine, "The custody record", TODAY)
    with work.session() as session, pytest.raises(NotAllowed, match="other than the person who wrote"):
        approving.approve(session, work.tenant, author, mine, TODAY)
    with work.session() as session:
        approving.approve(session, work.tenant, other, mine, TODAY)
    row = return_row(work, mine)
    assert (row["status"], row["is_nil"], row["answers"]) == (
        "returned",
        True,
        {"nil-records": "The custody record"},
    )
    assert ("agency-returned-nothing-known", ASKED) in happened(work)


def test_the_same_asked_twice_on_a_day_is_one_request_and_anything_else_another(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    first = ask(work, reference)
    assert ask(work, reference) == first
    assert ask(work, reference, questions="What else did you know?") != first
    assert ask(work, reference, agencies=(ASKED,)) != {ASKED: first[ASKED]}
    assert [agency for what, agency in happened(work) if what == "agency-asked"].count(ASKED) == 3


def test_a_nil_return_takes_the_answers_given_before_with_it(portal: Flask) -> None:
    work = Work(portal)
    mine = ask(work, work.case())[ASKED]
    name_writer(work, mine)
    with work.session() as session:
        answering.save(session, work.tenant, writer(work), mine, {"summary": "Known after all"}, TODAY)
    page = work.browser("referrer", agency=ASKED).get(f"/{work.slug}/information/{mine}/nothing-known")
    assert "taken away when you send this" in page.text
    with work.session() as session:
        answering.send_nil(session, work.tenant, writer(work), mine, "The custody record", TODAY)
    assert return_row(work, mine)["answers"] == {"nil-records": "The custody record"}


def test_a_lead_says_in_one_step_that_nothing_is_known_and_names_somebody_else_who_looked(
    portal: Flask,
) -> None:
    work = Work(portal)
    mine = ask(work, work.case())[ASKED]
    page = work.browser("safeguarding-lead", agency=ASKED)
    address = f"/{work.slug}/information/{mine}"
    assert "say so in one step" in page.get(f"{address}/author").text
    said = {"records": "The custody record", "is_confirmed": "y"}
    for name in ("", "safeguarding  lead example, Inspector"):
        again = send(page, f"{address}/nothing-known", **said, author_name=name)
        assert "There is a problem" in again.text and return_row(work, mine)["status"] == "asked"
    send(page, f"{address}/nothing-known", **said, author_name="Sam Pretend, analyst")
    row = return_row(work, mine)
    assert (row["status"], row["is_nil"], row["author_name"]) == ("returned", True, "Sam Pretend, analyst")
    with work.session() as session, pytest.raises(Conflict):
        approving.confirm_nil(session, work.tenant, lead(work), mine, "All", "Lee Madeup", TODAY)


def test_an_organisation_is_asked_by_its_name_through_a_link_and_no_lead_of_its_kind_sees_it(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference, schools = work.case(), lead(work, SCHOOLS)
    coordinator = work.browser("coordinator")
    ask(work, reference, agencies=(), names_more=True)
    with work.session(writes=False) as session:
        request_id = session.scalars(select(InformationRequest.id)).one()
    address = f"/{work.slug}/cases/{reference}/information/requests/{request_id}/organisation"
    said = {"name": "Sam Pretend", "email": "sam@oak.example"}
    for entry, name in ((SCHOOLS, "Oak School"), (SCHOOLS, "Elm School"), ("other", "Made-up Shire")):
        page = send(coordinator, address, **said, entry=entry, organisation=name)
        assert "shown once" in page.text and name in page.text, page.text
    again = send(coordinator, address, **said, entry=SCHOOLS, organisation="oak  school")
    assert "asked already" in again.text
    board = coordinator.get(f"/{work.slug}/cases/{reference}/information").text
    assert all(name in board for name in ("Oak School", "Elm School", "Made-up Shire", "0 of 3"))
    with work.session(writes=False) as session:
        returns = session.scalars(select(AgencyReturn)).all()
        assert (
            queries.own_waiting(session, schools)
            == []
            == queries.people_at(session, returns[0], Permission.RETURN_APPROVE)
        )
        for one in returns:
            with pytest.raises(NotFound):
                queries.return_for(session, schools, one.id)
    assert letters_to(work, schools.account_id) == [0]
    assert refused(work, reference, agencies=(SCHOOLS,)).field == "agencies"
    assert work.browser("safeguarding-lead", agency=SCHOOLS).get(f"/{work.slug}/newcomers").status_code == 404


def test_a_telephone_call_and_a_formal_letter_stand_on_the_board_with_their_day_and_whoever_says_so(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    one = ask(work, reference)[SILENT]
    coordinator = work.actor("coordinator")
    early = chasing.Contact(ContactKind.TELEPHONED, TODAY - timedelta(days=1))
    with work.session() as session, pytest.raises(InvalidAnswer, match="from the day on which it was asked"):
        chasing.record_contact(session, work.tenant, coordinator, reference, one, early, TODAY)
    for kind in (*ContactKind, *ContactKind):
        with work.session() as session:
            made = chasing.Contact(kind, TODAY, "The duty manager will look.")
            chasing.record_contact(session, work.tenant, coordinator, reference, one, made, TODAY)
    page = work.browser("coordinator").get(f"/{work.slug}/cases/{reference}/information/{one}").text
    for kind in ContactKind:
        assert page.count(f"{kind.label}, says Coordinator Example") == 1
    assert page.count("The duty manager will look.") == 2
    assert [what for what, _ in happened(work)][-2:] == ["agency-telephoned", "formal-letter-sent"]


def test_the_coordinator_enters_a_return_for_an_agency_that_nobody_there_has_begun_and_names_two_people(
    portal: Flask,
) -> None:
    work = Work(portal)
    returns = ask(work, work.case())
    coordinator = work.actor("coordinator")
    name_writer(work, returns[ASKED])
    with work.session() as session, pytest.raises(NotFound):
        answering.save(session, work.tenant, coordinator, returns[ASKED], {"summary": "Not theirs"}, TODAY)
    one = returns[SILENT]
    with work.session() as session:
        answering.save(session, work.tenant, coordinator, one, answers(work), TODAY)
    same = answering.Signed("Sam Pretend", "sam  pretend", "Manager")
    with work.session() as session, pytest.raises(InvalidAnswer, match="other than the person who wrote"):
        answering.send(session, work.tenant, coordinator, one, {"accurate": "yes"}, TODAY, same)
    two = answering.Signed("Sam Pretend", "Lee Madeup", "Head of housing")
    with work.session() as session:
        answering.send(session, work.tenant, coordinator, one, {"accurate": "yes"}, TODAY, two)
    row = return_row(work, one)
    assert (row["status"], row["way"], row["approver_name"]) == ("returned", "entered", "Lee Madeup")


def test_the_letter_says_power_period_and_day_and_is_a_tagged_pdf_and_a_word_file(portal: Flask) -> None:
    work = Work(portal)
    returns = ask(work, work.case())
    with portal.test_request_context("/"), work.session(writes=False) as session:
        one = session.get_one(queries.AgencyReturn, (work.slug, returns[ASKED]))
        request = queries.request_of(session, one)
        letter = letter_to(work.tenant, request, one, "Casey Example", TODAY)
        formal = letter_to(
            work.tenant, request, one, "Casey Example", TODAY + timedelta(days=20), is_formal=True
        )
        said = "\n".join(line for block in letter.blocks for line in block.paragraphs)
        for words in (
            POWER_SAYS[Power.SECTION_16H], POWER_SOURCE[Power.SECTION_16H], "From 1 January 2024",
            in_words(request.due_on), "Rowan Invented", "5 working days", "What did you know?",
            "/manchester/information", "/manchester/secure-return",
        ):  # fmt: skip
            assert words in said
        assert letter.closing == ("Casey Example", work.tenant.words.coordinator, work.tenant.name)
        assert "we have not received it" in formal.blocks[0].paragraphs[0]
        pdf, word = as_pdf(work.tenant, letter), as_word(work.tenant, letter)
    from io import BytesIO

    from docx import Document
    from pikepdf import Pdf

    with Pdf.open(BytesIO(pdf)) as opened:
        assert "/StructTreeRoot" in opened.Root and str(opened.Root["/Lang"]).lower() == "en-gb"
    document = Document(BytesIO(word))
    assert document.core_properties.author == work.tenant.name
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["Request for information"]
    assert "Rowan Invented" in "\n".join(p.text for p in document.paragraphs)


def test_a_request_is_withdrawn_with_a_reason_and_gone_on_without_only_once_it_is_late(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    returns, coordinator = ask(work, reference), work.actor("coordinator")
    later = TODAY + timedelta(days=9)
    with work.session() as session, pytest.raises(NotAllowed, match="not late"):
        operations.go_on_without(session, work.tenant, coordinator, reference, returns[SILENT], "Late", TODAY)
    with work.session() as session:
        operations.go_on_without(session, work.tenant, coordinator, reference, returns[SILENT], "Late", later)
    # It may still answer: late information is taken in.
    name_writer(work, returns[SILENT], SILENT)
    with work.session() as session, pytest.raises(InvalidAnswer):
        operations.withdraw(session, work.tenant, coordinator, reference, returns[ASKED], "", TODAY)
    with work.session() as session:
        operations.withdraw(session, work.tenant, coordinator, reference, returns[ASKED], "A mistake", TODAY)
    assert return_row(work, returns[ASKED])["status"] == "withdrawn"
    with work.session() as session, pytest.raises(Conflict):
        answering.name_author(session, work.tenant, lead(work), returns[ASKED], lead(work).account_id, TODAY)


def test_somebody_involved_in_the_case_sees_no_request_about_it_and_gets_no_letter(portal: Flask) -> None:
    from portal.casework import operations as casework

    work = Work(portal)
    reference = work.case()
    involved = lead(work)
    with work.session() as session:
        casework.exclude(
            session, work.tenant, work.actor("coordinator"), reference, involved.account_id, "A relative"
        )
    returns = ask(work, reference)
    assert letters_to(work, involved.account_id) == [0]
    with work.session() as session, pytest.raises(NotFound):
        queries.return_for(session, involved, returns[ASKED])


def test_a_board_of_many_agencies_takes_no_more_questions_than_one_of_few(portal: Flask) -> None:
    work = Work(portal)
    counts = []
    every = tuple(each.code for each in work.tenant.agencies if not each.is_many)
    for agencies in ((ASKED, SILENT), every):
        reference = work.case()
        ask(work, reference, agencies=agencies)
        said: list[str] = []
        with work.session(writes=False) as session:
            case = session.scalars(select(Case).where(Case.reference == reference)).one()
            note = partial(lambda kept, *asked: kept.append(asked[2]), said)
            event.listen(Engine, "before_cursor_execute", note)
            (board,) = boards_of(session, work.tenant, case, TODAY)
            event.remove(Engine, "before_cursor_execute", note)
        assert len(board.lines) == len(agencies)
        counts.append(len(said))
    assert counts[0] == counts[1] < 9, counts


def test_a_lead_who_wrote_some_of_a_return_cannot_approve_it_by_naming_somebody_else(portal: Flask) -> None:
    work = Work(portal)
    one, boss = ask(work, work.case())[ASKED], lead(work)
    with work.session() as session, pytest.raises(InvalidAnswer, match="Nobody else at your agency"):
        answering.name_author(session, work.tenant, boss, one, boss.account_id, TODAY)
    other = work.actor("safeguarding-lead", "referrer", agency=ASKED)
    with work.session() as session:
        answering.name_author(session, work.tenant, boss, one, boss.account_id, TODAY)
    with work.session() as session:
        answering.save(session, work.tenant, boss, one, answers(work), TODAY)
    name_writer(work, one)
    write(work, one)
    with work.session() as session, pytest.raises(NotAllowed, match="other than the person who wrote"):
        approving.approve(session, work.tenant, boss, one, TODAY)
    with work.session() as session:
        approving.approve(session, work.tenant, other, one, TODAY)
