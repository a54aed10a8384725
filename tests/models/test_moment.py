"""Is a made-up story told as of its own days, while the record and the walls keep to the machine's clock?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.domain.permissions import Permission
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.attention import call_for_attention, call_person
from portal.models.audit import record
from portal.models.chain import AuditEntry
from portal.models.event import Event, tell
from portal.models.haste import sparing_the_disk
from portal.models.keystore import keystore
from portal.models.moment import as_of, this_moment
from portal.models.outbox import Outbox
from portal.models.session import entering
from tests.people import somebody

ROOT = Path(__file__).resolve().parents[2]
LONG_AGO = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)


def test_what_is_told_happened_then_in_its_order_and_the_record_says_when_it_was_loaded(
    portal: Flask,
) -> None:
    began = datetime.now(UTC)
    someone = somebody(portal, roles=[Role.COORDINATOR])
    with portal.app_context():
        with entering(db.session, "manchester") as session, as_of(LONG_AGO):
            for what in ("first", "second", "third"):
                tell(session, "manchester", "case", someone.account_id, what, None)
            record(session, "told", "case", someone.account_id)
            call_for_attention(session, "manchester", Permission.DECISION_PREPARE, about=())
            call_person(session, "manchester", someone.account_id)
            session.commit()
        with entering(db.session, "manchester") as session:
            events = session.scalars(select(Event).order_by(Event.at)).all()
            assert [event.what for event in events] == ["first", "second", "third"]
            assert all(timedelta() <= event.at - LONG_AGO < timedelta(seconds=1) for event in events)
            entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "told")).all()
            assert [entry.at >= began for entry in entries] == [True]
            assert session.scalars(select(Outbox)).all() == []


def test_nothing_is_told_of_a_day_to_come_and_the_clock_is_right_again_afterwards() -> None:
    with pytest.raises(ValueError, match="still to come"), as_of(datetime.now(UTC) + timedelta(hours=1)):
        pass
    with pytest.raises(KeyError), as_of(LONG_AGO):
        raise KeyError
    assert datetime.now(UTC) - this_moment() < timedelta(minutes=1)


def test_only_the_demonstration_tells_of_other_days() -> None:
    told = [path for path in (ROOT / "portal").rglob("*.py") if "as_of" in path.read_text("utf-8")]
    own = {path.relative_to(ROOT / "portal").as_posix() for path in told} - {"models/moment.py"}
    astray = sorted(name for name in own if not name.startswith("commands/fictional_"))
    assert astray == [], "keep `as_of` to the fictional stories; give an operation `today` or `now` instead"


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_disk_is_spared_only_while_stories_are_loaded(portal: Flask) -> None:
    def waits() -> list[int]:
        with db.engine.connect() as own, keystore().engine.connect() as keys:
            return [each.exec_driver_sql("PRAGMA synchronous").scalar_one() for each in (own, keys)]

    normal, full = 1, 2
    with portal.app_context():
        with sparing_the_disk([db.engine, keystore().engine]):
            assert waits() == [normal, normal]
        assert waits() == [full, full]
