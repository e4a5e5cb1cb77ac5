"""Documents made to harm who reads them: no file, no host, under 256 MB and 2 s each, and an end that is foreseen."""

import json
import os
import select
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from orders_pipeline.channels.errors import HubError, Incomplete, Malformed, Rejected, Retriable
from orders_pipeline.model.reasons import Reason
from orders_pipeline_tests import hostile
from orders_pipeline_tests.channels import reading_hostile

ROOT = Path(__file__).parents[2]
ENDS = {"order", *map(str, Reason)}
REFUSALS = {one.__name__ for one in (HubError, Incomplete, Malformed, Rejected, Retriable)} | {"NotOk", "Unrendered"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What every document came to. The lures: a pipe on which an open hangs, a listener that must hear nothing."""
    lure = tmp_path_factory.mktemp("lure") / "secret"
    os.mkfifo(lure)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"http://127.0.0.1:{listener.getsockname()[1]}"
        ran = subprocess.run(
            [sys.executable, "-m", reading_hostile.__name__, str(lure), host],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr.decode()[-2000:]
        heard = bool(select.select([listener], [], [], 0)[0])
    first, *documents = [json.loads(line) for line in ran.stdout.splitlines()]
    noted = " ".join(first["noted"])
    assert os.devnull in noted
    assert "socket.connect" in noted
    return documents, heard


def test_there_are_forty_documents_and_each_is_read_by_two_dialects(seen):
    assert len(hostile.XML) + len(hostile.JSON) >= 40
    assert len(seen[0]) == 2 * (len(hostile.XML) + len(hostile.JSON))


def test_nobody_is_stopped(seen):
    assert [one for one in seen[0] if "died" in one] == []


def test_no_file_is_opened_and_no_host_is_asked(seen):
    found, heard = seen
    assert [(one["channel"], one["name"], one["touched"]) for one in found if one["touched"]] == []
    assert not heard


def test_none_takes_256_megabytes_or_2_seconds(seen):
    assert [
        (one["channel"], one["name"], one["seconds"], one["megabytes"])
        for one in seen[0]
        if one["seconds"] >= 2 or one["megabytes"] >= 256
    ] == []


def test_each_ends_as_a_refused_page_or_with_a_reason_of_the_list(seen):
    assert [one for one in seen[0] if not set(one["came_to"]) <= ENDS | REFUSALS] == []


def test_what_a_doctype_declares_is_never_read(seen):
    ends = {one["name"]: one["came_to"] for one in seen[0]}
    for name in hostile.XML:
        if "DOCTYPE" in name or "entit" in name or "DTD" in name or "laughs" in name:
            assert set(ends[name]) <= REFUSALS, name
