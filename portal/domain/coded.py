"""How does a closed list hold both the code that is kept and the words that are read?"""

from enum import StrEnum
from typing import Self


class Coded(StrEnum):
    """A kebab-case code for the record, with the words that a page shows for it.

    `ReviewKind("rapid-review")` finds a member by its code; an unknown code raises ValueError.
    """

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> tuple[tuple[str, str], ...]:
        """(code, words) for every member, in the order in which they are written."""
        return tuple((member.value, member.label) for member in cls)
