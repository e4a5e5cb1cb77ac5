"""A pipeline in a process of its own that is killed with -9 at the n-th time that a step begins."""

import multiprocessing
import os
import signal
from pathlib import Path

from orders_pipeline.flows.load import load_pending
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.flows.read import read
from orders_pipeline.settings import Home, load_settings

# Children come from a process that has everything imported and holds nothing open.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])


def run_killed(folder: Path, environ: dict[str, str], fatal: str, nth: int = 1) -> tuple[int | None, list[str]]:
    """The exit code of a whole run that was to die at a step, and the steps that it met."""
    met = CONTEXT.SimpleQueue()
    process = CONTEXT.Process(target=_run, args=(folder, environ, fatal, nth, met))
    process.start()
    steps = []
    while (step := met.get()) and step != fatal:
        steps.append(step)
    process.join(60)
    return process.exitcode, steps


def _run(folder: Path, environ: dict[str, str], fatal: str, nth: int, met: object) -> None:
    home, left, told = Home.at(folder), nth, set[str]()
    settings = load_settings(home.accounts_file)

    def step(name: str) -> None:
        nonlocal left
        if name == fatal:
            left -= 1
            if left == 0:
                met.put(name)
                os.kill(os.getpid(), signal.SIGKILL)
        elif name not in told:
            told.add(name)
            met.put(name)

    for account in settings.accounts:
        read(home, account, environ=environ, step=step)
    load_pending(home, settings, step=step)
    publish_snapshot(home, step=step)
    met.put("")
