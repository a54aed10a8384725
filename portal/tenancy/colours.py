"""Can words in this colour be read on that one?"""

from __future__ import annotations

WHITE = "#ffffff"


def _luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`: WCAG 2.2, glossary."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str = WHITE) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 to 21, whichever is lighter (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)
