"""What is wrong with a partnership's folder, where exactly, and what puts it right?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to put right: the file from the tenants folder down, the key in it, the remedy."""

    file: str
    key: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.remedy}"


class FaultyConfiguration(RuntimeError):
    """The partnerships' folders have faults; the portal does not start on half of a configuration."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "Partnerships' folders have faults:\n" + "\n".join(str(fault) for fault in self.faults)
        )
