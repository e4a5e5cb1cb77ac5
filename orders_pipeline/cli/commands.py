"""The list of commands, each imported when it is asked for: a command starts with what it needs, and nothing else."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command_from_info, get_group_from_info
from typer.models import CommandInfo, TyperInfo

# Command -> where it stands in this room, in the order of --help.
PLACES = {
    "demo": "demo:demo",
    "dev": "dev:dev",
    "extract": "extract:extract",
    "load": "load:load",
    "publish": "publish:publish",
    "backfill": "backfill:backfill",
    "prove": "proof:prove",
    "reread": "proof:reread",
    "doctor": "doctor:doctor",
    "inspect": "inspect:inspect",
    "ask": "ask:ask",
    "export": "export:export",
    "ship": "actions_asking:ship",
    "correct": "actions_asking:correct",
    "cancel": "actions_asking:cancel",
    "refund": "actions_asking:refund",
    "acknowledge": "actions_asking:acknowledge",
    "actions": "actions:actions",
    "quarantine": "quarantine:quarantine",
    "sandbox": "sandbox:sandbox",
}


class Commands(MutableMapping[str, Any]):
    """The commands by name, made as Typer makes them."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = _made(name, PLACES[name])
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("the list of commands is one for all")

    def __contains__(self, name: object) -> bool:
        return name in PLACES

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)


def _made(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(f"orders_pipeline.cli.{module}"), attribute)
    plain: dict[str, Any] = {"pretty_exceptions_short": False, "rich_markup_mode": None}
    if isinstance(found, typer.Typer):
        return get_group_from_info(TyperInfo(found, name=name), suggest_commands=True, **plain)
    return get_command_from_info(CommandInfo(name, callback=found), **plain)
