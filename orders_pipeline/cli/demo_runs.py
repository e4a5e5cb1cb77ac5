"""The runs of the demo through Dagster, one after the other: reading, loading, and what the story asks for."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from orders_pipeline.cli.exits import CommandFailed
from orders_pipeline.cli.output import err, progress
from orders_pipeline.flows.actions.worded import Worded
from orders_pipeline.settings import Home, Settings


class Runs:
    """`done`: every run so far, as `defs.in_process.Ran`. Dagster is imported when the first is asked for."""

    def __init__(self, home: Home, settings: Settings, instance: Any, definitions: Any) -> None:
        self._home, self._settings = home, settings
        self._instance, self._definitions = instance, definitions
        self.done: list[Any] = []

    def read(self) -> None:
        from orders_pipeline.defs.names import read_job_name
        from orders_pipeline.defs.runs import wait_for_readers

        for account in self._settings.accounts:
            wait = partial(wait_for_readers, self._instance, self._home, account)
            self._well(read_job_name(account.name), wait)

    def load(self) -> Any:
        from orders_pipeline.defs.names import LOAD_AND_PUBLISH
        from orders_pipeline.defs.runs import wait_for_writers

        return self._well(LOAD_AND_PUBLISH, partial(wait_for_writers, self._instance, self._home))

    def plan(self, askings: Sequence[Worded]) -> None:
        from orders_pipeline.defs.names import PLAN_ACTIONS

        self._whatever(PLAN_ACTIONS, {"plan": {"actions": [_config(one) for one in askings]}})

    def apply(self) -> None:
        from orders_pipeline.defs.names import APPLY_ACTIONS

        self._whatever(APPLY_ACTIONS, {})

    def look(self, *, every: bool) -> None:
        from orders_pipeline.defs.names import LOOK_UP_ACTIONS

        self._whatever(LOOK_UP_ACTIONS, {"look_up": {"every": every}})

    def _well(self, job: str, wait: Any) -> Any:
        """Raises CommandFailed: the run failed."""
        ran = self._ran(job, wait, {})
        if not ran.succeeded:
            raise CommandFailed(f"the run of {job} failed: {ran.failure}")
        err().print(f"{job}: done in {ran.seconds:.1f} s")
        return ran

    def _whatever(self, job: str, ops: Mapping[str, Any]) -> None:
        """Of actions a run is failed where something was refused or is in doubt: that belongs to the story."""
        from orders_pipeline.defs.runs import wait_for_actors

        wait = partial(wait_for_actors, self._instance, self._home, self._settings)
        ran = self._ran(job, wait, ops)
        if ran.succeeded:
            err().print(f"{job}: done in {ran.seconds:.1f} s")
        else:
            err().print(f"{job}: failed in {ran.seconds:.1f} s, as a run does that leaves something to a person")

    def _ran(self, job: str, wait: Any, ops: Mapping[str, Any]) -> Any:
        from orders_pipeline.defs.in_process import run

        with progress(f"Dagster runs {job}") as line:
            wait(line)
            ran = run(self._definitions, job, self._instance, line, ops)
        self.done.append(ran)
        return ran


def _config(asking: Worded) -> dict[str, Any]:
    told = msgspec.to_builtins(asking)
    return {name: value for name, value in told.items() if value not in (None, [], ())}


@contextmanager
def through_dagster(home: Home, settings: Settings) -> Iterator[Runs]:
    with progress("Starting Dagster"):
        from orders_pipeline.defs.everything import definitions_of
        from orders_pipeline.defs.instance import opened

        definitions = definitions_of(home, settings)
    with opened(home) as instance:
        yield Runs(home, settings, instance, definitions)
