"""What is a member of the screening body asked about a case?"""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from portal.domain.deciding import MemberSays
from portal.models.interest import OwnInterest
from portal.models.member_view import MemberView
from portal.screening.forms import LONGEST_WORDS, NO, YES
from portal.tenancy.model import OutcomeOffered
from portal.web.fields import PageForm, words_field

NO_OUTCOME = SelectChoice("", "No outcome of these")


class ViewForm(PageForm):
    """What one member says; `view_form` adds the outcomes."""

    says = RadioField(
        "Is a review needed?",
        widget=GovRadioInput(),
        choices=[SelectChoice(each.value, each.label) for each in MemberSays],
        validators=[InputRequired("Select whether a review is needed")],
    )
    outcome = RadioField(
        "What would you recommend?",
        description="Where a review is needed, say which. Otherwise you may leave it at the last.",
        widget=GovRadioInput(),
        validators=[Optional()],
        default="",
    )
    reasons = words_field("What are your reasons?", "Give your reasons", longest=LONGEST_WORDS)
    is_involved = RadioField(
        "Was your agency involved with the child or the family?",
        description="An interest is declared and stays on the record; your view counts all the same. If you were "
        "involved yourself, give no view: say so on the case’s page.",
        widget=GovRadioInput(),
        choices=[SelectChoice(YES, "Yes"), SelectChoice(NO, "No")],
        validators=[InputRequired("Select whether your agency was involved")],
    )
    interest = words_field("If it was, how?", longest=LONGEST_WORDS, rows=3)

    def validate(self, extra_validators: object = None) -> bool:
        """Whether everything is answered, and an involvement told of for the first time is described."""
        is_valid = super().validate(extra_validators)
        if "is_involved" in self and self.is_involved.data == YES and not (self.interest.data or "").strip():
            self.interest.errors = [*self.interest.errors, "Say how your agency was involved"]
            return False
        return bool(is_valid)

    @property
    def declared(self) -> str:
        """What is declared now; nothing where the agency was not involved."""
        is_none = "interest" not in self or ("is_involved" in self and self.is_involved.data != YES)
        return "" if is_none else self.interest.data or ""

    def show(self, view: MemberView) -> None:
        """Show what the member said before; that their agency has nothing to declare was said with it."""
        self.says.data, self.reasons.data = view.says.value, view.reasons
        self.outcome.data = view.outcome.value if view.outcome else ""
        if "is_involved" in self:
            self.is_involved.data = NO


def view_form(
    outcomes: Iterable[OutcomeOffered], *, has_agency: bool, declared: Iterable[OwnInterest]
) -> ViewForm:
    """Return the form with these outcomes; what the agency has declared is not asked again, only added to."""
    form = ViewForm()
    form.outcome.choices = [*(SelectChoice(each.code, each.label) for each in outcomes), NO_OUTCOME]
    if not has_agency:
        del form.is_involved, form.interest
    elif list(declared):
        del form.is_involved
        form.interest.label.text = "Is there more to declare of your agency’s part? (optional)"
    return form
