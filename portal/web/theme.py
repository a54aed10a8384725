"""Which colours does a partnership's theme give to the one stylesheet that everybody shares?"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from flask import Blueprint, Response, abort, current_app

from portal.tenancy.colours import contrast
from portal.tenancy.model import Brand, Tenant
from portal.web.static_files import kept_for_long

blueprint = Blueprint("theme", __name__)

DIGEST_LENGTH = 12
AA_CONTRAST = 4.5
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
Colour = tuple[int, int, int]


# The digest has a fixed length, so that a slug with hyphens of its own cannot be cut short.
@blueprint.get(f"/theme/<tenant_slug>-<string(length={DIGEST_LENGTH}):digest>.css")
def show(tenant_slug: str, digest: str) -> Response:
    """Answer with the theme as it is now; an address of an earlier theme is no longer there."""
    tenant = current_app.extensions["tenants"].get(tenant_slug)
    if tenant is None or digest != theme_digest(tenant):
        abort(404)
    response = Response(theme_css(tenant.brand), mimetype="text/css")
    return kept_for_long(response)


def theme_digest(tenant: Tenant) -> str:
    """Return what changes in the theme's address whenever its colours change."""
    return sha256(theme_css(tenant.brand).encode()).hexdigest()[:DIGEST_LENGTH]


@lru_cache(1024)
def theme_css(brand: Brand) -> str:
    """Return the custom properties: the brand's own colours and the shades worked out from them."""
    colour, link = channels(brand.colour), channels(brand.link_colour)
    surface = readable_tint(colour, on_it=(colour, link))
    properties = {
        "--govuk-brand-colour": colour,
        "--govuk-link-colour": link,
        "--govuk-link-hover-colour": mixed(link, BLACK, 0.4),
        "--govuk-surface-background-colour": surface,
        "--govuk-surface-border-colour": mixed(colour, WHITE, 0.7),
        "--portal-brand-dark-colour": mixed(colour, BLACK, 0.35),
        "--portal-accent-colour": channels(brand.accent_colour),
    }
    lines = "".join(f"{name}:{written(value)};" for name, value in properties.items())
    return f":root{{{lines}}}\n"


def readable_tint(colour: Colour, on_it: tuple[Colour, ...]) -> Colour:
    """Return the strongest pale wash that words in the given colours still stand out on (WCAG 2.2, 1.4.3)."""
    for share_of_white in (0.93, 0.95, 0.97, 0.985):
        tint = mixed(colour, WHITE, share_of_white)
        if all(contrast(written(words), written(tint)) >= AA_CONTRAST for words in on_it):
            return tint
    return WHITE


def channels(colour: str) -> Colour:
    """Return `#rrggbb` as its red, green and blue."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return the colour with this share of the other in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def written(colour: Colour) -> str:
    """Return the colour as `#rrggbb`."""
    return "#" + bytes(colour).hex()
