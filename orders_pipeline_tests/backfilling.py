"""Days of the past read in a process of its own, which can be killed with -9 at the n-th time that a step begins."""

import os
import signal
from datetime import date
from pathlib import Path

from orders_pipeline.flows.backfill.reading import backfill
from orders_pipeline.settings import Home, load_settings
from orders_pipeline_tests.killed import CONTEXT
from orders_pipeline_tests.pipeline import IN_A_HURRY

CERTIFIED = "extract: window certified"
FIRST, LAST = date(2026, 5, 3), date(2026, 7, 31)  # 90 days, before the start_on of the tests' accounts


def started(folder: Path, environ: dict[str, str], fatal: str = "", nth: int = 0):
    """The process, and a pipe in which it says that a first window is certified. `fatal`: the step at which it dies."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_run, args=(folder, environ, fatal, nth, theirs))
    process.start()
    theirs.close()
    return process, ours


def _run(folder: Path, environ: dict[str, str], fatal: str, nth: int, pipe: object) -> None:
    home, met, is_told = Home.at(folder), 0, False

    def step(name: str) -> None:
        nonlocal met, is_told
        if name == CERTIFIED and not is_told:
            is_told = True
            pipe.send(name)
        met += name == fatal
        if name == fatal and met == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    account = load_settings(home.accounts_file).account("us")
    backfill(home, account, FIRST, LAST, environ=environ, step=step, patience=IN_A_HURRY)
