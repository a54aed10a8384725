"""Which partnerships and regions does this portal serve, and is every one of their folders in order?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from portal.domain.information import LADDERS, Purpose, Rung
from portal.domain.rapid_review import in_order
from portal.domain.reminding import USUAL_FIRST_DAYS, USUAL_QUIET_HOURS
from portal.tenancy.catalogue import read_catalogue
from portal.tenancy.demonstration import FILE as DEMONSTRATION_FILE
from portal.tenancy.demonstration import read_demonstration
from portal.tenancy.faults import Fault, FaultyConfiguration
from portal.tenancy.forms import REVIEWS, Shared, read_form, read_shared, reviews_offered
from portal.tenancy.linter import RETURN_FORM, ReadFolder, lint_folder, lint_shared, lint_together
from portal.tenancy.model import EVERY_DECLINE_REASON, Region, Tenant, Tenants
from portal.tenancy.pages import read_page
from portal.tenancy.portal_clocks import PORTALS_OWN
from portal.tenancy.rapid_review_ladder import ladder_with
from portal.tenancy.reading import Findings, checked, read_toml
from portal.tenancy.schema import RegionsSchema, TenantSchema

SHARED = "shared"


def load(directory: Path) -> Tenants:
    """Every partnership and region of the folder; FaultyConfiguration tells every fault of every file."""
    folders, regions, faults = _read(directory)
    if faults:
        raise FaultyConfiguration(faults)
    tenants = {read.slug: _tenant(read) for read in folders}
    return Tenants(MappingProxyType(tenants), MappingProxyType({one.slug: one for one in regions or ()}))


def check(directory: Path) -> list[Fault]:
    """Every fault of every partnership's folder, in the order of files; empty where all is well."""
    return _read(directory)[2]


def _read(directory: Path) -> tuple[list[ReadFolder], list[Region] | None, list[Fault]]:
    if not directory.is_dir():
        return [], None, [Fault(str(directory), "the folder", "is missing; name the folder of partnerships")]
    shared = read_shared(directory)
    folders = [_read_folder(folder, shared) for folder in sorted(directory.iterdir()) if _is_a_tenant(folder)]
    findings = Findings("regions.toml")
    raw = read_toml(directory / "regions.toml", findings)
    held = checked(RegionsSchema(), raw, findings) if raw is not None else None
    regions = held["region"] if held else None
    faults = [*shared.faults, *lint_shared(shared), *findings.faults, *lint_together(folders, regions)]
    for read in folders:
        faults += [*read.faults, *lint_folder(read)]
    if not folders:
        faults.append(Fault(".", "the folder", "holds no partnership; add one, or name another folder"))
    return folders, regions, sorted(set(faults))


def _is_a_tenant(folder: Path) -> bool:
    """`shared` is a tenant's folder only where somebody put a tenant.toml in it, which the linter refuses."""
    if not folder.is_dir() or folder.name.startswith("."):
        return False
    return folder.name != SHARED or (folder / "tenant.toml").exists()


def _read_folder(folder: Path, shared: Shared) -> ReadFolder:
    read = ReadFolder(folder.name, folder)
    findings = Findings(read.file)
    raw = read_toml(folder / "tenant.toml", findings)
    read.values = checked(TenantSchema(), raw, findings) if raw is not None else None
    read.faults += findings.faults
    own = replace(
        shared, lists={**shared.lists, REVIEWS: reviews_offered((read.values or {}).get("outcomes", ()))}
    )
    _read_forms(read, own)
    _read_pages(read)
    _read_return_form(read, own)
    read.catalogue, faults = read_catalogue(folder / "catalogue.csv", f"{read.slug}/catalogue.csv")
    read.faults += faults
    file = DEMONSTRATION_FILE
    read.demonstration, faults = read_demonstration(folder / file, f"{read.slug}/{file}")
    read.faults += faults
    return read


def _read_forms(read: ReadFolder, shared: Shared) -> None:
    for path in sorted((read.folder / "forms").glob("*.toml")):
        form, faults = read_form(path, f"{read.slug}/forms/{path.name}", shared)
        read.faults += faults
        if form is not None:
            read.forms.append(form)


def _read_return_form(read: ReadFolder, shared: Shared) -> None:
    """The form of an agency's return: the partnership's own, or the one that all share."""
    path = read.folder / RETURN_FORM
    if not path.exists():
        path = read.folder.parent / SHARED / "forms" / RETURN_FORM
    file = str(path.relative_to(read.folder.parent))
    read.return_form, faults = read_form(path, file, shared)
    read.faults += faults


def _read_pages(read: ReadFolder) -> None:
    paths = sorted((read.folder / "pages").glob("*.md"))
    read.page_slugs = frozenset(path.stem for path in paths)
    for path in paths:
        page, faults = read_page(path, f"{read.slug}/pages/{path.name}")
        read.faults += faults
        if page is not None:
            read.pages[page.slug] = page


def ladders_with(own: Iterable[tuple[Purpose, Rung]]) -> dict[Purpose, tuple[Rung, ...]]:
    """The ladder of each purpose: the partnership's own steps, or the usual ones where it writes none."""
    return {
        purpose: tuple(rung for whose, rung in own if whose is purpose) or usual
        for purpose, usual in LADDERS.items()
    }


def _tenant(read: ReadFolder) -> Tenant:
    """The partnership as the portal uses it; only ever called on a folder without faults."""
    values: dict[str, Any] = dict(read.values or {})
    own_clocks = {rule.code: rule for rule in values.pop("clocks")}
    clocks = {**PORTALS_OWN, **own_clocks}
    values["quiet_hours"] = values["quiet_hours"] or USUAL_QUIET_HOURS
    values["first_days"] = values["first_days"] or USUAL_FIRST_DAYS
    own_ladder = values.pop("information_ladder")
    values["rapid_review_ladder"] = in_order(ladder_with(values["rapid_review_ladder"]))
    retention = {str(rule.output_kind): rule for rule in values.pop("retention")}
    for key in ("joint_partners", "referral_steps", "outcomes", "agencies"):
        values[key] = tuple(values[key])
    values["decline_reasons"] = tuple(values["decline_reasons"]) or EVERY_DECLINE_REASON
    pages = {page.slug: page for page in sorted(read.pages.values(), key=lambda page: page.position)}
    return Tenant(
        slug=read.slug,
        folder=read.folder,
        clocks=MappingProxyType(clocks),
        ladders=MappingProxyType(ladders_with(own_ladder)),
        retention=MappingProxyType(retention),
        forms=MappingProxyType({one.form.code: one.form for one in read.forms}),
        return_form=read.return_form.form if read.return_form else None,
        pages=MappingProxyType(pages),
        catalogue=read.catalogue,
        demonstration=read.demonstration,
        **values,
    )
