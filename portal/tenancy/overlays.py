"""What does a form ask once the changes of an overlay are carried out on its base?"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from portal.tenancy.form_schema import ChangeSchema
from portal.tenancy.reading import Findings, Raw, checked

# What an overlay takes over from its base unless it says otherwise.
BASE_MAY_KEEP = ("code", "title", "version", "kind", "introduction", "source")


@dataclass(frozen=True)
class Place:
    """Where a section or question stands: the tables it is one of, which one, and how deep."""

    rows: list[Any]
    at: int
    depth: int


class Overlaid:
    """A base's tables, with what each change did to them; `taken_away` are codes and the change that took each."""

    def __init__(self, base: Raw, findings: Findings) -> None:
        self.sections = rows_of(deepcopy(base.get("section")))
        self.findings = findings
        self.taken_away: dict[str, str] = {}

    def carry_out(self, changes: list[Raw]) -> None:
        """Carry out the changes in order; what cannot be done is a fault, and the rest goes on."""
        for change in changes:
            quiet = Findings(self.findings.file)
            if checked(ChangeSchema(), change, quiet) is None:
                continue  # the schema of the whole form tells of it
            place = self.find(change["target"])
            if place is None:
                self._fault(change, "target", self._why_not_there(change["target"]))
            elif change["action"].startswith("move-"):
                self._move(change, place)
            else:
                self._change(change, place)

    def find(self, code: str) -> Place | None:
        """Where the section or question of this code stands now; sections come first."""
        return next((place for place in places(self.sections) if has_code(place.rows[place.at], code)), None)

    def _change(self, change: Raw, place: Place) -> None:
        rows, at = place.rows, place.at
        brought = change.get("question") or change.get("section") or {}
        match change["action"]:
            case "remove":
                self._take_away(change, codes_of([rows[at]]))
                del rows[at]
            case "replace":
                self._take_away(change, codes_of([rows[at]]) - codes_of([brought]))
                rows[at] = brought
            case "reword":
                self._reword(change, place, brought)
            case "add-before":
                rows.insert(at, brought)
            case _:
                rows.insert(at + 1, brought)
        for code in codes_of([brought]):
            self.taken_away.pop(code, None)

    def _reword(self, change: Raw, place: Place, brought: Raw) -> None:
        before = place.rows[place.at]
        without = change.get("without", [])
        for key in without:
            if key not in before:
                self._fault(change, "without", f"there is no {key!r} to leave out; take it away")
        after = {key: value for key, value in {**before, **brought}.items() if key not in without}
        if after == before:
            self._fault(change, "action", "it changes nothing; take it away, or say what differs")
        place.rows[place.at] = after

    def _move(self, change: Raw, place: Place) -> None:
        beside = self.find(change["beside"])
        if beside is None:
            self._fault(change, "beside", self._why_not_there(change["beside"]))
        elif beside.depth != place.depth or change["beside"] == change["target"]:
            self._fault(change, "beside", "a section goes beside another section, a question beside another question")
        else:
            moved = place.rows.pop(place.at)
            there = self.find(change["beside"]) or beside
            there.rows.insert(there.at + (change["action"] == "move-after"), moved)

    def _take_away(self, change: Raw, codes: set[str]) -> None:
        self.taken_away |= dict.fromkeys(codes, str(change["target"]))

    def _fault(self, change: Raw, key: str, remedy: str) -> None:
        self.findings.add(f"change[{change['target']}].{key}", remedy)

    def _why_not_there(self, code: str) -> str:
        if code in self.taken_away:
            return f"change[{self.taken_away[code]}] has taken {code!r} away; take one of the two changes away"
        near = get_close_matches(code, codes_of(self.sections), n=1)
        return f"the base has no such question or section{f'; did you mean {near[0]!r}?' if near else ''}"


def places(rows: list[Any], depth: int = 0) -> Iterator[Place]:
    """Every section and question, those of one depth before those within them."""
    yield from (Place(rows, at, depth) for at in range(len(rows)))
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("question"), list):
            yield from places(row["question"], depth + 1)


def has_code(row: object, code: str) -> bool:
    """Whether this is the table of that code."""
    return isinstance(row, dict) and row.get("code") == code


def rows_of(value: Any) -> list[Raw]:
    """The tables of a list, leaving out what is no table; the schema tells of that."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def codes_of(rows: list[Raw]) -> set[str]:
    """Every code of these sections and of the questions in them."""
    found = {row["code"] for row in rows if isinstance(row.get("code"), str)}
    for row in rows:
        found |= codes_of(rows_of(row.get("question")))
    return found


def overlaid(base: Raw, raw: Raw, findings: Findings) -> tuple[Raw, dict[str, str]]:
    """The overlay's tables over its base's, and which codes are gone by which change."""
    over = Overlaid(base, findings)
    over.carry_out(rows_of(raw.get("change")))
    kept = {key: base[key] for key in BASE_MAY_KEEP if key in base}
    return {**kept, **raw, "section": over.sections + rows_of(raw.get("section"))}, over.taken_away
