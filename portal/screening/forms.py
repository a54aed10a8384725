"""What do the pages of a screening and of a decision ask?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from portal.domain.criteria import Criterion
from portal.domain.vocabulary import CriterionAnswer, PartnerPosition
from portal.screening.criteria_asked import RECORDED_REASON, field_of
from portal.screening.interests import Own
from portal.tenancy.answers import ANOTHER_AGENCY, SEVERAL_AGENCIES
from portal.tenancy.model import AgencyEntry, OutcomeOffered
from portal.web.fields import DayField, PageForm, words_field

LONGEST_WORDS = 10_000
YES, NO = "yes", "no"
# What is said of each criterion.
PARTS = ("answer", "reason", "evidence", "source")
CAN_BE_SAID = (PartnerPosition.AGREE, PartnerPosition.DO_NOT_AGREE, PartnerPosition.NOT_YET)


class WeighingForm(PageForm):
    """Criteria one by one: an answer, its reason, what shows it and whose that is; `weighing_fields` adds them."""

    criteria: tuple[Criterion, ...] = ()

    @property
    def weighed(self) -> dict[str, dict[str, str]]:
        """What was said of each criterion of which anything was said, by its code."""
        found = {}
        for criterion in self.criteria:
            said = {part: (self[f"{field_of(criterion)}_{part}"].data or "").strip() for part in PARTS}
            if any(said.values()):
                found[criterion.code] = said
        recorded = self["recorded_reason"].data if "recorded_reason" in self else ""
        return {**found, RECORDED_REASON: {"reason": recorded.strip()}} if recorded else found

    def show_weighed(self, weighed: Mapping[str, Mapping[str, str]]) -> None:
        """Show answers and reasons that were kept before."""
        for criterion in self.criteria:
            for part in PARTS:
                self[f"{field_of(criterion)}_{part}"].data = weighed.get(criterion.code, {}).get(part, "")
        if "recorded_reason" in self:
            self["recorded_reason"].data = weighed.get(RECORDED_REASON, {}).get("reason", "")


class DecisionForm(WeighingForm):
    """What is put to the partners; the criteria are added by `decision_form`."""

    outcome = RadioField(
        "What is the decision?", widget=GovRadioInput(), validators=[InputRequired("Select the decision")]
    )
    reasons = words_field(
        "What are the reasons for the decision?", "Give the reasons for the decision", longest=LONGEST_WORDS
    )

    def show(self, outcome: str, reasons: str, weighed: Mapping[str, Mapping[str, str]]) -> None:
        """Show a decision that was prepared before, or what the screening body advised."""
        self.outcome.data, self.reasons.data = outcome, reasons
        self.show_weighed(weighed)


class AdviceForm(WeighingForm):
    """What the screening body weighed and advised; a draft may leave anything out."""

    came_from = RadioField(
        "Where was it advised?",
        description="A meeting is here once it is on record who took part, and had its quorum for this case. What was "
        "recorded of it is taken over.",
        widget=GovRadioInput(),
        validators=[Optional()],
    )
    considered_on = DayField(
        "By correspondence, on which day was it finished?",
        description="For example, 27 3 2026. Of a meeting, leave it empty.",
    )
    answered = SelectMultipleField(
        "By correspondence, who answered?",
        description="Select everybody on the body who did. As at a meeting, too few cannot advise. Of a meeting, leave "
        "it empty.",
        widget=GovCheckboxesInput(),
    )
    members = words_field(
        "By correspondence, did anybody else take part? (optional)",
        hint="One person on each line, with their agency. Whoever does not sit on the body does not count towards its "
        "quorum.",
        longest=LONGEST_WORDS,
        rows=3,
    )
    outcome = RadioField("What is recommended?", widget=GovRadioInput(), validators=[Optional()])
    reasons = words_field("What are the reasons for the recommendation?", longest=LONGEST_WORDS)
    dissent = words_field(
        "Did anybody else see it otherwise? (optional)",
        hint="Who, and why. Views that members gave here are kept by themselves. Dissent delays nothing.",
        longest=LONGEST_WORDS,
        rows=3,
    )


def decision_form(
    criteria: tuple[Criterion, ...], outcomes: Iterable[OutcomeOffered], agencies: Iterable[AgencyEntry], *,
    asks_recorded_reason: bool,
) -> DecisionForm:  # fmt: skip
    """Return a form with these criteria, each asking for an answer and its reason, and these outcomes."""
    fields = weighing_fields(criteria, agencies, asks_recorded_reason=asks_recorded_reason)
    form: DecisionForm = type("CaseDecisionForm", (DecisionForm,), fields)()
    form.outcome.choices = [SelectChoice(each.code, each.label) for each in outcomes]
    return form


def advice_form(
    criteria: tuple[Criterion, ...], outcomes: Iterable[OutcomeOffered], agencies: Iterable[AgencyEntry],
    meetings: Iterable[tuple[str, str]], answering: Iterable[tuple[str, str]], *, asks_recorded_reason: bool,
) -> AdviceForm:  # fmt: skip
    """Return the form of a screening with these criteria, outcomes to recommend, meetings that it may come from, and
    members who may have answered."""
    fields = weighing_fields(criteria, agencies, asks_recorded_reason=asks_recorded_reason)
    form: AdviceForm = type("CaseAdviceForm", (AdviceForm,), fields)()
    form.came_from.choices = [SelectChoice(*each) for each in meetings]
    form.answered.choices = [SelectChoice(*each) for each in answering]
    if not form.answered.choices:
        del form.answered
    form.outcome.choices = [SelectChoice(each.code, each.label) for each in outcomes]
    return form


def weighing_fields(
    criteria: tuple[Criterion, ...], agencies: Iterable[AgencyEntry], *, asks_recorded_reason: bool
) -> dict[str, object]:
    """Return the fields of these criteria, by the names that they have on a page."""
    fields: dict[str, object] = {"criteria": criteria}
    sources = [SelectChoice("", "No agency chosen"), *(SelectChoice(each.code, each.name) for each in agencies),
               SelectChoice(*SEVERAL_AGENCIES), SelectChoice(*ANOTHER_AGENCY)]  # fmt: skip
    for criterion in criteria:
        name = field_of(criterion)
        fields[f"{name}_answer"] = RadioField(
            criterion.text, description=f"{criterion.meaning} {criterion.source}".strip(), widget=GovRadioInput(),
            validators=[Optional()],
            choices=[SelectChoice(each.value, each.label) for each in CriterionAnswer],
        )  # fmt: skip
        fields[f"{name}_reason"] = words_field("Why?", longest=LONGEST_WORDS)
        fields[f"{name}_evidence"] = words_field(
            "What shows it? (optional)",
            hint="Name the documents, returns or records.",
            longest=LONGEST_WORDS,
            rows=2,
        )
        fields[f"{name}_source"] = SelectField(
            "Which agency does that come from? (optional)", widget=GovSelect(), choices=sources, default=""
        )
    if asks_recorded_reason:
        fields["recorded_reason"] = words_field(
            "A child died in circumstances that partners explain if they do not review them. If no review "
            "follows, why not?",
            longest=LONGEST_WORDS,
        )
    return fields


class PositionForm(PageForm):
    """Where a partner stands, and who says so; `position_form` adds the delegates."""

    given_by = RadioField(
        "Who gives this position?", widget=GovRadioInput(), validators=[Optional()], default=""
    )

    position = RadioField(
        "Where does your organisation stand?",
        widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in CAN_BE_SAID],
        validators=[InputRequired("Select where your organisation stands")],
    )
    reasons = words_field(
        "Reasons",
        "Give your reasons",
        "Where the partners do not agree, their lead safeguarding partners settle it. Nothing else waits for it.",
        longest=LONGEST_WORDS,
    )
    has_interest = RadioField(
        "Was your organisation itself involved with the child or the family?",
        description="An interest is declared and stays on the record; your position counts all the same.",
        widget=GovRadioInput(),
        choices=[SelectChoice(YES, "Yes"), SelectChoice(NO, "No")],
        validators=[InputRequired("Select whether your organisation was involved")],
    )
    interest = words_field("If it was, how?", longest=LONGEST_WORDS, rows=3)

    def validate(self, extra_validators: object = None) -> bool:
        """Whether everything is answered, and an involvement told of for the first time is described."""
        is_valid = super().validate(extra_validators)
        is_silent = not (self.interest.data or "").strip()
        if "has_interest" in self and self.has_interest.data == YES and is_silent:
            self.interest.errors = [*self.interest.errors, "Say how your organisation was involved"]
            return False
        return bool(is_valid)

    @property
    def own(self) -> Own:
        """What is said of the organisation's own interest."""
        if "has_interest" not in self:
            return Own(True, self.interest.data or "", is_known=True)
        has_interest = self.has_interest.data == YES
        return Own(has_interest, (self.interest.data or "") if has_interest else "")


def position_form(choices: list[tuple[str, str]], *, has_declared: bool) -> PositionForm:
    """Return the form with those who may give the position; what has one answer only is not asked.

    Whoever has declared an interest of their organisation is not asked again whether it has one, only for more.
    """
    form = PositionForm()
    form.given_by.choices = [SelectChoice(code, words) for code, words in choices]
    if len(choices) < 2:
        del form.given_by
    if has_declared:
        del form.has_interest
        form.interest.label.text = "Is there more to declare of your organisation’s part? (optional)"
    return form
