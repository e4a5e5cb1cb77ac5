"""One try to read a window: every body is stored as it comes; only a certificate turns them into a window."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from orders_pipeline.landing.bodies import Bodies
from orders_pipeline.landing.manifest import Discarded
from orders_pipeline.model.records.lineage import Page


class AnswerLike(Protocol):
    """What can be landed: a body, its URL without secrets, and when it was asked for."""

    @property
    def body(self) -> bytes: ...
    @property
    def url(self) -> str: ...
    @property
    def requested_at(self) -> datetime: ...


class _Landed(msgspec.Struct, kw_only=True):
    kind: str
    sha256: str
    body_bytes: int
    url: str
    requested_at: datetime
    order_id: str | None
    path: str | None
    orders: int = 0
    unknown_fields: tuple[str, ...] = ()
    is_plain: bool | None = None


class WindowAttempt:
    """Implements `channels.base.Attempt` over the bodies of an account. Used by one thread."""

    def __init__(self, bodies: Bodies, step: Callable[[str], None] = lambda name: None) -> None:
        self._bodies = bodies
        self._step = step
        self._landed: list[_Landed] = []
        self._discarded: list[Discarded] = []

    def land(
        self, kind: str, answer: AnswerLike, *, order_id: str | None = None, path: str | None = None
    ) -> Callable[..., None]:
        """Store the body durably; the function returned takes what was found: orders, unknown fields, is_plain."""
        landed = _Landed(
            kind=kind,
            sha256=self._bodies.put(answer.body),
            body_bytes=len(answer.body),
            url=answer.url,
            requested_at=answer.requested_at,
            order_id=order_id,
            path=path,
        )
        self._landed.append(landed)
        self._step("extract: page landed")

        def found(orders: int, unknown_fields: Sequence[str] = (), is_plain: bool | None = None) -> None:
            landed.orders, landed.unknown_fields, landed.is_plain = orders, tuple(unknown_fields), is_plain

        return found

    def start_over(self, reason: str) -> None:
        """Discard every page so far."""
        self._discarded += [_discarded(page, reason) for page in self._landed]
        self._landed = []

    def discard_last(self, reason: str) -> None:
        """Discard the page that was landed last."""
        self._discarded.append(_discarded(self._landed.pop(), reason))

    def pages(self, account: str, window_id: str) -> tuple[Page, ...]:
        """The rows of `pages` that this attempt would certify."""
        return tuple(
            Page(
                account=account,
                window_id=window_id,
                page_number=number,
                kind=page.kind,
                continues_order_id=page.order_id,
                continues_path=page.path,
                url=page.url,
                sha256=page.sha256,
                body_bytes=page.body_bytes,
                requested_at=page.requested_at,
                orders=page.orders,
                unknown_fields=",".join(page.unknown_fields) or None,
                is_plain=page.is_plain,
            )
            for number, page in enumerate(self._landed, start=1)
        )

    @property
    def discarded(self) -> tuple[Discarded, ...]:
        return tuple(self._discarded)


def _discarded(page: _Landed, reason: str) -> Discarded:
    return Discarded(sha256=page.sha256, url=page.url, requested_at=page.requested_at, reason=reason)
