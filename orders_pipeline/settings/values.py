"""Readers of single values: TOML value in, typed value out, or Wrong with everything that is wrong with it.

Pure. No message repeats the value.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import TypeGuard, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from orders_pipeline.settings.mistakes import Problem, Wrong, looks_pasted, nearest, wrong

Word = TypeVar("Word", bound=str)

KINDS = {str: "text", bool: "true or false", int: "a number", float: "a number with a fraction", list: "a list"}
KINDS |= {dict: "a table", date: "a date", datetime: "a date with a time"}

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
DURATION = re.compile(r"([0-9]{1,7})([smhd])")
VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CURRENCY = re.compile(r"[A-Z]{3}")
ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
NOT_ZONES = ("localtime", "posixrules", "Factory")  # files beside the zones, whose meaning changes with the machine
MOST, LARGEST_ID = 1_000_000, 2**63 - 1
LARGEST_PAGE = 1_000  # orders; channelunity.md §5.1
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def kind(value: object) -> str:
    return KINDS.get(type(value), "a value of another kind")


def text(value: object) -> str:
    if not isinstance(value, str):
        raise wrong(f"is {kind(value)}, not text", 'Put it into quotes: "…"')
    return value


def one_of(*words: Word) -> Callable[[object], Word]:
    """Exactly one of these words."""

    def read(value: object) -> Word:
        for word in words:
            if value == word:
                return word
        hint = nearest(value, words) if isinstance(value, str) else ""
        listed = ", ".join(f'"{word}"' for word in words)
        raise wrong("is none of the words that are known here", f"{hint} Write one of: {listed}.".strip())

    return read


def day(value: object) -> date:
    """A date without a time, in a year that can be meant."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong(f"is {kind(value)}, not a date", "Write a date without quotes and without a time: 2026-01-01.")
    if not EARLIEST <= value <= LATEST:
        raise wrong("lies outside the years 2000 to 2099", "Write the first day whose orders are to be read.")
    return value


def duration(most: timedelta) -> Callable[[object], timedelta]:
    """ "90s", "15m", "2h" or "7d", from zero up to `most`."""

    def read(value: object) -> timedelta:
        match = DURATION.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise wrong("is not a duration", 'Write a number and s, m, h or d, in quotes: "90s", "15m", "2h".')
        length = timedelta(seconds=int(match[1]) * SECONDS[match[2]])
        if length > most:
            raise wrong("is too long", f"Write at most {int(most / timedelta(days=1))}d.")
        return length

    return read


def is_number(value: object, most: int) -> TypeGuard[int]:
    return type(value) is int and 1 <= value <= most


def count(value: object) -> int:
    if not is_number(value, MOST):
        raise wrong("is not a whole number from 1 to a million", "Write a number such as 5, without quotes.")
    return value


def page_orders(value: object) -> tuple[str, ...]:
    if not is_number(value, LARGEST_PAGE) or value < 2:
        raise wrong(f"is not a whole number from 2 to {LARGEST_PAGE}", "Write a number such as 250, without quotes.")
    return (str(value),)


def time_zone(value: object) -> str:
    """The IANA name of a zone that this machine knows."""
    name = text(value)
    try:
        if not ZONE.fullmatch(name) or name in NOT_ZONES:
            raise ValueError
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        hint = nearest(name, _zones())
        raise wrong("is not a time zone", f'{hint} Write its IANA name, such as "America/New_York".'.strip()) from None
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - frozenset(NOT_ZONES)


def variable(value: object) -> str:
    """The NAME of an environment variable. What may be the secret itself is refused and not shown."""
    if not isinstance(value, str) or not VARIABLE.fullmatch(value) or looks_pasted(value):
        raise wrong(
            "is not the name of an environment variable (A-Z, 0-9 and _), and is not shown here: it may be the secret",
            "Put the secret into a variable and write that variable's name, such as CA_SECRET;"
            " if the secret itself stood here, have the hub issue a new one",
        )
    return value


def numbers(value: object) -> tuple[str, ...]:
    """A list of ids that are whole numbers above zero, none of them twice; as text, as identifiers are everywhere."""
    if not isinstance(value, list):
        raise wrong(f"is {kind(value)}, not a list", "Write the numbers in brackets: [12345678, 23456789].")
    problems = []
    for index, item in enumerate(value):
        if not is_number(item, LARGEST_ID):
            problems.append(Problem("is not a whole number above zero", "Write it without quotes: 12345678.", (index,)))
        elif item in value[:index]:
            problems.append(Problem("stands in the list twice", "Remove one of the two.", (index,)))
    if problems:
        raise Wrong(*problems)
    return tuple(str(item) for item in value)


def some_numbers(value: object) -> tuple[str, ...]:
    if value == []:
        raise wrong("is empty", "Write at least one number: [12345678].")
    return numbers(value)


def guid(value: object) -> tuple[str, ...]:
    if not isinstance(value, str) or not GUID.fullmatch(value):
        raise wrong(
            "is not a GUID",
            'Write the long id of the hub in quotes: "00000000-0000-0000-0000-000000000000"; not the 8-digit number.',
        )
    return (value,)


def guids(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise wrong(f"is {kind(value)}, not a list", 'Write the ids in brackets: ["00000000-…", "…"].')
    problems, seen = [], set()
    for index, item in enumerate(value):
        try:
            (same,) = guid(item)
        except Wrong as bad:
            problems += [Problem(problem.what, problem.remedy, (index,)) for problem in bad.problems]
            continue
        if same.lower() in seen:
            problems.append(Problem("stands in the list twice", "Remove one of the two.", (index,)))
        seen.add(same.lower())
    if problems:
        raise Wrong(*problems)
    return tuple(value)


def currency(value: object) -> tuple[str, ...]:
    if not isinstance(value, str) or not CURRENCY.fullmatch(value):
        raise wrong("is not a currency", 'Write three capital letters of ISO 4217: "USD".')
    return (value,)


def name(value: object) -> tuple[str, ...]:
    written = text(value)
    if not written or len(written) > 100 or written != written.strip() or not written.isprintable():
        raise wrong("is not a name", "Write one line of text without spaces around it.")
    return (written,)
