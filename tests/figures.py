"""What do the groups of one proof come to together, when each was measured apart?"""

from __future__ import annotations

import re
from collections.abc import Iterable

GROUP = re.compile(r"(?P<name>.+), group (?P<group>\d+) of (?P<groups>\d+): (?P<numbers>\d+(?: of \d+)?)")


def added_up(figures: Iterable[str]) -> list[str]:
    """Return the lines with those of a proof's groups summed into one, which says where a group was not measured."""
    found: list[str] = []
    grouped: dict[tuple[str, str], list[list[int]]] = {}
    for line in figures:
        if told := GROUP.fullmatch(line):
            numbers = [int(number) for number in told["numbers"].split(" of ")]
            grouped.setdefault((told["name"], told["groups"]), []).append(numbers)
        else:
            found.append(line)
    for (name, groups), listed in grouped.items():
        part = "" if len(listed) == int(groups) else f", {len(listed)} groups of {groups}"
        found.append(f"{name}{part}: {' of '.join(str(sum(each)) for each in zip(*listed, strict=True))}")
    return found
