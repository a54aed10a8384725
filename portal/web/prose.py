"""How does Markdown become safe HTML, and where do a partnership's own links lead?"""

from __future__ import annotations

from collections.abc import Iterable

import nh3
from flask import current_app, url_for
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from portal.tenancy.model import Tenant
from portal.tenancy.pages import anchored

TABLE = {"table", "tbody", "td", "th", "thead", "tr"}
BLOCKS = {"blockquote", "h2", "h3", "h4", "hr", "li", "ol", "p", "ul"}
TAGS = TABLE | BLOCKS | {"a", "abbr", "br", "code", "em", "strong"}
# A writer's own markup is text already, so the only names of headings are those that the portal gives.
ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, **{name: {"id"} for name in ("h2", "h3", "h4")}}
SCHEMES = {"http", "https", "mailto", "tel"}
ADDRESSES = {"reviews": "library.reviews", "briefings": "library.briefings", "refer": "referrals.start"}

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def markdown(text: str | None, tenant: Tenant | None = None) -> Markup:
    """Return Markdown as safe HTML: no markup of the writer's own, no pictures, no first-level heading."""
    if not text:
        return Markup("")
    return cleaned(_parser.parse(text), tenant)


def page_markdown(text: str, tenant: Tenant) -> Markup:
    """Return a page's Markdown as `markdown` does, with each heading under the name by which links reach it."""
    tokens = _parser.parse(text)
    for heading, anchor in anchored(tokens):
        heading.attrSet("id", anchor)
    return cleaned(tokens, tenant)


def cleaned(tokens: list[Token], tenant: Tenant | None) -> Markup:
    """Return what was written as HTML in which nothing runs or loads."""
    point_links(tokens, tenant)
    html = _parser.renderer.render(tokens, _parser.options, {})
    safe = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )
    return Markup(safe)  # noqa: S704


def point_links(tokens: Iterable[Token], tenant: Tenant | None) -> None:
    """Point links written by what they mean (`page:for-families`, `reviews:`) to their addresses."""
    for token in tokens:
        point_links(token.children or (), tenant)
        if token.type == "link_open" and tenant is not None:
            token.attrSet("href", address_of(str(token.attrGet("href")), tenant))


def address_of(link: str, tenant: Tenant) -> str:
    """Return where a link leads; a page's own address where this process does not serve what it means."""
    scheme, _, rest = link.partition(":")
    if scheme == "page":
        slug, _, anchor = rest.partition("#")
        return url_for("library.page", tenant=tenant.slug, page=slug, _anchor=anchor or None)
    if scheme == "contact":
        return contact_address(rest, tenant)
    if scheme in ADDRESSES:
        return address_if_served(ADDRESSES[scheme], tenant)
    return link


def contact_address(kind: str, tenant: Tenant) -> str:
    """Return the address of the partnership's inbox or website."""
    return tenant.contact.website if kind == "website" else f"mailto:{tenant.contact.email}"


def address_if_served(endpoint: str, tenant: Tenant) -> str:
    """Return the endpoint's address; the page on how to refer where this process has no staff face."""
    if endpoint in current_app.view_functions:
        return url_for(endpoint, tenant=tenant.slug)
    return url_for("library.page", tenant=tenant.slug, page="how-to-refer")
