"""The server of a run as the harness sees it: started, asked for its log and its CPU time, stopped."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import msgspec

from benchmarks.exchange import Request
from benchmarks.measuring import cpu_of
from benchmarks.places import ROOT
from benchmarks.rendered import Rendered


class RunningHub:
    def __init__(self, url: str, pid: int) -> None:
        self.url, self._pid = url, pid
        self._cpu_before = cpu_of(pid)

    def begin(self) -> None:
        """What was asked and used so far belongs to nobody."""
        self.asked()
        self.cpu()

    def asked(self) -> list[Request]:
        """All requests since the last time this was asked."""
        with urlopen(f"{self.url}/bench/asked") as answer:  # noqa: S310 - our own server on loopback
            return msgspec.json.decode(answer.read(), type=list[Request])

    def cpu(self) -> float:
        """CPU seconds that the server used since the last time this was asked."""
        now = cpu_of(self._pid)
        spent, self._cpu_before = now - self._cpu_before, now
        return spent


@contextmanager
def running_hub(orders: Rendered, page_size: int) -> Iterator[RunningHub]:
    """Serves the orders until the block ends."""
    command = [sys.executable, "-m", "benchmarks.server", str(orders.folder), "--page-size", str(page_size)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            ready = json.loads(process.stdout.readline())
            yield RunningHub(ready["url"], ready["pid"])
        finally:
            process.terminate()
