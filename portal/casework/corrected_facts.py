"""Which facts of a case and of a child can be corrected, and how are they asked for?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from portal.domain.ages import age_band
from portal.models.blind_index import name_index
from portal.models.case import Case, Child
from portal.models.referral import Referral
from portal.tenancy.answers import first_day, precision_of
from portal.tenancy.code_lists import coded_lists
from portal.tenancy.model import Question, Tenant
from portal.web.wording import date_words

Values = dict[str, Any]


def asked(code: str, kind: str, label: str, *, codes: str = "", **rest: Any) -> Question:
    """Return a question; `codes` names the list that its answers are from."""
    return Question(code, kind, label, options=coded_lists()[codes] if codes else (), **rest)


# By the name of the case's own column.
CASE_FACTS: tuple[Question, ...] = (
    asked("harm", "one-of", "What happened", codes="harm-kind"),
    asked("suspicion", "one-of", "Abuse or neglect", codes="suspicion"),
    asked("primary_harm", "one-of", "Likely main harm", codes="primary-harm"),
    asked("incident_on", "date", "Day of the incident", precision="year", maps_to="incident.occurred_on"),
    asked("agency_aware_on", "date", "The agency became aware", maps_to="incident.agency_aware_on"),
    asked("council_aware_on", "date", "The council became aware", maps_to="incident.council_aware_on"),
    asked("incident_area", "text", "Council area where it happened"),
    asked("home_area", "text", "Council area where the child lives"),
    asked("placing_authority", "text", "Council responsible for the child’s care"),
    asked("narrative", "paragraph", "Account of what happened"),
    asked("reason", "paragraph", "Why this is a serious child safeguarding case"),
)
CHILD_FACTS: tuple[Question, ...] = (
    asked("family_name", "text", "Family name"),
    asked(
        "given_names", "text", "Given names", hint="For a child not yet born, write Unborn.", is_required=True
    ),
    asked("other_names", "text", "Other names the child is or was known by"),
    asked("unborn", "yes-no-not-known", "Is the child not yet born?"),
    asked("born_on", "date", "Date of birth, or the date the birth is expected", precision="year"),
    asked("sex", "one-of", "Sex", codes="sex"),
    asked("ethnicity", "one-of", "Ethnic group", codes="ethnicity"),
    asked(
        "own_harm",
        "one-of",
        "What happened to this child",
        codes="harm-kind",
        hint="Leave it empty where it is what happened in the case. “Neither” means that no notification is due for "
        "this child.",
    ),
    asked("legal_status", "one-of", "Legal status", codes="legal-status"),
    asked("living_arrangement", "one-of", "Where and with whom the child lived", codes="living-arrangement"),
    asked("address", "address", "Where the child lives, or lived"),
)
LABELS = {question.code: question.label for question in (*CASE_FACTS, *CHILD_FACTS)}
# Columns that hold no code: empty, they hold nothing at all.
WORDS = frozenset({"incident_area", "home_area", "placing_authority", "narrative", "reason"})
DATES = frozenset({"incident_on", "agency_aware_on", "council_aware_on"})
NOT_THE_COLUMNS = frozenset({"unborn"})


def why_asked(tenant: Tenant, referrals: Iterable[Referral]) -> tuple[Question, ...]:
    """Return the questions about the correction itself."""
    sent = tuple((str(each.id), title_of(tenant, each)) for each in referrals)
    from_which = Question(
        "from_referral", "one-of", "Which referral is this from?", options=(*sent, ("none", "None of them"))
    )
    reason = Question(
        "why", "paragraph", "Why is this right?", is_required=True,
        hint="Say where it is known from. Everybody who may see the case can read it.",
    )  # fmt: skip
    return (reason, from_which) if sent else (reason,)


def title_of(tenant: Tenant, referral: Referral) -> str:
    """Return what a referral is called among others."""
    form = tenant.forms.get(referral.form_code)
    return f"{form.title if form else referral.form_code}, sent {date_words(referral.sent_at)}"


# --- what stands there -------------------------------------------------------------------------------------


def case_values(case: Case) -> Values:
    """Return what is known of a case, as answers."""
    found = {
        question.code: getattr(case, question.code) for question in CASE_FACTS if question.code not in DATES
    }
    for name in DATES:
        day = getattr(case, name)
        found[name] = day.isoformat() if day else None
    if case.incident_on:
        found["incident_on"] = case.incident_on.isoformat()[: LENGTHS.get(case.incident_precision, 10)]
    return {name: value for name, value in found.items() if value}


LENGTHS = {"year": 4, "month": 7, "day": 10}


def child_values(child: Child) -> Values:
    """Return what is known of a child, as answers."""
    names = [question.code for question in CHILD_FACTS if question.code not in NOT_THE_COLUMNS]
    found = {name: getattr(child, name) for name in names}
    found["unborn"] = "yes" if child.age_band == "unborn" else None
    return {name: value for name, value in found.items() if value}


def differences(questions: Sequence[Question], before: Values, after: Values) -> dict[str, list[Any]]:
    """Return what changes, by the name of the fact: what stood there and what will."""
    return {
        question.code: [before.get(question.code), after.get(question.code)]
        for question in questions
        if (before.get(question.code) or None) != (after.get(question.code) or None)
    }


# --- what will stand there ---------------------------------------------------------------------------------


def write_case(case: Case, after: Values) -> None:
    """Write what is known of a case."""
    for question in CASE_FACTS:
        name, value = question.code, after.get(question.code)
        if name in DATES:
            setattr(case, name, first_day(value) if value else None)
        else:
            setattr(case, name, value or (None if name in WORDS else ""))
    happened = after.get("incident_on")
    case.incident_precision = precision_of(happened) if happened else "day"


def write_child(child: Child, case: Case, after: Values) -> None:
    """Write what is known of a child, fix the age at the incident anew, and let the child be found by name."""
    for question in CHILD_FACTS:
        if question.code not in NOT_THE_COLUMNS:
            is_coded = question.kind == "one-of"
            setattr(child, question.code, after.get(question.code) or ("" if is_coded else None))
    reckon(child, case, is_unborn=after.get("unborn") == "yes")


def reckon(child: Child, case: Case, *, is_unborn: bool) -> None:
    """Fix a child's age band at the incident, and the keyed hash of name and date of birth."""
    born = child.born_on or ""
    born_on = first_day(born)
    at = case.incident_on or case.agency_aware_on or case.council_aware_on
    child.age_band = age_band(born_on, at, is_unborn=is_unborn).value
    whole = born_on if len(born) == LENGTHS["day"] else None
    child.name_index = name_index(case.tenant, child.given_names or "", child.family_name or "", whole)


def in_words(name: str, value: Any) -> str:
    """Return a fact's value in words."""
    if not value:
        return "nothing"
    question = next(each for each in (*CASE_FACTS, *CHILD_FACTS) if each.code == name)
    if question.kind == "date":
        return date_words(first_day(value), precision_of(value))
    return dict(question.options).get(value, str(value))
