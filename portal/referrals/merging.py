"""Two people answered the same question at once: whose answer stands, and where must a person choose?

A page carries a print of each answer that stood when it was opened. An answer that nobody else touched is taken;
one that this person left as it was gives way; only where both changed it does the second have to choose.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

NOTHING = "-"
PRINT_LENGTH = 16


@dataclass
class Merged:
    """What can be kept of one person's page, and the questions that both people answered differently."""

    taken: dict[str, Any] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)


def print_of(answer: Any) -> str:
    """Return a short print by which an answer is known again; no answer has always the same one."""
    if answer in (None, "", [], {}):
        return NOTHING
    written = json.dumps(answer, sort_keys=True, ensure_ascii=False)
    return sha256(written.encode()).hexdigest()[:PRINT_LENGTH]


def prints(codes: Iterable[str], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the print of each question's answer."""
    return {code: print_of(answers.get(code)) for code in codes}


def written_prints(known: Mapping[str, str]) -> str:
    """Return prints as a page carries them in one hidden field."""
    return " ".join(f"{code}:{seen}" for code, seen in known.items())


def read_prints(sent: str) -> dict[str, str]:
    """Return the prints that a page sent back; whatever is no print is passed over."""
    pairs = (each.partition(":") for each in sent[:20_000].split())
    return {code: seen for code, colon, seen in pairs if colon}


def merge(seen: Mapping[str, str], kept: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Put one person's answers to what is kept now; a question whose print is missing is never overwritten."""
    merged = Merged()
    for code, answer in mine.items():
        before, now, own = seen.get(code, NOTHING), print_of(kept.get(code)), print_of(answer)
        if own in (now, before):
            continue
        if before == now:
            merged.taken[code] = answer
        else:
            merged.clashes.append(code)
    return merged


def differs(codes: Iterable[str], before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether any of these questions is answered otherwise than before."""
    return any(print_of(before.get(code)) != print_of(now.get(code)) for code in codes)
