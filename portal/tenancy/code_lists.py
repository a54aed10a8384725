"""Which closed lists of coded answers may a form draw its options from?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from portal.domain import codes, criteria, factors, vocabulary
from portal.domain.coded import Coded

Options = tuple[tuple[str, str], ...]


def _list_name(class_name: str) -> str:
    """`LivingArrangement` is asked for as `living-arrangement`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", class_name).lower()


def _lists_in(module: ModuleType) -> dict[str, Options]:
    return {
        _list_name(name): kind.choices()
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, Coded) and name == kind.__name__ != "Coded"
    }


@cache
def coded_lists() -> Mapping[str, Options]:
    """The codes and labels of every closed list of the domain, by its kebab-case name."""
    weighed = {
        "recorded-reason-circumstance": criteria.RECORDED_REASON_CIRCUMSTANCES,
        "regard-circumstance": criteria.REGARD_CIRCUMSTANCES,
    }
    lists = {name: tuple((one.code, one.text) for one in group) for name, group in weighed.items()}
    for module in (vocabulary, codes, factors):
        lists |= _lists_in(module)
    return MappingProxyType(lists)
