"""Does each worker of the server keep to a processor of its own?"""

from __future__ import annotations

import runpy
from types import SimpleNamespace
from typing import Any

import pytest

from tests.databases import ROOT


def test_a_worker_takes_the_processor_that_the_fewest_others_keep_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {4, 6}, raising=False)
    monkeypatch.setattr("os.sched_setaffinity", lambda process, processors: None, raising=False)
    choose = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["pre_fork"]
    running: dict[int, Any] = {}
    server = SimpleNamespace(WORKERS=running)

    def begun(process: int) -> int:
        worker = SimpleNamespace()
        choose(server, worker)
        running[process] = worker
        return int(worker.processor)

    assert [begun(process) for process in (1, 2, 3, 4)] == [4, 6, 4, 6]
    del running[2], running[4]
    assert [begun(process) for process in (5, 6)] == [6, 6]


def test_where_the_system_chooses_a_worker_runs_wherever_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("os.sched_setaffinity", raising=False)
    settings = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    worker = SimpleNamespace()
    settings["pre_fork"](SimpleNamespace(WORKERS={}), worker)
    settings["post_fork"](SimpleNamespace(cfg=SimpleNamespace(preload_app=False)), worker)
    assert worker.processor is None
