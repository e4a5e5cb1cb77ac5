"""One TOML table while it is read: its keys are taken one by one, and every mistake is noted with its place.

A placeholder stands in for a value that is wrong, so that reading goes on to the next mistake. That is safe because a
report that holds a mistake never becomes Settings.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from orders_pipeline.settings.mistakes import Path, Report, Wrong, nearest
from orders_pipeline.settings.values import kind

T = TypeVar("T")
Elsewhere = Mapping[str, tuple[str, str]]
"""Keys that are known in another place: what to say of them, and the remedy."""


@dataclass(frozen=True, slots=True)
class Section:
    table: Mapping[str, object]
    path: Path
    report: Report

    def take(self, key: str, read: Callable[[object], T], otherwise: T) -> T:
        """The value of a key that may be absent."""
        if key not in self.table:
            return otherwise
        try:
            return read(self.table[key])
        except Wrong as bad:
            for problem in bad.problems:
                self.report.add((*self.path, key, *problem.below), problem.what, problem.remedy)
            return otherwise

    def need(self, key: str, read: Callable[[object], T], placeholder: T, example: str) -> T:
        """The value of a key that must be there."""
        self.must_have(key, example)
        return self.take(key, read, placeholder)

    def must_have(self, key: str, example: str) -> None:
        if key not in self.table:
            self.report.add((*self.path, key), "is missing", f"Add: {example}")

    def inner(self, key: str) -> "Section":
        """The table below a key; an empty one where it is absent or no table."""
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            self.report.add((*self.path, key), f"is {kind(value)}, not a table", f"Write: {key} = {{ … }}")
            value = {}
        return Section(value, (*self.path, key), self.report)

    def refuse_others(self, known: Collection[str], elsewhere: Elsewhere, *, hide: bool = False) -> None:
        """Notes every key that is not known here. `hide`: do not show it, where it may be a secret in a key's place."""
        for key in self.table:
            if key in known:
                continue
            if key in elsewhere:
                self.report.add((*self.path, key), *elsewhere[key])
                continue
            hint = nearest(key, known)
            what = "is not a key that is known here"
            remedy = f"{hint} Known here: {', '.join(known)}.".strip()
            self.report.add((*self.path, key), what, remedy, hide=hide)
