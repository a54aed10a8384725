"""What may show that two referrals are about one child, though a name or a date was written differently?

Each way of writing a person down gives parts that are hashed and compared; what is compared is never a name. How much
a likeness says stands in the order of the reasons. People decide, always.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.domain.coded import Coded
from portal.domain.given_names import usual_form

WHOLE_DAY = len("2026-04-02")
MONTHS = 12
# What people write where a child has no name yet.
NO_NAME = frozenset({"unborn", "baby", "infant", "child", "unknown", "notknown", "na", "none"})


class Likeness(Coded):
    """Why two people may be one, the strongest first: of two ways of writing, the weaker counts."""

    SAME = "same", "The same name and date of birth"
    FIRST_NAME = "first-name", "The same first and family name, and the same date of birth"
    KNOWN_AS = "known-as", "A name that the child is also known by, and the same date of birth"
    SHORT_FORM = "short-form", "Another form of the same given name, and the same date of birth"
    OTHER_ORDER = "other-order", "The same names in another order, and the same date of birth"
    SOUNDS_ALIKE = "sounds-alike", "Names that sound alike, and the same date of birth"
    DAY_AND_MONTH = "day-and-month", "The same name, with day and month of birth the other way round"
    FAMILY_NAME = "family-name", "The same family name and date of birth"
    GIVEN_NAME = "given-name", "The same given name and date of birth, with another family name"
    UNDATED = "undated", "The same name; for one of them the date of birth is not known"
    # Tells nothing by itself: it is what a name without a date is compared with.
    DATED = "dated", "The same name"


STRENGTH = {likeness: at for at, likeness in enumerate(Likeness)}


@dataclass(frozen=True, slots=True)
class Person:
    """A child as somebody wrote them down; the date as much of ISO 8601 as is known."""

    given_names: str = ""
    family_name: str = ""
    other_names: str = ""
    born_on: str = ""


Way = tuple[Likeness, tuple[str, ...]]


def ways_of(person: Person) -> list[Way]:
    """Return each way in which a person may be found, as the parts to hash; none for somebody without a name."""
    given = [each for each in tokens(person.given_names) if each not in NO_NAME]
    family = "".join(tokens(person.family_name))
    if not family and len(given) > 1:
        # Written as one name: the last word is the family's.
        family = given.pop()
    born = person.born_on if len(person.born_on) == WHOLE_DAY else ""
    if not family or not (given or born):
        return []
    found = list(undated(given, family, born))
    if born:
        found += [*dated(given, family, born), *by_other_names(person.other_names, born)]
    # The strongest of those that give the same parts.
    kept: dict[tuple[str, ...], Likeness] = {}
    for likeness, parts in sorted(found, key=lambda way: STRENGTH[way[0]]):
        kept.setdefault(parts, likeness)
    return [(likeness, parts) for parts, likeness in kept.items()]


def undated(given: Sequence[str], family: str, born: str) -> Iterator[Way]:
    """Yield a name by itself, for whoever has no date of birth to compare."""
    if given:
        yield (Likeness.DATED if born else Likeness.UNDATED), ("name", usual_form(given[0]), family)


def dated(given: Sequence[str], family: str, born: str) -> Iterator[Way]:
    """Yield the ways in which a name and a whole date of birth are written."""
    yield Likeness.FAMILY_NAME, ("family", family, born)
    if not given:
        return
    first, usual = given[0], usual_form(given[0])
    yield Likeness.SAME, ("whole", "".join(given), family, born)
    yield Likeness.FIRST_NAME, ("first", first, family, born)
    yield Likeness.SHORT_FORM, ("usual", usual, family, born)
    yield Likeness.OTHER_ORDER, ("order", *sorted((first, family)), born)
    yield Likeness.SOUNDS_ALIKE, ("sound", sound_of(usual), sound_of(family), born)
    yield Likeness.GIVEN_NAME, ("given", usual, born)
    year, month, day = born.split("-")
    if int(day) <= MONTHS and day != month:
        yield Likeness.DAY_AND_MONTH, ("turned", usual, family, year, *sorted((month, day)))


def by_other_names(other_names: str, born: str) -> Iterator[Way]:
    """Yield what a child is also called, each name of two words or more as given and family name."""
    for name in re.split(r"[,;/\n]|\baka\b|\bor\b", other_names):
        words = [each for each in tokens(name) if each not in NO_NAME]
        if len(words) > 1:
            yield Likeness.KNOWN_AS, ("first", words[0], words[-1], born)


def reason_of(mine: Likeness, theirs: Likeness) -> Likeness | None:
    """Return what equal parts of two people say; nothing where a name alone is all and both have a date."""
    if mine is theirs is Likeness.DATED:
        return None
    found = {mine, theirs}
    if found & {Likeness.UNDATED, Likeness.DATED}:
        return Likeness.UNDATED
    return max(found, key=STRENGTH.__getitem__)


def tokens(name: str) -> list[str]:
    """Return the words of a name without accents, case or punctuation; what a hyphen joins stays one word."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    words = ("".join(letter for letter in word if letter.isalnum()) for word in apart.split())
    return [word for word in words if word]


SOUNDS = {
    letter: sound
    for sound, letters in {"1": "bfpv", "2": "cgjkqsxz", "3": "dt", "4": "l", "5": "mn", "6": "r"}.items()
    for letter in letters
}


def sound_of(name: str) -> str:
    """Return how a name sounds in English, roughly: Russell and Odell's code, with no limit on its length."""
    code, before = name[:1], SOUNDS.get(name[:1], "")
    for letter in name[1:]:
        sound = SOUNDS.get(letter, "")
        if sound and sound != before:
            code += sound
        # Two letters of one sound with h or w between them are said as one.
        if letter not in "hw":
            before = sound
    return code
