"""The sandbox as a process of its own, and its restart."""

import contextlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from urllib.request import Request, urlopen

import pytest

from orders_pipeline.sandbox.__main__ import settings
from orders_pipeline.sandbox.home import open_home
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import NOW, World
from orders_pipeline_tests.sandbox.conftest import Caller


@contextlib.contextmanager
def a_process(folder):
    settings = json.dumps({"page_size": "vary", "channelape_per_second": 1000})
    command = [sys.executable, "-m", "orders_pipeline.sandbox", "--dir", str(folder), "--settings", settings]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"no_proxy": "127.0.0.1"})
    try:
        yield json.loads(process.stdout.readline()), process
    finally:
        process.terminate()
        process.wait(5)
        process.stdout.close()


def test_a_process_says_where_it_serves_and_its_world_outlives_it(tmp_path):
    open_home(tmp_path, seed=3, orders=10)
    with a_process(tmp_path) as (ready, process):
        assert ready["pid"] == process.pid
        asked = Request(f"{ready['url']}/sandbox/clock", data=b'{"advance_seconds": 60}', method="POST")
        with urlopen(asked, timeout=5) as answer:
            assert json.load(answer) == {"now": "2026-09-30T12:01:00+00:00"}
    assert open_home(tmp_path)[1].now == NOW + timedelta(minutes=1)


@pytest.mark.parametrize("text", ["{", '{"page_sise": 1}', '{"soap_page_size": "many"}'])
def test_settings_that_there_are_not_are_refused(text):
    with pytest.raises(ValueError):
        settings(text)


def test_export_marks_outlive_a_restart(tmp_path):
    open_home(tmp_path, seed=3, orders=10)
    for expected in (0, 1):
        with running(tmp_path) as hub:
            caller = Caller(hub)
            assert len(caller.ids("Orders?exported=true")) == expected
            caller.ask(f"Orders({caller.ids('Orders')[0]})/Export", "POST")


def test_a_sandbox_stops_with_a_request_still_stalling():
    with running(World(orders=0), faults=["timeout"]) as hub:
        hub.faults.arm({"name": "timeout", "nth": [1], "options": {"seconds": 60}})
        with contextlib.suppress(OSError):
            urlopen(f"{hub.url}/v1/Orders", timeout=0.05)
