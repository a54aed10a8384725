"""Does a catalogue come in whole, the same every time, or not at all?"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal.commands.library import bring_in
from portal.models.published import PublishedOutput, PublishedReview
from portal.tenancy.catalogue import COLUMNS, read_catalogue
from tests.library.publications import writing
from tests.pages import CheckedClient

GOOD = {
    "source": "Practice reviews", "source_heading": "2016", "title": "Child Z Report", "review": "Child Z",
    "kind": "report", "kind_as_given": "Serious Case Review", "date_text": "May 2016", "date_from": "2016-05",
    "precision": "month", "date_means": "published", "report_status": "published", "position": "900",
}  # fmt: skip


def rows(*changes: dict[str, str]) -> str:
    lines = [",".join(COLUMNS)]
    lines += [",".join({**GOOD, **change}.get(column, "") for column in COLUMNS) for change in changes]
    return "\n".join(lines) + "\n"


def run(portal: Flask, *arguments: str) -> Result:
    return portal.test_cli_runner().invoke(args=["library", *arguments])


def counts(portal: Flask, tenant: str = "salford") -> tuple[int, int]:
    with writing(portal, tenant) as session:
        return tuple(  # type: ignore[return-value]
            session.scalar(select(func.count()).select_from(table))
            for table in (PublishedReview, PublishedOutput)
        )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "earlier.csv"


def test_a_dry_run_names_each_bad_row_and_brings_nothing_in(portal: Flask, file: Path) -> None:
    file.write_text(
        rows({}, {"kind": "novel", "position": "901"}, {"date_from": "yesterday", "position": "902"})
    )
    tried = run(portal, "import", str(file), "--tenant", "salford", "--dry-run")
    assert tried.exit_code == 1
    assert "earlier.csv: line 3, kind:" in tried.output
    assert "earlier.csv: line 4, date_from:" in tried.output
    assert "write the month as" in tried.output
    assert run(portal, "import", str(file), "--tenant", "salford").exit_code == 1
    file.write_text(rows({}))
    assert run(portal, "import", str(file), "--tenant", "salford", "--dry-run").exit_code == 0
    assert counts(portal) == (0, 0)


def test_the_same_rows_again_change_nothing_and_a_corrected_row_changes(
    portal: Flask, client: CheckedClient, file: Path
) -> None:
    file.write_text(rows({}, {"title": "Child Z 7MB", "kind": "seven-minute-briefing", "position": "901"}))
    assert "2 new" in run(portal, "import", str(file), "--tenant", "salford").output
    assert "2 as before" in run(portal, "import", str(file), "--tenant", "salford").output
    file.write_text(rows({"date_text": "June 2016", "date_from": "2016-06"}))
    assert "1 changed" in run(portal, "import", str(file), "--tenant", "salford").output
    assert counts(portal) == (1, 2)
    page = client.get("/salford/reviews/child-z").text
    assert "June 2016" in page
    assert "Child Z 7MB" in page


def test_an_unknown_partnership_is_named_with_those_there_are(portal: Flask, file: Path) -> None:
    file.write_text(rows({}))
    tried = run(portal, "import", str(file), "--tenant", "atlantis")
    assert tried.exit_code != 0
    assert "manchester, north-tyneside, salford" in tried.output


def test_a_standing_catalogue_is_what_its_folder_says(portal: Flask) -> None:
    assert run(portal, "sync").exit_code == 0
    tenants = portal.extensions["tenants"].by_slug
    for tenant in tenants.values():
        assert counts(portal, tenant.slug)[1] == len(tenant.catalogue)


def test_what_was_imported_stays_when_the_folder_is_read_again(
    portal: Flask, client: CheckedClient, file: Path
) -> None:
    file.write_text(rows({}))
    run(portal, "import", str(file), "--tenant", "salford")
    assert run(portal, "sync").exit_code == 0
    again = run(portal, "sync")
    assert "no longer listed" not in again.output
    assert "Child Z Report" in client.get("/salford/reviews/child-z").text


def test_what_the_folder_lists_no_longer_goes_and_an_import_of_the_same_review_stays(
    portal: Flask, file: Path
) -> None:
    """A line in the folder is the folder's, even where an import brought it in first."""
    tenant = portal.extensions["tenants"].by_slug["salford"]
    briefing = {"title": "Child Z 7MB", "kind": "seven-minute-briefing", "position": "901"}
    file.write_text(rows({}, briefing))
    listed, faults = read_catalogue(file, file.name)
    assert not faults
    run(portal, "import", str(file), "--tenant", "salford")
    with portal.app_context():
        assert bring_in(tenant, listed[:1], is_folder=True).removed == 0
        run_again = bring_in(tenant, (), is_folder=True)
    assert run_again.removed == 1
    with writing(portal, "salford") as session:
        assert session.scalars(select(PublishedOutput.title)).all() == ["Child Z 7MB"]
        assert session.scalars(select(PublishedReview.title)).all() == ["Child Z"]
