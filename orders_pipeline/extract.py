"""The one place where channels and landing meet: what is not certified yet is planned as windows, read, certified.

Windows are read in parallel and certified one by one; a window that fails leaves the others, and the cursor moves
only as far as they are contiguous.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import datetime, timedelta

import msgspec

from orders_pipeline.channels.base import Certificate, Channel
from orders_pipeline.channels.errors import HubError, Incomplete, Shifted, Unauthorized
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Manifest, Purpose, Source
from orders_pipeline.model.window import Window, cursor, gaps, settled, split

COUNT_ABOVE = timedelta(hours=6)  # a longer gap is counted first, to cut it into windows of a good size
ORDERS_A_WINDOW = 1_000
WORTH_A_READER = 100  # orders that make it worth to read in parallel
LONGEST = timedelta(days=31)
AN_HOUR = timedelta(hours=1)
TRIES = 2  # of a window whose proof failed

Step = Callable[[str], None]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of an account, and how carefully.

    has_upper_bound: the hub can be asked for what changed before an instant. Where it cannot, whatever is asked for is
    read to the present: one window from the first gap on takes all of it, and more would read the same again.
    """

    source: Source
    start: datetime
    overlap: timedelta
    settle: timedelta
    concurrent: int
    has_upper_bound: bool = True


class WindowRead(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one window: a certificate, or the sentence why there is none."""

    window: Window
    certificate: Certificate | None = None
    failure: str | None = None


class ReadReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one reading of an account did. It was complete where `failures` is empty.

    hub_now: the earlier of the hub's clock and ours when the reading began.
    """

    account: str
    hub_now: datetime
    cursor_before: datetime
    cursor_after: datetime
    read: tuple[WindowRead, ...]

    @property
    def failures(self) -> tuple[WindowRead, ...]:
        return tuple(one for one in self.read if one.failure is not None)

    @property
    def behind(self) -> timedelta:
        """How far the cursor stands behind the hub's clock: the settle delay where nothing is missing."""
        return self.hub_now - self.cursor_after

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        return tuple(one.certificate for one in self.read if one.certificate is not None)

    @property
    def orders(self) -> int:
        return sum(certificate.orders for certificate in self.certificates)

    @property
    def pages(self) -> int:
        return sum(certificate.pages + certificate.continuations for certificate in self.certificates)


def read_account(
    reading: Reading,
    landing: AccountLanding,
    channel: Channel,
    *,
    now: Callable[[], datetime],
    progress: Callable[[str], None] = lambda line: None,
    step: Step = lambda name: None,
) -> ReadReport:
    """Read everything that is settled and not certified yet, up to the earlier of the hub's clock and ours.

    Raises Unauthorized, Retriable, Incomplete: the hub cannot be asked, or the clocks do not fit; OtherSource: the
    landing is another source's. A window that fails is in the report instead.
    """
    with landing.reading():
        landing.claim(reading.source)
        hub_now = min(channel.hub_now(), now())
        covered = landing.covered(Purpose.LIVE)
        before = cursor(reading.start, covered)
        upper = settled(hub_now, reading.settle)
        _refuse_future(reading, before, upper)
        missing = gaps(Window(reading.start, upper), covered) if upper > reading.start else []
        if reading.has_upper_bound:
            windows = [window for gap in missing for window in _planned(gap, channel, reading.concurrent)]
        else:
            windows = [Window(missing[0].start, upper)] if missing else []
        span = f"from {before:%Y-%m-%d %H:%M} to {upper:%Y-%m-%d %H:%M} UTC"
        progress(f"{reading.source.account}: {len(windows)} windows to read, {span}")

        def each(one: WindowRead, number: int, of: int) -> None:
            progress(_line(reading.source.account, one, number, of))

        read = read_windows(reading, landing, channel, windows, Purpose.LIVE, now=now, each=each, step=step)
        after = cursor(reading.start, landing.covered(Purpose.LIVE))
    return ReadReport(
        account=reading.source.account,
        hub_now=hub_now,
        cursor_before=before,
        cursor_after=after,
        read=tuple(read),
    )


def _refuse_future(reading: Reading, reached: datetime, upper: datetime) -> None:
    """Raises Incomplete: what is certified reaches beyond the present; orders that came since were never asked for."""
    if reached > max(upper, reading.start) + reading.overlap + AN_HOUR:
        raise Incomplete(
            f"What is certified reaches to {reached:%Y-%m-%dT%H:%M:%SZ}, and it is {upper:%Y-%m-%dT%H:%M:%SZ}: "
            "a clock was wrong. Remove the manifests of windows that end later, and they are read again.",
            account=reading.source.account,
        )


def _planned(gap: Window, channel: Channel, concurrent: int) -> list[Window]:
    """A short gap is one window; a long one is cut so that all readers have work and each is easily read again."""
    parts = -(-gap.length // LONGEST)
    if gap.length > COUNT_ABOVE:
        orders = channel.count(gap) or 0
        parts = max(parts, -(-orders // ORDERS_A_WINDOW), min(concurrent, orders // WORTH_A_READER))
    return split(gap, parts)


def read_windows(
    reading: Reading,
    landing: AccountLanding,
    channel: Channel,
    windows: Iterable[Window],
    purpose: Purpose,
    *,
    now: Callable[[], datetime],
    each: Callable[[WindowRead, int, int], None],
    step: Step = lambda name: None,
) -> list[WindowRead]:
    """Read and certify each window, `reading.concurrent` at a time; in order of start.

    each(one, number, of): told of every window when it is done, in whatever order that is.
    """
    waiting = sorted(windows)
    done: list[WindowRead] = []
    with ThreadPoolExecutor(max_workers=max(1, reading.concurrent)) as pool:
        futures: list[Future[WindowRead]] = [
            pool.submit(_read_one, reading, landing, channel, window, purpose, now, step) for window in waiting
        ]
        try:
            for future in as_completed(futures):
                done.append(future.result())
                each(done[-1], len(done), len(futures))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return sorted(done, key=lambda one: one.window)


def _line(account: str, one: WindowRead, number: int, of: int) -> str:
    span = f"{one.window.start:%Y-%m-%d %H:%M} to {one.window.end:%Y-%m-%d %H:%M}"
    what = one.failure if one.certificate is None else f"{one.certificate.orders} orders, certified"
    return f"{account}: window {number} of {of}, {span}: {what}"


def _read_one(
    reading: Reading,
    landing: AccountLanding,
    channel: Channel,
    window: Window,
    purpose: Purpose,
    now: Callable[[], datetime],
    step: Step,
) -> WindowRead:
    failure = ""
    for _ in range(TRIES):
        try:
            certificate = _certify(reading, landing, channel, window, purpose, now, step)
        except Unauthorized:
            raise
        except Shifted as error:
            failure = str(error)
        except HubError as error:
            failure = str(error)
            break
        else:
            return WindowRead(window=window, certificate=certificate)
    return WindowRead(window=window, failure=failure)


def _certify(
    reading: Reading,
    landing: AccountLanding,
    channel: Channel,
    window: Window,
    purpose: Purpose,
    now: Callable[[], datetime],
    step: Step,
) -> Certificate:
    attempt, asked = landing.attempt(step), window.reaching_back(reading.overlap)
    step("extract: before a window is read")
    certificate = channel.read(asked, attempt)
    step("extract: window read, not certified")
    landing.certify(
        Manifest(
            account=reading.source.account,
            source=reading.source,
            purpose=purpose,
            window=window,
            asked=asked,
            pages=attempt.pages(reading.source.account, f"{purpose}/{window.name}"),
            discarded=attempt.discarded,
            certificate=msgspec.Raw(msgspec.json.encode(certificate)),
            hub_count=certificate.hub_count,
            certified_at=now(),
        )
    )
    step("extract: window certified")
    return certificate
