"""What does a form ask, once its base, its changes and its lists of options are joined?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from portal.tenancy.code_lists import Options, coded_lists
from portal.tenancy.faults import Fault
from portal.tenancy.form_schema import FormSchema, OptionListSchema
from portal.tenancy.model import Form, OutcomeOffered, Question
from portal.tenancy.overlays import BASE_MAY_KEEP, overlaid
from portal.tenancy.reading import Findings, Raw, checked, read_toml

# The list of a partnership's own reviews, and what may be said instead of one.
REVIEWS = "review-offered"
NO_REVIEW = (("no-review", "No further review"), ("not-sure", "Not sure yet"))


@dataclass(frozen=True)
class ReadForm:
    """A form with the file it is in, the base it builds on, and the codes that its changes took away."""

    form: Form
    file: str
    base: ReadForm | None = None
    taken_away: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A form's file with its base's tables joined in; `read` is None where a fault leaves nothing to ask."""

    raw: Raw
    read: ReadForm | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Shared:
    """What several partnerships' forms are built from: bases, and lists of options."""

    bases: Mapping[str, Written]
    lists: Mapping[str, Options]
    faults: tuple[Fault, ...] = ()

    @property
    def read_bases(self) -> list[ReadForm]:
        """The bases that can be asked."""
        return [base.read for base in self.bases.values() if base.read]


def reviews_offered(outcomes: Iterable[OutcomeOffered]) -> Options:
    """The reviews that a partnership offers, in its own words, and that none, or that it is too early to say."""
    return (*((each.code, each.label) for each in outcomes if each.opens), *NO_REVIEW)


def read_shared(directory: Path) -> Shared:
    """The bases and lists of `shared/`; both may be absent."""
    faults: list[Fault] = []
    # Each partnership puts its own reviews in the place of these.
    lists: dict[str, Options] = {REVIEWS: (*coded_lists()["review-kind"], *NO_REVIEW)}
    for path in sorted((directory / "shared" / "lists").glob("*.toml")):
        findings = Findings(f"shared/lists/{path.name}")
        if path.stem in (REVIEWS, *coded_lists()):
            findings.add("the file", "give it another name; the domain has a list of this name")
        else:
            lists[path.stem] = _options_in(path, findings)
        faults += findings.faults
    raws: dict[str, Raw] = {}
    for path in sorted((directory / "shared" / "forms").glob("*.toml")):
        findings = Findings(f"shared/forms/{path.name}")
        raw = read_toml(path, findings)
        faults += findings.faults
        if raw is not None:
            raws[path.stem] = raw
    bases = _bases(raws, lists)
    return Shared(bases, lists, (*faults, *(fault for base in bases.values() for fault in base.faults)))


def _bases(raws: Mapping[str, Raw], lists: Mapping[str, Options]) -> dict[str, Written]:
    """Each base, those that others build on first; a base that builds on itself is left out with a fault."""
    made: dict[str, Written] = {}
    waiting = dict(raws)
    while waiting:
        ready = [name for name, raw in waiting.items() if raw.get("extends") not in waiting]
        for name in ready or waiting:
            raw, file = waiting[name], f"shared/forms/{name}.toml"
            if ready:
                made[name] = _written(
                    {"code": name, "version": 1, **raw}, file, made, lists, _strange_keys(raw, file)
                )
            else:
                fault = Fault(file, "extends", "bases build on one another in a circle; let one stand alone")
                made[name] = Written(raw, None, (fault,))
        waiting = {name: raw for name, raw in waiting.items() if name not in made}
    return made


def _strange_keys(raw: Raw, file: str) -> list[Fault]:
    """Keys that only a partnership's own form may have."""
    may = (*BASE_MAY_KEEP, "extends", "change", "section")
    return [
        Fault(file, key, f"is not a key of a base; it may have {', '.join(may)}")
        for key in raw.keys() - {*may}
    ]


def _options_in(path: Path, findings: Findings) -> Options:
    raw = read_toml(path, findings)
    held = checked(OptionListSchema(), raw, findings) if raw is not None else None
    return tuple((code, label) for code, label in held["options"]) if held else ()


def read_form(path: Path, file: str, shared: Shared) -> tuple[ReadForm | None, list[Fault]]:
    """The form in this file, joined with its base; None where a fault leaves nothing to ask."""
    findings = Findings(file)
    raw = read_toml(path, findings)
    if raw is None:
        return None, findings.faults
    written = _written(raw, file, shared.bases, shared.lists)
    return written.read, list(written.faults)


def _written(
    raw: Raw,
    file: str,
    bases: Mapping[str, Written],
    lists: Mapping[str, Options],
    known: Iterable[Fault] = (),
) -> Written:
    """Join a form's file with its base; what its base tells of already is not told again here."""
    findings = Findings(file)
    base: Written | None = None
    taken_away: dict[str, str] = {}
    if name := raw.get("extends"):
        base = bases.get(name) if isinstance(name, str) else None
        if base is None:
            findings.add(
                "extends", f"shared/forms has no {name}.toml; it has: {', '.join(bases) or 'none yet'}"
            )
            return Written(raw, None, (*known, *findings.faults))
        raw, taken_away = overlaid(base.raw, raw, findings)
    form = checked(FormSchema(), raw, findings)
    read = ReadForm(form, file, base.read if base else None, taken_away) if form is not None else None
    if read is not None:
        read = _with_options(read, lists, findings)
    return Written(raw, read, (*known, *not_told_by(base.faults if base else (), findings.faults)))


def not_told_by(base: Iterable[Fault], faults: Iterable[Fault]) -> list[Fault]:
    """The faults that a form does not share with its base: those are the base's, and told once."""
    told = {(fault.key, fault.remedy) for fault in base}
    return [fault for fault in faults if (fault.key, fault.remedy) not in told]


def _with_options(read: ReadForm, lists: Mapping[str, Options], findings: Findings) -> ReadForm:
    """The form with each named list's options in its questions; an unknown list is a fault."""
    every = {**lists, **coded_lists()}
    sections = tuple(
        replace(section, questions=tuple(_filled(question, every) for question in section.questions))
        for section in read.form.sections
    )
    top = [question for section in sections for question in section.questions]
    for one in (inner for question in top for inner in (question, *question.questions)):
        if one.options_from and one.options_from not in every:
            findings.add(f"question[{one.code}].options_from", _no_such_list(one.options_from, every))
    base = read.base.form if read.base else None
    return replace(read, form=replace(read.form, sections=sections, built_on=base))


def _filled(question: Question, lists: Mapping[str, Options]) -> Question:
    """The question with the options of the list that it names, and so within a group."""
    inner = tuple(_filled(one, lists) for one in question.questions)
    options = lists.get(question.options_from, ()) if question.options_from else question.options
    return replace(question, options=options, questions=inner)


def _no_such_list(name: str, lists: Mapping[str, Options]) -> str:
    near = get_close_matches(name, lists, n=3)
    hint = (
        f"did you mean {' or '.join(near)}?" if near else "add it to shared/lists, or see tenants/README.md"
    )
    return f"there is no list {name!r}; {hint}"
