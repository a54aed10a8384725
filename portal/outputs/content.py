"""What does an output say, is it whole, and which bytes were approved?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from portal.domain.briefing import SEVEN_BOXES, SOFT_WORD_LIMIT, words_over
from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import OutputKind
from portal.models.output import Output
from portal.web.written import faults_in

# What is written in the portal itself: nothing else can be published before files can be checked for what identifies.
WRITTEN_KINDS = (
    OutputKind.SEVEN_MINUTE_BRIEFING,
    OutputKind.REPORT,
    OutputKind.SUMMARY,
    OutputKind.LEARNING_REPORT,
    OutputKind.IMPROVEMENTS,
    OutputKind.WHAT_WAS_DONE,
    OutputKind.RESPONSE,
)
LONGEST_TITLE, LONGEST_BOX_TITLE, LONGEST_BOX, LONGEST_BODY = 200, 100, 5_000, 400_000


@dataclass(frozen=True)
class Box:
    """One of a briefing's seven boxes as it stands, with what it is for and how long it has become."""

    number: int
    code: str
    title: str
    text: str
    purpose: str

    @property
    def words(self) -> int:
        """How many words stand in it."""
        return len(self.text.split())

    @property
    def words_over(self) -> int:
        """How many words it has beyond what people read in a minute."""
        return words_over(self.text)


def boxes_of(output: Output) -> tuple[Box, ...]:
    """Return the seven boxes in their order; those nobody has written in are empty."""
    said = {box["code"]: box for box in output.boxes or ()}
    return tuple(
        Box(
            each.number,
            each.code,
            said.get(each.code, {}).get("title") or each.title,
            said.get(each.code, {}).get("text", ""),
            each.purpose,
        )
        for each in SEVEN_BOXES
    )


def kept_boxes(given: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    """Return boxes as they are kept, in their order, from title and text by code."""
    return [
        {
            "code": each.code,
            "title": given.get(each.code, ("", ""))[0].strip() or each.title,
            "text": given.get(each.code, ("", ""))[1].strip(),
        }
        for each in SEVEN_BOXES
    ]


def hash_of(output: Output) -> str:
    """Return the hash of everything that readers would get: whoever approves, approves these bytes."""
    boxes = [(box.title, box.text) for box in boxes_of(output)] if is_briefing(output) else []
    content = [output.kind.value, output.title or "", output.body or "", boxes]
    return sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def is_briefing(output: Output) -> bool:
    """Whether it is written in seven boxes."""
    return output.kind is OutputKind.SEVEN_MINUTE_BRIEFING


def what_is_missing(output: Output) -> list[str]:
    """Say what has to be written, or put right, before anybody can approve it."""
    missing = [] if (output.title or "").strip() else ["Enter a title"]
    if is_briefing(output):
        return missing + [f"Write something in box {box.number}, {box.title}" for box in empty(boxes_of(output))]
    return missing + (faults_in(output.body) if (output.body or "").strip() else ["Write the text"])


def empty(boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes in which nothing stands."""
    return [box for box in boxes if not box.text.strip()]


def require_whole(output: Output) -> None:
    """Refuse an output with something missing. Raises InvalidAnswer with the first thing that is."""
    missing = what_is_missing(output)
    if missing:
        raise InvalidAnswer(f"Before you submit it for approval: {missing[0][:1].lower()}{missing[0][1:]}.")


def require_lengths(title: str, body: str, boxes: Mapping[str, tuple[str, str]]) -> None:
    """Refuse what is longer than any reader could use. Raises InvalidAnswer."""
    limits = [("title", title, LONGEST_TITLE), ("body", body, LONGEST_BODY)]
    for code, (heading, text) in boxes.items():
        limits += [(f"{code}_title", heading, LONGEST_BOX_TITLE), (f"{code}_text", text, LONGEST_BOX)]
    for field, words, limit in limits:
        if len(words) > limit:
            raise InvalidAnswer(f"Use {limit:,} characters or fewer", field)


def about_words() -> int:
    """Return how many words of a box can be read in a minute."""
    return SOFT_WORD_LIMIT
