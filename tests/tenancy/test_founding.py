"""Does a new partnership begin as a folder that passes the check and names only itself?"""

from __future__ import annotations

import re
import shutil
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.commands.tenants import group
from portal.tenancy.beginning import EVERYONE, beginning
from portal.tenancy.loader import check, load
from portal.tenancy.pages import REQUIRED_PAGES, WHERE_OFFERED
from portal.tenancy.renaming import renaming
from tests.tenancy.folders import INVENTED, OURS, edit, invented, told_of

NAME = "Tarn Valley Safeguarding Partnership"
THREE = sorted(path.parent.name for path in OURS.glob("*/tenant.toml"))

load_once = lru_cache(load)


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words))


def new(directory: Path, slug: str, donor: str, *more: str) -> Result:
    return run("new", slug, "--name", NAME, "--from", donor, "--directory", str(directory), *more)


def ours(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OURS, tmp_path / "tenants"))


@pytest.mark.parametrize("donor", THREE)
def test_a_fourth_partnership_made_from_any_of_ours_loads_with_its_own_names(
    donor: str, tmp_path: Path
) -> None:
    directory = ours(tmp_path)
    before = load_once(OURS).by_slug[donor]
    result = new(
        directory,
        "tarn-valley",
        donor,
        "--short-name",
        "TVP",
        "--prefix",
        "TVP",
        "--email",
        "desk@tarn.example",
        "--police",
        "Tarn Police",
        "--icb",
        "NHS Tarn Integrated Care Board",
    )
    assert result.exit_code == 0, result.output
    held = load(directory)
    tenant = held.by_slug["tarn-valley"]
    assert (tenant.name, tenant.short_name, tenant.reference_prefix) == (NAME, "TVP", "TVP")
    assert (tenant.contact.email, tenant.area, tenant.council) == (
        "desk@tarn.example",
        "Tarn Valley",
        "Tarn Valley Council",
    )
    assert (tenant.catalogue, tenant.hostname, tenant.joint_partners) == ((), "", ())
    assert tenant.listing.empty_years == ()
    assert tenant.main_form.code == before.main_form.code
    assert tenant.main_form.built_on == before.main_form.built_on is not None
    assert "tarn-valley" in held.regions["all-partnerships"].tenants
    assert held.by_slug[donor] == before
    assert (tenant.police_force, tenant.agency_name("police")) == ("Tarn Police", "Tarn Police")
    assert tenant.integrated_care_board == "NHS Tarn Integrated Care Board"
    assert set(tenant.pages) - {WHERE_OFFERED} == set(REQUIRED_PAGES)
    assert all(rule.source.startswith("Copied from ") for rule in tenant.retention.values())
    said = [f"{page.title} {page.summary} {page.source} {page.body}" for page in tenant.pages.values()]
    said += [tenant.listing.introduction, *(f"{step.title} {step.text}" for step in tenant.referral_steps)]
    assert re.findall(told_of(before), " ".join("\n".join(said).split())) == []


def test_a_name_that_a_line_breaks_is_renamed_and_one_in_an_address_or_a_source_is_not() -> None:
    everyone = load(INVENTED)
    new = beginning("tarn-valley", NAME, frozenset())
    renamed = renaming(everyone.by_slug["eastmere"], new, everyone, EVERYONE)
    assert renamed("Eastmere Borough\nCouncil decides") == "Tarn Valley Council decides"
    assert renamed("the Lake Country form") == "the form"
    for stays in ("Northeastmere", "https://other.example/Eastmere", 'source = "Eastmere Borough Council"'):
        assert renamed(stays) == stays


def test_prefix_short_name_and_address_are_made_from_the_name_when_left_out(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    for slug in ("tarn-valley", "tarn-valley-again"):
        assert new(directory, slug, "eastmere").exit_code == 0
    tenants = load(directory).by_slug
    assert tenants["tarn-valley"].reference_prefix == "TVSP"
    assert tenants["tarn-valley"].contact.email == "partnership@tarn-valley.example"
    assert tenants["tarn-valley-again"].reference_prefix == "TAVSP"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tarn-valley", "nowhere"), "There is no partnership 'nowhere'"),
        (("eastmere", "eastmere"), "is there already"),
        (("../elsewhere", "eastmere"), "not the name of a folder"),
        (("api", "eastmere"), "the portal keeps this address for itself"),
        (("Tarn", "eastmere"), "lower-case letters"),
        (("tarn-valley", "eastmere", "--prefix", "ECSP"), "has ECSP already"),
        (("tarn-valley", "eastmere", "--email", "desk"), "give one e-mail address"),
        (("tarn-valley", "eastmere", "--region", "moon"), "no region 'moon'"),
        (("tarn-valley", "eastmere", "--area", 'a"b'), "no double quotes"),
    ],
)
def test_a_refusal_says_why_and_leaves_every_file_as_it_was(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    directory = invented(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    slug, donor, *more = words
    result = new(directory, slug, donor, *more)
    assert result.exit_code == 1
    assert said in result.output
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_invented_partnership_can_found_another_in_a_region_of_choice(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    edit("eastmere/tenant.toml", "council.eastmere.example", "eastmere.gov.uk")(directory)
    assert new(directory, "tarn-valley", "eastmere", "--region", "lake-country").exit_code == 0
    held = load(directory)
    assert held.regions["lake-country"].tenants == ("eastmere", "tarn-valley")
    # Whoever has an agency's address may ask to get in, so no real address of the donor's agencies is copied.
    domains = {domain for each in held.by_slug["tarn-valley"].agencies for domain in each.email_domains}
    assert all(domain.endswith(".example") for domain in domains), domains


def test_check_says_how_many_are_sound(tmp_path: Path) -> None:
    result = run("check", str(invented(tmp_path)))
    assert (result.exit_code, result.output) == (0, "1 partnership, no faults\n")


def test_check_prints_a_line_a_fault_and_fails(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    edit("eastmere/tenant.toml", "#3b3f8f", "#ffffff")(directory)
    result = run("check", str(directory))
    assert result.exit_code == 1
    assert result.output.splitlines() == [str(fault) for fault in check(directory)]
    assert result.output.startswith("eastmere/tenant.toml: brand.colour: contrast with white is 1.00:1")


def test_check_reads_the_folder_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TENANTS", str(invented(tmp_path)))
    assert run("check").output == "1 partnership, no faults\n"
