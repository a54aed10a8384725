"""What does a form ask, once its base, its changes and its lists of options are joined?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from portal.tenancy.code_lists import Options, coded_lists
from portal.tenancy.faults import Fault
from portal.tenancy.form_schema import ChangeSchema, FormSchema, OptionListSchema
from portal.tenancy.model import Form, Question
from portal.tenancy.reading import Findings, Raw, checked, read_toml

BASE_MAY_KEEP = ("code", "title", "version", "kind", "introduction", "source")


@dataclass(frozen=True)
class Shared:
    """What several partnerships' forms are built from: bases as they are written, and lists of options."""

    bases: Mapping[str, Raw]
    lists: Mapping[str, Options]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class ReadForm:
    """A form with the file it is in, and for its base's questions and sections the base's file."""

    form: Form
    file: str
    base_file: str
    from_base: frozenset[str]

    def file_of(self, code: str) -> str:
        """The file that a question or section is written in."""
        return self.base_file if code in self.from_base else self.file


def read_shared(directory: Path) -> Shared:
    """The bases and lists of `shared/`; both may be absent."""
    faults: list[Fault] = []
    bases: dict[str, Raw] = {}
    lists: dict[str, Options] = {}
    for path in sorted((directory / "shared" / "forms").glob("*.toml")):
        findings = Findings(f"shared/forms/{path.name}")
        raw = read_toml(path, findings)
        if raw is not None:
            bases[path.stem] = raw
            for key in raw.keys() - {*BASE_MAY_KEEP, "section"}:
                findings.add(
                    key, f"is not a key of a base; it may have {', '.join(BASE_MAY_KEEP)} and section"
                )
        faults += findings.faults
    for path in sorted((directory / "shared" / "lists").glob("*.toml")):
        findings = Findings(f"shared/lists/{path.name}")
        lists[path.stem] = _options_in(path, findings)
        if path.stem in coded_lists():
            findings.add("the file", "give it another name; the domain has a list of this name")
        faults += findings.faults
    return Shared(bases, lists, tuple(faults))


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
    joined, from_base = _joined(raw, shared, findings)
    base_file = f"shared/forms/{raw.get('extends')}.toml"
    found = Findings(file)
    form = checked(FormSchema(), joined, found) if joined is not None else None
    faults = findings.faults + [_placed(fault, base_file, from_base) for fault in found.faults]
    if form is None:
        return None, faults
    read = ReadForm(form, file, base_file, from_base)
    read, missing = _with_options(read, shared.lists)
    return read, faults + missing


def _placed(fault: Fault, base_file: str, from_base: frozenset[str]) -> Fault:
    """A fault of a question that the base brought is told of the base's file."""
    named = [step for step in re.findall(r"\[([^\]]+)\]", fault.key) if not step.isdigit()]
    is_the_bases = bool(named) and named[-1] in from_base and not fault.key.startswith("change[")
    return replace(fault, file=base_file) if is_the_bases else fault


def _joined(raw: Raw, shared: Shared, findings: Findings) -> tuple[Raw | None, frozenset[str]]:
    """The form's tables over its base's, and the codes that the base brought."""
    name = raw.get("extends")
    if not name:
        return raw, frozenset()
    if not isinstance(name, str) or name not in shared.bases:
        known = ", ".join(shared.bases) or "none yet"
        findings.add("extends", f"shared/forms has no {name}.toml; it has: {known}")
        return None, frozenset()
    base = deepcopy(shared.bases[name])
    sections = _rows(base.get("section"))
    changed = _changed(sections, _rows(raw.get("change")), findings)
    own = _codes(_rows(raw.get("section"))) | {
        code for one in _rows(raw.get("change")) for code in _brought(one)
    }
    kept = {key: base[key] for key in BASE_MAY_KEEP if key in base}
    joined = {**kept, **raw, "section": sections + _rows(raw.get("section"))}
    return joined, frozenset(_codes(sections) - own - changed)


def _rows(value: Any) -> list[Raw]:
    """The tables of a list, leaving out what is no table; the schema tells of that."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _codes(rows: list[Raw]) -> set[str]:
    """Every code of these sections and of the questions in them."""
    found = {str(row.get("code")) for row in rows}
    for row in rows:
        found |= _codes(_rows(row.get("question")))
    return found


def _brought(change: Raw) -> set[str]:
    brought = [change[key] for key in ("question", "section") if isinstance(change.get(key), dict)]
    return _codes(brought)


def _changed(sections: list[Raw], changes: list[Raw], findings: Findings) -> set[str]:
    """Carry out the changes on the sections, in order; the codes of what was reworded or replaced."""
    touched = set()
    for change in changes:
        quiet = Findings(findings.file)
        if checked(ChangeSchema(), change, quiet) is None:
            continue  # the schema of the whole form tells of it
        if not _carry_out(sections, change):
            findings.add(f"change[{change['target']}].target", "the base has no such question or section")
        touched.add(str(change["target"]))
    return touched


def _carry_out(rows: list[Raw], change: Raw) -> bool:
    """Carry out one change wherever its target is, sections first; False where it is nowhere."""
    at = next((at for at, row in enumerate(rows) if _has_code(row, change["target"])), None)
    if at is None:
        return any(_carry_out(row["question"], change) for row in rows if _has_questions(row))
    brought = change.get("question") or change.get("section") or {}
    match change["action"]:
        case "remove":
            del rows[at]
        case "replace":
            rows[at] = brought
        case "reword":
            rows[at] = {**rows[at], **brought}
        case "add-before":
            rows.insert(at, brought)
        case _:
            rows.insert(at + 1, brought)
    return True


def _has_code(row: object, code: str) -> bool:
    return isinstance(row, dict) and row.get("code") == code


def _has_questions(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("question"), list)


def _with_options(read: ReadForm, lists: Mapping[str, Options]) -> tuple[ReadForm, list[Fault]]:
    """The form with each named list's options in its questions, and a fault for each unknown list."""
    every = {**lists, **coded_lists()}
    sections = tuple(
        replace(section, questions=tuple(_filled(question, every) for question in section.questions))
        for section in read.form.sections
    )
    top = [question for section in sections for question in section.questions]
    faults = [
        Fault(
            read.file_of(one.code),
            f"question[{one.code}].options_from",
            _no_such_list(one.options_from, every),
        )
        for question in top
        for one in (question, *question.questions)
        if one.options_from and one.options_from not in every
    ]
    return replace(read, form=replace(read.form, sections=sections)), faults


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
