"""Do templates keep the promises that the Content-Security-Policy and the cache are built on?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "mail" not in path.parts)
STYLES = sorted((TEMPLATES.parent / "portal" / "assets").glob("*.scss"))
BANNED = {
    r"<script(?![^>]*\bsrc=)": "no inline script: put it in portal/static/js and load it from a staff page",
    r"\sstyle\s*=": "no style attribute: give it a class in portal/assets",
    r"<style\b": "no style element: put it in portal/assets",
    r"\son[a-z]+\s*=\s*[\"']": "no inline handler: listen for the event in portal/static/js",
    r"javascript:": "no javascript: address",
    r"\|\s*safe\b": "no safe filter: markdown or a macro gives Markup",
    r"target=\"_blank\"": "open in the same window; people choose for themselves",
}


def extends(path: Path) -> str:
    """Return the template that this one extends, or nothing."""
    found = re.search(r'{%-?\s*extends\s+"([^"]+)"', path.read_text("utf-8"))
    return found[1] if found else ""


def lineage(path: Path) -> list[str]:
    """Return what the template extends, up to the top."""
    parents = []
    while parent := extends(path):
        parents.append(parent)
        path = TEMPLATES / parent
    return parents


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_nothing_that_the_policy_would_block(path: Path) -> None:
    text = re.sub(r"{#.*?#}|{% set \w+ = ", "", path.read_text("utf-8"), flags=re.DOTALL)
    faults = [remedy for pattern, remedy in BANNED.items() if re.search(pattern, text)]
    assert not faults, f"{path.relative_to(TEMPLATES)}: {'; '.join(faults)}"


def test_public_pages_load_no_script_and_look_at_no_session() -> None:
    public = [path for path in PAGES if path.name == "public.html" or "public.html" in lineage(path)]
    assert public
    for path in public:
        text = path.read_text("utf-8")
        found = re.search(
            r"<script\b|csrf_token|current_user|get_flashed_messages|\bactor\b|\bsession\b", text
        )
        assert not found, (
            f"{path.relative_to(TEMPLATES)} uses {found[0]}: a public page is the same for everyone"
        )


def test_every_page_stands_on_the_one_skeleton() -> None:
    # What is printed is no page: it has a skeleton and styles of its own.
    partial = ("components", "macros", "paper")
    for path in PAGES:
        is_page = (
            not path.name.startswith("_") and not set(partial) & set(path.parts) and path.name != "base.html"
        )
        assert not is_page or lineage(path)[-1:] == ["base.html"], (
            f"{path.relative_to(TEMPLATES)} extends no skeleton"
        )


def test_every_class_of_ours_has_a_style() -> None:
    styled = set(re.findall(r"\.(portal-[a-z_-]+)", "".join(path.read_text("utf-8") for path in STYLES)))
    for path in PAGES:
        written = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", path.read_text("utf-8"), flags=re.DOTALL)
        used = {name for names in re.findall(r'class="([^"]*)"', written) for name in names.split()}
        ours = {name for name in used if name.startswith("portal-") and not name.endswith("-")}
        assert ours <= styled, (
            f"{path.relative_to(TEMPLATES)}: no style in portal/assets for {sorted(ours - styled)}"
        )
