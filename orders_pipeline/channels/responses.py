"""A hub's whole answer as the dialects see it. Plain data: made by `http`, landed and decoded by others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime


class Headers(Mapping[str, str]):
    """Headers by name in any case; immutable."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._entries = {name.lower(): (name, value) for name, value in headers.items()}

    def __getitem__(self, name: str) -> str:
        return self._entries[name.lower()][1]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._entries


@dataclass(frozen=True, slots=True)
class Response:
    """`body` is whole and decompressed, `url` redacted. Headers and bodies stay out of `repr`: they may hold anything.

    requested_at: just before the attempt that was answered. hub_time: the hub's Date header. All instants in UTC.
    before: what the hub showed just before a write, where the dialect reads it then.
    """

    status: int
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)
    requested_at: datetime
    received_at: datetime
    url: str
    hub_time: datetime | None
    attempts: int
    before: bytes | None = field(default=None, repr=False)
