"""May several test runs end what a killed one left behind, in the same moment?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import rmtree

import pytest

from tests import postgres
from tests.conftest import end_what_was_abandoned

# Larger than any process id that Linux gives.
NOBODYS = 4_194_305


@pytest.fixture
def abandoned() -> Iterator[Path]:
    """Give the folder of a run that is gone, whose cluster died without taking its file away."""
    folder = postgres.run_folder().parent / f"portal-test-{NOBODYS}"
    (folder / "cluster").mkdir(parents=True, exist_ok=True)
    (folder / "cluster" / "postmaster.pid").write_text(f"{NOBODYS}\n")
    yield folder
    rmtree(folder, ignore_errors=True)


def test_what_a_killed_run_left_behind_is_ended_once_however_many_begin(abandoned: Path) -> None:
    assert abandoned in set(postgres.abandoned_folders())
    with ThreadPoolExecutor(4) as runs:
        for ending in [runs.submit(end_what_was_abandoned) for _ in range(4)]:
            ending.result()
    assert not abandoned.exists()


def test_a_cluster_may_be_ended_again(abandoned: Path) -> None:
    for _ in range(2):
        postgres.end_cluster(abandoned)
    assert not abandoned.exists()
