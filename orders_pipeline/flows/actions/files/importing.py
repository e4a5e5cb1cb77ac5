"""A file of actions taken: checked, its good rows asked for, and all that became of it in one report."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from orders_pipeline.actions.journal import Journal
from orders_pipeline.channels.base import Patience
from orders_pipeline.flows.actions.files.checking import Checked, checked
from orders_pipeline.flows.actions.files.reading import rows_of
from orders_pipeline.flows.actions.planning import Planned, plan_all
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL
from orders_pipeline.settings import Home, Settings


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """planned: one for each intent of `checked`, in its order."""

    checked: Checked
    planned: tuple[Planned, ...]

    @property
    def refused(self) -> list[Planned]:
        return [one for one in self.planned if one.refusal is not None]

    @property
    def unasked(self) -> list[Planned]:
        """What could not be planned for now, and is to be asked for again."""
        return [one for one in self.planned if one.failure is not None]

    @property
    def is_clean(self) -> bool:
        return not self.checked.mistakes and not self.refused and not self.unasked


def check_file(settings: Settings, path: Path) -> Checked:
    """Speaks to no hub. Raises FileRefused: the file as a whole cannot be taken; OSError."""
    return checked(rows_of(path), [account.name for account in settings.accounts])


def import_file(
    home: Home,
    settings: Settings,
    journal: Journal,
    path: Path,
    *,
    who: str,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    patience: Patience = AS_USUAL,
    each: Callable[[Planned], None] = lambda planned: None,
) -> Imported:
    """Asks for every intent without a mistake. The same file again asks for the same, and has no second effect.

    Raises FileRefused; OSError.
    """
    found = check_file(settings, path)
    return import_checked(
        home, settings, journal, found, who=who, environ=environ, now=now, patience=patience, each=each
    )


def import_checked(
    home: Home,
    settings: Settings,
    journal: Journal,
    found: Checked,
    *,
    who: str,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    patience: Patience = AS_USUAL,
    each: Callable[[Planned], None] = lambda planned: None,
) -> Imported:
    """The same of a file that was read already."""
    planned = plan_all(
        home,
        settings,
        journal,
        [one.intent for one in found.intents],
        who=who,
        environ=environ,
        now=now,
        patience=patience,
        each=each,
    )
    return Imported(checked=found, planned=tuple(planned))
