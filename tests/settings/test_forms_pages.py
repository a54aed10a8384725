"""Do the people who administer a partnership see what its forms change of the shared ones, and others not?"""

from __future__ import annotations

from flask import Flask

from tests.work import Work


def test_a_form_is_shown_beside_the_shared_one_it_builds_on(portal: Flask) -> None:
    work = Work(portal, "salford")
    browser = work.browser("people-administrator")
    assert "/salford/settings/forms" in browser.get("/salford/desk").text
    listed = browser.get("/salford/settings/forms").text
    for form in work.tenant.forms.values():
        assert f"/salford/settings/forms/{form.code}" in listed
        assert form.built_on and form.built_on.title in listed
    page = browser.get(f"/salford/settings/forms/{work.tenant.main_form.code}").text
    assert "Who is the PRSG member who will quality assure this?" in page
    assert "Who have you discussed this with?" in page and "Which Safeguarding Lead" in page
    assert "5 working days from the incident" in page
    good = browser.get("/salford/settings/forms/seriously-good-outcome").text
    assert "5 working days" not in good and "None of the partnership’s own" in good


def test_another_partnerships_form_and_a_strangers_look_are_refused(portal: Flask) -> None:
    work = Work(portal, "salford")
    others = "/salford/settings/forms/serious-case-notification"
    assert work.browser("coordinator").get(others).status_code == 404
    assert work.browser("referrer").get("/salford/settings/forms").status_code in (403, 404)
