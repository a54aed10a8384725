"""Which words that this partnership has published did the reader probably mean?"""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.library.queries import VISIBLE, Output
from portal.models.published_search import folded
from portal.tenancy.model import Tenant
from portal.web.page_cache import remembered

# Enough to know the words of a partnership's field without reading everything it has published.
MOST_OUTPUTS, WORDS_OF_EACH = 1_500, 4_000
SHORTEST = 3
NEAR_ENOUGH = 0.7
_WORDS = re.compile(r"[^\W\d_]{3,}")
_ASKED = re.compile(r"[^\W_]+")


def nearest(session: Session, tenant: Tenant, query: str, now: datetime) -> str:
    """Return the query with each unknown word as the nearest known one; empty where nothing nearer is known."""
    known = remembered(("vocabulary",), partial(vocabulary, session, tenant, now))
    changed = _ASKED.sub(lambda found: near(found[0], known), query)
    return changed if folded(changed) != folded(query) else ""


def near(word: str, known: frozenset[str]) -> str:
    """Return a word that is known, nearest to this one; the word itself where none is near."""
    plain = folded(word)
    if len(plain) < SHORTEST or plain in known:
        return word
    best = process.extractOne(
        plain, known, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=NEAR_ENOUGH
    )
    return best[0] if best else word


WORDS_SHOWN = (
    select(Output.title, func.substr(Output.search_text, 1, WORDS_OF_EACH))
    .where(VISIBLE)
    .order_by(Output.search_row.desc())
    .limit(MOST_OUTPUTS)
)


def vocabulary(session: Session, tenant: Tenant, now: datetime) -> frozenset[str]:
    """Return the words that stand in what a reader may see, newest first."""
    rows = session.execute(WORDS_SHOWN, {"tenant": tenant.slug, "now": now})
    return frozenset(word for row in rows for part in row for word in _WORDS.findall(folded(part)))
