"""Which settings does production start with, and which does it refuse?"""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path
from runpy import run_path

import pytest
from flask import Flask

from portal import create_app
from portal.config import UnsafeSettings, settings_from
from portal.models.engines import UnfitDatabase
from tests.databases import ROOT
from tests.tenancy.folders import INVENTED

KEY = "Zm9yLXRoZS1zdWl0ZS1vbmx5LTAxMjM0NTY3ODktYWI"


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    return {
        "PORTAL_ENV": "production",
        "PORTAL_INSTANCE": str(tmp_path),
        "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/records.db",
        "PORTAL_SECRET_KEY": "a-secret-of-the-suite-that-is-long-enough",
        "PORTAL_MASTER_KEY": KEY,
        "PORTAL_BASE_URL": "https://reviews.example",
        "PORTAL_TRUSTED_HOSTS": "reviews.example",
        "PORTAL_SMTP_URL": "smtps://mail.example",
        "PORTAL_CLAMD": "unix:/run/clamav/clamd.ctl",
    }


def test_what_serves_in_production_looks_at_its_databases_at_start_and_a_command_may_begin_without(
    production: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**production, "FLASK_RUN_FROM_CLI": "true"}.items():
        monkeypatch.setenv(name, value)
    assert isinstance(run_path(str(ROOT / "wsgi.py"))["app"], Flask)
    monkeypatch.delenv("FLASK_RUN_FROM_CLI")
    # Nobody has made its tables yet, so none of its walls stands.
    with pytest.raises(UnfitDatabase, match="The portal cannot serve"):
        run_path(str(ROOT / "wsgi.py"))


def test_the_systemd_units_that_an_operator_enables_can_be_enabled_and_start_what_there_is(
    portal: Flask,
) -> None:
    units = {path.name: ConfigParser(interpolation=None) for path in (ROOT / "docs" / "systemd").iterdir()}
    for name, unit in units.items():
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read(ROOT / "docs" / "systemd" / name, encoding="utf-8")
    said = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    enabled = said.partition("systemctl enable --now ")[2].splitlines()[0].split()
    assert len(enabled) == 3
    assert all(units[name]["Install"]["WantedBy"] for name in enabled)
    timer = units["portal-retention.timer"]["Timer"]
    assert timer["OnCalendar"] and timer["Unit"] in units
    started = {
        unit["Service"]["ExecStart"].partition("--app wsgi ")[2]
        for unit in units.values()
        if "Service" in unit
    }
    assert all(name.split()[0] in portal.cli.commands for name in started - {""})


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "SECRET_KEY", "MASTER_KEY", "BASE_URL", "TRUSTED_HOSTS", "SMTP_URL", "CLAMD"]
)
def test_production_needs_each_of_its_settings_from_the_environment_or_from_a_file(
    production: dict[str, str], name: str, tmp_path: Path
) -> None:
    value = production.pop(f"PORTAL_{name}")
    with pytest.raises(UnsafeSettings, match=f"PORTAL_{name}"):
        settings_from(production)
    (tmp_path / "value").write_text(value + "\n", encoding="utf-8")
    settings_from({**production, f"PORTAL_{name}_FILE": str(tmp_path / "value")})


def test_production_answers_every_host_name_that_a_partnership_has(production: dict[str, str]) -> None:
    production["PORTAL_TENANTS"] = str(INVENTED)
    said = "PORTAL_TRUSTED_HOSTS: add reviews.eastmere.example, the hostname of eastmere"
    with pytest.raises(UnsafeSettings, match=said):
        create_app(settings_from(production))
    for hosts in ("reviews.example,reviews.eastmere.example", "reviews.example,.eastmere.example"):
        create_app(settings_from({**production, "PORTAL_TRUSTED_HOSTS": hosts}))


def test_a_host_for_public_pages_alone_has_no_key_no_mail_and_one_database(
    production: dict[str, str], portal: Flask
) -> None:
    for name in ("DATABASE_URL", "MASTER_KEY", "SMTP_URL", "CLAMD"):
        del production[f"PORTAL_{name}"]
    production |= {"PORTAL_FACES": "public"}
    with pytest.raises(UnsafeSettings, match="PORTAL_PUBLIC_URL"):
        settings_from(production)
    shared = portal.extensions["settings"]
    production |= {"PORTAL_PUBLIC_URL": shared.public_url, "PORTAL_TENANTS": str(shared.tenants_directory)}
    public = create_app(settings_from(production))
    browser = public.test_client()
    for path, status in {
        "/": 200,
        "/manchester/": 200,
        "/manchester/reviews": 200,
        "/manchester/desk": 404,
    }.items():
        assert browser.get(path, base_url="https://reviews.example").status_code == status, path
    assert "keystore" not in public.extensions
    with public.app_context():
        for engine in public.extensions["sqlalchemy"].engines.values():
            engine.dispose()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLAMD", "clamd.ctl"), ("CLAMD", "tcp:3310"), ("FILES_URL", "s3://files"), ("FILES_URL", "files"),
        ("UPLOAD_BYTES", "99000000"),
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_reached_as_it_is_written_is_told_at_start(
    production: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(UnsafeSettings, match=f"PORTAL_{name}"):
        settings_from({**production, f"PORTAL_{name}": value})
