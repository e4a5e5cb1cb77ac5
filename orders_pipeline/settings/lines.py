"""Where each key of a TOML text stands. tomllib tells no line numbers; people who correct a file need them.

Reads only texts that tomllib has accepted, so it checks nothing, and what it does not understand it leaves out.
"""

import re
import tomllib
from dataclasses import dataclass, field

from orders_pipeline.settings.mistakes import Path

TOKEN = re.compile(
    r"""
    (?P<skip>  [ \t\r]+ | \#[^\n]* )
  | (?P<word>  \"{3} (?:\\.|[^\\])*? \"{3,5} | '{3} .*? '{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' | [^\s\[\]{}=,.\#"']+ )
  | (?P<mark>  [\[\]{}=,.\n] )
    """,
    re.VERBOSE | re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """Line of every key, table header and item of a list, by its path; the first is 1."""
    scan = _Scan()
    for token in TOKEN.finditer(text):
        if token.lastgroup == "word":
            scan.word(token.group())
        elif token.lastgroup == "mark":
            MARKS[token.group()](scan)
        scan.line += token.group().count("\n")
    return scan.lines


@dataclass(slots=True)
class _Open:
    """An inline table or a list that is not closed yet."""

    path: Path
    item: int | None = None


@dataclass(slots=True)
class _Scan:
    line: int = 1
    lines: dict[Path, int] = field(default_factory=dict)
    table: Path = ()
    key: tuple[str, ...] = ()
    here: Path = ()
    in_header: bool = False
    in_value: bool = False
    open: list[_Open] = field(default_factory=list)

    def word(self, token: str) -> None:
        if self.in_value:
            self._note_item()
        else:
            self.key = (*self.key, _unquoted(token))

    def equals(self) -> None:
        if self.in_value:
            return
        above = self.open[-1].path if self.open else self.table
        self.here, self.key = (*above, *self.key), ()
        self._note(self.here)
        self.in_value = True

    def bracket(self) -> None:
        if not self.in_value:
            self.in_header = True
            return
        self._note_item()
        self.open.append(_Open(self.here, item=0))
        self.here = (*self.here, 0)

    def brace(self) -> None:
        if not self.in_value:
            return
        self._note_item()
        self.open.append(_Open(self.here))
        self.in_value = False

    def close(self) -> None:
        if self.in_header:
            self._end_header()
        elif self.open:
            self.here = self.open.pop().path
            self.in_value = True

    def comma(self) -> None:
        inner = self.open[-1] if self.open else _Open(())
        if inner.item is None:
            self.in_value = False
            return
        inner.item += 1
        self.here = (*inner.path, inner.item)

    def newline(self) -> None:
        if not self.open:
            self.in_value, self.in_header, self.key = False, False, ()

    def dot(self) -> None:
        """Between the parts of a key or of a number: nothing to note."""

    def _end_header(self) -> None:
        self.table, self.key, self.in_header = self.key, (), False
        self._note(self.table)

    def _note(self, path: Path) -> None:
        for size in range(1, len(path)):
            self.lines.setdefault(path[:size], self.line)
        self.lines[path] = self.line

    def _note_item(self) -> None:
        if self.open and self.open[-1].item is not None:
            self.lines.setdefault(self.here, self.line)


MARKS = {
    "=": _Scan.equals,
    "[": _Scan.bracket,
    "{": _Scan.brace,
    "]": _Scan.close,
    "}": _Scan.close,
    ",": _Scan.comma,
    "\n": _Scan.newline,
    ".": _Scan.dot,
}


def _unquoted(token: str) -> str:
    if token[0] not in "\"'":
        return token
    key: str = tomllib.loads(f"key = {token}")["key"]
    return key
