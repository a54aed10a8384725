"""How many requests a second does one page stand, as wrk measures it over sixteen connections?"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.targets import Target

CONNECTIONS = 16
SCRIPT = Path(__file__).with_name("load.lua")


class Faulty(RuntimeError):
    """Some answers under load were errors, so the figure would mean nothing."""


@dataclass(frozen=True)
class Measured:
    """What one stretch of load showed."""

    requests_a_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float


def measure(target: Target, seconds: float) -> Measured:
    """Ask for a page as fast as it comes for so long; for longer where not one answer came in that time."""
    for longer in (1, 4, 12):
        used = target.server.seconds_used()
        told = asked(target, seconds * longer)
        used = target.server.seconds_used() - used
        if told["faults"]:
            raise Faulty(f"{target.name}: {told['faults']} answers failed beside {told['requests']}")
        if told["requests"]:
            return Measured(
                requests_a_second=told["requests"] / told["seconds"],
                p50_ms=told["p50_ms"],
                p99_ms=told["p99_ms"],
                cpu_us=used / told["requests"] * 1e6,
            )
    raise Faulty(f"{target.name}: not one answer in {seconds * 12:.0f} seconds")


def asked(target: Target, seconds: float) -> dict[str, float]:
    """Run wrk and return what it counted."""
    said = subprocess.run(command(target, seconds), capture_output=True, text=True, check=True, timeout=90)
    told: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return told


def command(target: Target, seconds: float) -> list[str]:
    """Return the call of wrk."""
    way = "fresh" if target.is_fresh else "same"
    wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "60s", "-s", str(SCRIPT)]
    told = (target.etag or "-", target.cookie or "-", target.unpacks or "-")
    return [*wrk, target.server.address, "--", way, *told, *target.paths]
