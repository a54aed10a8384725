"""Where is each field of the core model kept on a case: in a column, as a coded row, or sealed as it was said?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.tenancy.core_fields import CORE_FIELDS

CASE_CODES = {
    "incident.harm": "harm",
    "incident.primary_harm": "primary_harm",
    "incident.abuse_or_neglect": "suspicion",
    "incident.area": "incident_area",
    "child.home_area": "home_area",
    "child.placing_authority": "placing_authority",
}
CASE_DATES = {"incident.agency_aware_on": "agency_aware_on", "incident.council_aware_on": "council_aware_on"}
CASE_WORDS = {"incident.account": "narrative", "criteria.gate_reason": "reason"}
CHILD_CODES = {
    "child.sex": "sex",
    "child.ethnicity": "ethnicity",
    "child.legal_status": "legal_status",
    "child.living_arrangement": "living_arrangement",
}
CHILD_WORDS = {
    "child.given_names": "given_names",
    "child.family_name": "family_name",
    "child.other_names": "other_names",
    "child.born_on": "born_on",
    "child.home_address": "address",
}
# Codes of lists that are the same everywhere, though the table of fields names no single list for them.
COMPARED = frozenset(
    {
        "referral.reasons", "criteria.improvements", "criteria.recurrent_themes", "criteria.working_together",
        "criteria.panel_view",
    }
)  # fmt: skip
PLACED = frozenset(
    {*CASE_CODES, *CASE_DATES, *CASE_WORDS, *CHILD_CODES, *CHILD_WORDS, "incident.occurred_on"}
)
# What a group's row calls otherwise than the child's own question; the rest has the same name.
ROW_NAMES = {
    "person.name": "child.given_names",
    "person.address": "child.home_address",
    "person.born_or_due_on": "child.born_on",
}
PEOPLE = frozenset({"family.members", "family.siblings", "family.other_children"})
# Files are rows of their own, which the case is given when it takes the referral in.
FILES = frozenset(name for name, field in CORE_FIELDS.items() if "file" in field.kinds)


def is_said_of_case(name: str) -> bool:
    """Whether an answer is kept, sealed, beside the case's own columns; the referrer's stay with the referral."""
    kept_elsewhere = name in PLACED or name in PEOPLE or name in FILES or is_fact(name)
    return not kept_elsewhere and name.partition(".")[0] not in ("child", "referral")


def is_fact(name: str) -> bool:
    """Whether an answer is one or several codes to compare, each a row of its own."""
    return name in COMPARED or (bool(CORE_FIELDS[name].codes) and name not in PLACED)


def said_of_another(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says of another child by the fields of a child; what no child has stays under its own name."""
    alike = {name: ROW_NAMES.get(name, name.replace("person.", "child.", 1)) for name in row}
    return {alike[name] if alike[name] in CORE_FIELDS else name: value for name, value in row.items()}


def is_said_of_child(name: str) -> bool:
    """Whether an answer is kept, sealed, beside the columns of the child whom the referral is mainly about."""
    return (
        name.startswith("child.") and name not in PLACED and not is_fact(name) and name != "child.is_unborn"
    )
