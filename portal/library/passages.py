"""Which few words of a document show that it is what the reader looks for?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import TypeAlias

from markupsafe import Markup

Passage: TypeAlias = Markup

BEFORE, LENGTH = 80, 240
SHORTEST_STEM = 3
_ENDINGS = re.compile(r"(?:ations?|ings?|ed|ers?|ies|es|ments?|ly|s|e|y)$")
# What is asked comes in plain letters; what is searched is left as it is written.
_MARKED = {"a": "àáâãäå", "c": "ç", "e": "èéêë", "i": "ìíîï", "n": "ñ", "o": "òóôõö", "u": "ùúûü", "y": "ýÿ"}


def passage(words: str, asked: Iterable[str]) -> Passage:
    """Return the words around the first place that speaks of what was asked, escaped, each such word marked."""
    pattern = spoken_of(tuple(asked))
    first = pattern.search(words)
    start = _word_start(words, max(0, first.start() - BEFORE)) if first else 0
    end = _word_end(words, start + LENGTH)
    shown = _marked(words, pattern, start, end)
    before, after = "… " if start else "", " …" if end < len(words) else ""
    return Markup(before + shown + after)  # noqa: S704 - escaped piece by piece in _marked


@lru_cache(256)
def spoken_of(asked: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of the asked words and of longer and shorter forms of them."""
    return re.compile(_any_of(asked), re.IGNORECASE) if asked else re.compile(r"(?!)")


@lru_cache(256)
def spoken_of_all(terms: tuple[tuple[str, ...], ...], *, is_any: bool = False) -> re.Pattern[str]:
    """Return the pattern of a line that has the words of all these terms, or of any one of them, in any order."""
    each = ["".join(f"(?=.*?{_any_of((word,))})" for word in words) for words in terms]
    return re.compile("|".join(each) if is_any else "".join(each), re.IGNORECASE | re.DOTALL)


def _any_of(words: Iterable[str]) -> str:
    stems = sorted({stem(word) for word in words}, key=len, reverse=True)
    return rf"\b(?:{'|'.join(_however_marked(each) for each in stems)})\w*"


def _however_marked(letters: str) -> str:
    """Return the pattern of these letters with or without their marks."""
    return "".join(
        f"[{letter}{_MARKED[letter]}]" if letter in _MARKED else re.escape(letter) for letter in letters
    )


def stem(word: str) -> str:
    """Return the beginning that the forms of a word have in common; short words stay whole."""
    shorter = _ENDINGS.sub("", word)
    return shorter if len(shorter) >= SHORTEST_STEM else word


def _marked(words: str, pattern: re.Pattern[str], start: int, end: int) -> str:
    parts, place = [], start
    for found in pattern.finditer(words, start, end):
        parts += [escape(words[place : found.start()]), f"<mark>{escape(found[0])}</mark>"]
        place = found.end()
    return "".join([*parts, escape(words[place:end])])


def _word_start(words: str, place: int) -> int:
    return place if place == 0 else words.find(" ", place) + 1


def _word_end(words: str, place: int) -> int:
    if place >= len(words):
        return len(words)
    space = words.rfind(" ", 0, place)
    return space if space > 0 else place
