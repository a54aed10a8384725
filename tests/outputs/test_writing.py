"""Is something for readers written whole, and approved by somebody who did not write it?"""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.briefing import SEVEN_BOXES
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.vocabulary import OutputStatus
from portal.domain.workflow import Thing, next_status
from portal.models.audit import AuditEntry
from portal.models.event import events_of
from portal.models.output import Output
from portal.outputs import content, operations
from portal.outputs.content import boxes_of
from tests.people import form_token, send
from tests.reading import BRIEFING, REPORT, Reading


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def path_of(output_id: UUID, page: str = "") -> str:
    return f"/manchester/work/outputs/{output_id}{page}"


def test_a_briefing_keeps_its_seven_boxes_in_order_with_the_titles_they_start_with(reading: Reading) -> None:
    output_id = reading.draft_of(BRIEFING)
    with reading.session(writes=False) as session:
        boxes = boxes_of(session.get_one(Output, output_id))
    assert [box.title for box in boxes] == [each.title for each in SEVEN_BOXES]
    assert boxes[1].text == "Words about what-happened."


def test_a_box_counts_its_words_against_what_a_minute_holds() -> None:
    box = content.Box(1, "background", "Background", "word " * 112, "")
    assert (box.words, box.words_over) == (112, 12)


def test_a_briefing_with_an_empty_box_cannot_be_submitted(reading: Reading) -> None:
    coordinator = reading.actor("coordinator")
    output_id = reading.draft_of(BRIEFING)
    boxes = {box.code: ("", "Words") for box in SEVEN_BOXES} | {"learning": ("", " ")}
    with reading.session() as session:
        operations.save(session, reading.tenant, coordinator, output_id, edition=2, title="T", boxes=boxes)
    with reading.session() as session, pytest.raises(InvalidAnswer, match="box 3"):
        operations.submit(session, reading.tenant, coordinator, output_id)
    assert reading.status(output_id) == "draft"


def test_whoever_has_written_in_it_never_approves_it(reading: Reading) -> None:
    output_id = reading.submitted()
    both = reading.actor("chair", "coordinator")
    with reading.session() as session:
        session.get_one(Output, output_id).author_ids = [str(both.account_id)]
        session.commit()
    with reading.session() as session, pytest.raises(NotAllowed, match="did not write"):
        operations.approve(session, reading.tenant, both, output_id, reading.hash_of(output_id))
    assert reading.status(output_id) == "ready-for-approval"


def test_approval_is_of_exactly_what_was_read(reading: Reading) -> None:
    output_id = reading.submitted()
    with reading.session() as session, pytest.raises(Conflict, match="changed since you read it"):
        operations.approve(session, reading.tenant, reading.actor("chair"), output_id, "0" * 64)


def test_what_is_approved_is_edited_only_after_it_is_taken_back(reading: Reading) -> None:
    output_id = reading.approved()
    coordinator = reading.actor("coordinator")
    with reading.session() as session, pytest.raises(Conflict):
        operations.save(session, reading.tenant, coordinator, output_id, edition=2, title="Another")
    with reading.session() as session:
        operations.revise(session, reading.tenant, coordinator, output_id)
    with reading.session(writes=False) as session:
        output = session.get_one(Output, output_id)
        assert (output.status, output.approved_by, output.approved_hash) == ("draft", None, None)


def test_the_second_of_two_writers_overwrites_nothing(reading: Reading) -> None:
    output_id = reading.draft_of()
    coordinator = reading.actor("coordinator")
    with reading.session() as session:
        operations.save(session, reading.tenant, coordinator, output_id, edition=2, title="First", body="First")
    with reading.session() as session, pytest.raises(Conflict):
        operations.save(session, reading.tenant, coordinator, output_id, edition=2, title="Second", body="Second")


def test_comments_go_back_with_what_is_returned(reading: Reading) -> None:
    output_id = reading.submitted()
    with reading.session() as session:
        operations.return_to_author(session, reading.tenant, reading.actor("chair"), output_id, "Say more.")
    with reading.session(writes=False) as session:
        assert session.get_one(Output, output_id).comments == "Say more."
        assert [event.what for event in events_of(session, "output", output_id)] == [
            "begun", "saved", "submitted", "returned",
        ]  # fmt: skip


def test_the_pages_write_submit_return_and_approve(reading: Reading) -> None:
    review_id = reading.review()
    writer, chair = reading.browser("coordinator"), reading.browser("chair")
    new = f"/manchester/work/reviews/{review_id}/outputs/new"
    edit = send(writer, new, kind=BRIEFING, title="What we learned").location
    boxes = {f"{box.code}_text": "Some *words*." for box in SEVEN_BOXES}
    boxes |= {f"{box.code}_title": box.title for box in SEVEN_BOXES}
    saved = send(writer, edit, edition="1", title="What we learned", **boxes)
    assert saved.status_code == 303
    show = saved.location
    assert "<em>words</em>" in writer.get(show).text
    assert send(writer, show, f"{show}/submit").status_code == 303
    assert "Somebody who did not write this" not in chair.get(show).text
    assert "Approve" in chair.get(show).text
    assert ": approve" in chair.get("/manchester/desk").text
    assert send(chair, f"{show}/return", comments="Shorter, please.").status_code == 303
    assert "Shorter, please." in writer.get(edit).text
    assert send(writer, show, f"{show}/submit").status_code == 303
    page = chair.get(show).text
    content_hash = page.split('name="content_hash" value="')[1].split('"')[0]
    answer = chair.post(f"{show}/approve", data={"csrf_token": form_token(chair, show), "content_hash": content_hash})
    assert answer.status_code == 303
    assert "prepare its publication" in writer.get("/manchester/desk").text


def test_a_writer_who_comes_second_finds_their_words_still_on_the_page(reading: Reading) -> None:
    output_id = reading.draft_of(REPORT)
    answer = send(
        reading.browser("coordinator"), path_of(output_id, "/edit"), edition="1", title="T", body="Mine, typed late."
    )
    assert answer.status_code == 200
    assert "Somebody else has saved changes" in answer.text
    assert "Mine, typed late." in answer.text


def test_markup_of_the_writers_own_never_reaches_a_page(reading: Reading) -> None:
    output_id = reading.draft_of(REPORT)
    writer = reading.browser("coordinator")
    body = "Before <script>alert(1)</script> [x](javascript:alert(1)) ![y](http://127.0.0.1/z.png) after"
    assert send(writer, path_of(output_id, "/edit"), edition="2", title="T", body=body).status_code == 303
    preview = writer.get(path_of(output_id)).text.split('id="preview"')[1]
    assert "<script>alert" not in preview
    assert 'href="javascript' not in preview
    assert "<img" not in preview


def test_a_preview_shows_what_was_typed_and_saves_nothing(reading: Reading) -> None:
    output_id = reading.draft_of(REPORT)
    writer = reading.browser("coordinator")
    body = "## Typed\n\n#### Too low\n\nA *new* sentence."
    page = send(writer, path_of(output_id, "/edit"), edition="2", title="T", body=body, after="preview")
    assert page.status_code == 200
    assert "<em>new</em>" in page.text
    assert "Line 3: the heading “Too low” skips a level; begin it with ###" in page.text
    assert "#### Too low" in page.text
    assert "new</em>" not in writer.get(path_of(output_id)).text


def test_a_briefings_preview_shows_the_boxes_as_typed(reading: Reading) -> None:
    output_id = reading.draft_of(BRIEFING)
    boxes = {f"{box.code}_text": f"Typed *now* in {box.code}." for box in SEVEN_BOXES}
    page = send(
        reading.browser("coordinator"), path_of(output_id, "/edit"), edition="2", title="T", after="preview", **boxes
    )
    assert page.text.count("<em>now</em>") == 7


def test_headings_that_skip_a_level_keep_a_report_from_being_submitted(reading: Reading) -> None:
    coordinator, output_id = reading.actor("coordinator"), reading.draft_of(REPORT)
    with reading.session() as session:
        operations.save(
            session, reading.tenant, coordinator, output_id, edition=2, title="T", body="## One\n\n#### Three"
        )
    with reading.session() as session, pytest.raises(InvalidAnswer, match="line 3: the heading “Three” skips"):
        operations.submit(session, reading.tenant, coordinator, output_id)
    assert "Line 3: the heading" in reading.browser("coordinator").get(path_of(output_id)).text


def test_the_improvements_are_published_where_the_report_is_not(reading: Reading) -> None:
    output_id = reading.published(kind="improvements")
    page = reading.portal.test_client().get(reading.public_path(output_id).rsplit("/", 1)[0]).text
    assert "The report of this review is not published." in page
    assert reading.copy(output_id, "kind") == ("improvements",)


def test_what_no_keyboard_types_never_reaches_the_database(reading: Reading) -> None:
    writer = reading.browser("coordinator")
    new = f"/manchester/work/reviews/{reading.review()}/outputs/new"
    edit = send(writer, new, kind=REPORT, title="T\x00itle\x07")
    assert edit.status_code == 303
    assert send(writer, edit.location, edition="1", title="T\x00itle", body="Wo\x00rds").status_code == 303
    page = writer.get(edit.location).text
    assert "Title" in page
    assert "Words" in page


def test_a_look_at_an_output_goes_on_the_record_of_its_review(reading: Reading) -> None:
    review_id = reading.review()
    output_id = reading.draft_of(REPORT, review_id)
    chair = reading.actor("chair")
    assert reading.browser("chair").get(path_of(output_id)).status_code == 200
    with reading.session(writes=False) as session:
        looks = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "looked-at", AuditEntry.actor_id == chair.account_id)
        ).all()
        assert str(review_id) in {str(look.subject_id) for look in looks} | {
            str(name) for look in looks for name in look.detail
        }


ACTIONS = {
    "submitted": "submit-for-approval",
    "returned": "return-to-author",
    "approved": "approve",
    "taken-back": "revise",
    "published": "publish",
    "taken-down": "withdraw",
    "put-back": "put-back",
}


def test_an_outputs_status_is_where_its_events_lead(reading: Reading) -> None:
    from portal.outputs import publishing

    output_id = reading.published()
    publisher, coordinator = reading.actor("publisher"), reading.actor("coordinator")
    with reading.session() as session:
        publishing.take_down_now(session, reading.tenant, publisher, output_id, "A doubt.")
    with reading.session() as session:
        publishing.put_back(session, reading.tenant, coordinator, output_id)
    with reading.session() as session:
        operations.revise(session, reading.tenant, coordinator, output_id)
    with reading.session(writes=False) as session:
        status: object = OutputStatus.DRAFT
        for event in events_of(session, "output", output_id):
            if event.what in ACTIONS:
                status = next_status(Thing.OUTPUT, str(status), ACTIONS[event.what])
        assert status == session.get_one(Output, output_id).status == OutputStatus.DRAFT


def test_an_author_is_told_why_the_button_is_missing(reading: Reading) -> None:
    output_id = reading.submitted()
    both = reading.actor("chair", "coordinator")
    with reading.session() as session:
        session.get_one(Output, output_id).author_ids = [str(both.account_id)]
        session.commit()
    page = reading.browser("chair", "coordinator").get(path_of(output_id)).text
    assert "Somebody who did not write this must approve it." in page
    assert f"{output_id}/approve" not in page


def test_another_partnerships_output_is_not_found(reading: Reading, portal: Flask) -> None:
    output_id = reading.draft_of()
    salford = Reading(portal, "salford")
    with salford.session() as session, pytest.raises(NotFound):
        operations.submit(session, salford.tenant, salford.actor("coordinator"), output_id)
    for page in ("", "/edit", "/return", "/publish", "/take-down"):
        assert salford.browser("coordinator").get(f"/salford/work/outputs/{output_id}{page}").status_code == 404
