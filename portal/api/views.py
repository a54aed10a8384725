"""What does the portal tell other machines: what is new, which addresses there are, where not to go?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from portal.api import queries
from portal.domain.retention import visible_from_instant
from portal.extensions import db
from portal.tenancy.model import Tenant
from portal.web.places import all_tenants, current_tenant

blueprint = Blueprint("api", __name__)

# A tag names who it belonged to in a year; it may never change, or readers would be told everything again.
BEGAN_IN = 2026


@blueprint.get("/<tenant:tenant>/feed.atom")
def feed() -> ResponseReturnValue:
    """Tell feed readers what the partnership has published last."""
    tenant, now = current_tenant(), datetime.now(UTC)
    entries = [entry_of(row, tenant) for row in queries.newest(db.session(), now)]
    body = render_template("api/feed.xml", entries=entries, base=base_of(tenant), id=tag_of(tenant, "feed"))
    return Response(body, mimetype="application/atom+xml")


@blueprint.get("/<tenant:tenant>/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Tell search engines every public address of the partnership."""
    tenant = current_tenant()
    addresses = queries.addresses(db.session(), tenant, datetime.now(UTC))
    body = render_template("api/sitemap.xml", addresses=addresses, base=base_of(tenant))
    return Response(body, mimetype="application/xml")


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Tell search engines where the sitemaps are, and to leave search results and staff pages alone."""
    body = render_template("api/robots.txt", tenants=all_tenants().by_slug.values(), base_of=base_of)
    return Response(body, mimetype="text/plain")


def entry_of(row: Row[Any], tenant: Tenant) -> dict[str, Any]:
    """Return one output as the feed shows it: the same name for it for ever, and the moment it appeared."""
    named = {"tenant": tenant, "slug": row.review_slug}
    path = (
        url_for("library.review", **named)
        if row.is_as_listed
        else url_for("library.output", **named, output=row.slug)
    )
    appeared_at = visible_from_instant(row.published_on) if row.is_as_listed else row.visible_from
    return {
        "id": tag_of(tenant, f"output/{row.id}"),
        "title": row.title if row.is_as_listed else f"{row.review_title}: {row.title}",
        "path": path,
        "updated": appeared_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "summary": row.summary or row.review_title,
        "kind": row.kind,
        "is_fictional": row.is_fictional,
        "file": f"{path}/{row.file_name}" if row.file_name else "",
        "file_size": row.size,
    }


def tag_of(tenant: Tenant, name: str) -> str:
    """Return a name in the `tag:` scheme (RFC 4151): it stays the same when addresses change."""
    host = urlsplit(base_of(tenant)).hostname
    return f"tag:{host},{BEGAN_IN}:{tenant.slug}/{name}"


def base_of(tenant: Tenant) -> str:
    """Return what every complete address of the partnership begins with."""
    settings = current_app.extensions["settings"]
    return f"https://{tenant.hostname}" if tenant.hostname else settings.base_url.rstrip("/")
