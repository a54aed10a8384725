"""What do templates have at hand: loaders, filters, and the few functions that every page needs?"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request
from flask.templating import Environment
from govuk_frontend_wtf.main import wtforms_errors
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

from portal.tenancy.model import Tenant
from portal.web import prose, wording
from portal.web.access import Actor
from portal.web.lists import MOST_LISTED
from portal.web.page_cache import remembered
from portal.web.policy import POLICY
from portal.web.static_files import digest_of
from portal.web.theme import theme_digest
from portal.web.written import written

# Pages that every partnership has and that stand in its navigation, with the short names used there.
NAVIGATION_PAGES = {
    "what-a-review-is": "What a review is",
    "how-to-refer": "How to refer",
    "for-families": "For families",
    "for-practitioners": "For practitioners",
}

STAFF_NAVIGATION = (
    ("Desk", "accounts.desk"),
    ("Referrals", "referrals.index"),
    ("Cases", "casework.index"),
    ("Meetings", "meetings.index"),
    ("Reviews", "reviews.index"),
    ("Outputs", "outputs.index"),
    ("Retention", "retention.index"),
    ("People", "accounts.people"),
)

REGION_NAVIGATION = (
    ("Overview", "region.overview"),
    ("Published", "region.published"),
    ("Reviews", "region.reviews"),
    ("Themes", "region.themes"),
    ("Methods", "region.methods"),
    ("Recommendations", "region.recommendations"),
    ("Organisations", "region.shared_bodies"),
    ("Recurring", "region.recurring"),
    ("Progress", "region.progress"),
    ("Actions", "region.actions"),
    ("Briefings", "region.briefings"),
    ("Quality", "region.quality"),
    ("Casework", "region.releases"),
)


class PortalEnvironment(Environment):
    """Flask's templates, which all know the same: no copy of it is looked through for each template they import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows beside its own page; Jinja would lay an empty map over it."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Give the application's templates their loaders, filters and functions."""
    # The GOV.UK macros read parameters that nobody gave; the default Undefined turns that into an error.
    app.jinja_env.undefined = ChainableUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader([*([app.jinja_loader] if app.jinja_loader else []), govuk_loader()])
    app.jinja_env.filters.update(filters())
    app.context_processor(place_and_mode)
    app.extensions["addresses"] = kept_addresses(app)
    app.jinja_env.globals.update(
        asset=asset,
        canonical_address=canonical_address,
        has_endpoint=has_endpoint,
        kept=kept,
        most_listed=MOST_LISTED,
        navigation=navigation,
        staff_navigation=staff_navigation,
        tag=tag,
        theme_address=theme_address,
        url_for=app.extensions["addresses"],
        wtforms_errors=listed_errors,
    )


def kept_addresses(app: Flask) -> Callable[..., str]:
    """Return `url_for` for templates, which builds an address once: a page has two dozen, at 15 microseconds each."""

    @lru_cache(4096)
    def build(root: str, tenant: str, region: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return app.url_for(endpoint, **dict(values))

    def address(endpoint: str, **values: Any) -> str:
        # What depends on more of the request than its place and root is built every time.
        if endpoint.startswith(".") or "_external" in values or not all(map(is_plain, values.values())):
            return app.url_for(endpoint, **values)
        tenant, region = g.get("tenant"), g.get("region")
        places = (tenant.slug if tenant else "", region.slug if region else "")
        return build(request.script_root, *places, endpoint, tuple(values.items()))

    return address


def address_of(endpoint: str, **values: Any) -> str:
    """Return an address from among those that are kept."""
    built: str = current_app.extensions["addresses"](endpoint, **values)
    return built


def is_plain(value: Any) -> bool:
    """Return whether a value stands in an address as it is."""
    return value is None or type(value) in (str, int)


def place_and_mode() -> dict[str, Any]:
    """Return what every template knows: where it is, and whether what it shows is made up."""
    settings = current_app.extensions["settings"]
    return {
        "tenant": g.get("tenant"),
        "region": g.get("region"),
        "settings": settings,
        "is_demonstration": settings.is_demonstration,
    }


def govuk_loader() -> PrefixLoader:
    """Return the loader of the GOV.UK macros and form widgets under the names they call each other by."""
    packages = ("govuk_frontend_jinja", "govuk_frontend_wtf")
    return PrefixLoader({name: PackageLoader(name) for name in packages})


def filters() -> dict[str, Any]:
    """Return the portal's own filters by name."""
    return {
        "date_words": wording.date_words,
        "file_size": wording.file_size,
        "instant_words": wording.instant_words,
        "markdown": markdown,
        "output_words": wording.output_words,
        "page_markdown": page_markdown,
        "month_words": wording.month_words,
        "plural": wording.plural,
        "role_words": wording.role_words,
        "sentence_case": wording.sentence_case,
        "source_words": wording.source_words,
        "time_words": wording.time_words,
        "written": written,
    }


def markdown(text: str | None) -> Markup:
    """Return Markdown as safe HTML, with links of this page's partnership."""
    return prose.markdown(text, g.get("tenant"))


def page_markdown(text: str) -> Markup:
    """Return a page's Markdown as safe HTML, whose headings links reach."""
    return prose.page_markdown(text, g.tenant)


@lru_cache(4096)
def tag(text: str, classes: str = "") -> Markup:
    """Return a GOV.UK tag; kept, because lists call it once a row and the macro costs 40 microseconds."""
    names = escape(f"govuk-tag portal-tag {classes}".strip())
    return Markup('<strong class="{}">{}</strong>').format(names, text)


@lru_cache(8_192)
def facts_list(*facts: str) -> Markup:
    """Return short facts as a list, without the empty ones; kept, as `tag` is."""
    points = Markup().join(Markup("<li>{}</li>").format(each) for each in facts if each)
    return Markup('<ul class="portal-meta">{}</ul>').format(points) if points else Markup()


def asset(filename: str) -> str:
    """Return the address of a static file, changing when the file does so that it may be kept for long."""
    return address_of("static", filename=filename, v=digest_of(filename))


def kept(*name: Any, caller: Callable[[], Markup]) -> Markup:
    """Return a part of a public page, made once for each publication version: `{% call kept("footer") %}`."""
    return remembered((request.script_root, *name), caller)


def theme_address(tenant: Tenant) -> str:
    """Return the address of the partnership's theme."""
    return address_of("theme.show", tenant_slug=tenant.slug, digest=theme_digest(tenant))


def canonical_address(tenant: Tenant | None = None) -> str:
    """Return the one address of this page, on the partnership's own host where it has one."""
    settings = current_app.extensions["settings"]
    base = f"https://{tenant.hostname}" if tenant and tenant.hostname else settings.base_url.rstrip("/")
    return base + request.path


def has_endpoint(name: str) -> bool:
    """Return whether this process serves the endpoint: a public host has no sign-in to link to."""
    return name in current_app.view_functions


def navigation(tenant: Tenant) -> list[tuple[str, str, bool]]:
    """Return the public navigation: words, address, and whether this page belongs there."""
    links = remembered(("navigation", request.script_root), lambda: navigation_links(tenant))
    return [(words, address, is_here(address)) for words, address in links]


def navigation_links(tenant: Tenant) -> list[tuple[str, str]]:
    """Return where the public navigation leads, in words and addresses."""
    links = [
        ("Reviews", address_of("library.reviews", tenant=tenant.slug)),
        (wording.sentence_case(tenant.words.briefings), address_of("library.briefings", tenant=tenant.slug)),
    ]
    return links + [
        (words, address_of("library.page", tenant=tenant.slug, page=page))
        for page, words in NAVIGATION_PAGES.items()
        if page in tenant.pages
    ]


def staff_navigation(actor: Actor) -> list[tuple[str, str, bool]]:
    """Return the navigation of a partnership or a region: only what is served here and this person may open."""
    pages = REGION_NAVIGATION if actor.region else STAFF_NAVIGATION
    allowed = [(words, name) for words, name in pages if has_endpoint(name) and may_open(actor, name)]
    links = [(words, address_of(name)) for words, name in allowed]
    return [(words, address, is_here(address)) for words, address in links]


def may_open(actor: Actor, endpoint: str) -> bool:
    """Return whether the policy would let this person open the page."""
    rule = POLICY.get(endpoint)
    return rule is not None and (rule.permission is None or actor.may(rule.permission))


def is_here(address: str) -> bool:
    """Return whether the request is for this address or for something beneath it."""
    return request.path == address or request.path.startswith(address + "/")


def listed_errors(form: Any, params: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a form's errors as the GOV.UK error summary wants them."""
    summary: dict[str, Any] = wtforms_errors(form, params or {})
    return summary
