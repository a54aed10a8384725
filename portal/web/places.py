"""Which partnership or region does an address name?"""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, abort, current_app, g, request
from werkzeug.routing import BaseConverter, UnicodeConverter, ValidationError

from portal.tenancy.model import Region, Tenant, Tenants


def init_app(app: Flask) -> None:
    """Teach the URL map `<tenant:tenant>` and `<region:region>`; views find both on the request, not as arguments."""
    tenants: Tenants = app.extensions["tenants"]
    app.url_map.converters["tenant"] = converter("TenantConverter", tenants.by_slug)
    app.url_map.converters["region"] = converter("RegionConverter", tenants.regions)
    app.url_map.converters["default"] = Printable
    app.url_value_preprocessor(take_place)
    app.url_defaults(give_place)


class Printable(UnicodeConverter):
    """A part of an address: nothing here has a name that cannot be printed, and PostgreSQL takes no text with a NUL."""

    def to_python(self, value: str) -> str:
        """Return it; ValidationError, by which the address leads nowhere, where it cannot be printed."""
        if not value.isprintable():
            raise ValidationError
        return value


def converter(name: str, known: Any) -> type[BaseConverter]:
    """Return a converter from the slugs known at start-up; an unknown slug matches no address."""

    def to_python(self: BaseConverter, value: str) -> Any:
        if value not in known:
            raise ValidationError
        return known[value]

    def to_url(self: BaseConverter, value: Any) -> str:
        return value if isinstance(value, str) else str(value.slug)

    return type(
        name, (BaseConverter,), {"to_python": to_python, "to_url": to_url, "regex": "[a-z0-9-]{1,40}"}
    )


def take_place(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keep the tenant or region of the address for the request; another's own hostname answers 404."""
    g.tenant = values.pop("tenant", None) if values else None
    g.region = values.pop("region", None) if values else None
    host_tenant = tenant_of_host(request)
    if host_tenant is not None and (g.region or g.tenant not in (None, host_tenant)):
        abort(404)


def tenant_of_host(asked: Request) -> Tenant | None:
    """Return the partnership whose own hostname was asked, or None on the portal's shared host."""
    # However somebody writes it, a host name is one.
    host = asked.host.partition(":")[0].lower()
    return next((each for each in all_tenants().by_slug.values() if each.hostname == host), None)


def give_place(endpoint: str, values: dict[str, Any]) -> None:
    """Fill in this request's tenant or region where an address wants one and none was named."""
    for name in ("tenant", "region"):
        place = g.get(name)
        if (
            place is not None
            and name not in values
            and current_app.url_map.is_endpoint_expecting(endpoint, name)
        ):
            values[name] = place


def all_tenants() -> Tenants:
    """Return every partnership and region on this portal."""
    tenants: Tenants = current_app.extensions["tenants"]
    return tenants


def current_tenant() -> Tenant:
    """Return the partnership of this address; 404 where the address names none."""
    tenant: Tenant | None = g.get("tenant")
    return tenant if tenant is not None else abort(404)


def current_region() -> Region:
    """Return the region of this address; 404 where the address names none."""
    region: Region | None = g.get("region")
    return region if region is not None else abort(404)
