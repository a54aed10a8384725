"""Do the portal's own pages leave a record of who looked, and are casework's words found nowhere on the disk?"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.domain.vocabulary import Outcome
from portal.models.audit import AuditEntry
from portal.models.base import Base, TenantOwned
from portal.models.chain import verdict_on
from portal.models.sealed import sealed_names
from portal.models.units import sealing_models
from portal.tenancy.model import Question
from tests.models.model_layer import owner_engine
from tests.models.sealing import canary
from tests.work import Work, sample


@pytest.fixture
def work(portal: Flask) -> Work:
    return Work(portal)


def looks_of(work: Work) -> list[AuditEntry]:
    with work.session(writes=False) as session:
        assert verdict_on(session, work.slug).faults == []
        wanted = select(AuditEntry).where(AuditEntry.action == "looked-at").order_by(AuditEntry.seq)
        return list(session.scalars(wanted))


def test_opening_a_case_is_on_the_record_under_the_persons_name(work: Work) -> None:
    reference = work.case()
    before = len(looks_of(work))
    answer = work.browser("coordinator").get(f"/{work.slug}/cases/{reference}")
    assert answer.status_code == 200
    (look,) = looks_of(work)[before:]
    assert look.actor_id == work.person("coordinator").account_id
    assert look.session_ref
    assert any(name.startswith("case:") for name in look.detail)


def test_a_page_whose_look_cannot_be_recorded_is_withheld_with_every_header_in_its_place(work: Work) -> None:
    word = canary()
    reference = work.case(**texts(work, word))
    browser = work.browser("coordinator")
    address = f"/{work.slug}/cases/{reference}"
    allowed = browser.get(address)
    assert word in allowed.text
    engine = owner_engine(work.portal)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO somewhere_else"))
    engine.dispose()
    withheld = browser.get(address)
    assert withheld.status_code == 503
    assert word not in withheld.text
    for name in ("Content-Security-Policy", "Cache-Control", "X-Content-Type-Options", "Referrer-Policy"):
        assert withheld.headers[name] == allowed.headers[name]


def texts(work: Work, word: str) -> dict[str, Any]:
    """Return an answer holding the word to every question of the main form that is answered in words."""
    questions = [question for section in work.tenant.main_form.sections for question in section.questions]
    return {
        question.code: worded(question, work, word)
        for question in questions
        if question.kind in WORDED or question.kind == "group"
    }


WORDED = ("text", "paragraph", "person", "address")


def worded(question: Question, work: Work, word: str) -> Any:
    """Return an answer with the word in it, in every row of a group."""
    if question.kind != "group":
        return f"{word} {question.code}"
    (row,) = sample(question, work.reader)
    kinds = {inner.code: inner.kind for inner in question.questions}
    return [{code: f"{word} {code}" if kinds[code] in WORDED else said for code, said in row.items()}]


def test_no_word_of_a_referral_its_case_or_its_decision_is_on_the_disk(portal: Flask, tmp_path: Path) -> None:
    """Each partnership's own form, filled in with a word that exists nowhere else, accepted, decided, looked at."""
    word = canary()
    for slug in portal.extensions["tenants"].by_slug:
        work = Work(portal, slug)
        reference = work.case(**texts(work, word))
        work.decided(reference, Outcome(work.tenant.outcomes[0].code))
        assert word in work.browser("coordinator").get(f"/{slug}/cases/{reference}").text
    copies = stored_bytes(portal, tmp_path)
    assert any(reference.encode() in copy for copy in copies), "the search itself must be able to find"
    secrets = [
        word,
        *SAID_IN_DECISIONS,
        *(body.email for body in work.people.values()),
        "Coordinator Example",
    ]
    spelt = [
        (secret.encode(), secret.encode().hex().encode()) for secret in secrets
    ]  # a dump writes bytes in hex
    found = [
        copy[max(0, at - 200) : at + 60]
        for copy in copies
        for each in spelt
        if (at := first_of(copy, each)) >= 0
    ]
    assert found == []


SAID_IN_DECISIONS = (
    "There is learning for several agencies",
    "As the account says",
    "The reasons given are ours too",
)


def first_of(copy: bytes, spellings: tuple[bytes, ...]) -> int:
    """Return where one of the spellings stands; -1 where none does."""
    return max(copy.find(spelling) for spelling in spellings)


def stored_bytes(portal: Flask, folder: Path) -> list[bytes]:
    """Return the content of every file of the instance but its captured e-mails, and the dump of the database."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.parent.name != "mail"]
    address = portal.extensions["settings"].owner_url
    if address.startswith("sqlite"):
        return files
    from sqlalchemy.engine import make_url

    from tests.postgres import SUPERUSER, _programs

    plain = (
        make_url(address)
        .set(drivername="postgresql", username=SUPERUSER)
        .render_as_string(hide_password=False)
    )
    dump = subprocess.run([str(_programs() / "pg_dump"), "--inserts", plain], capture_output=True, check=True)
    return [*files, dump.stdout]


def test_every_sealed_value_in_a_worked_case_opens_in_its_own_place(work: Work) -> None:
    work.decided(work.case())
    opened = 0
    with work.session(writes=False) as session:
        for model in sealing_models():
            if issubclass(model, TenantOwned):
                for row in session.scalars(select(model)):
                    opened += sum(getattr(row, name) is not None for name in sealed_names(model))
    assert opened > 10


def test_every_change_of_a_worked_case_is_on_the_record(work: Work) -> None:
    """Each row of the partnership's tables has an entry that says it was created."""
    work.decided(work.case())
    with work.session(writes=False) as session:
        wanted = select(AuditEntry.subject_kind, AuditEntry.subject_id).where(AuditEntry.action == "created")
        created = {tuple(row) for row in session.execute(wanted)}
        missing = [
            (table.name, str(row_id))
            for table in Base.metadata.sorted_tables
            if "tenant" in table.c and not table.name.startswith("audit_") and not table.info.get("unaudited")
            for row_id in session.scalars(select(table.c.id).where(table.c.tenant == work.slug))
            if (table.name, str(row_id)) not in created
        ]
    assert missing == []
