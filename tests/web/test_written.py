"""Does a report written here come out whole, safe, and in an order that people who listen to it can follow?"""

from __future__ import annotations

import re

import pytest

from portal.models.published_search import plain_text
from portal.web.written import faults_in, written
from tests.pages import assert_well_formed

REPORT = """## What we found

### How agencies worked

People listened.[^guidance] And again.[^guidance]

| What | Who |
| --- | --- |
| Ask about fathers | Health visiting |

[^guidance]: Working Together, chapter 5.
"""


def test_each_column_of_a_table_has_its_heading_and_a_wide_table_scrolls_by_itself() -> None:
    html = written(REPORT)
    assert html.count('<th scope="col">') == 2
    assert '<div class="portal-scroll" role="region" aria-label="Table 1" tabindex="0"><table>' in html


def test_a_note_stands_at_the_end_with_a_way_back_in_words_to_each_place() -> None:
    html = str(written(REPORT))
    assert html.index("Health visiting") < html.index('<section class="portal-notes">')
    assert '<a href="#note-1" id="note-ref-1"' in html
    assert '<li id="note-1">' in html
    backs = re.findall(r'href="#(note-ref-[\d-]+)"', html)
    assert backs == ["note-ref-1", "note-ref-1-2"]
    assert all(f'id="{each}"' in html for each in backs)
    assert "Back to the text" in html
    assert_well_formed(f"<!DOCTYPE html><title>x</title>{html}".encode())


def test_nobody_finds_a_report_by_the_words_of_its_links_back() -> None:
    assert "Back to the text" not in plain_text(str(written(REPORT)))
    assert "Working Together, chapter 5." in plain_text(str(written(REPORT)))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<section class="portal-notes" onclick="x()" id="main-content">x</section>',
        '<a id="note-1" class="govuk-button" href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "![x](https://elsewhere.example/pixel.gif)",
        '[x](https://elsewhere.example "a\\" onmouseover=\\"x()")',
        '[^x" onclick="y]\n\n[^x" onclick="y]: words',
        "[^x]\n\n[^x]: <img src=x onerror=y> [l](javascript:z)",
        "| <b onclick=x>a</b> |\n| --- |\n| ![x](file:///etc/hostname) |",
        '## <span style="position:fixed">x</span>',
        "<style>@import 'https://elsewhere.example'</style>",
    ],
)
def test_nothing_that_runs_or_loads_comes_through(hostile: str) -> None:
    html = str(written(hostile)).lower()
    tags = re.findall(r"<[^>]*>", html)
    shown = re.sub(r'title="[^"]*"', "", " ".join(tags))
    assert not re.search(r"<(script|img|style|iframe|object|form|input)\b", shown)
    assert not re.search(r"\bon\w+\s*=|style\s*=|(javascript|data|file):", shown)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# Too high", "Line 1: begin the heading “Too high” with ##"),
        ("Words\n\n### Too low", "Line 3: the heading “Too low” skips a level; begin it with ##"),
        ("## One\n\n#### Three", "Line 3: the heading “Three” skips a level; begin it with ###"),
        ("## 1\n\n### 2\n\n#### 3\n\n##### Four", "Line 7: the heading “Four” skips a level; begin it with ####"),
        ("##\n\nWords", "Line 1: a heading has no words"),
        ("x\n\n| A | |\n| - | - |\n| 1 | 2 |", "Line 3: give every column of the table a heading"),
        ("Words [^one].", "Line 1: the note [^one] is not written"),
        ("Words.\n\n[^one]: Lost.", "Nothing in the text refers to the note [^one]"),
    ],
)
def test_what_a_listener_would_stumble_over_is_named_with_its_line(text: str, fault: str) -> None:
    assert [each for each in faults_in(text) if each.startswith(fault)], faults_in(text)


def test_a_report_in_order_has_no_faults() -> None:
    assert faults_in(REPORT) == []
    assert faults_in("## One\n\n### Two\n\n## Three\n\n### Four\n\n#### Five\n\n## Six") == []
    assert faults_in("") == []
