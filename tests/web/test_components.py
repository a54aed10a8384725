"""Is every component valid, accessible, and right on a telephone and at 400 % zoom?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, g, render_template
from flask_wtf import CSRFProtect, FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import Browser
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from portal.tenancy.model import Question, Tenants
from portal.web import places, rendering, theme
from portal.web.access import Actor
from portal.web.question_form import Field
from tests.pages import assert_accessible, assert_valid
from tests.serving import serving
from tests.web.partnership import invented_partnership

ROOT = Path(__file__).parents[2]
COMPONENTS = ROOT / "templates" / "components"
SPECIMENS = Path(__file__).parent / "specimens"
NAMES = ("public_specimen", "briefing_specimen", "staff_specimen", "questions_specimen")
ROUTES = {
    "library.front": "/<tenant:tenant>/",
    "library.reviews": "/<tenant:tenant>/reviews",
    "library.briefings": "/<tenant:tenant>/briefings",
    "library.page": "/<tenant:tenant>/pages/<page>",
    "accounts.sign_in": "/<tenant:tenant>/sign-in",
    "accounts.sign_out": "/<tenant:tenant>/sign-out",
    "accounts.desk": "/<tenant:tenant>/desk",
}
BOX = (
    "Nobody is named, and details that could tell who the family is were left out or changed. " * 6
    + "\n\n- who asks?\n- who answers?\n"
)
PROSE = f"## Why\n\nA [link](page:for-families).\n\n{BOX}\n> Said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
WIDTHS = {"desktop": 1280, "telephone": 375, "400 % zoom": 320}


class SpecimenForm(FlaskForm):
    """A form with an error of each common kind of field."""

    name = StringField("Your name", widget=GovTextInput(), validators=[InputRequired("Enter your name")])
    is_safe = RadioField(
        "Is the child safe now?",
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
        widget=GovRadioInput(),
        validators=[InputRequired("Say whether the child is safe now")],
    )
    account = TextAreaField("What happened?", widget=GovTextArea())


def context(name: str) -> dict[str, Any]:
    """Return what a specimen shows."""
    boxes = [{"title": f"Box {number}", "text": BOX} for number in range(1, 8)]
    actor = Actor(uuid4(), "alder-vale", None)
    if name.startswith("questions"):
        return {"actor": actor, "asked": asked()}
    if not name.startswith("staff"):
        return {"prose": PROSE, "boxes": boxes}
    form = SpecimenForm(meta={"csrf": False})
    form.validate()
    return {
        "form": form,
        "today": date(2026, 5, 4),
        "actor": actor,
        "session_seconds_left": 900,
        "session_keep_address": "/ready",
    }


def asked() -> list[Field]:
    """Return a field of every kind of question, with and without an error or a condition."""
    options = (("yes", "Yes"), ("no", "No"), ("not-known", "Not known"), ("other", "Something else"))

    def field(kind: str, **shown: Any) -> Field:
        return Field(
            Question(f"q-{kind}", kind, f"A question of kind {kind}", "A hint"), f"q-{kind}", **shown
        )

    inner = Field(Question("name", "text", "Name"), "q-group-0-name", "Kim")
    return [
        field("text", value="", error="Enter something"),
        field("paragraph", value="Words", only_if="If there is more to say"),
        field("date", value=None, parts=(("day", "4", 2), ("month", "5", 2), ("year", "2026", 4))),
        field("yes-no-not-known", value="no", options=options[:3], error="Choose one"),
        field("one-of", value="other", options=options),
        field("many-of", value=["yes"], options=options),
        field("agency", value="no", options=options),
        field("declaration", value="yes"),
        field("group", value=[], rows=((inner,),)),
    ]


@pytest.fixture(scope="module")
def specimens() -> Flask:
    """An application of nothing but the look: our templates and assets, one invented partnership."""
    tenant = invented_partnership()
    app = Flask(
        "specimens", static_folder=str(ROOT / "portal/static"), template_folder=str(ROOT / "templates")
    )
    app.config["SECRET_KEY"] = "specimens"
    app.extensions["settings"] = SimpleNamespace(is_demonstration=True, base_url="http://127.0.0.1")
    app.extensions["tenants"] = Tenants({tenant.slug: tenant}, {})
    places.init_app(app)
    CSRFProtect(app)
    rendering.init_app(app)
    assert app.jinja_loader is not None
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(SPECIMENS)])
    app.register_blueprint(theme.blueprint)
    for endpoint, path in ROUTES.items():
        app.add_url_rule(path, endpoint, lambda **_: "")
    app.add_url_rule("/<tenant:tenant>/specimens/<name>", "specimen", show)
    return app


def show(name: str) -> str:
    """Answer with one specimen."""
    g.actor = None
    return render_template(f"{name}.html", **context(name))


@pytest.fixture(scope="module")
def address(specimens: Flask) -> Iterator[str]:
    with serving(specimens) as address:
        yield address


def test_every_component_stands_in_a_specimen() -> None:
    components = {path.name: path.read_text("utf-8") for path in COMPONENTS.glob("*.html")}
    shown = "".join([*components.values(), *(path.read_text("utf-8") for path in SPECIMENS.glob("*.html"))])
    called = re.sub(r"{% macro \w+\(", "", shown)
    for name, text in components.items():
        for macro in re.findall(r"{% macro (\w+)\(", text):
            assert re.search(rf"\b{macro}\(", called), f"{name}: show {macro} in tests/web/specimens"


def test_specimens_are_valid_html(specimens: Flask, tmp_path: Path) -> None:
    client = specimens.test_client()
    assert_valid({name: client.get(f"/alder-vale/specimens/{name}").text for name in NAMES}, tmp_path)


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_a_specimen_is_accessible_and_never_wider_than_the_screen(
    browser: Browser, address: str, name: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    assert_accessible(page, page.goto(f"{address}/alder-vale/specimens/{name}"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not faults
    page.close()


@pytest.mark.browser
def test_a_briefing_of_a_hundred_words_a_box_prints_on_one_landscape_sheet(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/alder-vale/specimens/briefing_specimen")
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    page.close()
    assert [float(width) > float(height) for width, height in sheets] == [True]


@pytest.mark.browser
def test_someone_about_to_be_signed_out_is_warned_and_can_stay(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.clock.install()
    page.route("**/ready", lambda route: route.fulfill(status=200, body="{}"))
    page.goto(f"{address}/alder-vale/specimens/staff_specimen")
    page.clock.run_for(60_000)
    assert not page.locator("#session-warning").is_visible()
    page.clock.run_for((900 - 60 - 140) * 1000)
    assert page.locator("#session-warning").is_visible()
    page.get_by_role("button", name="Stay signed in").click()
    page.locator("#session-warning").wait_for(state="hidden")
    page.close()
