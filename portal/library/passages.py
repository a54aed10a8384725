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
# As many letters as before, so that a place found in plain letters is the place in the words as written.
_PLAIN = str.maketrans(
    "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ",
    "aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy",
)


def passage(words: str, asked: Iterable[str]) -> Passage:
    """Return the words around the first place that speaks of what was asked, escaped, each such word marked."""
    pattern = spoken_of(tuple(asked))
    plain = words.translate(_PLAIN)
    first = pattern.search(plain)
    start = _word_start(words, max(0, first.start() - BEFORE)) if first else 0
    end = _word_end(words, start + LENGTH)
    shown = _marked(words, plain, pattern, start, end)
    before, after = "… " if start else "", " …" if end < len(words) else ""
    return Markup(before + shown + after)  # noqa: S704 - escaped piece by piece in _marked


@lru_cache(256)
def spoken_of(asked: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of the asked words and of longer and shorter forms of them."""
    stems = sorted({re.escape(stem(word)) for word in asked}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(stems)})\w*", re.IGNORECASE) if stems else re.compile(r"(?!)")


def stem(word: str) -> str:
    """Return the beginning that the forms of a word have in common; short words stay whole."""
    shorter = _ENDINGS.sub("", word)
    return shorter if len(shorter) >= SHORTEST_STEM else word


def _marked(words: str, plain: str, pattern: re.Pattern[str], start: int, end: int) -> str:
    parts, place = [], start
    for found in pattern.finditer(plain, start, end):
        spoken = escape(words[found.start() : found.end()])
        parts += [escape(words[place : found.start()]), f"<mark>{spoken}</mark>"]
        place = found.end()
    return "".join([*parts, escape(words[place:end])])


def _word_start(words: str, place: int) -> int:
    return place if place == 0 else words.find(" ", place) + 1


def _word_end(words: str, place: int) -> int:
    if place >= len(words):
        return len(words)
    space = words.rfind(" ", 0, place)
    return space if space > 0 else place
