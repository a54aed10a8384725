"""Are a case's documents kept sealed, opened only once they are clean, and taken away for good?"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from portal.commands.files import orphans_of
from portal.commands.worker import scan_what_waits
from portal.documents import operations
from portal.domain.errors import NotAllowed
from portal.domain.uploads import ScanState
from portal.models.attachment import Attachment
from portal.models.keystore import KeyDestroyed, keystore
from portal.web import filing
from portal.web.filing import FileGiven
from tests import clamd, files
from tests.filed import files_on_disk, hand_in, set_scanner, with_scanner
from tests.people import form_token, record_of, send
from tests.work import Work

NAME = "Note about the visit.pdf"


def added(
    work: Work, reference: str, role: str = "coordinator", name: str = NAME, content: bytes = b""
) -> UUID:
    """Add a document to a case; nobody has looked for viruses in it."""
    with work.session() as session:
        given = [FileGiven(name, content or files.pdf())]
        taken = operations.add(session, work.tenant, work.actor(role), reference, given)
        assert not taken.refusals
        return taken.ids[0]


def found_clean(work: Work, document_id: UUID) -> UUID:
    with work.portal.app_context():
        filing.write_down(work.slug, document_id, ScanState.CLEAN, "")
    return document_id


def state_of(work: Work, document_id: UUID) -> ScanState:
    with work.session(writes=False) as session:
        return session.get_one(Attachment, document_id).scan_state


def on_page(page: str) -> list[str]:
    """Return the names of the files that a page links to."""
    return re.findall(r'class="govuk-link portal-file-name"[^>]*>([^<]+)</a>', page)


def test_a_document_is_added_checked_listed_and_opened_and_all_of_it_is_on_the_record(portal: Flask) -> None:
    with_scanner(portal)
    work = Work(portal)
    reference = work.case()
    case = f"/manchester/cases/{reference}"
    content = files.pdf()
    answer = hand_in(
        work.browser("chair"), f"{case}/documents/add", {"files": (f"../notes/{NAME}", content)}
    )
    assert answer.location == case, answer.text
    page = work.browser("coordinator").get(case).text
    assert on_page(page) == [NAME]
    assert "never published" in page
    address = re.search(rf'{case}/documents/[0-9a-f-]+(?=" download)', page)
    assert address
    opened = work.browser("icb-decision-maker").get(address[0])
    assert opened.data == content
    assert opened.headers["Content-Disposition"] == f'attachment; filename="{NAME}"'
    assert opened.headers["Content-Type"] == "application/pdf"
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert opened.headers["Cache-Control"] == "no-store"
    actions, told = record_of(portal, "manchester")
    document_id = address[0].rpartition("/")[2]
    assert {"file-added", "file-clean"} <= set(actions)
    assert f"attachment:{document_id}" in told and NAME not in told


def test_without_an_answer_a_document_waits_unopened_until_the_scanner_is_back(portal: Flask) -> None:
    set_scanner(portal, "unix:/nowhere/clamd.socket")
    work = Work(portal)
    reference = work.case()
    case = f"/manchester/cases/{reference}"
    browser = work.browser("coordinator")
    hand_in(browser, f"{case}/documents/add", {"files": ("note.txt", files.PLAIN)})
    page = browser.get(case).text
    assert "Waiting to be checked for viruses" in page and on_page(page) == []
    with portal.app_context():
        assert scan_what_waits() == 0
    with work.session(writes=False) as session:
        document_id = session.query(Attachment).one().id
    refused = browser.get(f"{case}/documents/{document_id}")
    assert refused.status_code == 409 and files.PLAIN not in refused.data
    with_scanner(portal)
    with portal.app_context():
        assert scan_what_waits() == 1
    assert browser.get(f"{case}/documents/{document_id}").data == files.PLAIN


def test_an_infected_document_stays_locked_and_its_sender_is_told(portal: Flask) -> None:
    with_scanner(portal)
    work = Work(portal)
    reference = work.case()
    case, sender = f"/manchester/cases/{reference}", work.browser("chair")
    told_at_once = hand_in(
        sender, f"{case}/documents/add", {"files": ("note.pdf", files.pdf({"a.txt": clamd.EICAR}))}
    )
    page = sender.get(told_at_once.location).text
    assert (
        "A virus was found in a file" in page and "Locked: a virus was found" in page and on_page(page) == []
    )
    assert "A file that you sent is locked" in sender.get("/manchester/desk").text
    with work.session(writes=False) as session:
        attachment = session.query(Attachment).one()
        assert attachment.virus and attachment.scan_state is ScanState.INFECTED
        address = f"{case}/documents/{attachment.id}"
    assert sender.get(address).status_code == 409
    with portal.app_context():
        assert filing.write_down("manchester", UUID(address[-36:]), ScanState.CLEAN, "")
    assert sender.get(address).status_code == 409, "nothing releases what was found infected"
    assert send(sender, f"{address}/remove").status_code == 303
    assert "A file that you sent is locked" not in sender.get("/manchester/desk").text


def test_what_is_refused_is_named_with_the_reason_and_the_rest_is_kept(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    page, browser = f"/manchester/cases/{reference}/documents/add", work.browser("coordinator")
    chosen = [("run.exe", b"MZ"), ("note.txt", files.PLAIN), ("empty.pdf", b"")]
    answer = hand_in(browser, page, {"files": chosen})
    assert answer.status_code == 200
    assert "“run.exe” was not taken in." in answer.text and "“empty.pdf” was not taken in." in answer.text
    with work.session(writes=False) as session:
        assert [each.name for each in session.query(Attachment)] == ["note.txt"]
    assert "Choose a file" in send(browser, page).text
    # A script that says how far files are is told where to go next, and does not go there itself.
    sent = {"csrf_token": form_token(browser, page), "files": [(BytesIO(files.PLAIN), "more.txt")]}
    by_script = browser.post(page, data=sent, headers={"Portal-Sends": "files"}, content_type="multipart/form-data")
    assert (by_script.status_code, by_script.headers["Portal-Next"]) == (204, page.removesuffix("/documents/add"))
    assert "Location" not in by_script.headers and "more.txt" in browser.get(by_script.headers["Portal-Next"]).text
    portal.extensions["settings"] = replace(portal.extensions["settings"], upload_bytes=1_000)
    large = b"a" * 1_001
    assert "is too large" in hand_in(browser, page, {"files": ("long.txt", large)}).text
    many = [(f"{number}.txt", files.PLAIN) for number in range(11)]
    assert "Choose 10 files or fewer" in hand_in(browser, page, {"files": many}).text


def test_only_its_sender_or_the_coordinator_takes_a_document_away_and_its_bytes_go(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    chairs, members = added(work, reference, "chair"), added(work, reference, "screening-member")
    with work.session() as session, pytest.raises(NotAllowed):
        operations.remove(session, work.tenant, work.actor("icb-decision-maker"), reference, chairs)
    assert len(files_on_disk(portal)) == 2
    case = f"/manchester/cases/{reference}"
    asked = work.browser("screening-member").get(f"{case}/documents/{members}/remove").text
    assert NAME in asked and "cannot be brought back" in asked
    assert send(work.browser("screening-member"), f"{case}/documents/{members}/remove").status_code == 303
    assert send(work.browser("coordinator"), f"{case}/documents/{chairs}/remove").status_code == 303
    assert files_on_disk(portal) == []
    assert record_of(portal, "manchester")[0].count("file-removed") == 2
    assert "No document has been added" in work.browser("chair").get(case).text


def test_nobody_adds_to_a_closed_case_or_opens_a_document_of_a_case_closed_to_them(portal: Flask) -> None:
    from portal.casework import operations as casework

    work = Work(portal)
    reference, other = work.case(), work.case()
    document_id = found_clean(work, added(work, reference))
    chair = work.person("chair").account_id
    with work.session() as session:
        casework.exclude(
            session, work.tenant, work.actor("coordinator"), reference, chair, "Personally involved."
        )
    browser = work.browser("chair")
    for path in (
        f"{reference}/documents/{document_id}",
        f"{reference}/documents/add",
        f"{other}/documents/{document_id}",
    ):
        assert browser.get(f"/manchester/cases/{path}").status_code == 404, path
    work.decided(other)
    with work.session() as session:
        casework.close(session, work.tenant, work.actor("coordinator"), other, "Over.")
    coordinator = work.browser("coordinator")
    assert coordinator.get(f"/manchester/cases/{other}/documents/add").status_code == 409
    assert "Add a document" not in coordinator.get(f"/manchester/cases/{other}").text


def test_neither_name_nor_content_lies_on_the_disk_in_the_clear_and_the_key_alone_opens_them(
    portal: Flask,
) -> None:
    work = Work(portal)
    reference = work.case()
    words = b"Zebra crossing words that stand nowhere else.\n"
    document_id = found_clean(work, added(work, reference, name="Zebra-name.txt", content=words))
    kept = [path.read_bytes() for path in portal.extensions["settings"].instance.rglob("*") if path.is_file()]
    assert not any(b"Zebra" in content or content.count(words) for content in kept)
    assert [path.stat().st_mode & 0o777 for path in files_on_disk(portal)] == [0o600]
    address = f"/manchester/cases/{reference}/documents/{document_id}"
    assert work.browser("coordinator").get(address).data == words
    with work.session(writes=False) as session:
        unit = session.get_one(Attachment, document_id).unit
        keystore().destroy("manchester", unit)
    with work.session(writes=False) as session:
        attachment = session.get_one(Attachment, document_id)
        with pytest.raises(KeyDestroyed):
            attachment.open_content(files_on_disk(portal)[0].read_bytes())


def test_a_file_moved_to_another_row_does_not_open(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    first, second = (
        found_clean(work, added(work, reference, content=content)) for content in (files.pdf(), files.pdf())
    )
    paths = {path.name: path for path in files_on_disk(portal)}
    paths[str(first)].write_bytes(paths[str(second)].read_bytes())
    checked = portal.test_cli_runner().invoke(args=["files", "check"])
    assert (
        checked.exit_code == 1
        and f"file {first} was changed" in checked.output
        and str(second) not in checked.output
    )


def test_what_a_crash_leaves_over_is_swept_and_what_has_a_row_stays(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    kept = added(work, reference)
    with work.session() as session:
        case = session.get_one(Attachment, kept)
        filing.store().put(work.slug, UUID(int=7), case.seal_content(b"orphan"))
    soon = datetime.now(UTC) + timedelta(hours=1)
    with portal.app_context():
        assert orphans_of(work.slug, soon) == {UUID(int=7)}
        assert orphans_of(work.slug, datetime.now(UTC) - timedelta(hours=1)) == set()
    for path in files_on_disk(portal):
        age(path)
    swept = portal.test_cli_runner().invoke(args=["files", "sweep"])
    assert swept.exit_code == 0 and "manchester: 1 files without rows removed" in swept.output
    assert [path.name for path in files_on_disk(portal)] == [str(kept)]
    assert portal.test_cli_runner().invoke(args=["files", "check"]).exit_code == 0
    files_on_disk(portal)[0].unlink()
    missing = portal.test_cli_runner().invoke(args=["files", "check"])
    assert missing.exit_code == 1 and "is missing" in missing.output


def age(path: Any) -> None:
    """Make a file two days old."""
    then = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(path, (then, then))
