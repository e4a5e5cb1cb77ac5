"""Instants, lengths of time, sizes and counts as people read them. Pure."""

from datetime import datetime, timedelta

UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
SIZES = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "kB"))


def instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def ago(length: timedelta) -> str:
    return f"{lasting(length)} ago"


def lasting(length: timedelta) -> str:
    """In the largest unit of which there are two: `90 minutes`, `26 hours`, `3 days`."""
    for unit, name in UNITS:
        if length >= 2 * unit:
            return f"{length // unit:,} {name}s"
    return "1 minute" if length >= timedelta(minutes=1) else "less than a minute"


def size(count: float) -> str:
    for unit, name in SIZES:
        if count >= unit:
            return f"{count / unit:.3g} {name}" if count < 1000 * unit else f"{count / unit:,.0f} {name}"
    return f"{count:.0f} bytes"


def many(count: int, one: str, several: str = "") -> str:
    """`1 window`, `2,000 windows`."""
    return f"1 {one}" if count == 1 else f"{count:,} {several or one + 's'}"
