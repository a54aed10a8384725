"""Does `clock explain` show its reasoning and end in the date alone?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.commands.clock import group


def explain(*words: str) -> Result:
    return CliRunner().invoke(group, ["explain", *words])


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (("--start", "2026-04-02", "--working-days", "5"), "2026-04-13"),
        (("--start", "2026-04-13", "--working-days", "15"), "2026-05-05"),
        (("--start", "2026-12-18", "--working-days", "5"), "2026-12-29"),
        (("--start", "2026-06-15", "--working-days", "-7"), "2026-06-04"),
        (("--start", "2026-06-15", "--calendar-days", "20"), "2026-07-05"),
        (("--start", "2026-08-31", "--months", "6"), "2027-02-28"),
        (("--start", "2026-08-31", "--months", "-6"), "2026-02-28"),
    ],
)
def test_the_last_line_is_the_date_alone(words: tuple[str, ...], due: str) -> None:
    result = explain(*words)
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == due


def test_skipped_days_are_named_with_their_reasons() -> None:
    said = explain("--start", "2026-04-02", "--working-days", "5").output
    assert "Good Friday" in said
    assert "Easter Monday" in said
    assert "edition" in said


@pytest.mark.parametrize(
    "words",
    [
        ("--start", "2026-04-02"),
        ("--start", "2026-04-02", "--months", "1", "--working-days", "1"),
        ("--start", "2 April", "--months", "1"),
        ("--start", "2031-04-02", "--working-days", "5"),
        ("--start", "2026-04-02", "--months", "999999"),
    ],
)
def test_a_question_that_cannot_be_answered_fails_and_says_why(words: tuple[str, ...]) -> None:
    result = explain(*words)
    assert result.exit_code != 0
    assert result.output.strip()


def test_a_partnerships_own_clock_is_explained_with_what_it_times_and_who_says_so() -> None:
    said = explain("--tenant", "salford", "--clock", "rapid-review", "--start", "2026-04-13")
    assert said.exit_code == 0
    assert said.output.splitlines()[-1] == "2026-05-05"
    assert "Counted from the day the notification was sent to the National Panel." in said.output
    assert "Expected nationally. Source: Working Together 2023" in said.output
    local = explain("--tenant", "salford", "--clock", "agency-referral", "--start", "2026-04-02")
    assert local.output.splitlines()[-1] == "2026-04-13" and "Local. Source:" in local.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--tenant", "nowhere", "--clock", "rapid-review"), "There are: "),
        (("--tenant", "manchester", "--clock", "agency-referral"), "rapid-review"),
        (("--tenant", "manchester"), "together"),
        (("--clock", "rapid-review"), "together"),
        (("--tenant", "manchester", "--clock", "rapid-review", "--months", "1"), "not both"),
    ],
)
def test_a_clock_that_is_not_there_is_told_with_those_that_are(words: tuple[str, ...], told: str) -> None:
    result = explain("--start", "2026-04-13", *words)
    assert result.exit_code != 0 and told in result.output


def test_a_settings_file_moves_the_horizon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = ["01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"]
    events = [{"date": f"2029-{day}", "title": "Bank holiday"} for day in days]
    file = tmp_path / "bank-holidays.json"
    file.write_text(json.dumps({"england-and-wales": {"events": events}}), encoding="utf-8")
    monkeypatch.setenv("PORTAL_BANK_HOLIDAYS", str(file))
    assert explain("--start", "2029-03-29", "--working-days", "1").output.splitlines()[-1] == "2029-04-03"
