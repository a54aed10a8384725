"""Can a form be answered from its first question to its last, and does every answer go somewhere?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from portal.tenancy.code_lists import coded_lists
from portal.tenancy.conditions import applies
from portal.tenancy.core_fields import AGENCY_RETURN, CHOICES, CORE_FIELDS, CoreField, essential_fields
from portal.tenancy.faults import Fault
from portal.tenancy.fields import repeated
from portal.tenancy.forms import ReadForm, not_told_by
from portal.tenancy.model import Question

FIXED_ANSWERS = {"yes-no-not-known": ("yes", "no", "not-known"), "declaration": ("yes",)}
MOST_COMBINATIONS = 20_000  # beyond this a chain of conditions is taken to be reachable
Asked = dict[str, Question]
Remedies = Iterator[tuple[str, str]]


def lint_form(read: ReadForm) -> list[Fault]:
    """Every fault of one form that only shows once all its parts are joined; its base's own are the base's."""
    unfed = [Fault(read.file, key, remedy) for key, remedy in _unfed(read)]
    return unfed + lint_base(read)


def lint_base(read: ReadForm) -> list[Fault]:
    """The same of a base, which need not feed every core field: what builds on it may."""
    return not_told_by(_found(read.base) if read.base else (), _found(read))


def _found(read: ReadForm) -> list[Fault]:
    top = [question for section in read.form.sections for question in section.questions]
    faults = [Fault(read.file, key, remedy) for key, remedy in _repeated_codes(read, top)]
    faults += [Fault(read.file, f"question[{code}].kind", _NOT_THEIRS) for code in _files_of_others(read)]
    faults += [Fault(read.file, f"section[{code}].completed_by", remedy) for code, remedy in _never_asked(read)]
    earlier: Asked = {}
    everywhere = {question.code: at for at, question in enumerate(top)}
    for question in top:
        faults += _lint_question(read, question, earlier, everywhere)
        inside = dict(earlier)
        places = {**everywhere, **{one.code: len(top) + at for at, one in enumerate(question.questions)}}
        for inner in question.questions:
            faults += _lint_question(read, inner, inside, places, is_in_group=True)
            inside[inner.code] = inner
        earlier[question.code] = question
    faults += [Fault(read.file, f"question[{code}].when", _CYCLE) for code in _in_a_cycle(top)]
    return faults


# What they say has pages of its own, the same in every partnership.
_ON_PAGES_OF_THEIR_OWN = {
    "screening-body": "what the screening body advises has a page of its own; no page asks it this",
    "decision-makers": "what the partners decide has pages of its own; no page asks them this",
}


def _never_asked(read: ReadForm) -> Remedies:
    """Sections that no page would ever ask, each with what to do about it."""
    own = party_of(read.form.kind)
    asked = {own} if own == "other-agency" else {own, "quality-assurer"}
    for section in read.form.sections:
        if section.completed_by not in asked:
            why = _ON_PAGES_OF_THEIR_OWN.get(section.completed_by, "no page asks them in a form of this kind")
            yield section.code, f"{why}; give it to: {', '.join(sorted(asked))}, or take the section away"


_NOT_THEIRS = "only whoever begins a form hands files in with it; move it to a section that they complete"


def _files_of_others(read: ReadForm) -> list[str]:
    """Questions for files in sections that somebody other than whoever begins the form completes."""
    own = party_of(read.form.kind)
    others = [section for section in read.form.sections if section.completed_by != own]
    return [one.code for section in others for one in section.questions if one.kind == "file"]


def party_of(form_kind: str) -> str:
    """Who begins a form of this kind, and completes most of it."""
    return "other-agency" if form_kind == AGENCY_RETURN else "referrer"


_CYCLE = "it waits for a question that waits for it; take one of the conditions away"


def _repeated_codes(read: ReadForm, top: list[Question]) -> Remedies:
    for code in repeated(section.code for section in read.form.sections):
        yield f"section[{code}].code", "more than one section has this code; rename one"
    everyone = [one.code for question in top for one in (question, *question.questions)]
    for code in repeated(everyone):
        yield f"question[{code}].code", "more than one question has this code; rename one"


def _unfed(read: ReadForm) -> Remedies:
    """Core fields that this kind of form must feed and does not, or not always, or that are fed twice."""
    top = [(section, question) for section in read.form.sections for question in section.questions]
    feeding = {question.maps_to: (section, question) for section, question in top if question.maps_to}
    for needed in essential_fields(read.form.kind):
        if needed.name not in feeding:
            yield needed.name, _nothing_feeds(read, needed)
            continue
        section, question = feeding[needed.name]
        if not question.is_required or question.condition or section.completed_by != "referrer":
            remedy = (
                f"{question.code} feeds it only sometimes; ask it of every referrer, with is_required = true"
            )
            yield needed.name, remedy
    for name in repeated(question.maps_to for _, question in top if question.maps_to):
        yield name, "more than one question feeds it; keep one, and the others as answered"


def _nothing_feeds(read: ReadForm, needed: CoreField) -> str:
    """Why a core field is empty: a change took away what fed it, or nothing ever did."""
    kinds = " or ".join(sorted(needed.kinds))
    add = f"add a {kinds} question that maps_to it: {needed.says}"
    base = read.base.form.sections if read.base else ()
    fed_by = {question.code for section in base for question in section.questions if question.maps_to == needed.name}
    took = next((read.taken_away[code] for code in sorted(fed_by) if code in read.taken_away), "")
    return f"change[{took}] takes away what feeds it; keep it, or {add}" if took else f"nothing feeds it; {add}"


def _lint_question(
    read: ReadForm,
    question: Question,
    earlier: Asked,
    everywhere: Mapping[str, int],
    *,
    is_in_group: bool = False,
) -> list[Fault]:
    mapping = _lint_mapping(question, is_in_group)
    found = [*mapping, *_lint_condition(question, earlier, everywhere, read.taken_away)]
    return [Fault(read.file, f"question[{question.code}].{part}", remedy) for part, remedy in found]


def _lint_mapping(question: Question, is_in_group: bool) -> Remedies:
    if not question.maps_to:
        if not question.is_kept_as_answered and not question.questions:
            yield "maps_to", "it feeds nothing; name a core field, or say kept_as_answered = true"
        return
    if question.is_kept_as_answered:
        yield "kept_as_answered", "take it away; the answer feeds a core field"
    core = CORE_FIELDS.get(question.maps_to)
    if core is None:
        yield "maps_to", f"there is no core field {question.maps_to!r}; tenants/README.md lists them"
        return
    if question.kind not in core.kinds:
        yield "kind", f"{core.name} is fed by {' or '.join(sorted(core.kinds))}, not by {question.kind}"
    if core.says.startswith("In a group") != is_in_group:
        yield "maps_to", f"{core.name} belongs {'outside' if is_in_group else 'inside'} a group"
    if core.codes and question.kind in ("one-of", "many-of"):
        yield from _strange_codes(question, core.codes)


def _strange_codes(question: Question, list_name: str) -> Remedies:
    known = {code for code, _ in coded_lists()[list_name]}
    strange = [code for code, _ in question.options if code not in known]
    if strange:
        yield (
            "options",
            f"{', '.join(strange)}: not in the list {list_name}; write options_from = {list_name!r}",
        )


def _lint_condition(
    question: Question, earlier: Asked, everywhere: Mapping[str, int], taken_away: Mapping[str, str]
) -> Remedies:
    if question.condition is None:
        return
    sound = True
    for code, accepted in question.condition.tests:
        remedy = _unsound(question, code, accepted, earlier, everywhere)
        if remedy and code in taken_away:
            remedy = f"change[{taken_away[code]}] takes {code} away; take {question.code} away too, or reword its when"
        if remedy:
            sound = False
            yield "when", remedy
    if sound and not _is_reachable(question, earlier):
        yield "when", "no answers can ever lead to this question; loosen its condition or take it away"


def _unsound(
    question: Question, code: str, accepted: tuple[str, ...], earlier: Asked, everywhere: Mapping[str, int]
) -> str | None:
    """Why this test of a condition cannot be made, with the remedy."""
    if code == question.code:
        return "it waits for its own answer; name an earlier question"
    if code not in earlier:
        if code in everywhere:
            return f"{code} is asked later; move it before this question"
        return f"there is no question {code!r} to ask it of; name an earlier question"
    if earlier[code].kind not in CHOICES:
        return f"{code} is {earlier[code].kind}, not a choice; ask it of {', '.join(CHOICES)}"
    missing = [answer for answer in accepted if answer not in answers_of(earlier[code])]
    if missing:
        return f"{code} has no answer {', '.join(missing)}; it has: {', '.join(answers_of(earlier[code]))}"
    return None


def answers_of(question: Question) -> tuple[str, ...]:
    """The codes that can be chosen; empty for a question that is no choice."""
    return FIXED_ANSWERS.get(question.kind) or tuple(code for code, _ in question.options)


def _is_reachable(question: Question, earlier: Asked) -> bool:
    """Whether some answers to the questions it hangs on, asked in their turn, lead to it."""
    chain = _hangs_on(question, earlier)
    choices = [_ways_to_answer(earlier[code], [question, *(earlier[one] for one in chain)]) for code in chain]
    size = 1
    for ways in choices:
        size *= len(ways)
    if size > MOST_COMBINATIONS:
        return True
    return any(_leads_to(question, [earlier[code] for code in chain], ways) for ways in product(*choices))


def _hangs_on(question: Question, earlier: Asked) -> list[str]:
    """Every earlier question that this one's condition rests on, however far back, in the form's order."""
    wanted = [question]
    found: set[str] = set()
    while wanted:
        condition = wanted.pop().condition
        for code, _ in condition.tests if condition else ():
            if code in earlier and code not in found:
                found.add(code)
                wanted.append(earlier[code])
    return [code for code in earlier if code in found]


def _ways_to_answer(asked: Question, who_test: list[Question]) -> list[object]:
    """The answers worth trying: each one that a condition names, another, several together, and none."""
    named = {
        answer
        for one in who_test
        if one.condition
        for code, accepted in one.condition.tests
        if code == asked.code
        for answer in accepted
    }
    others = [answer for answer in answers_of(asked) if answer not in named][:1]
    if asked.kind != "many-of":
        return [None, *sorted(named), *others]
    several = [[answer for answer, is_in in zip(sorted(named), chosen, strict=True) if is_in]
               for chosen in product((True, False), repeat=min(len(named), 12))]  # fmt: skip
    return [None, *several]


def _leads_to(question: Question, chain: list[Question], ways: tuple[object, ...]) -> bool:
    standing: dict[str, object] = {}
    for asked, answer in zip(chain, ways, strict=True):
        if answer is not None:
            if not applies(asked.condition, standing):
                return False
            standing[asked.code] = answer
    return applies(question.condition, standing)


def _in_a_cycle(top: list[Question]) -> list[str]:
    """Questions whose conditions lead back to themselves, in the form's order."""
    tests = {one.code: {code for code, _ in one.condition.tests} if one.condition else set() for one in top}
    return [code for code in tests if _comes_back(code, tests)]


def _comes_back(start: str, tests: Mapping[str, set[str]]) -> bool:
    wanted, seen = list(tests[start] - {start}), set()
    while wanted:
        code = wanted.pop()
        if code == start:
            return True
        if code not in seen:
            seen.add(code)
            wanted += tests.get(code, set())
    return False
