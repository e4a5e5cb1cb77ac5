"""Landed windows as the load wants them: pages in order, each with what completes it, decoded one at a time."""

from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial

from orders_pipeline.channels.base import ORDERS, Body, Scope
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.bodies import Bodies, Damaged
from orders_pipeline.landing.manifest import Manifest, Purpose
from orders_pipeline.model.records.lineage import Page
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.incoming import IncomingPage, IncomingWindow, Promise

Group = tuple[Page, list[Page]]  # a page of orders with what completes it
Promised = Callable[[Manifest, Sequence[Group], Callable[[Sequence[Group]], Sequence[IncomingPage]]], Iterator[Promise]]


def waiting(home: Home, accounts: Sequence[str], loaded: Set[tuple[str, str]]) -> list[tuple[str, str]]:
    """(account, window id) of the certified windows that are not loaded, by account, purpose and time."""
    return [
        (account, f"{purpose}/{window.name}")
        for account, _, purpose, window in _certified(home, accounts)
        if (account, f"{purpose}/{window.name}") not in loaded
    ]


def _certified(home: Home, accounts: Sequence[str]) -> Iterator[tuple[str, AccountLanding, Purpose, Window]]:
    for account in accounts:
        landing = AccountLanding(home.landing, account)
        for purpose in Purpose:
            for window in landing.covered(purpose):
                yield account, landing, purpose, window


def incoming_windows(
    home: Home,
    accounts: Sequence[str],
    loaded: Set[tuple[str, str]],
    damaged: list[str],
    promised: Promised | None = None,
) -> Iterator[IncomingWindow]:
    """Each waiting window, opened when its turn comes. One that is damaged is left out, and said in `damaged`.

    `promised`: who makes rows of their pages ahead.
    """
    for account, landing, purpose, window in _certified(home, accounts):
        if (account, f"{purpose}/{window.name}") in loaded:
            continue
        try:
            manifest = landing.manifest(purpose, window)
            landing.refuse_damage(manifest)
        except Damaged as error:
            damaged.append(f"account {account}, window {window.name}: {error}")
            continue
        yield incoming_window(landing.bodies, manifest, promised)


def incoming_window(bodies: Bodies, manifest: Manifest, promised: Promised | None = None) -> IncomingWindow:
    pages = partial(_pages, bodies, manifest)
    return IncomingWindow(
        account=manifest.account,
        channel=manifest.source.channel,
        window_id=manifest.window_id,
        purpose=manifest.purpose,
        window=manifest.window,
        certified_at=manifest.certified_at,
        hub_count=manifest.hub_count,
        page_records=manifest.pages,
        pages=lambda skip: pages(grouped(manifest.pages)[skip:]),
        promised=promised
        and (lambda skip: promised(manifest, grouped(manifest.pages)[skip:], lambda of: [*pages(of)])),
    )


def _pages(bodies: Bodies, manifest: Manifest, groups: Sequence[Group]) -> Iterator[IncomingPage]:
    dialect, scope = dialect_of(manifest.source.channel), scope_of(manifest)
    for page, more in groups:
        found = dialect.sightings(scope, body_of(bodies, page), [body_of(bodies, one) for one in more])
        yield IncomingPage(record=page, sightings=tuple(found))


def scope_of(manifest: Manifest) -> Scope:
    source = manifest.source
    return Scope(account=source.account, profile=source.scope, is_whole=True, currency=source.currency)


def grouped(pages: Sequence[Page]) -> list[Group]:
    """Each page of orders with the whole orders and continuations that were landed after it."""
    groups: list[Group] = []
    for page in pages:
        if page.kind == ORDERS:
            groups.append((page, []))
        else:
            groups[-1][1].append(page)
    return groups


def body_of(bodies: Bodies, page: Page) -> Body:
    return Body(
        kind=page.kind,
        content=bodies.get(page.sha256),
        order_id=page.continues_order_id,
        path=page.continues_path,
        is_plain=page.is_plain is True,
    )
