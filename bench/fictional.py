"""Which invented items does every server of a run hold? The same ones each time, made from a fixed seed.

Standard library only: the neighbours' environment reads it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nsmallest
from itertools import islice
from random import Random

WORDS_AN_ITEM = 85
OUTPUTS_A_REVIEW = 2

# A common word stands in eight items of ten each; every rare word in about 340 of 100,000.
COMMON = ("safeguarding", "family", "practice")
COMMON_SHARE = 0.8
RARE = (
    "avocet", "bittern", "chaffinch", "dunlin", "fieldfare", "gannet", "hobby", "kestrel", "lapwing", "merlin",
    "nightjar", "osprey", "pipit", "redshank", "siskin", "turnstone", "wagtail", "whimbrel", "wigeon", "yaffle",
)  # fmt: skip
RARE_SHARE = 0.0034

FIRST_DAY = date(2000, 1, 3)
DAYS = 9_800
# What ends the name of a partnership that is another one's twin in everything but how many cases it has.
TWIN = "-twin"
# Kinds that every partnership lists among its reviews, none of them apart.
KINDS = ("local-child-safeguarding-practice-review", "thematic-review", "serious-case-review")
OUTPUTS = (("report", "Report"), ("seven-minute-briefing", "Briefing for practitioners"))
ONSETS = "b c d f g h l m n p r s t v w br cl dr fl gr pl st tr".split()
VOWELS, CODAS = "aeiou", "lmnrst"


@dataclass(frozen=True)
class Output:
    """One thing for readers."""

    kind: str
    title: str
    words: str


@dataclass(frozen=True)
class Review:
    """A review with what was published of it on one day."""

    number: int
    title: str
    kind: str
    summary: str
    published_on: date
    outputs: tuple[Output, ...]


def reviews(items: int) -> Iterator[Review]:
    """Yield the reviews that have this many outputs between them."""
    chance = Random(20_261_122)
    vocabulary = invented_words(chance, 4_000)
    for number in range(1, items // OUTPUTS_A_REVIEW + 1):
        outputs = tuple(
            Output(kind, f"{title} {number}", body(chance, vocabulary)) for kind, title in OUTPUTS
        )
        yield Review(
            number=number,
            title=f"Review {number}: {' '.join(chance.choices(vocabulary, k=3))}",
            kind=chance.choice(KINDS),
            summary=" ".join(chance.choices(vocabulary, k=15)).capitalize() + ".",
            published_on=FIRST_DAY + timedelta(days=chance.randrange(DAYS)),
            outputs=outputs,
        )


def newest(items: int, most: int) -> list[Review]:
    """Return the reviews on the first page of a list that begins with the newest."""
    return nsmallest(
        most, reviews(items), key=lambda review: (-review.published_on.toordinal(), review.title)
    )


def body(chance: Random, vocabulary: list[str]) -> str:
    """Return the words of one output."""
    words = chance.choices(vocabulary, k=WORDS_AN_ITEM)
    for word in COMMON:
        if chance.random() < COMMON_SHARE:
            words[chance.randrange(WORDS_AN_ITEM)] = word
    if chance.random() < RARE_SHARE * len(RARE):
        words[chance.randrange(WORDS_AN_ITEM)] = chance.choice(RARE)
    return " ".join(words)


def invented_words(chance: Random, most: int) -> list[str]:
    """Return words of two or three syllables that no language has."""

    def word() -> str:
        syllables = (chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.choice((2, 3))))
        return "".join(syllables) + chance.choice(CODAS)

    known: dict[str, None] = {}
    while len(known) < most:
        known[word()] = None
    return list(islice(known, most))
