"""Which rows a request is answered with, and the link to the next ones: spec §6.2 and §6.3.

Offsets count in the result as it is at that moment: there is no snapshot between two pages.
"""

from collections.abc import Sequence
from random import Random

from orders_pipeline.sandbox.channeladvisor.options import Options
from orders_pipeline.sandbox.channeladvisor.render import Links
from orders_pipeline.sandbox.channeladvisor.rows import Row
from orders_pipeline.sandbox.faults import Faults

PAGE_SIZES = (20, 7, 100, 1, 33, 50, 2, 64)  # of which 'vary' takes one for each question, always the same for the same


def matching(rows: Sequence[Row], options: Options) -> list[Row]:
    """Filtered, and ordered as asked; rows that are equal in that keep the order of their ids."""
    test = options.test
    found = list(rows) if test is None else [row for row in rows if test(row)]
    for name, descending in reversed(options.order):
        found.sort(key=lambda row, name=name: _rank(row.value(name)), reverse=descending)
    return found


def _rank(value: object) -> tuple[bool, object]:
    """Absent values come before all others."""
    return (value is not None, value if value is not None else 0)


def page_of(
    rows: Sequence[Row], options: Options, size: int | str, links: Links, path: str, faults: Faults
) -> tuple[Sequence[Row], str | None]:
    """The rows of one page, and the link to the next. The page size is stronger than `$top`."""
    skip, total = options.skip, len(rows)
    past_end_wraps = "first_page_past_end" in faults.armed
    if past_end_wraps and total and skip >= total:
        skip = 0
    limit = size if isinstance(size, int) else Random(repr(options.pairs)).choice(PAGE_SIZES)
    wanted = rows[skip:] if options.top is None else rows[skip : skip + options.top]
    shown = wanted[:limit]
    if len(wanted) > limit:
        return shown, _faulty(_next(options, links, path, skip + limit, limit), faults)
    if past_end_wraps and (strike := faults.strike("first_page_past_end")):
        repeats = strike.choice("variant", "past_end", "repeated") == "repeated"
        return shown, links.url(path, list(options.pairs)) if repeats else _next(options, links, path, total, 0)
    return shown, None


def _next(options: Options, links: Links, path: str, skip: int, taken: int) -> str:
    """The same query with another `$skip`; what `$top` still asks for is less by what was given."""
    pairs = []
    for name, value in options.pairs:
        if name.lower() == "$skip":
            continue
        pairs.append((name, str(max(0, int(value) - taken)) if name.lower() == "$top" else value))
    return links.url(path, [*pairs, ("$skip", str(skip))])


def _faulty(link: str, faults: Faults) -> str:
    if strike := faults.strike("foreign_next_link"):
        return strike.options["host"] + "/v1/" + link.partition("/v1/")[2]
    return link
