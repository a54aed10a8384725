"""Does whoever answers for data protection see who looked at a case, and nothing of what they saw?"""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.casework import looked, operations
from tests import files
from tests.filed import hand_in
from tests.work import Work

ROW = re.compile(r'<tr class="govuk-table__row">(.*?)</tr>', re.DOTALL)


def rows(page: str) -> list[str]:
    """Return the rows of the list in plain words."""
    body = page[page.index("<tbody") :] if "<tbody" in page else ""
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in ROW.findall(body)]


def test_each_look_is_listed_with_who_in_what_role_and_at_what(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(portal)
    reference, other = work.case(account="Zq-account-of-a-case"), work.case()
    coordinator, member = work.browser("coordinator"), work.browser("screening-member")
    hand_in(coordinator, f"/manchester/cases/{reference}/documents/add", {"files": ("note.pdf", files.pdf())})
    member.get(f"/manchester/cases/{reference}")
    member.get(f"/manchester/cases/{other}")
    officer = work.browser("data-protection-officer")
    assert officer.get(f"/manchester/looks?reference={int(reference[-4:])}").location == (
        f"/manchester/cases/{reference}/looks"
    )
    page = officer.get(f"/manchester/cases/{reference}/looks").text
    assert "Zq-account" not in page
    seen = rows(page)
    assert ["Screening Member Example" in row for row in seen].count(True) == 1
    [by_member] = [row for row in seen if "Screening Member Example" in row]
    assert by_member.endswith("Screening body member The case")
    assert any("Coordinator Example" in row for row in seen)
    # Reading the list is a look as well, and is told apart.
    again = rows(officer.get(f"/manchester/cases/{reference}/looks").text)
    assert "Who looked at it (this list)" in again[0] and "Data Protection Officer Example" in again[0]

    monkeypatch.setattr(looked, "A_PAGE", 2)
    first = officer.get(f"/manchester/cases/{reference}/looks").text
    earlier = re.search(r'href="([^"]*before=\d+)"', first)
    assert earlier and len(rows(first)) == 2
    second = rows(officer.get(earlier[1]).text)
    assert second and not set(second) & set(rows(first))


def test_the_list_is_for_them_alone_and_closed_where_they_are_involved(portal: Flask) -> None:
    work = Work(portal)
    reference = work.case()
    address = f"/manchester/cases/{reference}/looks"
    assert work.browser("coordinator").get(address).status_code == 404
    officer = work.browser("data-protection-officer")
    for query in ("before=0", "before=%D9%A1", "before=" + "9" * 40, "before=x"):
        assert officer.get(f"{address}?{query}").status_code == 200
    assert officer.get("/manchester/cases/MSP-1999-0001/looks").status_code == 404
    assert "There is no case with this reference" in officer.get("/manchester/looks?reference=999").text
    assert "Enter a reference" in officer.get("/manchester/looks?reference=Child+X%00").text
    # Only somebody who could see the case can be kept from it: here one who is both.
    both = ("data-protection-officer", "screening-member")
    involved = work.browser(*both)
    assert involved.get(address).status_code == 200
    with work.session() as session:
        person = work.person(*both).account_id
        operations.exclude(session, work.tenant, work.actor("coordinator"), reference, person, "A cousin.")
    assert involved.get(address).status_code == 404
    assert "There is no case with this reference" in involved.get(f"/manchester/looks?reference={reference}").text
