"""Where words go: results to stdout, progress to stderr; live only on a terminal, plain lines otherwise.

No markup: what is printed may hold brackets of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Annotated, NamedTuple

import msgspec
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orders_pipeline.model.money import QUANTITY_SCALE

WIDEST = 1_000  # characters of a row in a pipe
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout instead of text.")]


def out() -> Console:
    return Console(markup=False, highlight=False, emoji=False, soft_wrap=True)


def err() -> Console:
    return Console(stderr=True, markup=False, highlight=False, emoji=False, soft_wrap=True)


def say_json(result: object) -> None:
    """Decimals as text, instants in ISO 8601."""
    typer.echo(msgspec.json.encode(result, enc_hook=str).decode())


class Telling(NamedTuple):
    """Called with a line it shows it until the next one; `keep` lets a line stand."""

    show: Callable[[str], None]
    keep: Callable[[str], None]

    def __call__(self, line: str) -> None:
        self.show(line)


@contextmanager
def progress(what: str) -> Iterator[Telling]:
    """Shows that something goes on, and the line that was told last."""
    console = err()

    def keep(line: str) -> None:
        console.print(f"  {line}")

    if not console.is_terminal:
        console.print(what)
        yield Telling(keep, keep)
        return
    with console.status(Text(what)) as status:
        yield Telling(lambda line: status.update(Text(f"{what} · {line}", overflow="ellipsis", no_wrap=True)), keep)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """Numbers to the right, amounts with their digits, absent values empty."""
    shown = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        numbers = any(isinstance(row[place], (int, Decimal)) for row in rows)
        shown.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell(value)) for value in row))
    return shown


def say_table(shown: Table) -> None:
    """Within a terminal's width, else as wide as it is: what reads a pipe wants a row a line."""
    console = out()
    if not console.is_terminal:
        wide = console.measure(shown, options=console.options.update(max_width=WIDEST)).maximum
        console.width = max(console.width, wide)
    console.print(shown)


def cell(value: object) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return decimal(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def decimal(value: Decimal) -> str:
    """Money with at least two decimals: `1234.5000` as 1,234.50, `0.1250` as 0.125; units as short as can be.

    The two are told apart by their columns' scales: counts have three digits after the point.
    """
    least = 0 if value.as_tuple().exponent == -QUANTITY_SCALE else 2
    whole, _, fraction = f"{value:,f}".partition(".")
    shown = fraction.rstrip("0").ljust(least, "0")
    return f"{whole}.{shown}" if shown else whole
