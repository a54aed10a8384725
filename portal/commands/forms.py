"""How does whoever edits a partnership's forms see what they change of the shared ones?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from portal.commands.folders import partnership
from portal.tenancy.form_differences import (
    ADDED,
    CHANGED,
    FormDifference,
    QuestionDifference,
    Side,
    differences,
)
from portal.tenancy.model import Form

SIGNS = {ADDED: "+", CHANGED: "~"}
NOTHING = "nothing"


@click.group("forms")
def group() -> None:
    """Show partnerships' referral forms, and what they change."""


@group.command("list")
@click.argument("slug")
def list_command(slug: str) -> None:
    """List a partnership's forms, with version and base."""
    for form in partnership(slug).forms.values():
        click.echo(f"{form.code}: {form.title}, version {form.version}, {_on(form)}")


@group.command("diff")
@click.argument("slug")
@click.argument("form_code", required=False)
def diff_command(slug: str, form_code: str | None) -> None:
    """Tell in words what a partnership's forms add to, take from and change of the shared ones."""
    forms = partnership(slug).forms
    if form_code and form_code not in forms:
        raise click.UsageError(f"There is no form {form_code!r}. There are: {', '.join(sorted(forms))}.")
    for form in [forms[form_code]] if form_code else forms.values():
        click.echo(f"{form.title} (version {form.version}), {_on(form)}")
        told = differences(form.built_on, form) if form.built_on else None
        for line in told_in_lines(told) if told else ():
            click.echo(f"  {line}")
        click.echo()


def _on(form: Form) -> str:
    return f"built on {form.base}" if form.built_on else "built on no shared form"


def told_in_lines(told: FormDifference) -> Iterator[str]:
    """A form's differences as lines, those of a section or question further in."""
    yield from _sides(told.sides)
    for section in told.sections:
        yield f"{section.title}:" if section.how == CHANGED else f"{section.title}: section {section.how.lower()}"
        if section.how == CHANGED:
            yield from (f"  {line}" for line in _sides(section.sides))
        for question in section.questions:
            yield from (f"  {line}" for line in _question(question))


def _question(told: QuestionDifference) -> Iterator[str]:
    yield f"{SIGNS.get(told.how, '-')} {told.how}: {told.label} [{told.code}]"
    if told.how == CHANGED:
        yield from (f"    {line}" for line in _sides(told.sides))
        for inner in told.inner:
            yield from (f"    {line}" for line in _question(inner))
    elif told.how == ADDED:
        shown = (side for side in told.sides if side.what not in ("Question", "Width"))
        yield from (f"    {side.what}: {'; '.join(side.here)}" for side in shown)


def _sides(sides: Iterable[Side]) -> Iterator[str]:
    for side in sides:
        yield f"{side.what}: {'; '.join(side.base) or NOTHING} -> {'; '.join(side.here) or NOTHING}"
