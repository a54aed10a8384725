"""Does every partnership's theme stay readable, and its address change with its colours?"""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Flask
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.tenancy.colours import contrast
from portal.tenancy.model import Brand, Tenants
from portal.web import theme
from tests.web.partnership import invented_partnership

colours = st.tuples(*[st.integers(0, 255)] * 3)


def properties(brand: Brand) -> dict[str, str]:
    """Return the theme's custom properties by name."""
    return dict(re.findall(r"(--[a-z-]+):(#[0-9a-f]{6});", theme.theme_css(brand)))


@given(colours, colours)
def test_words_stand_out_on_the_pale_wash_whatever_the_colours(
    colour: theme.Colour, link: theme.Colour
) -> None:
    assume(all(contrast(theme.written(each)) >= theme.AA_CONTRAST for each in (colour, link)))
    given_theme = properties(Brand("Mark", theme.written(colour), theme.written(link), "#d98f2b"))
    wash = given_theme["--govuk-surface-background-colour"]
    assert contrast(theme.written(link), wash) >= theme.AA_CONTRAST
    assert contrast(theme.written(colour), wash) >= theme.AA_CONTRAST


@given(colours)
def test_a_link_darkens_when_pointed_at(link: theme.Colour) -> None:
    words = theme.written(link)
    assume(contrast(words) >= theme.AA_CONTRAST)
    hover = properties(Brand("Mark", "#1d4f5f", words, "#d98f2b"))["--govuk-link-hover-colour"]
    assert contrast(hover) >= contrast(words)


def test_a_theme_never_touches_the_focus_colour() -> None:
    assert not [name for name in properties(invented_partnership().brand) if "focus" in name]


def served(tenant_brand: Brand) -> Flask:
    """Return an application that serves the theme of one partnership with this brand."""
    tenant = invented_partnership(brand=tenant_brand)
    app = Flask("theme")
    app.extensions["tenants"] = Tenants({tenant.slug: tenant}, {})
    app.register_blueprint(theme.blueprint)
    return app


def test_a_theme_is_kept_for_long_and_an_old_address_is_gone() -> None:
    tenant = invented_partnership()
    old = f"/theme/{tenant.slug}-{theme.theme_digest(tenant)}.css"
    client = served(tenant.brand).test_client()
    answer = client.get(old)
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert served(replace(tenant.brand, colour="#4a1d5f")).test_client().get(old).status_code == 404


def test_a_partnership_that_is_not_here_has_no_theme() -> None:
    client = served(invented_partnership().brand).test_client()
    assert client.get("/theme/elsewhere-000000000000.css").status_code == 404
