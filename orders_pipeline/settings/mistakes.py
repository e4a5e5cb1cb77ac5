"""What can be wrong with a file of settings, and how it is told: line, place, what, remedy.

No mistake ever quotes a value of the file: it may be a secret in the wrong place. The line number leads to it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

Path = tuple[str | int, ...]

LONGEST_KEY = 40
UNSHOWN = "…"
BARE = re.compile(r"[A-Za-z0-9_-]+")
RUN = re.compile(r"[A-Za-z0-9+/=]{16,}")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that a person has to correct. `line` is None where it stands in no line of the file."""

    line: int | None
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"line {self.line}: {self.where}" if self.line else self.where
        return f"{place} {self.what}. {self.remedy}"


class BadSettings(Exception):
    """A person has to edit a file, or to set an environment variable. Nothing was read from a hub, nothing sent."""

    def __init__(self, source: str, mistakes: Iterable[Mistake]) -> None:
        self.source = source
        self.mistakes = tuple(sorted(mistakes, key=lambda m: (m.line or 0, m.where, m.what)))
        super().__init__(source, self.mistakes)

    def __str__(self) -> str:
        count = "1 mistake" if len(self.mistakes) == 1 else f"{len(self.mistakes)} mistakes"
        lines = "".join(f"\n  {mistake}" for mistake in self.mistakes)
        return f"{self.source}: {count}; no hub was spoken to.{lines}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value and what to do; `below` leads from the value to its part."""

    what: str
    remedy: str
    below: Path = ()


class Wrong(Exception):
    """Raised by a reader of one value, with everything that is wrong with it. Never leaves this package."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*problems)


def wrong(what: str, remedy: str) -> Wrong:
    return Wrong(Problem(what, remedy))


class Report:
    """The mistakes found so far, each with the line where its key stands, or else the nearest table above it."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self._places: set[Path] = set()
        self.mistakes: list[Mistake] = []

    def add(self, path: Path, what: str, remedy: str, *, hide: bool = False) -> None:
        """`hide`: leave the last key out of what is shown."""
        above = (path[:size] for size in range(len(path), 0, -1))
        line = next((self._lines[part] for part in above if part in self._lines), 1)
        self._places.add(path)
        self.mistakes.append(Mistake(line, shown((*path[:-1], UNSHOWN) if hide else path), what, remedy))

    def touches(self, path: Path) -> bool:
        """Is anything wrong at this place or below it?"""
        return any(place[: len(path)] == path for place in self._places)


def looks_pasted(text: str) -> bool:
    """True for what is rather a secret than a name: a long run without `_` or `-`, with several digits in it."""
    return any(sum(character.isdigit() for character in run) >= 2 for run in RUN.findall(text))


def shown(path: Path) -> str:
    """`accounts.us-main.profiles[1]`: a place as a reader finds it. A key that may be a secret is left out."""
    return "".join(_part(key) for key in path).removeprefix(".")


def _part(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if len(key) > LONGEST_KEY or looks_pasted(key) or not key.isprintable():
        return f".{UNSHOWN}"
    return f".{key}" if BARE.fullmatch(key) or key == UNSHOWN else f'."{key}"'


def nearest(word: str, known: Iterable[str]) -> str:
    """A question that names the nearest of the known words, or nothing. The word itself is not repeated."""
    return "".join(f"Is {match!r} meant?" for match in get_close_matches(word[:LONGEST_KEY], list(known), n=1))
