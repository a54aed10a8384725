"""How does a report written here become HTML: headings in order, tables with headings, notes with a way back?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin

from portal.web.prose import SCHEMES, TAGS

HIGHEST, LOWEST = 2, 4
_NOTE_ID = re.compile(r"note-(?:ref-)?\d+(?:-\d+)?")
_TABLE_LABEL = re.compile(r"Table \d+")
_LOST_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_CLASSES = {
    "a": {"portal-notes__back"},
    "div": {"portal-scroll"},
    "section": {"portal-notes"},
    "span": {"govuk-visually-hidden"},
}
# Each attribute that the renderer below writes, and no other: a second wall behind the parser, which takes no markup.
_ATTRIBUTES = {"a": {"href", "id", "title"}, "li": {"id"}, "ol": {"start"}, "div": {"aria-label"}}
_VALUES = {"th": {"scope": {"col"}}, "div": {"role": {"region"}, "tabindex": {"0"}}}

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")
footnote_plugin(_parser, inline=False)


def written(text: str | None) -> Markup:
    """Return a report's Markdown as safe HTML; the notes stand at its end, each with a link back in words."""
    if not text:
        return Markup("")
    env: dict[str, Any] = {}
    tokens = _parser.parse(text, env)
    give_scopes(tokens)
    html = _parser.renderer.render(tokens, _parser.options, env)
    return Markup(  # noqa: S704 - cleaned here
        nh3.clean(
            html, tags=TAGS | {"div", "section", "span", "sup"}, attributes=_ATTRIBUTES,
            tag_attribute_values=_VALUES, allowed_classes=_CLASSES, attribute_filter=only_ours,
            url_schemes=SCHEMES, link_rel="noopener noreferrer",
        )
    )  # fmt: skip


def only_ours(tag: str, attribute: str, value: str) -> str | None:
    """Let an id and a label through only in the shapes that the renderer gives them."""
    shapes = {"id": _NOTE_ID, "aria-label": _TABLE_LABEL}
    shape = shapes.get(attribute)
    return value if shape is None or shape.fullmatch(value) else None


def give_scopes(tokens: Sequence[Token]) -> None:
    """Say of each heading of a table that it is its column's, and number the tables."""
    number = 0
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "table_open":
            number += 1
            token.meta["number"] = number


# --- what stands in its way -----------------------------------------------------------------------------------


def faults_in(text: str | None) -> list[str]:
    """Return what somebody who listens to the report, or prints it, would stumble over; each with its line."""
    env: dict[str, Any] = {}
    tokens = _parser.parse(text or "", env)
    return [*heading_faults(tokens), *table_faults(tokens), *note_faults(tokens, env)]


def heading_faults(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the headings that are too high, too low, empty, or that skip a level."""
    above = HIGHEST - 1
    for token, inside in pairwise(tokens):
        if token.type != "heading_open":
            continue
        level, words = int(token.tag[1:]), inside.content
        where = f"Line {line_of(token)}"
        if not words.strip():
            yield f"{where}: a heading has no words"
        elif level < HIGHEST:
            yield f"{where}: begin the heading “{words}” with ##, since a single # is kept for the title"
        elif level > min(above + 1, LOWEST):
            marks = "#" * min(above + 1, LOWEST)
            yield f"{where}: the heading “{words}” skips a level; begin it with {marks}"
            level = min(above + 1, LOWEST)
        above = max(level, HIGHEST)


def table_faults(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the tables with a column that has no heading."""
    line = 0
    for token, inside in pairwise(tokens):
        if token.type == "table_open":
            line = line_of(token)
        if token.type == "th_open" and not inside.content.strip():
            yield f"Line {line}: give every column of the table a heading"


def note_faults(tokens: Sequence[Token], env: dict[str, Any]) -> Iterator[str]:
    """Yield the notes that are referred to and not written, and those written that nothing refers to."""
    for token in tokens:
        for child in token.children or ():
            for name in _LOST_NOTE.findall(child.content) if child.type == "text" else ():
                where = f"Line {line_of(token)}"
                yield f"{where}: the note [^{name}] is not written; add a line that begins with [^{name}]:"
    for name, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            yield f"Nothing in the text refers to the note [^{name[1:]}], so nobody would read it"


def line_of(token: Token) -> int:
    """Return the line on which something begins, from 1."""
    return token.map[0] + 1 if token.map else 1


# --- how notes and tables are written -------------------------------------------------------------------------


def note_number(token: Token) -> int:
    """Return a note's number, from 1, in the order in which the text first refers to them."""
    return int(token.meta["id"]) + 1


def reference_id(token: Token) -> str:
    """Return the id of one reference to a note: a note may be referred to more than once."""
    again = int(token.meta.get("subId") or 0)
    return f"note-ref-{note_number(token)}" + (f"-{again + 1}" if again else "")


def open_table(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A wide table scrolls by itself on a telephone, with the keyboard too."""
    number = tokens[at].meta["number"]
    return f'<div class="portal-scroll" role="region" aria-label="Table {number}" tabindex="0"><table>\n'


def close_table(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The end of a table."""
    return "</table></div>\n"


def refer_to_note(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A reference: its number, which a screen reader calls a note."""
    number = note_number(tokens[at])
    said = f'<span class="govuk-visually-hidden">Note </span>{number}'
    return f'<sup><a href="#note-{number}" id="{reference_id(tokens[at])}">{said}</a></sup>'


def open_notes(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The notes, after everything else, under a heading of their own."""
    return '<section class="portal-notes">\n<h2>Notes</h2>\n<ol>\n'


def close_notes(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The end of the notes."""
    return "</ol>\n</section>\n"


def open_note(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """One note."""
    return f'<li id="note-{note_number(tokens[at])}">'


def lead_back(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The way back from a note to where it was referred to."""
    number, again = note_number(tokens[at]), int(tokens[at].meta.get("subId") or 0)
    which = f"note {number}" + (f", place {again + 1}" if again else "")
    said = f'Back to the text<span class="govuk-visually-hidden"> of {which}</span>'
    return f' <a class="portal-notes__back" href="#{reference_id(tokens[at])}">{said}</a>'


for name, rule in {
    "table_open": open_table,
    "table_close": close_table,
    "footnote_ref": refer_to_note,
    "footnote_block_open": open_notes,
    "footnote_block_close": close_notes,
    "footnote_open": open_note,
    "footnote_anchor": lead_back,
}.items():
    _parser.add_render_rule(name, rule)
