"""A maker of rows: `python -m orders_pipeline.flows.making.maker`, started by a load and gone with it.

Opens no database. Whoever started it ends it by closing its stdin, also by dying: the next thing that it reads or
writes is the end of it.
"""

import signal
import sys
from pathlib import Path

from orders_pipeline.flows.incoming import incoming_window
from orders_pipeline.flows.making.job import FAILED, Job, decoded, hear, tell
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.warehouse.batches import Batch
from orders_pipeline.warehouse.garbage import without_search_for_cycles
from orders_pipeline.warehouse.made import Made, encoded
from orders_pipeline.warehouse.without_pandas import pandas_left_out


def made(job: Job) -> Made:
    window = incoming_window(AccountLanding(Path(job.landing), job.manifest.account).bodies, job.manifest)
    batch = Batch(job.load_id)
    part = batch.begin(window)
    for page in window.pages(0):
        batch.take(page)
        part.pages += 1
    return batch.made()


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person stops the load, and the load its makers
    with pandas_left_out(), without_search_for_cycles():
        while (told := hear(sys.stdin.buffer)) is not None:
            try:
                answer = encoded(made(decoded(told)))
            except Exception:
                answer = FAILED
            tell(sys.stdout.buffer, answer)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(1)
