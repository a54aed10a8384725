"""How do the pages compare, when a busy moment of the machine must not decide for one of them?

Each page is measured next to the bare page, in rounds whose order turns round each time; what counts is the median
of the ratios within such pairs. A page with a floor is in every round, any other in every second one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import Measured, measure
from bench.targets import Target

BARE_SECONDS, PAGE_SECONDS, WARM_SECONDS = 1.0, 2.0, 1.0


@dataclass
class Compared:
    """A page with what each round showed of it and of the bare page beside it."""

    target: Target
    pages: list[Measured] = field(default_factory=list)
    bares: list[Measured] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        """The page's requests a second, each as a part of the bare page's just before or after."""
        return [
            page.requests_a_second / bare.requests_a_second
            for page, bare in zip(self.pages, self.bares, strict=True)
        ]

    @property
    def ratio(self) -> float:
        """The figure that counts."""
        return median(self.ratios)

    @property
    def is_met(self) -> bool:
        """Whether the page is as fast as it must be; a page without a floor always is."""
        return self.target.floor is None or self.ratio >= self.target.floor

    def middle(self, of: Callable[[Measured], float]) -> float:
        """Return the median of one of the page's figures."""
        return median(of(each) for each in self.pages)


def compare(
    bare: Target, targets: Sequence[Target], rounds: int, say: Callable[[str], None]
) -> list[Compared]:
    """Measure every page in every round."""
    for target in (bare, *targets):
        measure(target, WARM_SECONDS)
    compared = [Compared(target) for target in targets]
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        is_even = number % 2 == 0
        for one in compared if is_even else reversed(compared):
            if one.target.floor is not None or number % 4 in (0, 3):
                pair(bare, one, is_bare_first=is_even)
    return compared


def pair(bare: Target, one: Compared, *, is_bare_first: bool) -> None:
    """Measure a page and the bare page next to each other."""
    if is_bare_first:
        one.bares.append(measure(bare, BARE_SECONDS))
    one.pages.append(measure(one.target, PAGE_SECONDS))
    if not is_bare_first:
        one.bares.append(measure(bare, BARE_SECONDS))
