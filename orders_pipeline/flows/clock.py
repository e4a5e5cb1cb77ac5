"""This machine's clock, as flows take it where nobody gives them another."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
