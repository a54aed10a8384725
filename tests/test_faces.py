"""Does a host that serves only the public run without the code for casework?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from portal.faces import SLICES
from portal.models.every_model import MODULES
from tests.databases import ROOT, settings_of

# A signed-in session could be read anywhere; nobody signs in where there is no page to do it on.
TABLES_OF_EVERY_HOST = {"account", "audit", "sign_in", "published", "published_file", "published_learning"}
ASKED = """
import sys
from portal import create_app
endpoints = {rule.endpoint.split(".")[0] for rule in create_app().url_map.iter_rules()}
print(*sorted(endpoints))
print(*(name for name in sys.modules if name.startswith("portal.")))
"""


def test_a_public_host_loads_no_code_for_casework_and_has_no_address_of_it(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, check=True, text=True,
        env={**settings_of(tmp_path), "PORTAL_FACES": "public"},
    )  # fmt: skip
    endpoints, modules = (set(line.split()) for line in asked.stdout.splitlines()[-2:])
    others = {name for face in ("staff", "region") for name in SLICES[face]}
    assert endpoints & others == set() and set(SLICES["public"]) <= endpoints
    slices = {name.split(".")[1] for name in modules}
    assert slices & others == set()
    tables = {f"portal.models.{name}" for name in set(MODULES) - TABLES_OF_EVERY_HOST}
    assert modules & tables == set()
