"""Where does everybody read a review that a regional lead is shown?"""

from __future__ import annotations

from flask import current_app

from portal.tenancy.model import Tenant
from portal.web.rendering import address_of, has_endpoint


def public_path(tenant: Tenant, slug: str) -> str:
    """Return the address of a review's public page, whole where this process does not serve that face."""
    if has_endpoint("library.review"):
        return address_of("library.review", tenant=tenant.slug, slug=slug)
    return public_address(tenant, slug)


def front_path(tenant: Tenant) -> str:
    """Return the address of a partnership's front page, whole where this process does not serve that face."""
    if has_endpoint("library.front"):
        return address_of("library.front", tenant=tenant.slug)
    return f"{_base(tenant)}/{tenant.slug}/"


def public_address(tenant: Tenant, slug: str) -> str:
    """Return the whole address of a review's public page, as it stands in a file that leaves the portal."""
    return f"{_base(tenant)}/{tenant.slug}/reviews/{slug}"


def _base(tenant: Tenant) -> str:
    base: str = current_app.extensions["settings"].base_url
    return f"https://{tenant.hostname}" if tenant.hostname else base.rstrip("/")
