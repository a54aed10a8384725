"""What goes into the seven boxes of a seven-minute briefing?

Numbered boxes and the footer follow 003_a45e83d2171ebce1.txt, whose own subject is reviews in general; the
titles here are for a briefing about one review, and a writer may change them.
"""

from dataclasses import dataclass

# A box of about this many words can be read in a minute by people who are discussing it.
SOFT_WORD_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Box:
    """One numbered box, with the title it starts with and what it is for."""

    number: int
    code: str
    title: str
    purpose: str


SEVEN_BOXES: tuple[Box, ...] = (
    Box(1, "background", "Background", "Why this briefing was written and where the learning comes from."),
    Box(2, "what-happened", "The child and what happened", "The child first, then events: short and kind."),
    Box(3, "learning", "What we learned", "The themes, and what lay behind them."),
    Box(4, "good-practice", "What worked well", "Practice that helped and can be repeated."),
    Box(5, "changes", "What needs to change", "The recommendations, and who they are for."),
    Box(6, "what-to-do", "What to do now", "Things a practitioner can do differently this week."),
    Box(7, "questions", "Questions and further information", "Questions for a team, and where to read more."),
)

BOX_CODES: tuple[str, ...] = tuple(box.code for box in SEVEN_BOXES)


def words_over(text: str) -> int:
    """How many words a box has beyond the soft limit; 0 when it is within it."""
    return max(0, len(text.split()) - SOFT_WORD_LIMIT)
