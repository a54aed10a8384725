"""Is the file of something published to be had exactly as long as its page, and always the same bytes?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from portal.domain.retention import visible_until_instant
from portal.models.published import BY_RULE, QUIET, STATED, PublishedOutput
from portal.models.published_file import PublishedFile
from portal.outputs import publishing
from portal.web.working_days import today
from tests.library.publications import end
from tests.reading import BRIEFING, REPORT, Reading

YESTERDAY = today() - timedelta(days=1)


@pytest.fixture
def reading(portal: Flask) -> Reading:
    return Reading(portal)


def file_of(reading: Reading, page: str) -> str:
    said = reading.portal.test_client().get(page).text
    found = re.search(r'href="([^"]+\.pdf)"[^>]*>Read as PDF \((\d+ pages?), \d+ KB\)', said)
    assert found, said
    return found[1]


def test_a_published_output_is_read_as_a_pdf_with_headers_that_keep_readers_safe(reading: Reading) -> None:
    page = reading.public_path(reading.published(YESTERDAY, BRIEFING))
    path, visitor = file_of(reading, page), reading.portal.test_client()
    assert path == f"{page}/child-example-1-seven-minute-briefing.pdf"
    answer = visitor.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert (
        answer.headers["Content-Disposition"]
        == 'inline; filename="child-example-1-seven-minute-briefing.pdf"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    again = visitor.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_bytes_are_those_made_at_publication(reading: Reading) -> None:
    path = file_of(reading, reading.public_path(reading.published(YESTERDAY)))
    with reading.session(writes=False) as session:
        (file,) = session.scalars(select(PublishedFile))
        kept, size = file.sha256, file.size
    body = reading.portal.test_client().get(path).data
    assert (sha256(body).hexdigest(), len(body)) == (kept, size)


def test_the_feed_and_the_sitemap_name_the_file(reading: Reading) -> None:
    path = file_of(reading, reading.public_path(reading.published(YESTERDAY)))
    visitor = reading.portal.test_client()
    assert 'rel="enclosure" type="application/pdf"' in visitor.get("/manchester/feed.atom").text
    assert f"{path}<" in visitor.get("/manchester/sitemap.xml").text


def test_the_file_goes_with_its_page_at_midnight_though_nothing_ran(reading: Reading) -> None:
    output_id = reading.published(YESTERDAY)
    path, visitor = file_of(reading, reading.public_path(output_id)), reading.portal.test_client()
    (comes_down_on,) = reading.publication(output_id, "comes_down_on")
    instant = visible_until_instant(comes_down_on)
    assert instant is not None
    with time_machine.travel(instant - timedelta(seconds=1), tick=False):
        assert visitor.get(path).status_code == 200
    with time_machine.travel(instant, tick=False):
        gone = visitor.get(path)
        assert (gone.status_code, gone.mimetype) == (410, "text/html")
        assert b"%PDF" not in gone.data
        assert path not in visitor.get("/manchester/sitemap.xml").text
        assert visitor.get(path.replace("child-example", "another")).status_code == 404


@pytest.mark.parametrize(("manner", "status"), [(BY_RULE, 410), (STATED, 410), (QUIET, 404)])
def test_the_bytes_go_when_it_comes_down(reading: Reading, manner: str, status: int) -> None:
    output_id = reading.published(YESTERDAY)
    path = file_of(reading, reading.public_path(output_id))
    (copy_id,) = reading.publication(output_id, "published_output_id")
    end(reading.portal, copy_id, manner)
    assert reading.portal.test_client().get(path).status_code == status
    with reading.session(writes=False) as session:
        assert not session.scalars(select(PublishedFile)).all()


def test_there_is_no_file_before_its_day(reading: Reading) -> None:
    output_id, day = reading.approved(REPORT), today() + timedelta(days=3)
    with reading.session() as session:
        publishing.prepare(session, reading.tenant, reading.actor("coordinator"), output_id, day)
    reading.publish(output_id, datetime.now(UTC))
    page = reading.public_path(output_id)
    path = f"{page}/child-example-1-report.pdf"
    assert reading.portal.test_client().get(path).status_code == 404
    (appears,) = reading.copy(output_id, "visible_from")
    with time_machine.travel(appears, tick=False):
        assert file_of(reading, page) == path
        assert reading.portal.test_client().get(path).status_code == 200


def test_what_has_no_file_yet_is_printed_by_the_command_once(reading: Reading) -> None:
    output_id = reading.published(YESTERDAY)
    page = reading.public_path(output_id)
    with reading.session() as session:
        session.execute(delete(PublishedFile).where(PublishedFile.tenant == reading.slug))
        session.commit()
    assert "Read as PDF" not in reading.portal.test_client().get(page + "?page=2").text
    said = [reading.portal.test_cli_runner().invoke(args=["library", "print"]).output for _ in range(2)]
    assert said == ["1 printed.\n", "0 printed.\n"]
    assert reading.portal.test_client().get(file_of(reading, page)).status_code == 200


def test_another_partnerships_file_is_not_found_here(reading: Reading) -> None:
    path = file_of(reading, reading.public_path(reading.published(YESTERDAY)))
    assert reading.portal.test_client().get(path.replace("/manchester/", "/salford/")).status_code == 404
    assert PublishedOutput.__table__.info["published"]
    assert PublishedFile.__table__.info["published"]
