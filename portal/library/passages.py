"""Which few words of a document show that it is what the reader looks for?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from markupsafe import Markup, escape

from portal.models.published_search import folded

Passage: TypeAlias = Markup

BEFORE, LENGTH = 80, 240
SHORTEST_STEM = 3
_ENDINGS = re.compile(r"(?:ations?|ings?|ed|ers?|ies|es|ments?|ly|s|e|y)$")


def passage(words: str, asked: Iterable[str]) -> Passage:
    """Return the words around the first place that speaks of what was asked, escaped, each such word marked."""
    pattern, plain = spoken_of(tuple(asked)), folded(words)
    first = pattern.search(plain)
    start = _word_start(words, max(0, first.start() - BEFORE)) if first else 0
    end = _word_end(words, start + LENGTH)
    shown = _marked(words, [found.span() for found in pattern.finditer(plain, start, end)], start, end)
    before, after = "… " if start else "", " …" if end < len(words) else ""
    return Markup(before + shown + after)  # noqa: S704 - escaped piece by piece in _marked


@lru_cache(256)
def spoken_of(asked: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of the asked words and of longer and shorter forms of them, in folded text."""
    stems = sorted({re.escape(stem(word)) for word in asked}, key=len, reverse=True)
    # A pattern that begins with its letters is looked for twenty times as fast as one that begins with a boundary.
    begun = "|".join(rf"{each}(?<=\b{each})" for each in stems)
    return re.compile(rf"(?:{begun})\w*" if asked else r"(?!)")


def says(plain: str, terms: Iterable[tuple[str, ...]], *, is_any: bool = False) -> bool:
    """Say whether folded text has the words of all these terms, or of any one of them, in any order."""
    each = (all(spoken_of((word,)).search(plain) for word in words) for words in terms)
    return any(each) if is_any else all(each)


def stem(word: str) -> str:
    """Return the beginning that the forms of a word have in common; short words stay whole."""
    shorter = _ENDINGS.sub("", word)
    return shorter if len(shorter) >= SHORTEST_STEM else word


def _marked(words: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> str:
    parts, place = [], start
    for first, last in spans:
        parts += [escape(words[place:first]), f"<mark>{escape(words[first:last])}</mark>"]
        place = last
    return "".join([*parts, escape(words[place:end])])


def _word_start(words: str, place: int) -> int:
    return place if place == 0 else words.find(" ", place) + 1


def _word_end(words: str, place: int) -> int:
    if place >= len(words):
        return len(words)
    space = words.rfind(" ", 0, place)
    return space if space > 0 else place
