"""Is a child found again though a name or a date was written differently, and is nobody found by a name alone?"""

from __future__ import annotations

import pytest

from portal.domain.likeness import Likeness, Person, reason_of, sound_of, ways_of

BORN = "2019-04-07"
KATE = Person("Katherine Rose", "O’Neill-Invented", born_on=BORN)


def likeness(one: Person, other: Person) -> Likeness | None:
    """Return the strongest reason to think that two people are one."""
    mine, theirs = ({parts: why for why, parts in ways_of(each)} for each in (one, other))
    found = [reason_of(mine[parts], theirs[parts]) for parts in mine.keys() & theirs.keys()]
    return min((each for each in found if each), key=list(Likeness).index, default=None)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Person("KATHERINE  rose", "ONeill Invented", born_on=BORN), Likeness.SAME),
        (Person("Katherine", "O'Neill-Invented", born_on=BORN), Likeness.FIRST_NAME),
        (Person("Katherine Rose O’Neill-Invented", born_on=BORN), Likeness.SAME),
        (Person("Kate", "O’Neill-Invented", born_on=BORN), Likeness.SHORT_FORM),
        (Person("O’Neill-Invented", "Katherine", born_on=BORN), Likeness.OTHER_ORDER),
        (Person("Catherine", "O’Neal-Invented", born_on=BORN), Likeness.SOUNDS_ALIKE),
        (Person("Katherine", "O’Neill-Invented", born_on="2019-07-04"), Likeness.DAY_AND_MONTH),
        (Person("Unborn", "O’Neill-Invented", born_on=BORN), Likeness.FAMILY_NAME),
        (Person("Katy", "Otherwise", born_on=BORN), Likeness.GIVEN_NAME),
        (Person("Otherwise", "Named", "Katherine O’Neill-Invented", BORN), Likeness.KNOWN_AS),
        (Person("Katherine", "O’Neill-Invented", born_on="2019"), Likeness.UNDATED),
        (Person("Katherine", "O’Neill-Invented"), Likeness.UNDATED),
        (Person("Katherine", "O’Neill-Invented", born_on="2019-04-08"), None),
        (Person("Somebody", "Else", born_on=BORN), None),
        (Person("Katherine", "", born_on=BORN), None),
        (Person(), None),
    ],
)
def test_why_two_people_may_be_one(other: Person, why: Likeness | None) -> None:
    assert likeness(KATE, other) is why
    assert likeness(other, KATE) is why


def test_a_baby_without_a_name_and_a_day_is_found_by_nobody() -> None:
    assert ways_of(Person("Baby", "Invented")) == []
    assert ways_of(Person("Unborn", "Invented", born_on="2026")) == []


def test_spellings_of_one_given_name_are_one_and_those_of_two_are_not() -> None:
    forms = [Person(name, "Invented", born_on=BORN) for name in ("Mohammed", "Muhammad", "Mohamad")]
    assert {likeness(forms[0], each) for each in forms[1:]} == {Likeness.SHORT_FORM}
    assert likeness(forms[0], Person("Michael", "Invented", born_on=BORN)) is Likeness.FAMILY_NAME


def test_how_names_sound() -> None:
    assert sound_of("robert") == sound_of("rupert") == "r163"
    assert sound_of("ashcraft") == sound_of("ashcroft") == "a2613"
    assert sound_of("") == ""
