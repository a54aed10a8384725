"""Is a release counted in each partnership apart, shown to its people, signed, frozen, and corrected in the open?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from portal.domain.errata import check_erratum
from portal.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from portal.domain.releasing import Figure, Hidden, Measure
from portal.domain.vocabulary import Outcome, ReleaseStatus
from portal.extensions import db
from portal.models.case import Case
from portal.models.notification import Notification
from portal.models.referral import Referral
from portal.models.release_part import ReleasePart, parts_of
from portal.models.released import ReleasedEdition, ReleasedFigure
from portal.models.session import OutOfBounds, entering
from portal.releases import operations, queries
from portal.web.working_days import known_holidays
from tests.people import record_of, send
from tests.releases.casework import TODAY, ended, notified, referred
from tests.work import Work

M = Measure
SIGNER = "data-protection-officer"


def ran(portal: Flask, *words: str, fails: bool = False) -> str:
    answer = portal.test_cli_runner().invoke(args=["releases", *words])
    assert (answer.exit_code != 0) is fails, answer.output
    return answer.output


def busy(portal: Flask, slug: str = "manchester") -> Work:
    """Return a partnership with five years of work, enough of it to be shown."""
    work = Work(portal, slug)
    referred(work, dict.fromkeys(range(2022, 2027), 12))
    ended(work, {2025: 3, 2026: 1})
    ended(work, {2024: 8, 2026: 4}, Outcome.MULTI_AGENCY_AUDIT)
    ended(work, {2026: 9}, Outcome.SERIOUS_OFFENCE_REVIEW)
    for year in range(2022, 2027):
        notified(work, year, [1] * 6 + [20] * 5)
    return work


@dataclass(frozen=True)
class Kept:
    """A part as it was read, with what is sealed in it."""

    id: UUID
    status: ReleaseStatus
    figures: tuple[Figure, ...]
    exact: dict[str, int | None]
    digest: str

    def shown(self, years: int = 5) -> dict[Measure, int | Hidden | None]:
        return {each.measure: each.hidden or each.number for each in self.figures if each.years == years}


def parts(work: Work, through: int = 2026) -> list[Kept]:
    with work.session(writes=False) as session:
        return [
            Kept(each.id, each.status, queries.figures_of(each.figures), (each.exact or {})["figures"],
                 operations.digest(work.slug, each))
            for each in parts_of(session, through)
        ]  # fmt: skip


def signed(work: Work, part: Kept) -> None:
    officer = work.actor(SIGNER)
    with work.session() as session:
        operations.sign(session, work.slug, officer, part.id, part.digest)


def test_a_release_goes_from_counting_through_sign_off_to_a_row_that_nothing_changes(portal: Flask) -> None:
    work = busy(portal)
    assert "manchester: waits for its sign-off" in ran(portal, "prepare", "--through", "2026")
    assert "manchester: was prepared before" in ran(portal, "prepare", "--through", "2026")
    (part,) = parts(work)
    figures = part.shown()
    assert figures[M.REFERRALS] == 60 and figures[M.NOTIFICATIONS] == 55
    assert (figures[M.IN_TIME], figures[M.LATER], figures[M.IN_TIME_SHARE]) == (30, 25, 55)
    assert figures[M.NO_REVIEW] is Hidden.SMALL
    assert (figures[M.AUDITS], figures[M.LOCAL_REVIEWS]) == (10, 10)
    assert figures[M.RAPID_REVIEWS] in (55, Hidden.SMALL)
    exact = part.exact
    assert (exact["referrals|5"], exact["decided-without-review|5"], exact["notified-later|3"]) == (60, 4, 15)
    officer, coordinator = work.actor(SIGNER), work.actor("coordinator")
    with pytest.raises(NotAllowed), work.session() as session:
        operations.sign(session, "manchester", coordinator, part.id, part.digest)
    with pytest.raises(Conflict), work.session() as session:
        operations.sign(session, "manchester", officer, part.id, "other figures")
    signed(work, part)
    said = ran(portal, "freeze", "--through", "2026")
    assert "manchester: frozen" in said and "salford: left out, since it has not signed off" in said
    assert "manchester: nothing to freeze" in ran(portal, "freeze", "--through", "2026")
    assert "is as it was signed off" in ran(portal, "verify")
    assert "manchester: frozen" in ran(portal, "status", "--through", "2026")
    assert "correct it with" in ran(portal, "prepare", "--through", "2026", fails=True).lower()
    actions, _ = record_of(portal, "manchester")
    assert {"release-prepared", "release-signed", "release-frozen"} <= set(actions)
    for changed in (update(ReleasedFigure).values(number=1), delete(ReleasedFigure)):
        own = changed.where(ReleasedFigure.tenant == "manchester")
        with work.session() as session, pytest.raises(DBAPIError):
            session.execute(own)


def test_a_correction_takes_wrong_figures_away_and_shows_nothing_new(portal: Flask) -> None:
    work = busy(portal)
    ran(portal, "prepare", "--through", "2026")
    signed(work, parts(work)[0])
    ran(portal, "freeze", "--through", "2026")
    asked = ("erratum", "--through", "2026", "--tenant", "manchester", "--note", "Some days were wrong.")
    assert "Nothing that this release counted has been corrected" in ran(portal, *asked, fails=True)
    with work.session() as session:
        # One that was in time: a late one that is later still counts as it did.
        counted = session.scalars(select(Notification).where(Notification.sent_on >= date(2025, 4, 1))).all()
        one = min(counted, key=lambda each: each.sent_on - each.council_aware_on)
        one.sent_on += timedelta(days=40)
        session.commit()
    officer, told = work.browser(SIGNER), "have changed: have a correction prepared"
    assert told in officer.get("/manchester/desk").text
    address = f"/manchester/work/releases/{parts(work)[0].id}"
    assert "releases erratum --through 2026 --tenant manchester" in officer.get(address).text
    ran(portal, *asked)
    assert told not in officer.get("/manchester/desk").text
    # A correction that nobody wants leaves the figures as wrong as they were.
    with work.session() as session:
        operations.decline(
            session, work.slug, work.actor(SIGNER), parts(work)[1].id, "The note says too much."
        )
    assert told in officer.get("/manchester/desk").text
    ran(portal, *asked)
    first, _, second = parts(work)
    before, after = first.shown(), second.shown()
    assert after[M.IN_TIME] is after[M.NOTIFICATIONS] is Hidden.CORRECTED
    assert after[M.REFERRALS] == before[M.REFERRALS] and after[M.NO_REVIEW] == before[M.NO_REVIEW]
    forged = [replace(each, number=999, hidden=None) for each in second.figures]
    with pytest.raises(Conflict):
        check_erratum(first.figures, forged)
    signed(work, second)
    assert "manchester: correction 2 frozen" in ran(portal, "freeze", "--through", "2026")
    with portal.app_context(), entering(db.session, None, face="region", writes=False) as session:
        editions = session.scalars(select(ReleasedEdition).order_by(ReleasedEdition.edition)).all()
        assert [(each.edition, each.note) for each in editions] == [(1, ""), (3, "Some days were wrong.")]
    # What it said before still counts against what may be said a year later.
    with work.session(writes=False) as session:
        known = queries.said_before(parts_of(session), 2022)
    assert len(known[M.REFERRALS]) == 2
    assert "was altered" not in ran(portal, "verify")
    # And the years of what was corrected are not shown anew beside what was said of them.
    with portal.app_context():
        holidays = known_holidays()

    def prepared_again() -> dict[Measure, int | Hidden | None]:
        with work.session() as session:
            operations.prepare_part(session, work.slug, 2027, date(2027, 11, 1), holidays)
        (later,) = parts(work, 2027)
        return later.shown() | {M.LATER: later.shown(3)[M.NOTIFICATIONS]}

    later = prepared_again()
    assert later[M.IN_TIME] is later[M.LATER] is Hidden.CORRECTED
    assert later[M.REFERRALS] is not Hidden.CORRECTED
    # No correction is prepared that this one would not know of; counted again, it finds for itself what has changed.
    assert "release to March 2027 waits" in ran(portal, *asked, fails=True)
    with work.session() as session:
        received = session.scalars(select(Referral).order_by(Referral.received_at.desc())).first()
        assert received is not None and received.received_at is not None
        received.received_at -= timedelta(days=800)
        session.commit()
    assert prepared_again()[M.REFERRALS] is Hidden.CORRECTED


def test_what_is_too_early_too_late_or_out_of_order_is_refused(portal: Flask) -> None:
    work = Work(portal)
    officer = work.actor(SIGNER)
    with portal.app_context():
        holidays = known_holidays()
    with pytest.raises(InvalidAnswer), work.session() as session:
        operations.prepare_part(session, work.slug, 2027, TODAY, holidays)
    with pytest.raises(NotFound), work.session() as session:
        operations.prepare_erratum(session, work.slug, 2025, "Wrong.", holidays)
    ran(portal, "prepare", "--through", "2025", "--today", "2026-11-20")
    ended(work, {2025: 9})
    assert "manchester: waits" in ran(portal, "prepare", "--through", "2025")
    (part,) = parts(work, 2025)
    assert part.exact["decided-without-review|3"] == 9
    for other in ("2024", "2026"):
        refused = ran(portal, "prepare", "--through", other, fails=True)
        assert "release to March 2025 waits" in refused and "releases freeze --through 2025" in refused
    with pytest.raises(InvalidAnswer), work.session() as session:
        operations.decline(session, work.slug, officer, part.id, " ")
    with work.session() as session:
        operations.decline(session, work.slug, officer, part.id, "The figures are being checked.")
    with pytest.raises(Conflict), work.session() as session:
        operations.freeze_part(session, work.slug, part.id)
    assert "No release to March 2024" in ran(portal, "freeze", "--through", "2024", fails=True)
    assert "manchester: left out" in ran(portal, "freeze", "--through", "2025")
    assert parts(work, 2025)[0].status is ReleaseStatus.LEFT_OUT
    # As if two had been prepared in the same moment: the one that is frozen second was never tried against the first.
    ran(portal, "prepare", "--through", "2026")
    signed(work, parts(work)[0])
    assert "manchester: frozen" in ran(portal, "freeze", "--through", "2026")
    with work.session() as session:
        parts_of(session, 2025)[0].status = ReleaseStatus.SIGNED
        session.commit()
    assert "manchester: left out. Another release" in ran(portal, "freeze", "--through", "2025")
    assert "no partnership nowhere" in ran(
        portal, "erratum", "--tenant", "nowhere", "--note", "x", fails=True
    )


def test_the_officer_reads_the_figures_signs_them_and_others_only_read(portal: Flask) -> None:
    work = busy(portal)
    officer = work.browser(SIGNER)
    assert "No release yet" in officer.get("/manchester/work/releases").text
    ran(portal, "prepare", "--through", "2026")
    (part,) = parts(work)
    address = f"/manchester/work/releases/{part.id}"
    assert address in officer.get("/manchester/desk").text
    page = officer.get(address).text
    assert "Regional leads see" in page and ">60</td>" in page and "April 2021 to March 2026" in page
    assert 'aria-hidden="true">1</sup>' in page and Hidden.SMALL.label in page
    assert "Say why not" in send(officer, f"{address}/decline", reason="").text
    coordinator = work.browser("coordinator")
    assert "data protection officer signs" in coordinator.get(address).text
    assert coordinator.get(f"{address}/sign").status_code == 404
    assert work.browser("referrer").get(address).status_code == 404
    assert (
        Work(portal, "salford").browser(SIGNER).get(address.replace("manchester", "salford")).status_code
        == 404
    )
    form = officer.get(f"{address}/sign").text
    seen = form.split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert send(officer, f"{address}/sign", seen="0").status_code == 409
    answer = send(officer, f"{address}/sign", seen=seen)
    assert answer.status_code == 303 and "signed off" in officer.get(answer.location).text
    assert officer.get(f"{address}/sign").status_code == 409


def test_the_regions_connection_can_name_no_case_and_the_public_one_no_release(portal: Flask) -> None:
    with portal.app_context():
        for table in ("review_case", "referral", "notification", "decision", "release_part", "account"):
            with pytest.raises(DBAPIError), db.engines["region"].connect() as connection:
                connection.execute(text(f"SELECT count(*) FROM {table}"))
        for table in ("released_edition", "released_figure"):
            with db.engines["region"].connect() as connection:
                assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
            with pytest.raises(DBAPIError), db.engines["public"].connect() as connection:
                connection.execute(text(f"SELECT count(*) FROM {table}"))
            with pytest.raises(DBAPIError), db.engines["region"].begin() as connection:
                connection.execute(text(f"DELETE FROM {table}"))
        with entering(db.session, None, face="region", writes=False) as session:
            assert session.scalars(select(ReleasedEdition)).all() == []
            with pytest.raises(OutOfBounds):
                session.scalars(select(Case)).all()
            with pytest.raises(OutOfBounds):
                session.scalars(select(ReleasePart)).all()
        with entering(db.session, None, face="public", writes=False) as session, pytest.raises(OutOfBounds):
            session.scalars(select(ReleasedFigure)).all()


def test_a_notification_older_than_the_known_bank_holidays_holds_up_no_release(portal: Flask) -> None:
    work = Work(portal)
    notified(work, 2010, [3])
    notified(work, 2026, [1])
    ran(portal, "prepare", "--through", "2026")
    assert parts(work)[0].exact["notifications|5"] == 1
