"""Which made-up stories does a partnership's folder bring to the demonstration, step by step?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from portal.domain.codes import Sex
from portal.domain.deciding import MemberSays
from portal.domain.factors import LinkedProcess, PracticeTheme
from portal.domain.information import Purpose
from portal.domain.outcomes import OUTCOMES_AT
from portal.domain.reviewing import Approach, FamilyAnswer, Relationship, ReviewerEnd, WaitingFor
from portal.domain.uploads import ScanState
from portal.domain.vocabulary import (
    DecisionStage,
    Method,
    NotificationKind,
    OfferReason,
    Outcome,
    OutputKind,
    PanelSays,
    Role,
    StatutoryPartner,
)
from portal.tenancy.core_fields import CORE_FIELDS
from portal.tenancy.faults import Fault
from portal.tenancy.fields import (
    Strict,
    choice,
    code_of,
    flag,
    name_code,
    number,
    shaped,
    tables,
    texts,
    words,
)
from portal.tenancy.reading import Findings, checked, read_toml

FILE = "demonstration.toml"
YEARS = 5
LONGEST_AGO = 366 * (YEARS + 1)
BOXES = 7
ANY_DAY = frozenset({"do", "days_ago"})

# What may happen in a story, with the keys that each step needs and those that it may have.
STEPS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    step: (frozenset(needs.split()), frozenset(may.split()))
    for step, needs, may in (
        ("draft", "", ""),
        ("refer", "", ""),
        ("quality-assure", "", ""),
        ("return", "reason", ""),
        ("withdraw-referral", "", ""),
        ("decline", "reason", ""),
        ("ask-for-more", "reason in_days", ""),
        ("tell-more", "reason", ""),
        ("go-on", "reason", ""),
        ("add-information", "reason", ""),
        ("read-additions", "", ""),
        ("offer", "area because", ""),
        ("offer-by-letter", "because name text", ""),
        ("hear-acceptance", "reason", ""),
        ("hear-refusal", "reason", ""),
        ("accept", "", ""),
        ("give-view", "says reason", "outcome interest"),
        ("screen", "outcome reason", ""),
        ("ask-agencies", "purpose agencies", ""),
        ("answer-agencies", "agencies reason", ""),
        ("know-nothing", "agencies reason", ""),
        ("chase-agencies", "", ""),
        ("go-on-without", "agencies reason", ""),
        ("notify", "notifies name aware_days", ""),
        ("tick-steps", "", ""),
        ("send-to-panel", "", ""),
        ("hear-from-panel", "panel reason", "in_days"),
        ("answer-panel", "reason", ""),
        ("prepare-decision", "stage outcome reason", "answered dissent dissent_reason"),
        ("decide", "stage outcome reason", "dissent dissent_reason"),
        ("tell-lead-partners", "reason", ""),
        ("settle", "outcome reason", ""),
        ("sign", "", ""),
        ("open-review", "name scope", "method"),
        ("write", "kind title", "body boxes"),
        ("submit", "kind", ""),
        ("return-output", "kind reason", ""),
        ("approve", "kind", ""),
        ("prepare-publication", "kind in_days", ""),
        ("publish", "kind", "in_days"),
        ("come-down", "kind", ""),
        ("end-publication", "kind reason", ""),
        ("keep-longer", "kind in_days reason", ""),
        ("take-down", "kind reason", "quietly"),
        ("confirm-taking-down", "kind", ""),
        ("appoint", "", ""),
        ("name-reviewer", "name", ""),
        ("end-appointment", "end reason", ""),
        ("set-terms", "scope questions", ""),
        ("hold-with", "method partners", ""),
        ("join-case", "story", ""),
        ("wait", "waits_for reason", ""),
        ("look", "reason", "is_over"),
        ("ask-family", "relationship approach answer", "wants_real_name reason"),
        ("link-process", "process", "is_lead reason"),
        ("recommend", "text change agencies themes in_days", "role"),
        ("complete-review", "", ""),
        ("add-document", "file text", "scan by"),
        ("close", "reason", ""),
    )
}


@dataclass(frozen=True)
class Step:
    """One thing that happens, so many days before the story is loaded; `says` holds the keys of its kind."""

    do: str
    days_ago: int
    says: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Relative:
    """One person of a made-up family or household."""

    name: str
    relationship: str
    years: int
    sex: str = ""
    is_in_household: bool = True


@dataclass(frozen=True)
class Paper:
    """One made-up file, its words, and what the virus scanner answered about it."""

    file: str
    text: str
    scan: ScanState = ScanState.CLEAN


@dataclass(frozen=True)
class Story:
    """One made-up case: what its referral says by core field, who the family is, and what happens."""

    code: str
    given_name: str
    happened_days_ago: int
    born_days_before: int
    says: Mapping[str, Any]
    steps: tuple[Step, ...]
    form: str = ""
    agencies: tuple[str, ...] = ()
    family: tuple[Relative, ...] = ()
    other_children: tuple[Relative, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Demonstration:
    """How much made-up work a partnership has, and the stories that are its own."""

    referrals_a_year: int = 5
    stories: tuple[Story, ...] = ()


NOTHING_OF_ITS_OWN = Demonstration()
PAPERS, PAPERS_SAY = r".+\.(pdf|docx|txt)", "end the name of a made-up paper in .pdf, .docx or .txt"


def _holds_the_test_file(said: dict[str, Any]) -> None:
    if said.get("scan") == ScanState.INFECTED and not said["file"].endswith(".txt"):
        raise ValidationError("only a .txt can be one in which a virus is found", "file")


class StepSchema(Strict):
    do = choice(STEPS, is_required=True)
    days_ago = number(0, LONGEST_AGO, "five years are loaded", is_required=True)
    reason = words()
    stage = code_of(DecisionStage, is_required=False)
    outcome = code_of(Outcome, is_required=False)
    purpose = code_of(Purpose, is_required=False)
    area = words()
    because = code_of(OfferReason, is_required=False)
    says = code_of(MemberSays, is_required=False)
    interest = words()
    answered = number(0, 3, "there are three partners")
    dissent = code_of(StatutoryPartner, is_required=False)
    dissent_reason = words()
    name = words()
    scope = words()
    method = code_of(Method, is_required=False)
    kind = code_of(OutputKind, is_required=False)
    title = words()
    body = words()
    boxes = texts()
    in_days = number(1, LONGEST_AGO)
    quietly = flag()
    end = code_of(ReviewerEnd, is_required=False)
    questions = texts()
    partners = texts()
    story = words()
    waits_for = code_of(WaitingFor, is_required=False)
    is_over = flag()
    relationship = code_of(Relationship, is_required=False)
    approach = code_of(Approach, is_required=False)
    answer = code_of(FamilyAnswer, is_required=False)
    wants_real_name = flag()
    process = code_of(LinkedProcess, is_required=False)
    is_lead = flag()
    text = words()
    change = words()
    agencies = texts()
    themes = fields.List(code_of(PracticeTheme), load_default=list)
    role = words()
    notifies = code_of(NotificationKind, is_required=False)
    aware_days = number(1, 365)
    panel = code_of(PanelSays, is_required=False)
    file = shaped(PAPERS, PAPERS_SAY)
    scan = code_of(ScanState, is_required=False)
    by = code_of(Role, is_required=False)

    @validates_schema(skip_on_field_errors=True)
    def is_of_its_kind(self, values: dict[str, Any], **_: Any) -> None:
        needs, may = STEPS[values["do"]]
        given = {key for key, value in values.items() if value not in ("", None, [], False)}
        faults = dict.fromkeys(needs - given, f"is missing; a step that does {values['do']!r} needs it")
        faults |= dict.fromkeys(given - needs - may - ANY_DAY, f"take it away from {values['do']!r}")
        if faults:
            raise ValidationError({key: [remedy] for key, remedy in faults.items()})

    @validates_schema(skip_on_field_errors=True)
    def makes_sense(self, values: dict[str, Any], **_: Any) -> None:
        if values["boxes"] and len(values["boxes"]) != BOXES:
            raise ValidationError(f"a briefing has {BOXES} boxes", "boxes")
        if values["stage"] and values["outcome"] not in OUTCOMES_AT[DecisionStage(values["stage"])]:
            raise ValidationError("is not open at this stage", "outcome")
        _holds_the_test_file(values)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Step:
        do, days_ago = values.pop("do"), values.pop("days_ago")
        return Step(do, days_ago, {key: said for key, said in values.items() if said not in ("", None, [])})


class RelativeSchema(Strict):
    name = words(is_required=True)
    relationship = words(is_required=True)
    years = number(0, 110, is_required=True)
    sex = code_of(Sex, is_required=False)
    is_in_household = flag(default=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Relative:
        return Relative(**values)


class PaperSchema(Strict):
    file = shaped(PAPERS, PAPERS_SAY, is_required=True)
    text = words(is_required=True)
    scan = code_of(ScanState, is_required=False)

    @validates_schema(skip_on_field_errors=True)
    def makes_sense(self, values: dict[str, Any], **_: Any) -> None:
        _holds_the_test_file(values)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Paper:
        return Paper(values["file"], values["text"], ScanState(values["scan"] or ScanState.CLEAN))


def _known_to_the_core(said: dict[str, Any]) -> None:
    for name in said:
        if name not in CORE_FIELDS:
            near = get_close_matches(name, CORE_FIELDS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ValidationError(f"{name!r} is no core field{hint}")


def _in_order(steps: list[Step]) -> None:
    days = [step.days_ago for step in steps]
    if days != sorted(days, reverse=True):
        raise ValidationError("tell the steps in the order in which they happen, the longest ago first")


class StorySchema(Strict):
    code = name_code()
    given_name = words(is_required=True)
    form = words()
    happened_days_ago = number(0, LONGEST_AGO, is_required=True)
    # A child who is not born yet has a day that is expected.
    born_days_before = number(-280, 366 * 25, is_required=True)
    says = fields.Dict(
        keys=fields.String(), values=fields.Raw(), required=True, validate=_known_to_the_core,
        error_messages={"required": "is missing; add it", "invalid": "make this a table of core fields"},
    )  # fmt: skip
    agencies = texts()
    family = tables(RelativeSchema)
    other_children = tables(RelativeSchema)
    paper = tables(PaperSchema)
    step = tables(StepSchema, is_required=True, also=_in_order)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Story:
        lists = {key: tuple(values[key]) for key in ("agencies", "family", "other_children")}
        several = {"steps": tuple(values.pop("step")), "papers": tuple(values.pop("paper"))}
        return Story(**{**values, **lists, **several})


class DemonstrationSchema(Strict):
    referrals_a_year = number(3, 24, "a demonstration has to load in seconds", default=5)
    story = tables(StorySchema, no_two_alike="code")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Demonstration:
        return Demonstration(values["referrals_a_year"], tuple(values["story"]))


def read_demonstration(path: Path, file: str) -> tuple[Demonstration, list[Fault]]:
    """Return a partnership's own stories, and every fault of the file; without a file there are none of its own."""
    if not path.exists():
        return NOTHING_OF_ITS_OWN, []
    findings = Findings(file)
    raw = read_toml(path, findings)
    read = checked(DemonstrationSchema(), raw, findings) if raw is not None else None
    return read or NOTHING_OF_ITS_OWN, findings.faults
