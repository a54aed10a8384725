"""What do the staff forms share: a day in three boxes, words with a limit, a form that only asks whether?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovTextArea, GovTextInput
from werkzeug.datastructures import CombinedMultiDict
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal.domain.errors import InvalidAnswer
from portal.extensions import db
from portal.web.question_form import clean

PARTS = 3
FIRST_YEAR, LAST_YEAR = 2000, 2100


class DayField(DateField):  # type: ignore[misc]
    """A day in three boxes. Anything else that is sent, in any number of parts, is a mistake and never a fault."""

    widget = GovDateInput()

    @property
    def day(self) -> date:
        """The day of a field that was found valid; ValueError where it has none."""
        if self.data is None:
            raise ValueError("the field has no day")
        return self.data

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the day; ValueError with the words for the page where there is none."""
        typed = [str(each).strip() for each in valuelist][:PARTS]
        # The widget unpacks exactly three.
        self.raw_data = [*typed, "", "", ""][:PARTS]
        self.data = None
        if not any(typed):
            return
        day, month, year = (int(each) if each.isascii() and each.isdigit() else 0 for each in self.raw_data)
        try:
            self.data = date(year, month, day)
        except (ValueError, OverflowError):
            raise ValueError("Enter a real date, like 27 3 2026") from None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self.data = None
            raise ValueError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}")


def day_field(label: str, missing: str, hint: str = "") -> DayField:
    """Return a field for a day that has to be given."""
    return DayField(label, description=hint, validators=[DayRequired(missing)])


class DayRequired:
    """Refuses no day: the three boxes send three empty values, which other validators take for an answer."""

    field_flags: dict[str, Any] = {}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: DayField) -> None:
        """ValidationError where no day was given and nothing else is wrong."""
        if field.data is None and not field.errors:
            raise ValidationError(self.message)


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form of words and choices: a file that somebody sends in their place is not read."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where a form's answers come from."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return what was typed, without the files that Flask-WTF would put before it."""
            wrapped = super().wrap_formdata(form, formdata)
            return request.form if isinstance(wrapped, CombinedMultiDict) else wrapped


def typed(text: str | None) -> str | None:
    """Return what was typed without what no keyboard types: a database refuses some of it."""
    return None if text is None else clean(text)


def line_field(
    label: str, missing: str = "", hint: str = "", *, longest: int = 200
) -> StringField:
    """Return a field for one line of words; `missing` is said where it has to be given."""
    asked: list[Any] = [DataRequired(missing)] if missing else []
    length = Length(max=longest, message=f"Use {longest} characters or fewer")
    return StringField(
        label, description=hint, widget=GovTextInput(), validators=[*asked, length], filters=[typed],
        render_kw={"autocomplete": "off"},
    )  # fmt: skip


def words_field(label: str, missing: str = "", hint: str = "", *, longest: int = 5_000, rows: int = 6) -> TextAreaField:
    """Return a field for words; `missing` is said where they have to be given."""
    validators: list[Any] = [DataRequired(missing)] if missing else []
    validators.append(Length(max=longest, message=f"Use {longest:,} characters or fewer"))
    return TextAreaField(
        label, description=hint, widget=GovTextArea(), validators=validators, filters=[typed],
        render_kw={"params": {"rows": rows}},
    )  # fmt: skip


class ConfirmForm(PageForm):
    """Nothing but the token that shows the page was ours."""


def blame(form: Any, error: InvalidAnswer, default: str) -> None:
    """Show a refusal of the rules beside the field at fault, as if the form had found it."""
    field = form._fields.get(error.field or default) or form._fields[default]
    field.errors = [*field.errors, error.message]


def is_done(form: Any, act: Callable[[], object], default: str = "") -> bool:
    """Whether what a valid form asks for was done; a refusal of the rules stands beside its field."""
    try:
        act()
    except InvalidAnswer as error:
        db.session.rollback()
        blame(form, error, default or next(iter(form._fields)))
        return False
    return True


def is_carried_out(form: Any, act: Callable[[], object], default: str = "") -> bool:
    """Whether a form was sent, is valid, and what it asks for was done."""
    return form.validate_on_submit() and is_done(form, act, default)
